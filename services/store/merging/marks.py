"""What texts of one happening share in any language: names in their consonants, and numbers as values.

Marks stand beside the runs of words in an article's sketch, as negative numbers: names even, numbers odd. Names of
states are left out, as every article about two of them has these.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from hashlib import blake2b

from babel import Locale

from libs.pages import LANGUAGES
from services.store.merging.names import fold, skeleton

WORD = re.compile(r"[^\W\d_]+")
NUMBER = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+|\d+(?:[.,]\d+)?)(?![.,]?\d)[ \u00a0\u202f-]?([^\W\d_]*)"
)
GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+")
MULTIPLES = (
    (re.compile(r"(?:thousand|tausend|tsd|тыс)", re.IGNORECASE), 1e3),
    (re.compile(r"(?:million|mio|mln|mn$|m$|миллион|млн)", re.IGNORECASE), 1e6),
    (re.compile(r"(?:trillion|trn|billionen|триллион|трлн)", re.IGNORECASE), 1e12),
    (re.compile(r"(?:billion|bn$|bln|milliard|mrd|миллиард|млрд)", re.IGNORECASE), 1e9),
)
SMALL = 31  # below, numbers are days and chances
YEARS = range(1900, 2101)
SHORTEST_NAME = 4  # letters
SHORTEST = 3  # consonants
KEPT = 4  # consonants of a name; what follows is often an ending


def marks_of(body: str) -> frozenset[int]:
    """The marks of a text."""
    names = {_hash(mark) * 2 for mark in _names(body)}
    numbers = {_hash(value) * 2 + 1 for value in _numbers(body)}
    return frozenset(-mark for mark in names | numbers)


@lru_cache(maxsize=10_000)
def mark_of_amount(value: float) -> int:
    """The mark that a text with this value has."""
    return -(_hash(_written(value)) * 2 + 1)


@lru_cache(maxsize=50_000)
def marks_of_name(name: str) -> frozenset[int]:
    return frozenset(-_hash(mark) * 2 for word in WORD.findall(name) if (mark := _mark(word)))


def is_number(mark: int) -> bool:
    return mark % 2 == 1


def _names(body: str) -> set[str]:
    states = _states()
    marks = {_mark(word) for word in set(WORD.findall(body)) if word[0].isupper()}
    return {mark for mark in marks if mark and mark not in states}


def _mark(word: str) -> str:
    if len(word) < SHORTEST_NAME:
        return ""
    bones = skeleton(fold(word))
    return bones[:KEPT] if len(bones) >= SHORTEST else ""


def _numbers(body: str) -> set[str]:
    found = set()
    for digits, word in NUMBER.findall(body):
        value = float(re.sub(r"\D", "", digits) if GROUPED.fullmatch(digits) else digits.replace(",", "."))
        multiple = _multiple(word)
        plain = multiple == 1 and value == int(value)
        if plain and (value <= SMALL or int(value) in YEARS):
            continue
        found.add(_written(value * multiple))
    return found


def _multiple(word: str) -> float:
    return next((multiple for pattern, multiple in MULTIPLES if pattern.match(word)), 1)


def _written(value: float) -> str:
    return f"{value:.6g}"


@cache
def _states() -> frozenset[str]:
    names = [name for language in LANGUAGES for name in Locale(language).territories.values()]
    return frozenset(mark for name in names for word in WORD.findall(name) if (mark := _mark(word)))


@lru_cache(maxsize=100_000)
def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=5).digest()) + 1
