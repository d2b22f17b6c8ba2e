"""The sources of a record: who tells it, who only repeats another, and how many tell it on their own."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nsmallest

from libs.messages.articles import SourceReport
from libs.messages.records import Source
from services.store.merging.sketches import near_identical
from services.store.merging.told import Told

COMPARED_BY = 16  # runs


def repeats(told: Told, other: Told) -> bool:
    """Whether two articles are one text, or two states of one page. Symmetric."""
    if told.url and told.url == other.url:
        return True
    return told.language == other.language and near_identical(told.runs, other.runs)


def copies(reports: Sequence[Told]) -> dict[str, str]:
    """Article id of each copy, and of the first article that it repeats, be it over another copy.

    Texts are compared that share one of their smallest runs, as those that repeat each other nearly always do.
    """
    found: dict[str, str] = {}
    under: dict[object, list[Told]] = {}
    seen: set[str] = set()
    for told in sorted(reports, key=lambda told: told.order):
        if told.article_id in seen:
            continue
        seen.add(told.article_id)
        keys = _kept_under(told)
        candidates = {id(earlier): earlier for key in keys for earlier in under.get(key, ())}.values()
        repeated = [earlier for earlier in candidates if repeats(told, earlier)]
        if repeated:
            first = min(repeated, key=lambda earlier: earlier.order).article_id
            found[told.article_id] = found.get(first, first)
        for key in keys:
            under.setdefault(key, []).append(told)
    return found


def _kept_under(told: Told) -> list[object]:
    runs: list[object] = list(nsmallest(COMPARED_BY, told.runs))
    return [*runs, told.url] if told.url else runs


def independent(reports: Sequence[Told], copy_of: dict[str, str]) -> int:
    return len({told.article_id for told in reports} - set(copy_of))


def source_of(told: Told, copy_of: dict[str, str]) -> Source:
    report = told.report
    return Source(
        article_id=told.article_id,
        version=told.version,
        source=told.source,
        url=told.url,
        language=told.language,
        published_at=told.published_at,
        title=told.title,
        copy_of=copy_of.get(told.article_id),
        reader=told.reader,
        report=SourceReport.model_construct(**{name: getattr(report, name) for name in SourceReport.model_fields}),
    )
