"""Offices told alike in three languages: what a role means, so that who is named only by office is known again."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from libs.messages.values import Participant

FILE = Path(__file__).parent / "words" / "offices.toml"
ANY_MINISTER = "minister"
ALONE = frozenset({"head_of_state", "head_of_government", "mayor", "speaker", "ambassador", "vice_president"})
"""Offices that nobody holds beside another of the table."""
NO_MINISTER = re.compile(
    r"prime[ -]minister|premier[- ]?minister|ministerpräsident\w*|премьер-министр\w*|(cabinet|council) of ministers"
    r"|(кабинет|совет)\w* министров"
)
WHOLE_STEM = 5  # letters; a longer beginning is also looked for within words, as German joins them

Offices = frozenset[str]


def offices_of(person: Participant) -> Offices:
    """What the role says that the person is; nothing for who speaks for a company or a body, or is not known."""
    if not person.role or person.organization:
        return frozenset()
    return _offices(person.role.casefold().replace("ё", "е").replace("landwirtschaft", "landwirt"))


def same_office(one: Offices, other: Offices) -> bool:
    """Whether both name one office, and not any minister's."""
    return bool((one & other) - {ANY_MINISTER})


def offices_differ(one: Offices, other: Offices) -> bool:
    """Whether nobody holds both."""
    if not one or not other or one & other:
        return False
    if one & ALONE or other & ALONE:
        return True
    fields = [{office for office in held if office.startswith("minister:")} for held in (one, other)]
    return all(fields) and len(one) == len(other) == 1


@lru_cache(maxsize=50_000)
def _offices(role: str) -> Offices:
    found = {name for name, words in _ranks() if any(_begins(role, word) for word in words)}
    if "deputy_head_of_government" in found:
        found.discard("head_of_government")
    if "vice_president" in found:
        found.discard("head_of_state")
    if "deputy_minister" in found:
        return frozenset(_with_fields("deputy_minister", role))
    plain = NO_MINISTER.sub(" ", role)
    if "minister" in plain or "министр" in plain or "minister" in found:
        found = (found - {"minister"}) | _with_fields("minister", role)
    return frozenset(found)


def _with_fields(rank: str, role: str) -> set[str]:
    return {f"{rank}:{name}" for name, words in _fields() if any(_holds(role, word) for word in words)} or {rank}


def _begins(role: str, word: str) -> bool:
    """Whether a word of the role begins so."""
    at = role.find(word)
    while at > 0 and role[at - 1].isalpha():
        at = role.find(word, at + 1)
    return at >= 0


def _holds(role: str, word: str) -> bool:
    return word in role if len(word) >= WHOLE_STEM else _begins(role, word)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))


@cache
def _ranks() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((str(rank["name"]), _folded(rank["words"])) for rank in _table()["rank"])


@cache
def _fields() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, _folded(words)) for name, words in _table()["fields"].items())


def _folded(words: list[str]) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words)
