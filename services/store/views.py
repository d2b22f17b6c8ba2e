"""Records and texts as they are read by whoever asks: rows put together, in one read of the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from services.store.selection import Order, Selection
from services.store.shown import record_of
from services.store.tables import ReadingRow, RecordRow, readings, records
from services.store.tables.search import count_by_column, count_by_facet, count_by_month, count_records, select_records


def find_record(session: Session, record_id: str) -> dict[str, Any] | None:
    row = records.record(session, record_id)
    return _whole(session, [row])[0] if row is not None else None


def list_records(
    session: Session, selection: Selection, order: Order, limit: int
) -> tuple[list[dict[str, Any]], int | None]:
    """One page, and the position of its last record if more follow."""
    rows = select_records(session, selection, order, limit + 1)
    shown = rows[:limit]
    return _whole(session, shown), shown[-1].ordinal if len(rows) > limit else None


def find_text(session: Session, article_id: str, version: int | None) -> ReadingRow | None:
    return readings.reading(session, article_id, version)


def texts_of(session: Session, sources: Sequence[dict[str, Any]]) -> dict[tuple[str, int], ReadingRow]:
    """The texts of sources, by article and version."""
    return readings.readings(session, [(source["article_id"], source["version"]) for source in sources])


def count(session: Session, selection: Selection) -> dict[str, Any]:
    return {
        "records": count_records(session, selection),
        "kinds": count_by_column(session, selection, "kind"),
        "statuses": count_by_column(session, selection, "status"),
        "sectors": count_by_facet(session, selection, "sector"),
        "months": count_by_month(session, selection),
    }


def _whole(session: Session, rows: Sequence[RecordRow]) -> list[dict[str, Any]]:
    ids = [row.id for row in rows]
    histories = records.histories(session, ids)
    earlier = records.previous_ids(session, ids)
    return [record_of(row, histories[row.id], earlier[row.id]) for row in rows]
