"""Offices in the plural that take up people told elsewhere: "the two presidents", „die Minister“, «главы МИД»."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from services.classify.reading.people.joining import Told
from services.classify.reading.people.someone import Someone
from services.classify.reading.people.words import Phrase, Word

BEHIND = 5  # sentences in which who is meant was told before
AHEAD = 2  # or is told after
FEWEST = 2


def takes_up(words: Sequence[Word], phrase: Phrase, vocabulary: Mapping[str, Any]) -> bool:
    """Whether a plural is of known people: by its article or number, where the language has one."""
    before = words[phrase.first - 1].lower if phrase.first else ""
    if before in vocabulary["several_not"]:
        return False
    return not vocabulary["several"] or before in vocabulary["several"]


def as_one(phrase: Phrase, vocabulary: Mapping[str, Any]) -> Phrase:
    """The office as each of them has it; "of the two countries" says nothing."""
    named = phrase.organization or ""
    empty = any(word in vocabulary["several_of"] for word in named.lower().split())
    return replace(phrase, plural=False, organization=None, body=None) if empty else replace(phrase, plural=False)


def who_is_meant(
    at: int,
    mentions: Sequence[Told],
    chosen: Mapping[int, Someone],
    fits: Callable[[Phrase, Someone], bool],
) -> list[Someone]:
    """Who is meant by the plural at that index: those of the office told shortly before, else shortly after."""
    told = mentions[at]
    office = told.offices[0]
    before = [i for i in range(at - 1, -1, -1) if told.sentence - mentions[i].sentence <= BEHIND]
    after = [i for i in range(at + 1, len(mentions)) if mentions[i].sentence - told.sentence <= AHEAD]
    for near in (before, before + after):
        found = [someone for someone in _people(near, chosen) if fits(office, someone)]
        if len(found) > told.several > 1:
            found = found[: told.several]
        homes = [someone.countries[0] for someone in found if someone.countries]
        if len(found) >= FEWEST and (len(set(homes)) >= FEWEST or len(homes) < FEWEST or office.countries):
            return found
    return []


def _people(near: Sequence[int], chosen: Mapping[int, Someone]) -> list[Someone]:
    found: list[Someone] = []
    for i in near:
        someone = chosen.get(i)
        if someone is not None and not any(someone is other for other in found):
            found.append(someone)
    return found
