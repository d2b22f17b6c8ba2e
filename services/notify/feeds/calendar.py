"""The calendar: one UID a record, so that an event that moves, moves in the subscriber's calendar.

https://www.rfc-editor.org/rfc/rfc5545, https://www.rfc-editor.org/rfc/rfc7986
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from icalendar import Calendar, Event

from libs.pages import label
from services.notify.feeds.entries import Channel, Entry

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Communique//Meetings and agreements//EN"
REFRESH = timedelta(hours=1)

CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
STATUS: Mapping[str, str] = {
    "held": CONFIRMED,
    "signed": CONFIRMED,
    "in_force": CONFIRMED,
    "planned": TENTATIVE,
    "proposed": TENTATIVE,
    "cancelled": CANCELLED,
    "merged": CANCELLED,
    "retracted": CANCELLED,
}


def calendar(channel: Channel, entries: Iterable[Entry]) -> bytes:
    """Events with a day or a month; those of a year, or without a date, are left out."""
    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("name", channel.title)
    whole.add("x-wr-calname", channel.title)
    whole.add("x-wr-timezone", channel.time_zone)
    whole.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    whole.add("last-modified", channel.updated)
    for entry in entries:
        days = days_of(entry.when)
        if days is not None:
            whole.add_component(_event(channel, entry, *days))
    return bytes(whole.to_ical())


def days_of(when: Mapping[str, Any] | None) -> tuple[date, date] | None:
    """First day, and the day after the last; None where a calendar has no place for it."""
    if not when or when.get("precision") not in ("day", "month"):
        return None
    try:
        start = date.fromisoformat(when["start"])
        end = date.fromisoformat(when.get("end") or when["start"])
        if when["precision"] == "month":
            start, end = start.replace(day=1), _end_of_month(end)
        return (start, max(start, end) + timedelta(days=1))
    except (ValueError, OverflowError):
        return None


def _end_of_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _event(channel: Channel, entry: Entry, start: date, after: date) -> Event:
    is_open = entry.when is not None and entry.when["precision"] == "month"
    event = Event()
    event.add("uid", f"{entry.record_id}@{channel.instance}")
    event.add("sequence", entry.version - 1)
    event.add("dtstamp", entry.updated)
    event.add("created", entry.created)
    event.add("last-modified", entry.updated)
    event.add("dtstart", start)
    event.add("dtend", after)
    event.add(
        "summary", f"{entry.title} ({label('notify', 'open_date', channel.language)})" if is_open else entry.title
    )
    event.add("status", STATUS[entry.status])
    event.add("description", entry.text)
    event.add("url", entry.page)
    if is_open:
        event.add("transp", "TRANSPARENT")
    if entry.place:
        event.add("location", entry.place)
    if entry.sectors:
        event.add("categories", list(entry.sectors))
    return event
