"""The tables that every service's database has for its messages, and every query on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    Column,
    CursorResult,
    Executable,
    Index,
    Integer,
    LargeBinary,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import registry
from sqlmodel import Field, Session, SQLModel, col

from libs.db import Json, UtcDateTime

BigId = BigInteger().with_variant(Integer(), "sqlite")


class PipelineTable(SQLModel, registry=registry()):
    """Base of the pipeline's own tables."""


class OutboxRow(PipelineTable, table=True):
    """A message to be published; `sent_at` is null until the bus has it."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("outbox_unsent", "id", sqlite_where=text("sent_at IS NULL"), postgresql_where=text("sent_at IS NULL")),
        Index("outbox_sent_at", "sent_at"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))
    message_id: str = Field(unique=True)
    topic: str
    key: str
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    headers: dict[str, str] = Field(sa_column=Column(Json, nullable=False))
    created_at: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class InboxRow(PipelineTable, table=True):
    """A message that this group has handled, or buried."""

    __tablename__ = "inbox"

    group_name: str = Field(primary_key=True)
    message_id: str = Field(primary_key=True)
    handled_at: datetime = Field(sa_type=UtcDateTime, index=True)


class DeadRow(PipelineTable, table=True):
    """A message that could not be handled: its bytes untouched, and why."""

    __tablename__ = "dead"

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))
    group_name: str
    topic: str
    key: str
    message_id: str
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    headers: dict[str, str] = Field(sa_column=Column(Json, nullable=False))
    error: str
    reason: str
    tries: int
    buried_at: datetime = Field(sa_type=UtcDateTime)


class LeaseRow(PipelineTable, table=True):
    """Who does a piece of work that only one instance may do at a time."""

    __tablename__ = "lease"

    name: str = Field(primary_key=True)
    owner: str
    until: datetime = Field(sa_type=UtcDateTime)


def insert_ignoring(
    session: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]], *returning: Any
) -> list[Any]:
    """Insert the rows that are not there yet; what `returning` names of those that were new."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    new: list[Any] = []
    for at in range(0, len(rows), 200):  # SQLite binds at most some thousand values a statement
        statement = dialect.insert(table).values(list(rows[at : at + 200])).on_conflict_do_nothing()
        if returning:
            new.extend(session.execute(statement.returning(*returning)).all())
        else:
            session.execute(statement)
    return new


def changed(session: Session, statement: Executable) -> int:
    """Run an update or delete; how many rows it changed."""
    return cast(CursorResult[Any], session.execute(statement)).rowcount


def add_to_inbox(session: Session, group: str, message_ids: Sequence[str], now: datetime) -> set[str]:
    """Note the messages as handled; the ids of those that were not before."""
    rows = [{"group_name": group, "message_id": one, "handled_at": now} for one in dict.fromkeys(message_ids)]
    return {row[0] for row in insert_ignoring(session, InboxRow, rows, col(InboxRow.message_id))} if rows else set()


def known_in_inbox(session: Session, group: str, message_ids: Iterable[str]) -> set[str]:
    found = select(col(InboxRow.message_id)).where(
        col(InboxRow.group_name) == group, col(InboxRow.message_id).in_(list(message_ids))
    )
    return set(session.execute(found).scalars())


def unsent(session: Session, limit: int, max_bytes: int) -> list[OutboxRow]:
    """The oldest unsent rows in the order of their ids, at least one and not much over `max_bytes`."""
    sizes = (
        select(col(OutboxRow.id), func.length(col(OutboxRow.body)))
        .where(col(OutboxRow.sent_at).is_(None))
        .order_by(col(OutboxRow.id))
    )
    ids: list[int] = []
    total = 0
    for row_id, size in session.execute(sizes.limit(limit)):
        total += size
        if ids and total > max_bytes:
            break
        ids.append(row_id)
    if not ids:
        return []
    return list(
        session.execute(select(OutboxRow).where(col(OutboxRow.id).in_(ids)).order_by(col(OutboxRow.id))).scalars()
    )


def mark_sent(session: Session, ids: Sequence[int], now: datetime) -> None:
    session.execute(update(OutboxRow).where(col(OutboxRow.id).in_(ids)).values(sent_at=now))


def mark_unsent(session: Session, message_ids: Sequence[str]) -> int:
    """Have messages published again; how many were there."""
    again = update(OutboxRow).where(col(OutboxRow.message_id).in_(message_ids)).values(sent_at=None)
    return changed(session, again)


def count_unsent(session: Session) -> int:
    rows = select(func.count()).select_from(OutboxRow).where(col(OutboxRow.sent_at).is_(None))
    return int(session.execute(rows).scalar_one())


def take_lease(session: Session, name: str, owner: str, now: datetime, until: datetime) -> bool:
    """Take or keep the lease; False while it is somebody else's."""
    insert_ignoring(session, LeaseRow, [{"name": name, "owner": owner, "until": until}])
    mine = (col(LeaseRow.owner) == owner) | (col(LeaseRow.until) < now)
    taken = update(LeaseRow).where(col(LeaseRow.name) == name, mine).values(owner=owner, until=until)
    return changed(session, taken) == 1


def give_lease_back(session: Session, name: str, owner: str) -> None:
    session.execute(delete(LeaseRow).where(col(LeaseRow.name) == name, col(LeaseRow.owner) == owner))


def delete_sent_before(session: Session, before: datetime) -> int:
    return changed(session, delete(OutboxRow).where(col(OutboxRow.sent_at) < before))


def delete_handled_before(session: Session, before: datetime) -> int:
    return changed(session, delete(InboxRow).where(col(InboxRow.handled_at) < before))


def dead_rows(session: Session, *, after: int, limit: int, topic: str | None, error: str | None) -> list[DeadRow]:
    """Dead rows with an id above `after`, in order."""
    query = select(DeadRow).where(col(DeadRow.id) > after).order_by(col(DeadRow.id)).limit(limit)
    if topic:
        query = query.where(col(DeadRow.topic) == topic)
    if error:
        query = query.where(col(DeadRow.error) == error)
    return list(session.execute(query).scalars())


def dead_row(session: Session, row_id: int) -> DeadRow | None:
    return session.get(DeadRow, row_id)


def count_dead(session: Session) -> int:
    return int(session.execute(select(func.count()).select_from(DeadRow)).scalar_one())
