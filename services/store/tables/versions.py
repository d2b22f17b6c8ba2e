"""Queries on the versions of records: which stood when, and lists in the order of what they said then.

Versions are numbered under the merging lock, so in the order of their commits: whoever began a list at one number goes
on in the same standing order whatever is written meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_, update
from sqlmodel import Session, col

from services.store.selection import Found, Order
from services.store.tables.schema import KeyRow, RecordRow, RecordVersionRow

Standing = tuple[RecordRow, RecordVersionRow]
SEQUENCE = col(RecordVersionRow.sequence)


def add_version(session: Session, ordinal: int, row: RecordVersionRow) -> None:
    """Number the version and put it in the place of the one before; callers hold the merging lock."""
    row.sequence = last_sequence(session) + 1
    before = (col(RecordVersionRow.record_id) == row.record_id) & (col(RecordVersionRow.version) == row.version - 1)
    session.execute(update(RecordVersionRow).where(before).values(superseded=row.sequence))
    session.execute(update(KeyRow).where(col(KeyRow.ordinal) == ordinal).values(sequence=row.sequence))
    session.add(row)
    session.flush()


def last_sequence(session: Session, at: datetime | None = None) -> int:
    """The number of the last version, or of the last that was there at a time."""
    query = select(func.coalesce(func.max(SEQUENCE), 0))
    if at is not None:
        query = query.where(col(RecordVersionRow.at) <= at)
    return int(session.execute(query).scalar_one())


def standing(session: Session, record_id: str, sequence: int) -> Standing | None:
    """One record with its version that stood at a number."""
    query = select(RecordRow, RecordVersionRow).join(RecordVersionRow, _of_record()).where(_stood(sequence))
    found = session.execute(query.where(col(RecordRow.id) == record_id)).first()
    return (found[0], found[1]) if found else None


def select_standing(
    session: Session, conditions: Iterable[ColumnElement[bool]], order: Order, sequence: int, limit: int
) -> list[Standing]:
    """At most `limit` records with their versions that stood at a number, in the order asked for."""
    query = select(RecordRow, RecordVersionRow).join(RecordVersionRow, _of_record())
    query = query.where(_stood(sequence), *conditions)
    keys = _keys(order)
    if order.sort == "created" and order.direction == "newest" and not order.after:
        query = query.where(keys[0] <= newest(session, sequence))
    if order.after:
        behind = tuple_(*keys)
        last = tuple_(*order.after)
        query = query.where(behind < last if order.direction == "newest" else behind > last)
    ordered = [key.desc() if order.direction == "newest" else key.asc() for key in keys]
    return [(row[0], row[1]) for row in session.execute(query.order_by(*ordered).limit(limit))]


def overtaken(session: Session, conditions: Iterable[ColumnElement[bool]], order: Order) -> list[Found]:
    """Records changed since the list began, where they stood then, behind the order's position."""
    standing = order.standing or 0
    query = select(col(KeyRow.ordinal), SEQUENCE, col(RecordVersionRow.date_first))
    query = query.join(RecordRow, _of_record()).join(KeyRow, col(KeyRow.ordinal) == col(RecordRow.ordinal))
    query = query.where(col(RecordVersionRow.superseded) > standing, standing >= SEQUENCE, *conditions)
    keys = _keys(order)
    if order.after:
        behind, last = tuple_(*keys), tuple_(*order.after)
        query = query.where(behind < last if order.direction == "newest" else behind > last)
    return [Found(*row) for row in session.execute(query)]


def newest(session: Session, sequence: int) -> int:
    """The last record that was there at a number: records and their first versions are numbered in one order."""
    query = select(col(RecordRow.ordinal)).join(RecordVersionRow, _of_record())
    query = query.where(col(RecordVersionRow.version) == 1, sequence >= SEQUENCE).order_by(SEQUENCE.desc()).limit(1)
    return int(session.execute(query).scalar() or 0)


def position(order: Order, row: Standing) -> tuple[str | int, ...]:
    """Where the record stands in the order."""
    record, version = row
    if order.sort == "created":
        return (record.ordinal,)
    return (version.sequence,) if order.sort == "updated" else (version.date_first, version.sequence)


def later(session: Session, ids: Sequence[str], sequence: int) -> dict[str, list[RecordVersionRow]]:
    """Versions that came after a number, the latest first, by record."""
    found: dict[str, list[RecordVersionRow]] = {one: [] for one in ids}
    if ids:
        query = select(RecordVersionRow).where(col(RecordVersionRow.record_id).in_(ids), sequence < SEQUENCE)
        for row in session.execute(query.order_by(SEQUENCE.desc())).scalars():
            found[row.record_id].append(row)
    return found


def _keys(order: Order) -> list[ColumnElement[str | int]]:
    if order.sort == "created":
        return [col(RecordRow.ordinal)]  # type: ignore[list-item]
    return [SEQUENCE] if order.sort == "updated" else [col(RecordVersionRow.date_first), SEQUENCE]  # type: ignore[list-item]


def _of_record() -> ColumnElement[bool]:
    return col(RecordVersionRow.record_id) == col(RecordRow.id)


def _stood(sequence: int) -> ColumnElement[bool]:
    superseded = col(RecordVersionRow.superseded)
    return and_(sequence >= SEQUENCE, or_(superseded.is_(None), superseded > sequence))
