"""Meetings that a document tells twice, apart: the same day, the same parties, and nobody who was only at one."""

from __future__ import annotations

from services.classify.reading.assembly.bearings import dates_agree
from services.classify.reading.assembly.drafts import Draft
from services.classify.reading.assembly.matching import EXCHANGES
from services.classify.reading.cues import Cue


def told_once(drafts: list[Draft], windows: list[list[int]]) -> tuple[list[Draft], list[list[int]]]:
    """The same drafts with their windows, but each meeting only where it is told first; who was there joins it."""
    found: list[Draft] = []
    ranges: list[list[int]] = []
    for draft, window in zip(drafts, windows, strict=True):
        known = next((number for number, other in enumerate(found) if is_double(other, draft)), None)
        if known is None:
            found.append(draft)
            ranges.append(window)
            continue
        join(found[known], draft)
        ranges[known] = sorted({*ranges[known], *window})
    return found, ranges


def is_double(one: Draft, other: Draft) -> bool:
    """Whether two drafts are one meeting."""
    if not one.kind == other.kind == "meeting" or one.status != other.status or one.background or other.background:
        return False
    if one.form != other.form and not {one.form, other.form} <= EXCHANGES:
        return False
    if one.parties.keys() != other.parties.keys() or (one.channel, other.channel).count("phone") == 1:
        return False
    if not (one.when and other.when and one.when.precision == other.when.precision == "day"):
        return False
    if one.when.first != other.when.first or not dates_agree(one.when, other.when):
        return False
    if one.place and other.place and one.place.name != other.place.name:
        return False
    people, others = one.people.keys(), other.people.keys()
    if not (people and others) or any(is_further(cue) for cue in (*one.cues, *other.cues)):
        return False
    return len(min(people, others, key=len)) > 1 and (people <= others or others <= people)


def is_further(cue: Cue) -> bool:
    """Whether a cue says of its meeting that it is another one."""
    return cue.another or cue.apart or cue.turn or cue.aside


def join(one: Draft, other: Draft) -> None:
    one.cues += other.cues
    one.sentences |= other.sentences
    one.bodies |= other.bodies
    one.strength = max(one.strength, other.strength)
    one.place = one.place or other.place
    for number, person in other.people.items():
        one.people.setdefault(number, person)
    if one.form in ("talks", "visit") and other.form != "visit":
        one.form = other.form
