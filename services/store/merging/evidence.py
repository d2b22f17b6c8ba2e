"""The words that a record's values rest on, mapped from each report's text to article and version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from libs.messages.values import Evidence, Quote
from services.store.merging.told import Told

PER_FIELD = 60


def quotes(told: Told, pointer: str) -> tuple[Evidence, ...]:
    """What the report quotes for a pointer into itself."""
    return tuple(evidence_of(quote, told) for quote in told.report.evidence.get(pointer, ()))


def evidence_of(quote: Quote, told: Told) -> Evidence:
    return Evidence(
        start=quote.start,
        end=quote.end,
        quote=quote.quote,
        resolved_by=quote.resolved_by,
        article_id=told.article_id,
        version=told.version,
    )


def of_field(field: str, supporters: Iterable[Told]) -> tuple[Evidence, ...]:
    """The words for a field's chosen value, the latest source first."""
    found = [quote for told in newest_first(supporters) for quote in quotes(told, f"/{field}")]
    return _unique(found)


def of_member(field: str, value: object, reports: Iterable[Told]) -> tuple[Evidence, ...]:
    """The words for one member of a set, wherever it stands in each report's own list."""
    found: list[Evidence] = []
    for told in newest_first(reports):
        values: Sequence[object] = getattr(told.report, field)
        if value in values:
            found += quotes(told, f"/{field}/{values.index(value)}")
    return _unique(found)


def newest_first(reports: Iterable[Told]) -> list[Told]:
    return sorted(reports, key=lambda told: told.order, reverse=True)


def _unique(found: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(found))[:PER_FIELD]
