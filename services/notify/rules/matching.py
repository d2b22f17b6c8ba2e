"""What of a record filters look at, and whether it matches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from services.notify.rules.filters import Choice, Filter, choices
from services.notify.rules.folding import folded, says

Matched = dict[str, tuple[str, ...]]
"""The values that met the filter, by its fields."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A record as filters see it: codes by field in the record's order, texts folded, names folded."""

    codes: Mapping[str, tuple[str, ...]]
    texts: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A filter made ready to be asked many times."""

    fields: tuple[tuple[str, Choice[str]], ...]


def compiled(filter_: Filter) -> Compiled:
    return Compiled(tuple(choices(filter_).items()))


def facts_of(record: Mapping[str, Any]) -> Facts:
    """The facts of a record in its JSON form, in full or in short."""
    parties = tuple(record.get("parties") or ())
    place = record.get("place") or {}
    people = [one for person in record.get("participants") or () for one in (person, *(person.get("variants") or ()))]
    countries = (*parties, place.get("country"), *(one.get("country") for one in people))
    headline = record.get("headline") or {}
    texts = (
        *(record.get("titles") or {}).values(),
        headline.get("text"),
        place.get("name"),
        *(record.get("projects") or ()),
        *(one.get("organization") for one in people),
    )
    return Facts(
        codes={
            "sectors": tuple(record.get("sectors") or ()),
            "parties": parties,
            "countries": _each_once(countries),
            "pairs": tuple("-".join(pair) for pair in combinations(sorted(set(parties)), 2)),
            "kinds": _each_once((record.get("kind"),)),
            "statuses": _each_once((record.get("status"),)),
            "forms": _each_once((record.get("form"),)),
        },
        texts=_each_once(folded(text) for text in texts if text),
        names=_each_once(folded(one["name"]) for one in people if one.get("name")),
    )


def match(filter_: Compiled, facts: Facts) -> Matched | None:
    """What met the filter, or None where something did not."""
    matched: Matched = {}
    for field, choice in filter_.fields:
        there = _there(field, facts, {*choice.any, *choice.all, *choice.none})
        if choice.any and there.isdisjoint(choice.any):
            return None
        if not there.issuperset(choice.all) or not there.isdisjoint(choice.none):
            return None
        values = _ordered(field, facts, [one for one in dict.fromkeys((*choice.any, *choice.all)) if one in there])
        if values:
            matched[field] = values
    return matched


def _there(field: str, facts: Facts, asked: set[str]) -> set[str]:
    """Which of the values asked for the record has."""
    if field == "words":
        return {word for word in asked if any(says(text, folded(word)) for text in facts.texts)}
    if field == "people":
        return {name for name in asked if any(_is_named(known, folded(name)) for known in facts.names)}
    return asked.intersection(facts.codes[field])


def _is_named(name: str, asked: str) -> bool:
    """Whether every word asked for is a word of the name, in whatever order."""
    return all(says(name, word) for word in asked.split())


def _ordered(field: str, facts: Facts, values: Sequence[str]) -> tuple[str, ...]:
    order = facts.codes.get(field, ())
    return tuple(sorted(values, key=order.index)) if order else tuple(values)


def _each_once(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
