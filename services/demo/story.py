"""What the demonstration posts, who listens, and what must come of it. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from libs.client import FoundRecord
from services.demo.receiver import Arrival

FOLDER = Path(__file__).parent / "articles"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Listener:
    """A subscription of the demonstration: its filter has one field, `field`, that must hold `value`."""

    name: str
    title: str
    field: str
    value: str

    @property
    def filter(self) -> Json:
        return {self.field: {"any": [self.value]}}

    def wants(self, record: FoundRecord) -> bool:
        if self.field == "sectors":
            return self.value in record.sectors
        people = (person.country for person in record.participants)
        place = record.place.country if record.place else None
        return self.value in (*record.parties, *people, place)


LISTENERS = (
    Listener("transport", "Everything about transport", "sectors", "transport"),
    Listener("kazakhstan", "Kazakhstan", "countries", "KZ"),
)

OUTCOMES = {"demo-sheep-en": "nothing_found"}
"""Of samples by their ids; every other one is recorded."""

SAME = (("demo-ferries-en", "demo-ferries-ru"), ("demo-water-ru", "demo-water-en"))
"""Samples that tell of one happening: they must share a record."""


@dataclass(frozen=True, slots=True)
class Told:
    """One posted article: when it was posted (monotonic), its receipt and its records as they are at the end."""

    posted_at: float
    sample: bool
    receipt: Json
    records: tuple[FoundRecord, ...]

    @property
    def name(self) -> str:
        return str(self.receipt["external_id"] or self.receipt["id"])


def samples() -> list[Json]:
    """The sample articles, in the order in which they are posted."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))]


def missing_alerts(told: Sequence[Told], arrivals: Sequence[Arrival]) -> list[str]:
    """Who must still hear of what: each listener of each record that it wants, once at least and signed."""
    came = {(one.name, one.record.get("id")) for one in arrivals if one.verified}
    records = {record.id: record for article in told for record in article.records}
    missing = [
        f"no alert came to “{listener.title}” of {record.id} ({record.titles.get('en', record.kind)})"
        for record in records.values()
        for listener in LISTENERS
        if record.state == "active" and listener.wants(record) and (listener.name, record.id) not in came
    ]
    silent = {listener.title for listener in LISTENERS if listener.name not in {one.name for one in arrivals}}
    return missing + [f"nothing came to “{title}”" for title in sorted(silent)]


def faults(told: Sequence[Told], arrivals: Sequence[Arrival]) -> list[str]:
    """What did not happen as it must, a line each."""
    found = missing_alerts(told, arrivals)
    found += [f"an alert to {one.name} is not signed as it should be" for one in arrivals if not one.verified]
    for article in told:
        wanted = OUTCOMES.get(article.name, "recorded") if article.sample else None
        outcome = article.receipt["outcome"]
        if outcome == "failed" or (wanted is not None and outcome != wanted):
            found.append(f"{article.name}: the outcome is {outcome}, not {wanted or 'a reading'}")
    by_name = {article.name: article for article in told if article.sample}
    for pair in SAME:
        if all(name in by_name for name in pair) and not _share(*(by_name[name] for name in pair)):
            found.append(f"{' and '.join(pair)} tell of one happening and have no record in common")
    return found


def caused_by(arrival: Arrival, told: Sequence[Told]) -> Told | None:
    """The article that the alert is about: the one that made this version of the record."""
    about = (arrival.record.get("id"), arrival.record.get("version"))
    for article in told:
        for one in article.records:
            for entry in one.history:
                made = (one.id, entry.version) == about
                if made and entry.article_id == article.receipt["id"]:
                    return article
    return None


def latencies(told: Sequence[Told], arrivals: Sequence[Arrival]) -> Mapping[str, float]:
    """Seconds from the post to the alert, by webhook id."""
    causes = {one.webhook_id: (one.at, caused_by(one, told)) for one in arrivals}
    return {name: at - cause.posted_at for name, (at, cause) in causes.items() if cause is not None}


def _share(first: Told, second: Told) -> bool:
    return bool({one.id for one in first.records} & {one.id for one in second.records})
