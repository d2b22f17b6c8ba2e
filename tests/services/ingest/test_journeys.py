"""An article's way as its page draws it."""

from __future__ import annotations

from typing import Any

from services.ingest.web.journeys import reports_of, stations_of

ACCEPTED = {"step": "accepted", "at": "2026-11-20T04:31:07.412Z", "version": 2}
CLASSIFIED = {
    "step": "classified",
    "at": "2026-11-20T04:31:07.655Z",
    "version": 2,
    "reports": [{"id": "rep_a", "kind": "meeting", "status": "held"}],
}
FAILED = {"step": "failed", "at": "2026-11-20T04:31:09.412Z", "version": 2, "service": "store", "reason": "no"}
OLD = {"step": "recorded", "at": "2026-11-19T04:31:07.412Z", "version": 1}


def receipt(*journey: dict[str, Any], done: bool = False) -> dict[str, Any]:
    return {"version": 2, "done": done, "journey": list(journey)}


def shown(*journey: dict[str, Any], done: bool = False) -> list[tuple[str, float | None]]:
    return [(one.state, one.seconds) for one in stations_of(receipt(*journey, done=done))]


def test_a_station_says_how_long_the_way_to_it_took() -> None:
    assert shown(OLD, ACCEPTED, CLASSIFIED) == [
        ("reached", 0.0),
        ("reached", 0.24),
        ("waiting", None),
        ("waiting", None),
    ]


def test_a_way_that_failed_ends_where_it_failed() -> None:
    assert shown(ACCEPTED, CLASSIFIED, FAILED, done=True) == [
        ("reached", 0.0),
        ("reached", 0.24),
        ("failed", 2.0),
        ("skipped", None),
    ]


def test_a_way_without_reports_is_done_before_its_last_stations() -> None:
    assert [one.state for one in stations_of(receipt(ACCEPTED, CLASSIFIED, done=True))] == [
        "reached",
        "reached",
        "skipped",
        "skipped",
    ]


def test_reports_are_found_by_their_ids() -> None:
    assert reports_of([ACCEPTED, CLASSIFIED])["rep_a"]["kind"] == "meeting"
