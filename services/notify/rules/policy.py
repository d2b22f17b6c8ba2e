"""What is worth an alert: the first match, then every change of a value, and the end of a match."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from libs.messages.records import Change

Match = Literal["new", "still", "left"]
SeenState = Literal["seen", "told", "left"]
Updates = Literal["all", "first"]

TOLD_TO_ALL: tuple[Change, ...] = ("merged", "split", "retracted")
"""Changes that everybody hears who was alerted, also who asked for the first alert alone."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a subscription knows of a record: matched and not told (quietly), told, or told and left since."""

    state: SeenState
    values: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What to tell (None: nothing), and what to remember (None: forget the record)."""

    tell: Match | None
    seen: Seen | None


def decide(
    *, matches: bool, seen: Seen | None, values: str, change: Change, updates: Updates = "all", quiet: bool = False
) -> Decision:
    """What one subscription is told of a record version whose values have the hash `values`."""
    was_told = seen is not None and seen.state == "told"
    is_news = seen is None or seen.values != values
    if quiet:
        return Decision(None, _seen_quietly(matches, seen, values))
    if matches:
        tell: Match | None = "still" if was_told else "new"
        if not is_news or (updates == "first" and seen is not None and seen.state != "seen"):
            tell = None
        if was_told and change in TOLD_TO_ALL:
            tell = "still"
        if tell is None:
            return Decision(None, seen)
        return Decision(tell, Seen("told", values))
    if not was_told:
        return Decision(None, Seen("left", values) if seen is not None and seen.state == "left" else None)
    told_anyway = updates == "all" or change in TOLD_TO_ALL
    return Decision("left" if told_anyway else None, Seen("left", values))


def _seen_quietly(matches: bool, seen: Seen | None, values: str) -> Seen | None:
    """A quiet version is remembered as seen and tells nobody; who was told stays told, to hear of the end."""
    if matches:
        return Seen("told" if seen is not None and seen.state == "told" else "seen", values)
    if seen is None or seen.state == "seen":
        return None
    return Seen(seen.state, values)
