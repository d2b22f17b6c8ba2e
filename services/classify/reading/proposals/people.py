"""Participants as proposed, each held against the words it is said to stand in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from services.classify.reading.document import Document, Mentions, Person
from services.classify.reading.languages.pack import Pack
from services.classify.reading.proposals.candidate import PersonTold
from services.classify.reading.proposals.quotes import Span
from services.classify.reading.proposals.spans import codes_in, touching

WORD = re.compile(r"[^\W_]+")
ENDING = 3  # letters that a case may change at the end of a word
STEM = 4


def participant(
    document: Document, mentions: Mentions, pack: Pack, told: PersonTold, span: Span
) -> tuple[dict[str, Any], Span] | None:
    """The person that these words tell, with the words; None where they do not tell the one proposed.

    Where our own annotator reads a person there, its fields stand. Otherwise every word of the proposed name must be
    in the quote, but for its case, and of role and organisation stays what is there too.
    """
    people: Sequence[Person] = touching(mentions.people, span)
    known = next((person for person in people if is_same(person, told, pack)), None)
    if known is not None:
        fields = {name: getattr(known, name) for name in ("name", "role", "organization", "country")}
        return fields, (known.start, known.end)
    words = WORD.findall(document.slice(*span))
    name = " ".join(told.name.split()) if told.name else None
    if name and not is_named(name, words, pack):
        return None
    role = worded(told.role, words)
    if not name and (not role or any(person.name for person in people)):
        return None
    country = told.country if told.country in codes_in(mentions, span) else None
    return {"name": name, "role": role, "organization": worded(told.organization, words), "country": country}, span


def is_same(person: Person, told: PersonTold, pack: Pack) -> bool:
    """Whether our person is the one proposed: by name where one is told, else by office."""
    if told.name:
        return person.name is not None and is_named(person.name, WORD.findall(told.name), pack, within=True)
    return person.role is not None and told.role is not None and bool(worded(told.role, WORD.findall(person.role)))


def is_named(name: str, words: Sequence[str], pack: Pack, within: bool = False) -> bool:
    """Whether each word of a name is among these words; `within`: or these words among those of the name."""
    parts = [part for part in WORD.findall(name) if len(part) > 1]
    if not parts or not any(part[0].isupper() for part in parts):
        return False
    ours = [set(pack.hooks.name_keys(part)) for part in parts]
    theirs = [set(pack.hooks.name_keys(word)) for word in words if len(word) > 1]
    held = all(any(keys & other for other in theirs) for keys in ours)
    return held or (within and bool(theirs) and all(any(keys & other for other in ours) for keys in theirs))


def worded(value: str | None, words: Sequence[str]) -> str | None:
    """The value where each of its words is among these, but for its ending."""
    parts = WORD.findall(value) if value else []
    if not parts or not all(any(alike(part.lower(), word.lower()) for word in words) for part in parts):
        return None
    return " ".join((value or "").split())


def alike(one: str, other: str) -> bool:
    if one == other:
        return True
    stem = max(STEM, min(len(one), len(other)) - ENDING)
    return abs(len(one) - len(other)) <= ENDING and one[:stem] == other[:stem] and len(one) >= STEM
