"""An article's way as the pages draw it: four stations, each with when it was reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

STATIONS = ("accepted", "classified", "recorded", "alerted")


@dataclass(frozen=True, slots=True)
class Station:
    """`seconds` since the version was accepted; `state` is `failed` where the way ended before this station."""

    step: str
    state: Literal["reached", "waiting", "failed", "skipped"]
    at: str | None = None
    seconds: float | None = None


def stations_of(receipt: Mapping[str, Any]) -> list[Station]:
    """The way of the current version."""
    steps = {one["step"]: one for one in receipt["journey"] if one["version"] == receipt["version"]}
    begun = steps.get("accepted", {}).get("at")
    found: list[Station] = []
    for step in STATIONS:
        if step in steps:
            at = steps[step]["at"]
            found.append(Station(step, "reached", at, _seconds(begun, at)))
        elif "failed" in steps and not any(one.state == "failed" for one in found):
            found.append(Station(step, "failed", steps["failed"]["at"], _seconds(begun, steps["failed"]["at"])))
        else:
            found.append(Station(step, "skipped" if receipt["done"] else "waiting"))
    return found


def reports_of(journey: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """What was read, by the ids of the reports."""
    return {report["id"]: report for step in journey for report in step.get("reports", ())}


def _seconds(begun: str | None, at: str) -> float | None:
    if begun is None:
        return None
    return round(max((datetime.fromisoformat(at) - datetime.fromisoformat(begun)).total_seconds(), 0.0), 2)
