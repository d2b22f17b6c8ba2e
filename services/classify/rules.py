"""What a reading says, as messages say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from libs.messages import ArticleClassified, ArticleReceived, FigureTold, Report, ReportFound
from libs.messages.ids import make_id
from services.classify.reading.geography.coordinates import located

METADATA = (
    "article_id",
    "client_id",
    "external_id",
    "version",
    "content_hash",
    "source",
    "url",
    "published_at",
    "received_at",
    "backfill",
    "withdrawn",
    "run",
)
LONGEST_TITLE = 300


def article_of(received: ArticleReceived) -> dict[str, object]:
    """What the reader takes."""
    fields = ("source", "url", "language", "published_at", "title", "text", "html")
    return {"id": received.article_id, **{name: getattr(received, name) for name in fields}}


def classified(received: ArticleReceived, reading: Mapping[str, Any], supported: Iterable[str]) -> ArticleClassified:
    """The reading of a version, as a message."""
    text: str = reading["text"]
    return ArticleClassified(
        **{name: getattr(received, name) for name in METADATA},
        outcome="read" if reading["language"] in set(supported) else "unsupported_language",
        language=reading["language"],
        title=received.title or text.split("\n", 1)[0].strip()[:LONGEST_TITLE] or None,
        reader=reading["reader"],
        text=text,
        boilerplate=tuple((start, end) for start, end in reading["boilerplate"]),
        reports=reports_of(received.article_id, reading["events"]),
        figures=tuple(FigureTold.model_validate(figure) for figure in reading["figures"]),
    )


def withdrawn(received: ArticleReceived, reader: str) -> ArticleClassified:
    """A reading without reports: the feed has taken the story back."""
    metadata = {name: getattr(received, name) for name in METADATA}
    return ArticleClassified(**metadata, outcome="withdrawn", language=received.language, reader=reader)


def reports_of(article_id: str, events: Iterable[Mapping[str, Any]]) -> tuple[Report, ...]:
    """Reports with ids that an edit of the article keeps: the first meeting stays the first meeting."""
    ordered = sorted(events, key=lambda event: event["prominence"] != "main")
    ids = list(_ids(article_id, ordered))
    told = {id(event): report_id for event, report_id in zip(ordered, ids, strict=True)}
    return tuple(
        Report.model_validate(
            {**event, "place": _on_map(event["place"]), "id": report_id, "postpones": _postponed(event, ordered, told)}
        )
        for event, report_id in zip(ordered, ids, strict=True)
    )


def found(reports: Iterable[Report]) -> tuple[ReportFound, ...]:
    """The reports as the journey shows them."""
    fields = ("id", "prominence", "kind", "status")
    return tuple(ReportFound(**{name: getattr(report, name) for name in fields}) for report in reports)


def _on_map(place: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The place with its coordinates, where they are known."""
    spot = located(place["name"], place["country"]) if place else None
    return {**place, **asdict(spot)} if place and spot else dict(place) if place else None


def _ids(article_id: str, events: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    counts: dict[str, int] = {}
    for event in events:
        kind = event["kind"]
        counts[kind] = counts.get(kind, 0) + 1
        yield make_id("rep", article_id, kind, counts[kind])


def _postponed(event: Mapping[str, Any], events: Iterable[Mapping[str, Any]], ids: Mapping[int, str]) -> str | None:
    """The cancelled meeting of the same article that this planned one stands in for, as the guide writes both down."""
    if event["kind"] != "meeting" or event["status"] != "planned":
        return None
    for other in events:
        same = other["kind"] == "meeting" and other["status"] == "cancelled" and other["parties"] == event["parties"]
        if same and other["prominence"] == event["prominence"]:
            return ids[id(other)]
    return None
