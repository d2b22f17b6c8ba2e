"""Records as notify knows them, what each subscription has seen of them, and the log that streams read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Index, delete, func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, col

from libs.db import Json, UtcDateTime, lock_for_transaction
from libs.pipeline.tables import changed
from services.notify.rules.policy import Seen
from services.notify.tables.base import BigId, StoreTable

SEQUENCE = "notify.sequence"


class RecordRow(StoreTable, table=True):
    """The newest version of a record in short. `last_day` is the event's last possible day, where one is known."""

    __tablename__ = "record"
    __table_args__ = (
        Index("record_last_day", "last_day"),
        Index("record_told_at", "told_at"),
        Index("record_updated_at", "updated_at"),
    )

    id: str = Field(primary_key=True)
    version: int
    values_hash: str
    summary: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    last_day: date | None = None
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)


class SeenRow(StoreTable, table=True):
    """What a subscription knows of a record; `values_hash` is of the values it was told or has seen last."""

    __tablename__ = "seen"
    __table_args__ = (Index("seen_record", "record_id"),)

    subscription_id: str = Field(primary_key=True)
    record_id: str = Field(primary_key=True)
    state: str
    values_hash: str


class LogRow(StoreTable, table=True):
    """One version of a record that was told. `number` is given after the commit, in the order in which it is seen."""

    __tablename__ = "stream_log"
    __table_args__ = (
        Index("stream_log_number", "number", unique=True),
        Index("stream_log_told_at", "told_at"),
        Index(
            "stream_log_unnumbered",
            "id",
            sqlite_where=text("number IS NULL"),
            postgresql_where=text("number IS NULL"),
        ),
    )

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))
    number: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    record_id: str
    record_version: int
    change: str
    changed: list[str] = Field(sa_column=Column(Json, nullable=False))
    previous: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    summary: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    is_news: bool
    told_at: datetime = Field(sa_type=UtcDateTime)


def record(session: Session, record_id: str, *, for_update: bool = False) -> RecordRow | None:
    return session.get(RecordRow, record_id, with_for_update=for_update or None, populate_existing=True)


def titles_of(session: Session, record_ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """The titles of records by language, as far as they are known."""
    query = select(RecordRow).where(col(RecordRow.id).in_(record_ids))
    return {row.id: row.summary.get("titles") or {} for row in session.execute(query).scalars()}


def seen_of(session: Session, record_ids: Sequence[str]) -> dict[str, dict[str, Seen]]:
    """What subscriptions know of the records: by record, then by subscription."""
    found: dict[str, dict[str, Seen]] = {record_id: {} for record_id in record_ids}
    columns = select(col(SeenRow.record_id), col(SeenRow.subscription_id), col(SeenRow.state), col(SeenRow.values_hash))
    for record_id, subscription_id, state, values in session.execute(
        columns.where(col(SeenRow.record_id).in_(record_ids))
    ):
        found[record_id][subscription_id] = Seen(state, values)
    return found


def keep_seen(session: Session, record_id: str, decided: Mapping[str, Seen | None]) -> None:
    """Remember what each subscription knows now; None forgets."""
    forgotten = [subscription_id for subscription_id, seen in decided.items() if seen is None]
    if forgotten:
        mine = col(SeenRow.record_id) == record_id
        gone = delete(SeenRow).where(mine, col(SeenRow.subscription_id).in_(forgotten))
        session.execute(gone, execution_options={"synchronize_session": False})
    rows = [
        {"subscription_id": one, "record_id": record_id, "state": seen.state, "values_hash": seen.values}
        for one, seen in decided.items()
        if seen is not None
    ]
    insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
    for at in range(0, len(rows), 200):  # SQLite binds at most some thousand values a statement
        new = insert(SeenRow).values(rows[at : at + 200])
        session.execute(
            new.on_conflict_do_update(
                index_elements=["subscription_id", "record_id"],
                set_={"state": new.excluded.state, "values_hash": new.excluded.values_hash},
            ),
            execution_options={"synchronize_session": False},
        )


def remove_seen(session: Session, subscription_id: str) -> None:
    session.execute(delete(SeenRow).where(col(SeenRow.subscription_id) == subscription_id))


def forget_records(session: Session, before: datetime, limit: int = 500) -> int:
    """Forget some records that have not changed since and whose day is past, with what was seen of them; how many."""
    old = select(col(RecordRow.id)).where(
        col(RecordRow.updated_at) < before,
        col(RecordRow.told_at).is_(None) | (col(RecordRow.told_at) < before),
        col(RecordRow.last_day).is_(None) | (col(RecordRow.last_day) < before.date()),
    )
    # One that is just being changed is left alone.
    chosen = old.order_by(col(RecordRow.updated_at)).limit(limit).with_for_update(skip_locked=True)
    ids = list(session.execute(chosen).scalars())
    for at in range(0, len(ids), 200):
        some = ids[at : at + 200]
        session.execute(delete(SeenRow).where(col(SeenRow.record_id).in_(some)))
        session.execute(delete(RecordRow).where(col(RecordRow.id).in_(some)))
    return len(ids)


def records_for_feeds(session: Session, *, since: datetime, since_day: date, limit: int) -> list[RecordRow]:
    """Records told since a moment or whose event is not before a day, the newest first."""
    query = (
        select(RecordRow)
        .where((col(RecordRow.told_at) >= since) | (col(RecordRow.last_day) >= since_day))
        .order_by(col(RecordRow.updated_at).desc(), col(RecordRow.id))
        .limit(limit)
    )
    return list(session.execute(query).scalars())


def number_log(session: Session, limit: int = 1000) -> int | None:
    """Give the next numbers to what was committed; the highest number, None where there was nothing to do.

    One at a time, and the lock is held until the commit: nobody ever sees a number before a lower one.
    """
    lock_for_transaction(session, SEQUENCE)
    waiting = select(col(LogRow.id)).where(col(LogRow.number).is_(None)).order_by(col(LogRow.id)).limit(limit)
    ids = list(session.execute(waiting).scalars())
    if not ids:
        return None
    first = newest_number(session) + 1
    for number, row_id in enumerate(ids, first):
        session.execute(update(LogRow).where(col(LogRow.id) == row_id).values(number=number))
    return first + len(ids) - 1


def has_unnumbered(session: Session) -> bool:
    waiting = select(col(LogRow.id)).where(col(LogRow.number).is_(None)).limit(1)
    return session.execute(waiting).first() is not None


def newest_number(session: Session) -> int:
    return int(session.execute(select(func.max(col(LogRow.number)))).scalar() or 0)


def oldest_number(session: Session) -> int | None:
    return session.execute(select(func.min(col(LogRow.number)))).scalar()


def log_after(session: Session, number: int, *, up_to: int | None = None, limit: int = 200) -> list[LogRow]:
    """Numbered rows above the number, in order."""
    query = select(LogRow).where(col(LogRow.number) > number).order_by(col(LogRow.number)).limit(limit)
    if up_to is not None:
        query = query.where(col(LogRow.number) <= up_to)
    return list(session.execute(query).scalars())


def delete_log_before(session: Session, before: datetime, keep_from: int) -> int:
    """Delete old rows; the newest stays, so that numbers never start again."""
    old = delete(LogRow).where(col(LogRow.told_at) < before, col(LogRow.number) < keep_from)
    return changed(session, old)
