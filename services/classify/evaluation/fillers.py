"""The fillers of an event's slots, and when a guessed one agrees with the gold one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.classify.evaluation.wording import (
    fold,
    likeness,
    office_words,
    same_person,
    same_undertaking,
    words,
)

Event = Mapping[str, Any]

SLOTS = (
    "status", "form", "channel", "date", "place", "party", "participant", "sector", "project", "amount", "count"
)  # fmt: skip
TELLING = frozenset({"party", "participant", "place", "date", "amount"})
"""Slots of which one must agree before two events are the same."""

PLURALS = {"party": "parties", "participant": "participants", "sector": "sectors", "project": "projects"}
DATE_WIDTH = {"day": 10, "month": 7, "year": 4}
TOLERANCE = 0.01  # of an amount or a figure
SAME_OFFICE = 0.4
SAME_PLACE = 0.5


@dataclass(frozen=True, slots=True)
class Filler:
    """One value of one slot; `pointer` is where the event has it."""

    slot: str
    pointer: str
    value: Any


def fillers_of(event: Event) -> list[Filler]:
    """All values of an event, slot by slot."""
    found = []
    for slot in SLOTS:
        field = PLURALS.get(slot)
        if field is None:
            value = event.get(slot)
            if value or (slot == "count" and value is not None):
                found.append(Filler(slot, f"/{slot}", value))
            continue
        seen: set[str] = set()
        for at, value in enumerate(event.get(field) or []):
            if slot in ("party", "sector"):
                if value in seen:
                    continue
                seen.add(value)
            found.append(Filler(slot, f"/{field}/{at}", value))
    return found


def agrees(gold: Filler, guess: Filler) -> bool:
    """Whether a guessed filler is right."""
    if gold.slot != guess.slot:
        return False
    compare = COMPARISONS.get(gold.slot)
    return bool(gold.value == guess.value if compare is None else compare(gold.value, guess.value))


def same_date(gold: Mapping[str, Any], guess: Mapping[str, Any]) -> bool:
    width = DATE_WIDTH[gold["precision"]]
    begins = bool(guess.get("start")) and gold["start"][:width] == str(guess["start"])[:width]
    return begins and gold["precision"] == guess.get("precision") and _last_day(gold) == _last_day(guess)


def same_place(gold: Mapping[str, Any], guess: Mapping[str, Any]) -> bool:
    spellings = filter(None, map(fold, (gold.get("name"), *gold.get("also", ()))))
    told = words(guess.get("name"))
    return gold.get("country") == guess.get("country") and any(
        likeness(spelling.split(), told) >= SAME_PLACE for spelling in spellings
    )


def same_participant(gold: Mapping[str, Any], guess: Mapping[str, Any]) -> bool:
    """By name where both have one, by office and country where neither has."""
    if gold.get("name") and guess.get("name"):
        spellings = (gold["name"], *(gold.get("also") or ()))
        return any(same_person(spelling, guess["name"], gold.get("country")) for spelling in spellings)
    if gold.get("name") or guess.get("name"):
        return False
    return same_office(gold, guess) and gold.get("country") in (None, "", guess.get("country"))


def same_office(gold: Mapping[str, Any], guess: Mapping[str, Any]) -> bool:
    return likeness(office_words(gold), office_words(guess)) >= SAME_OFFICE


def same_amount(gold: Mapping[str, Any], guess: Mapping[str, Any]) -> bool:
    if not guess.get("value") or gold.get("currency") != guess.get("currency"):
        return False
    return near(gold["value"], guess["value"])


def near(gold: float, guess: float) -> bool:
    return abs(gold - guess) <= TOLERANCE * abs(gold)


def same_figure(gold: Mapping[str, Any], guess: Mapping[str, Any]) -> bool:
    """By metric and value; by its change where the gold tells no value."""
    if gold.get("metric") != guess.get("metric") or bool(gold.get("target")) != bool(guess.get("target")):
        return False
    if gold.get("value") is not None:
        value = guess.get("value")
        return value is not None and near(gold["value"], value) and gold.get("unit") == guess.get("unit")
    change, told = gold.get("change_pct"), guess.get("change_pct")
    return change is not None and told is not None and abs(change - told) <= 0.051


def _last_day(date: Mapping[str, Any]) -> Any:
    end = date.get("end")
    return None if end == date.get("start") else end


COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "date": same_date,
    "place": same_place,
    "participant": same_participant,
    "project": same_undertaking,
    "amount": same_amount,
}
