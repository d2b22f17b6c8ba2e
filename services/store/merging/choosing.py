"""How a field's value is chosen where sources differ: named rules, one after the other, until one value is left."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from services.store.merging.told import Told

RULES = ("held_over_planned", "postponed", "most_precise", "majority", "latest", "first")
"""`held_over_planned`: what happened counts over what was announced (agreements: signed over planned).
`postponed`: the new date counts over the one it replaces. `most_precise`: a day over a month, a session over talks.
`majority`: more independent sources. `latest`: the last published. `first`: the first of equals in canonical order.
`latest_in_lifecycle` is the status's own rule; `named_by_few` leaves out set members that too few sources name."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One report's value of one field. `copy` marks a source that repeats another."""

    value: Any
    told: Told
    copy: bool = False
    stage: int = 0
    precision: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen value, who says it, what else is said, and the rule that decided (None where all agree)."""

    value: Any
    supporters: tuple[Told, ...] = ()
    rivals: tuple[tuple[Any, tuple[Told, ...]], ...] = ()
    rule: str | None = None


def choose(voices: Sequence[Voice], same: Callable[[Any], str] | None = None) -> Choice:
    """One value out of those told. `same` gives what two values are compared by."""
    key = same or canonical
    if not voices:
        return Choice(None)
    left = list(voices)
    rule = None
    for name, narrow in _NARROWING:
        if len({key(voice.value) for voice in left}) == 1:
            break
        narrowed = narrow(left, key)
        if len({key(voice.value) for voice in narrowed}) < len({key(voice.value) for voice in left}):
            rule = name
        left = narrowed
    # Of equal values the fullest form is shown: a place with its coordinates over one without.
    fullest = max(left, key=lambda voice: (len(canonical(voice.value)), voice.told.order))
    chosen = key(fullest.value)
    groups: dict[str, list[Voice]] = {}
    for voice in sorted(voices, key=lambda voice: voice.told.order):
        groups.setdefault(key(voice.value), []).append(voice)
    supporters = tuple(voice.told for voice in groups.pop(chosen))
    rivals = tuple((group[0].value, tuple(voice.told for voice in group)) for group in groups.values())
    return Choice(fullest.value, supporters, rivals, rule if rivals else None)


def members(told: Mapping[str, Sequence[Any]], copies: Iterable[str], share: float) -> tuple[list[Any], list[Any]]:
    """Members of sets, by who names them: those named by at least a share of the independent sources, and the rest.

    `told` gives each article's set; sources that tell no set do not count.
    """
    counting = {article: values for article, values in told.items() if values and article not in set(copies)}
    counting = counting or {article: values for article, values in told.items() if values}
    names = sorted({value for values in told.values() for value in values})
    needed = share * len(counting)
    kept = [name for name in names if sum(name in values for values in counting.values()) >= max(needed, 1e-9)]
    return kept, [name for name in names if name not in kept]


def canonical(value: Any) -> str:
    """A text that equal values share."""
    return json.dumps(value.model_dump() if isinstance(value, BaseModel) else value, sort_keys=True, ensure_ascii=False)


Key = Callable[[Any], str]


def _by_stage(voices: list[Voice], _: Key) -> list[Voice]:
    best = max(voice.stage for voice in voices)
    return [voice for voice in voices if voice.stage == best]


def _by_precision(voices: list[Voice], _: Key) -> list[Voice]:
    best = max(voice.precision for voice in voices)
    return [voice for voice in voices if voice.precision == best]


def _by_majority(voices: list[Voice], key: Key) -> list[Voice]:
    votes: dict[str, int] = {}
    for voice in voices:
        votes[key(voice.value)] = votes.get(key(voice.value), 0) + (not voice.copy)
    most = max(votes.values())
    return [voice for voice in voices if votes[key(voice.value)] == most]


def _by_latest(voices: list[Voice], _: Key) -> list[Voice]:
    latest = max(voice.told.instant for voice in voices)
    return [voice for voice in voices if voice.told.instant == latest]


def _by_order(voices: list[Voice], _: Key) -> list[Voice]:
    return [min(voices, key=lambda voice: voice.told.order)]


_NARROWING: tuple[tuple[str, Callable[[list[Voice], Key], list[Voice]]], ...] = (
    ("held_over_planned", _by_stage),
    ("most_precise", _by_precision),
    ("majority", _by_majority),
    ("latest", _by_latest),
    ("first", _by_order),
)
