"""Which records are asked for: a filter as plain values, and what of it can be told without a database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from services.store.rules import folded_text, person_words

ACTIVE = ("active",)


@dataclass(frozen=True, slots=True)
class Choice:
    """What one field must hold: any of, all of, none of."""

    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """AND between fields. `facets` are fields of many values by name; empty `states` means every state."""

    kinds: Choice = Choice()
    statuses: Choice = Choice()
    states: tuple[str, ...] = ACTIVE
    facets: dict[str, Choice] = field(default_factory=dict)
    pairs: Choice = Choice()
    people: Choice = Choice()
    date_from: date | None = None
    date_to: date | None = None
    updated_since: datetime | None = None
    q: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """By the order in which records were made, behind `after`."""

    direction: Literal["newest", "oldest"] = "newest"
    after: int | None = None


def person_of(name: str) -> tuple[str, ...]:
    """The words that a person asked for must have; a name without any is found nowhere."""
    return person_words(name)


def words_of(q: str) -> list[tuple[str, str]]:
    """Each word of a search as it is written and in Latin letters; records must have all of them."""
    return [(word, folded_text(word)) for word in q.casefold().split()]


def pair_of(pair: str) -> tuple[str, str]:
    one, _, other = pair.partition("-")
    return one, other
