"""Queries on records by id: as they are, their versions, what they are found by."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, select, update
from sqlalchemy.orm import defer
from sqlmodel import Session, col

from services.store.keys import joined, kind_of, listed
from services.store.tables import counts, lists
from services.store.tables.schema import InstanceRow, KeyRow, RecordRow, RecordVersionRow

ACTIVE = "active"


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


def keep(session: Session, row: RecordRow, keys: Sequence[str] | None = None) -> None:
    """Write a record, what it is found by (as it was where no keys are given), and how many have that."""
    session.add(row)
    session.flush()
    there = session.get(KeyRow, row.ordinal)
    had = listed(there.keys) if there is not None else []
    has = had if keys is None else list(keys)
    if there is None:
        there = KeyRow(ordinal=row.ordinal, state=row.state, updated_at=row.updated_at, keys="")
        session.add(there)
    elif there.state == ACTIVE:
        counts.move(session, kind_of(had), had, has if row.state == ACTIVE and kind_of(has) == kind_of(had) else ())
    if row.state == ACTIVE and (there.state != ACTIVE or not had or kind_of(has) != kind_of(had)):
        counts.move(session, kind_of(has), (), has)
    lists.move(session, row.ordinal, had, has)
    there.state, there.updated_at, there.keys = row.state, row.updated_at, joined(has)
    there.date_first, there.date_last = row.date_first or "", row.date_last or ""
    session.flush()


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
            .options(defer(RecordVersionRow.document))  # type: ignore[arg-type]  # a column, to the mapper
            .where(col(RecordVersionRow.record_id).in_(ids))
            .order_by(col(RecordVersionRow.record_id), col(RecordVersionRow.version))
        )
        for row in session.execute(query).scalars():
            found[row.record_id].append(row)
    return found


def instance_id(session: Session) -> str:
    """The id of this platform."""
    return str(session.execute(select(col(InstanceRow.id))).scalar_one())
