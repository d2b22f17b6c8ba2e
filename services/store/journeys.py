"""The journey of an article that had failed, and that a replay has read and applied after all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from libs.messages.articles import ArticleClassified, ArticleProgressed, RecordTouched, ReportFound
from libs.pipeline import Unit
from services.store.tables import records, reports


def tell_journey(unit: Unit, reading: ArticleClassified, changes: Mapping[str, str]) -> None:
    """Tell both steps that the journey lacks, as those of the replay, which changed these records.

    `service` tells them from what is said when a reading is kept aside.
    """
    which = {"article_id": reading.article_id, "version": reading.version, "run": reading.run}
    about: dict[str, Any] = {**which, "at": unit.now, "service": "store"}
    found = tuple(
        ReportFound(id=one.id, prominence=one.prominence, kind=one.kind, status=one.status) for one in reading.reports
    )
    classified = ArticleProgressed(
        **about,
        step="classified",
        outcome=reading.outcome,
        language=reading.language,
        reader=reading.reader,
        figures=len(reading.figures),
        reports=found,
    )
    recorded = ArticleProgressed(**about, step="recorded", records=_touched(unit, reading, changes))
    for fact in (classified, recorded):
        unit.send(fact, run=reading.run)


def _touched(unit: Unit, reading: ArticleClassified, changes: Mapping[str, str]) -> tuple[RecordTouched, ...]:
    """The records that its reports are in now."""
    rows = reports.of_articles(unit.session, [reading.article_id])[reading.article_id]
    within = {row.id: row.record_id for row in rows if row.record_id}
    there = records.records(unit.session, set(within.values()))
    told = [
        {
            "id": record_id,
            "version": there[record_id].version,
            "change": changes.get(record_id, "unchanged"),
            "report_id": report_id,
        }
        for report_id, record_id in within.items()
    ]
    return tuple(map(RecordTouched.model_validate, told))
