"""What store decides without looking anywhere: which version counts, what changed, how a record is shown and found."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from libs.messages.articles import ArticleClassified, Report
from libs.messages.records import MAX_SOURCES_IN_MESSAGE, Record, RecordValues
from libs.messages.values import Date
from services.store.merging.account import Account
from services.store.merging.doubles import without_doubles
from services.store.merging.names import words_of
from services.store.merging.told import span_of

VALUES = tuple(RecordValues.model_fields)
"""The fields whose change is told in `changed`; sources, evidence and confidence change silently."""
MAX_HISTORY_IN_MESSAGE = 200
WITHOUT_SOURCES: dict[str, Any] = {
    "headline": None,
    "evidence": {},
    "differences": {},
    "sources": [],
    "independent_sources": 0,
}
"""What a record keeps nothing of when its last report has gone; its values stay, so that one can tell which it was."""


def counts(instant: datetime, version: int, current: tuple[datetime, int] | None) -> bool:
    """Whether a version is the article's current one: the latest published, of those the highest version."""
    return current is None or (instant, version) >= current


def main_reports(reading: ArticleClassified) -> list[tuple[int, Report]]:
    """The reports that make records, each event of the article once, with their places in the reading."""
    if reading.outcome != "read" or reading.withdrawn:
        return []
    places: dict[str, int] = {}
    for at, report in enumerate(reading.reports):
        if report.prominence == "main":
            places.setdefault(report.id, at)
    found = without_doubles([reading.reports[at] for at in places.values()])
    return [(places[report.id], report) for report in found]


def document_of(account: Account) -> dict[str, Any]:
    """The account as JSON, without what is only there by default."""
    document = account.model_dump(mode="json")
    for quotes in document["evidence"].values():
        _drop_nulls(quotes, "resolved_by")
    for difference in document["differences"].values():
        for value in difference["values"]:
            _drop_nulls(value["evidence"], "resolved_by")
            if not value["evidence"]:
                del value["evidence"]
    for source in document["sources"]:
        place = source["report"]["place"]
        if place is not None:
            source["report"]["place"] = {"name": place["name"], "country": place["country"]}
    for figure in document["figures"]:
        if not figure["target"]:
            del figure["target"]
    return document


def without_sources(document: Mapping[str, Any]) -> dict[str, Any]:
    return {**document, **WITHOUT_SOURCES}


def differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """JSON Pointers of what has another value now, with the old ones. A person spelt otherwise is the same person."""
    return {f"/{name}": old.get(name) for name in VALUES if not _same(name, old.get(name), new.get(name))}


def facets(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a record is filtered by, as field and value."""
    for party in document["parties"]:
        yield "party", party
        yield "country", party
    if document["place"] and document["place"]["country"]:
        yield "country", document["place"]["country"]
    if document["place"]:
        yield "place", place_of(document["place"])
    if document["form"]:
        yield "form", document["form"]
    for sector in document["sectors"]:
        yield "sector", sector
    for person in document["participants"]:
        if person["country"]:
            yield "country", person["country"]
        for spelling in (person, *person["variants"]):
            for word in person_words(spelling["name"] or ""):
                yield "person", word
    for source in document["sources"]:
        if source["language"]:
            yield "language", source["language"]


def place_of(place: Mapping[str, Any]) -> str:
    """A place as filters name it: `Astana, KZ`."""
    return ", ".join(filter(None, (place["name"], place["country"])))


def person_words(name: str) -> tuple[str, ...]:
    """The words that a person is looked up by, alike in every spelling that the fold knows."""
    return words_of(name)


def days_of(document: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """The first and the last day that a record's date may mean."""
    span = span_of(Date.model_validate(document["date"])) if document["date"] else None
    return (span.first.isoformat(), span.last.isoformat()) if span else (None, None)


def for_message(record: Record) -> Record:
    """The record as messages carry it: the newest sources, the words of these alone, the end of a long history."""
    if len(record.sources) <= MAX_SOURCES_IN_MESSAGE and len(record.history) <= MAX_HISTORY_IN_MESSAGE:
        return record
    sources = record.sources[:MAX_SOURCES_IN_MESSAGE]
    kept = {source.article_id for source in sources}
    evidence = {
        pointer: tuple(quote for quote in quotes if quote.article_id in kept)
        for pointer, quotes in record.evidence.items()
    }
    return record.model_copy(
        update={
            "sources": sources,
            "evidence": {pointer: quotes for pointer, quotes in evidence.items() if quotes},
            "history": record.history[-MAX_HISTORY_IN_MESSAGE:],
        }
    )


def articles_of(document: Mapping[str, Any]) -> list[tuple[str, int]]:
    return [(source["article_id"], source["version"]) for source in document["sources"]]


def _same(name: str, old: Any, new: Any) -> bool:
    if name == "participants":
        return _same_people(old or [], new or [])
    if name == "figures":
        return _without_article(old or []) == _without_article(new or [])
    return bool(old == new)


def _same_people(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> bool:
    """Each of the old is found among the spellings of one of the new, and nobody has come."""
    return len(old) == len(new) and all(any(_spelt(person) & _spelt(other) for other in new) for person in old)


def _spelt(person: Mapping[str, Any]) -> set[tuple[Any, Any]]:
    return {(one["name"], None if one["name"] else one["role"]) for one in (person, *person["variants"])}


def _without_article(figures: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in figure.items() if name != "article_id"} for figure in figures]


def _drop_nulls(items: Collection[dict[str, Any]], name: str) -> None:
    for item in items:
        if item[name] is None:
            del item[name]
