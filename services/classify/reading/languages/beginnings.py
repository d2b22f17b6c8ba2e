"""Many patterns looked for in one pass: each is tried only where a word begins with letters that it can begin with.

A list of many patterns then costs little more than one pass over the words of a text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from operator import itemgetter
from re import _constants as kinds  # type: ignore[attr-defined]  # not public, so named since 3.11; every pack's tests go through it
from re import _parser as parser  # type: ignore[attr-defined]  # as above
from typing import Any, TypeVar

from services.classify.reading.languages.patterns import Caseless, lower

SIZE = 4  # letters of a word that choose the patterns to try
END = " "  # stands for whatever ends a word
MOST = 3000  # beginnings of one pattern; where there are more, fewer letters choose
WORD = re.compile(r"[^\W_]+")
ZERO_WIDTH = (kinds.AT, kinds.ASSERT, kinds.ASSERT_NOT)
REPEATS = (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT)
DIGITS = frozenset("0123456789")


@lru_cache(maxsize=8)
def word_starts(text: str) -> tuple[Sequence[int], Sequence[str]]:
    """Where the words of a text begin, and their first letters in lower case, with `END` behind short ones."""
    spans = [word.span() for word in WORD.finditer(text)]
    lowered = lower(text)
    letters = [lowered[at : at + SIZE] if end - at >= SIZE else lowered[at:end] + END for at, end in spans]
    return [at for at, _ in spans], letters


T = TypeVar("T")


class Tried(dict[str, Sequence[T]]):
    """What to try at a word, by its first letters: what is listed under any beginning of them, the longest first."""

    def __init__(self, listed: Mapping[str, Sequence[T]]) -> None:
        super().__init__()
        self.listed = listed
        self.shorter = sorted({len(key) for key in listed if len(key) < SIZE and END not in key}, reverse=True)

    def __missing__(self, letters: str) -> Sequence[T]:
        known = self.listed.get(letters, ())
        for size in self.shorter:
            more = self.listed.get(letters[:size]) if size < len(letters) else None
            if more:
                known = (*known, *more)
        if len(self) < MOST:
            self[letters] = known
        return known

    def among(self, text: str, start: int, end: int) -> Iterator[tuple[int, Sequence[T]]]:
        """Where the words between two offsets begin at which something is to be tried, and what."""
        places, letters = word_starts(text)
        first, last = bisect_left(places, start), bisect_left(places, end)
        tried = list(map(self.__getitem__, letters[first:last]))
        return compress(zip(places[first:last], tried, strict=True), tried)


@dataclass(frozen=True)
class Beginnings:
    """Patterns that match at the beginning of words only, by number; `find` gives all that they match."""

    patterns: Sequence[Caseless]
    tried: Tried[tuple[int, re.Pattern[str], bool]]  # number, the pattern itself, and whether it looks at case
    loose: Sequence[int]  # those that may begin with anything

    def find(
        self, text: str, start: int = 0, end: int | None = None, but: Set[int] = frozenset()
    ) -> list[tuple[int, re.Match[str]]]:
        """What `finditer` of each pattern (`but` some) gives between two offsets, by the patterns' numbers and then by
        place.
        """
        end = len(text) if end is None else end
        lowered = lower(text)
        reached = dict.fromkeys(but, end)
        loose = (number for number in self.loose if number not in but)
        found = [(number, match) for number in loose for match in self.patterns[number].finditer(text, start, end)]
        for at, tried in self.tried.among(text, start, end):
            for number, pattern, cased in tried:
                if reached.get(number, 0) <= at:
                    match = pattern.match(text if cased else lowered, at, end)
                    if match:
                        found.append((number, match))
                        reached[number] = max(match.end(), at + 1)
        found.sort(key=itemgetter(0))
        return found

    def may_match(self, text: str, start: int, end: int) -> bool:
        """Whether any word between two offsets begins as a pattern does; where none does, nothing matches."""
        return bool(self.loose) or any(True for _ in self.tried.among(text, start, end))


def beginnings(patterns: Iterable[Caseless]) -> Beginnings:
    """The patterns by what they can begin with."""
    patterns = tuple(patterns)
    tried: dict[str, list[tuple[int, re.Pattern[str], bool]]] = {}
    loose = []
    for number, pattern in enumerate(patterns):
        letters = first_letters(pattern)
        if letters is None:
            loose.append(number)
        for beginning in letters or ():
            tried.setdefault(beginning, []).append((number, pattern.compiled, pattern.cased))
    return Beginnings(patterns, Tried(tried), tuple(loose))


def first_letters(pattern: Caseless) -> frozenset[str] | None:
    """What a match can begin with, in lower case: up to four letters or digits, fewer where anything may follow them,
    with `END` where the word ends.

    None where it can begin otherwise than with a letter or digit.
    """
    expression = pattern.compiled
    found = frozenset(letters for letters, _ in _sequence(parser.parse(expression.pattern, expression.flags)))
    return found if all(letters[:1].isalnum() for letters in found) else None


Start = tuple[str, bool]  # characters, and whether what comes next is known


def _sequence(items: Iterable[Any]) -> frozenset[Start]:
    """The first characters of what a parsed sequence matches."""
    found: frozenset[Start] = frozenset({("", True)})
    for kind, value in items:
        if kind in ZERO_WIDTH:
            continue
        going_on = [letters for letters, goes_on in found if goes_on]
        if not going_on:
            break
        joined = set(_joined(going_on, _item(kind, value)))
        if len(joined) + len(found) > MOST:
            joined = {(letters, False) for letters in going_on}
        found = frozenset(joined | {start for start in found if not start[1]})
    return found


def _joined(firsts: Iterable[str], seconds: Iterable[Start]) -> Iterator[Start]:
    for first in firsts:
        for second, goes_on in seconds:
            letters = (first + second)[:SIZE]
            yield letters, goes_on and len(letters) < SIZE and letters[-1:] != END


def _item(kind: Any, value: Any) -> frozenset[Start]:
    if kind is kinds.LITERAL:
        return _all_of((chr(value),))
    if kind is kinds.IN:
        members = _of_set(value)
        return frozenset({("", False)}) if members is None else _all_of(members)
    if kind is kinds.SUBPATTERN:
        return _sequence(value[3])
    if kind is kinds.ATOMIC_GROUP:
        return _sequence(value)
    if kind is kinds.BRANCH:
        return frozenset().union(*(_sequence(part) for part in value[1]))
    if kind in REPEATS:
        least, most, body = value
        once = _sequence(body)
        if most != 1:
            once = frozenset((letters, False) for letters, _ in once)  # it may come again
        return once | {("", True)} if least == 0 else once
    return frozenset({("", False)})


def _all_of(letters: Iterable[str]) -> frozenset[Start]:
    return frozenset((letter.lower() if letter.isalnum() else END, True) for letter in letters)


def _of_set(members: Sequence[tuple[Any, Any]]) -> set[str] | None:
    """The characters of a set; None where they are too many to name."""
    found: set[str] = set()
    for kind, value in members:
        if kind is kinds.LITERAL:
            found.add(chr(value))
        elif kind is kinds.RANGE and value[1] - value[0] < 100:
            found |= {chr(point) for point in range(value[0], value[1] + 1)}
        elif kind is kinds.CATEGORY and value is kinds.CATEGORY_DIGIT:
            found |= DIGITS
        elif kind is kinds.CATEGORY and value in (kinds.CATEGORY_SPACE, kinds.CATEGORY_NOT_WORD):
            found.add(END)
        else:
            return None
    return found
