"""The calendar of records: one UID a record, so that what is imported again moves and does not come twice.

https://www.rfc-editor.org/rfc/rfc5545, https://www.rfc-editor.org/rfc/rfc7986
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from libs.messages.values import Date
from libs.pages import country_name, label
from services.store.exports.columns import Shown
from services.store.merging.told import span_of

PRODUCT = "-//Communique//Meetings and agreements//EN"
NAME = "Communiqué"
END = b"END:VCALENDAR\r\n"
STATUS: Mapping[str, str] = {
    "held": "CONFIRMED",
    "signed": "CONFIRMED",
    "in_force": "CONFIRMED",
    "planned": "TENTATIVE",
    "proposed": "TENTATIVE",
    "cancelled": "CANCELLED",
    "merged": "CANCELLED",
    "retracted": "CANCELLED",
}


class Calendars:
    """Records with a day or a month, titles and words in one language. `instance` is this platform's own id."""

    def __init__(self, instance: str, language: str) -> None:
        self._instance = instance
        self._language = language

    def begin(self) -> bytes:
        whole = Calendar()
        whole.add("prodid", PRODUCT)
        whole.add("version", "2.0")
        whole.add("method", "PUBLISH")
        whole.add("name", NAME)
        whole.add("x-wr-calname", NAME)
        return bytes(whole.to_ical()).removesuffix(END)

    def records(self, records: Sequence[Shown]) -> bytes:
        dated = ((one, days) for one in records if (days := days_of(one["date"])) is not None)
        return b"".join(bytes(self._event(one, *days).to_ical()) for one, days in dated)

    def end(self) -> bytes:
        return END

    def _event(self, record: Shown, start: date, after: date) -> Event:
        language = self._language
        title = record["titles"].get(language) or next(iter(record["titles"].values()), record["id"])
        event = Event()
        event.add("uid", f"{record['id']}@{self._instance}")
        event.add("sequence", record["version"] - 1)
        updated = datetime.fromisoformat(record["updated_at"])
        event.add("dtstamp", updated)
        event.add("created", datetime.fromisoformat(record["created_at"]))
        event.add("last-modified", updated)
        event.add("dtstart", start)
        event.add("dtend", after)
        event.add("summary", title)
        event.add("status", STATUS[record["status"] if record["state"] == "active" else record["state"]])
        event.add("url", record["page"])
        people = [", ".join(filter(None, (one["name"], one["role"]))) for one in record["participants"]]
        event.add("description", "\n".join(filter(None, (*people, *record["projects"], record["page"]))))
        if record["date"]["precision"] == "month":
            event.add("transp", "TRANSPARENT")
        if record["place"]:
            place = record["place"]
            event.add("location", ", ".join(filter(None, (place["name"], country_name(place["country"], language)))))
        if record["sectors"]:
            event.add("categories", [label("sector", code, language) for code in record["sectors"]])
        return event


def days_of(when: Shown | None) -> tuple[date, date] | None:
    """First day, and the day after the last; None where a calendar has no place for it."""
    if not when or when["precision"] not in ("day", "month"):
        return None
    span = span_of(Date.model_validate(when))
    if span is None or span.last == date.max:
        return None
    first = span.first.replace(day=1) if when["precision"] == "month" else span.first
    return first, span.last + timedelta(days=1)
