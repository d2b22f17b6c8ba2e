"""Patterns that are tried only where a word begins with a letter that they can begin with.

A list of many patterns then costs little more than one pass over the words of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

WORD_START = re.compile(r"(?<!\w)\w")
ZERO_WIDTH = (kinds.AT, kinds.ASSERT, kinds.ASSERT_NOT)
REPEATS = (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT)
DIGITS = frozenset("0123456789")


def matches_in(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What `pattern.finditer(text)` gives, for a pattern that matches at the beginning of words only."""
    letters = first_letters(pattern)
    if letters is None:
        yield from pattern.finditer(text)
        return
    starts = word_starts(text)
    reached = 0
    for start in sorted(at for letter in letters for at in starts.get(letter, ())):
        if start >= reached:
            match = pattern.match(text, start)
            if match:
                yield match
                reached = max(match.end(), start + 1)


@lru_cache(maxsize=4)
def word_starts(text: str) -> Mapping[str, Sequence[int]]:
    """Where words begin, by their first letters in lower case."""
    starts: dict[str, list[int]] = {}
    for found in WORD_START.finditer(text):
        starts.setdefault(found.group().lower(), []).append(found.start())
    return starts


@lru_cache(maxsize=4000)
def first_letters(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """The letters and digits that a match can begin with, in lower case; None where it can begin otherwise."""
    letters, open_ended = _beginnings(parser.parse(pattern.pattern, pattern.flags))
    if letters is None or open_ended or not all(letter.isalnum() for letter in letters):
        return None
    return frozenset(letter.lower() for letter in letters)


def _beginnings(items: Sequence[Any]) -> tuple[frozenset[str] | None, bool]:
    """The first characters of what a parsed sequence matches, and whether it can match nothing at all."""
    found: frozenset[str] = frozenset()
    for kind, value in items:
        if kind in ZERO_WIDTH:
            continue
        letters, empty = _of_item(kind, value)
        if letters is None:
            return None, False
        found |= letters
        if not empty:
            return found, False
    return found, True


def _of_item(kind: Any, value: Any) -> tuple[frozenset[str] | None, bool]:
    if kind is kinds.LITERAL:
        return frozenset(chr(value)), False
    if kind is kinds.IN:
        return _of_set(value), False
    if kind is kinds.SUBPATTERN:
        return _beginnings(value[3])
    if kind is kinds.ATOMIC_GROUP:
        return _beginnings(value)
    if kind in REPEATS:
        letters, empty = _beginnings(value[2])
        return letters, empty or value[0] == 0
    if kind is kinds.BRANCH:
        parts = [_beginnings(part) for part in value[1]]
        if any(letters is None for letters, _ in parts):
            return None, False
        return frozenset().union(*(letters or () for letters, _ in parts)), any(empty for _, empty in parts)
    return None, False


def _of_set(members: Sequence[tuple[Any, Any]]) -> frozenset[str] | None:
    found: set[str] = set()
    for kind, value in members:
        if kind is kinds.LITERAL:
            found.add(chr(value))
        elif kind is kinds.RANGE and value[1] - value[0] < 100:
            found |= {chr(point) for point in range(value[0], value[1] + 1)}
        elif kind is kinds.CATEGORY and value is kinds.CATEGORY_DIGIT:
            found |= DIGITS
        else:
            return None
    return frozenset(found)
