"""When two wordings mean the same: names of people, offices, places, undertakings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

FAMILY_NAME_FIRST = frozenset({"CN", "JP", "KP", "KR", "TW", "VN"})
SHORTEST_TELLING_NAME = 3  # letters: shorter ones are initials and particles
WORD = re.compile(r"[^\W_]+")
SMALL_WORDS = frozenset(
    word
    for line in (
        "a an and as at by for in of on the to",
        "am an auf bei dem den der des die für im in und von zum zur",
        "в во и на о по при с со",
    )
    for word in line.split()
)


def words(text: str | None) -> list[str]:
    """The words without case, accents and punctuation."""
    decomposed = unicodedata.normalize("NFKD", (text or "").casefold().replace("ё", "е"))
    return WORD.findall("".join(letter for letter in decomposed if not unicodedata.combining(letter)))


def fold(text: str | None) -> str:
    """The words in one spelling, a space between."""
    return " ".join(words(text))


def likeness(left: Iterable[str], right: Iterable[str]) -> float:
    """The share of words that both have; 1 where neither has any."""
    ours, theirs = set(left), set(right)
    if not ours or not theirs:
        return float(ours == theirs)
    return len(ours & theirs) / len(ours | theirs)


def office_words(person: Mapping[str, Any]) -> list[str]:
    """Role and organisation as one set, so that "Mayor" of "Osh" and "Mayor of Osh" are the same office."""
    told = words(f"{person.get('role') or ''} {person.get('organization') or ''}")
    return [word for word in told if word not in SMALL_WORDS]


def same_person(gold: str, guess: str, country: str | None) -> bool:
    """Whether both name one person: the family name agrees, and given names do not contradict each other."""
    right, told = words(gold), words(guess)
    if sorted(right) == sorted(told):
        return bool(right)
    shared = set(right) & set(told)
    if max(map(len, shared), default=0) < SHORTEST_TELLING_NAME:
        return False
    unsaid = [word for word in right if word not in shared]
    added = [word for word in told if word not in shared]
    if not unsaid:
        return len(added) <= 1
    if not added:
        return right[-1] in shared or (right[0] in shared and country in FAMILY_NAME_FIRST)
    return _initials_agree(unsaid, added)


def same_undertaking(gold: str, guess: str) -> bool:
    """Whether two names of a project mean one: half of all words, or most of the shorter name's."""
    right, told = set(words(gold)), set(words(guess))
    shared = len(right & told)
    if not shared:
        return False
    shorter, longer = sorted((len(right), len(told)))
    return likeness(right, told) >= 0.5 or (shared >= 2 and shared / shorter >= 0.75 and longer <= 10)


def _initials_agree(unsaid: list[str], added: list[str]) -> bool:
    """Whether the gold's initials begin names of the guess; two full names that differ never agree.

    A guess's initial beside a full name of the gold is taken on trust, as the yardstick beside the project takes it.
    """
    initials = [word for word in unsaid if len(word) == 1]
    if not initials and all(len(word) > 1 for word in added):
        return False
    return all(any(word.startswith(initial) or initial.startswith(word) for word in added) for initial in initials)
