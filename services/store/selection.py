"""Which records are asked for: a filter as plain values, and what of it can be told without a database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from services.store.rules import days_of, facets, person_words
from services.store.words import asked_for, has_all, words_of

ACTIVE = ("active",)


@dataclass(frozen=True, slots=True)
class Choice:
    """What one field must hold: any of, all of, none of."""

    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()

    def fits(self, has: Callable[[str], bool]) -> bool:
        return (
            (not self.any or any(has(value) for value in self.any))
            and all(has(value) for value in self.all)
            and not any(has(value) for value in self.none)
        )


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
class Found:
    """A record in a list, by where it stands in each order."""

    ordinal: int
    sequence: int
    date_first: str


@dataclass(frozen=True, slots=True)
class Order:
    """By when records were made, last changed or take place, behind the position `after`.

    `standing` is the number of the version at which the list began; what was written later does not move it.
    """

    direction: Literal["newest", "oldest"] = "newest"
    sort: Literal["created", "updated", "date"] = "created"
    after: tuple[str | int, ...] = ()
    standing: int | None = None

    def position(self, found: Found) -> tuple[str | int, ...]:
        """Where the record stands in the order."""
        if self.sort == "created":
            return (found.ordinal,)
        return (found.sequence,) if self.sort == "updated" else (found.date_first, found.sequence)


def fits(selection: Selection, document: Mapping[str, Any], state: str, updated_at: datetime) -> bool:
    """Whether a record, as it was, is asked for: the same answer that the tables give for records as they are."""
    held: dict[str, set[str]] = {}
    for name, value in facets(document):
        held.setdefault(name, set()).add(value)
    first, last = days_of(document)
    parties, people = held.get("party", set()), held.get("person", set())

    def has_person(name: str) -> bool:
        return bool(words := person_of(name)) and people.issuperset(words)

    return (
        (not selection.states or state in selection.states)
        and selection.kinds.fits(lambda value: document["kind"] == value)
        and selection.statuses.fits(lambda value: document["status"] == value)
        and all(one.fits(held.get(name, set()).__contains__) for name, one in selection.facets.items())
        and selection.pairs.fits(lambda pair: parties.issuperset(pair_of(pair)))
        and selection.people.fits(has_person)
        and (selection.date_from is None or (last is not None and last >= selection.date_from.isoformat()))
        and (selection.date_to is None or (first is not None and first <= selection.date_to.isoformat()))
        and (selection.updated_since is None or updated_at >= selection.updated_since)
        and (not selection.q or _has_words(selection.q, document))
    )


def person_of(name: str) -> tuple[str, ...]:
    """The words that a person asked for must have; a name without any is found nowhere."""
    return person_words(name)


def pair_of(pair: str) -> tuple[str, str]:
    one, _, other = pair.partition("-")
    return one, other


def _has_words(q: str, document: Mapping[str, Any]) -> bool:
    asked = asked_for(q)
    return bool(asked) and has_all(words_of(document), asked)
