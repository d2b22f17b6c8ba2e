"""The sources of a record: who tells it, who only repeats another, and how many tell it on their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from libs.messages.articles import SourceReport
from libs.messages.records import Source
from services.store.merging.sketches import near_identical
from services.store.merging.told import Told


def repeats(told: Told, other: Told) -> bool:
    """Whether two articles are one text. Symmetric."""
    return told.language == other.language and near_identical(told.runs, other.runs)


def copies(reports: Sequence[Told], repeating: Callable[[Told, Told], bool] = repeats) -> dict[str, str]:
    """Article id of each copy, and of the first article that it repeats. Copies are of one language.

    `repeating` is for callers that have compared the texts before.
    """
    found: dict[str, str] = {}
    firsts: list[Told] = []
    seen: set[str] = set()
    for told in sorted(reports, key=lambda told: told.order):
        if told.article_id in seen:
            continue
        seen.add(told.article_id)
        original = next((first for first in firsts if repeating(told, first)), None)
        if original is None:
            firsts.append(told)
        else:
            found[told.article_id] = original.article_id
    return found


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
