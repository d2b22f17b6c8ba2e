"""Queries on records by id: as they are, their versions, what they are found by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import delete, func, select, update
from sqlmodel import Session, col

from libs.pipeline.tables import insert_ignoring
from services.store.tables.schema import FacetRow, InstanceRow, RecordRow, RecordVersionRow


def record(session: Session, record_id: str) -> RecordRow | None:
    return session.execute(select(RecordRow).where(col(RecordRow.id) == record_id)).scalar_one_or_none()


def records(session: Session, ids: Collection[str]) -> dict[str, RecordRow]:
    if not ids:
        return {}
    query = select(RecordRow).where(col(RecordRow.id).in_(list(ids)))
    return {row.id: row for row in session.execute(query).scalars()}


def is_active(session: Session, record_id: str) -> bool:
    """Whether the id is a record's that has reports."""
    query = select(col(RecordRow.state)).where(col(RecordRow.id) == record_id)
    return session.execute(query).scalar_one_or_none() == "active"


def next_ordinal(session: Session) -> int:
    """One more than the last; callers hold the merging lock."""
    return int(session.execute(select(func.coalesce(func.max(col(RecordRow.ordinal)), 0))).scalar_one()) + 1


def keep(session: Session, row: RecordRow, facets: Iterable[tuple[str, str]]) -> None:
    """Write a record and what it is found by."""
    session.add(row)
    session.flush()
    wanted = set(facets)
    query = select(col(FacetRow.field), col(FacetRow.value)).where(col(FacetRow.ordinal) == row.ordinal)
    there = {(field, value) for field, value in session.execute(query)}
    for field, value in there - wanted:
        session.execute(
            delete(FacetRow).where(
                col(FacetRow.field) == field, col(FacetRow.value) == value, col(FacetRow.ordinal) == row.ordinal
            )
        )
    new = [{"field": field, "value": value, "ordinal": row.ordinal} for field, value in sorted(wanted - there)]
    if new:
        insert_ignoring(session, FacetRow, new)


def redirect(session: Session, old: str, survivor: str) -> None:
    """Have what led to a record lead to the one that it ended in."""
    session.execute(update(RecordRow).where(col(RecordRow.merged_into) == old).values(merged_into=survivor))


def previous_ids(session: Session, ids: Sequence[str]) -> dict[str, list[str]]:
    """Ids that now lead to each record, oldest first."""
    found: dict[str, list[str]] = {one: [] for one in ids}
    if ids:
        query = (
            select(col(RecordRow.merged_into), col(RecordRow.id))
            .where(col(RecordRow.merged_into).in_(ids))
            .order_by(col(RecordRow.ordinal))
        )
        for survivor, old in session.execute(query):
            found[survivor].append(old)
    return found


def histories(session: Session, ids: Sequence[str]) -> dict[str, list[RecordVersionRow]]:
    """Each record's versions, first to last."""
    found: dict[str, list[RecordVersionRow]] = {one: [] for one in ids}
    if ids:
        query = (
            select(RecordVersionRow)
            .where(col(RecordVersionRow.record_id).in_(ids))
            .order_by(col(RecordVersionRow.record_id), col(RecordVersionRow.version))
        )
        for row in session.execute(query).scalars():
            found[row.record_id].append(row)
    return found


def facets_of(session: Session, ordinal: int) -> list[tuple[str, str]]:
    query = select(col(FacetRow.field), col(FacetRow.value)).where(col(FacetRow.ordinal) == ordinal)
    return [(field, value) for field, value in session.execute(query)]


def instance_id(session: Session) -> str:
    """The id of this platform."""
    return str(session.execute(select(col(InstanceRow.id))).scalar_one())
