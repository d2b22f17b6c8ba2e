"""What a feed is made of: the records that meet a subscription's filter, with words in its language."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from libs.pages import country_name, label
from services.notify.rules.alert import page_of, title_of
from services.notify.rules.filters import Filter
from services.notify.rules.matching import compiled, facts_of, match
from services.notify.tables.records import RecordRow
from services.notify.tables.subscriptions import SubscriptionRow


@dataclass(frozen=True, slots=True)
class Channel:
    """The feed itself. `instance` is the id of this platform, from which all ids are made."""

    instance: uuid.UUID
    subscription_id: str
    title: str
    language: str
    time_zone: str
    home: str
    updated: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as a feed shows it."""

    record_id: str
    id: uuid.UUID
    version: int
    title: str
    text: str
    page: str
    created: datetime
    updated: datetime
    last_day: date | None
    status: str
    when: Mapping[str, Any] | None
    place: str
    sectors: tuple[str, ...]
    source_url: str | None


def channel_of(row: SubscriptionRow, entries: Iterable[Entry], *, instance: uuid.UUID, public_url: str) -> Channel:
    updated = max([row.created_at, *(entry.updated for entry in entries)])
    home = f"{public_url.rstrip('/')}/subscriptions"
    return Channel(instance, row.id, row.name, row.language, row.time_zone, home, updated)


def entries_of(
    row: SubscriptionRow, records: Iterable[RecordRow], *, instance: uuid.UUID, public_url: str
) -> list[Entry]:
    """The records that match, in their order. One that was merged or retracted matches by what it said last."""
    filter_ = compiled(Filter.model_validate(row.filter))
    return [
        _entry(one, row.language, instance, public_url)
        for one in records
        if match(filter_, facts_of(one.summary)) is not None
    ]


def _entry(row: RecordRow, language: str, instance: uuid.UUID, public_url: str) -> Entry:
    summary = row.summary
    quote = summary.get("quote") or {}
    return Entry(
        record_id=row.id,
        id=uuid.uuid5(instance, row.id),
        version=row.version,
        title=title_of(summary, language),
        text=_text(summary, language),
        page=page_of(public_url, row.id),
        created=datetime.fromisoformat(summary["created_at"]),
        updated=row.updated_at,
        last_day=row.last_day,
        status=summary["status"] if summary["state"] == "active" else summary["state"],
        when=summary.get("date"),
        place=_place(summary.get("place"), language),
        sectors=tuple(label("sector", code, language) for code in summary.get("sectors") or ()),
        source_url=quote.get("url"),
    )


def _text(summary: Mapping[str, Any], language: str) -> str:
    """The record in some lines."""
    state = summary["state"]
    when = summary.get("date") or {}
    people = [", ".join(filter(None, (one.get("name"), one.get("role")))) for one in summary.get("participants") or ()]
    quote = summary.get("quote") or {}
    lines = [
        ("state", label("state", state, language) if state != "active" else ""),
        ("status", label("status", summary["status"], language)),
        ("date", " – ".join(filter(None, (when.get("start"), when.get("end"))))),
        ("place", _place(summary.get("place"), language)),
        ("parties", ", ".join(country_name(code, language) for code in summary.get("parties") or ())),
        ("participants", "; ".join(filter(None, people))),
        ("projects", ", ".join(summary.get("projects") or ())),
    ]
    told = [f"{label('field', field, language)}: {value}" for field, value in lines if value]
    if quote.get("text"):
        source = f" ({quote['source']})" if quote.get("source") else ""
        told.append(f"„{quote['text']}“{source}" if language == "de" else f"“{quote['text']}”{source}")
    return "\n".join(told)


def _place(place: Mapping[str, Any] | None, language: str) -> str:
    if not place:
        return ""
    return ", ".join(filter(None, (place.get("name"), country_name(place.get("country"), language))))
