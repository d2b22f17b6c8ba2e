"""Replays: the readings that each keeps aside, what these are found under, and what they change."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Text, and_, delete, func, or_, select, update
from sqlmodel import Field, Session, col

from libs.db import Json, UtcDateTime
from libs.pipeline.tables import insert_ignoring
from services.store.tables.schema import RecordRow, StoreTable

UNFINISHED = ("reading", "comparing", "applying")
AT_ONCE = 500  # values in one statement


class ReplayRow(StoreTable, table=True):
    """A replay and how far it is.

    `state` is reading, comparing (what would change is found out), ready, applying, applied or discarded. `read`,
    `looked_at`, `overtaken` (newer is known) and `left_out` (they could not be handled) count articles, `created` to
    `refreshed` records.
    """

    __tablename__ = "replay"
    __table_args__ = (Index("replay_started_at", "started_at", "run"),)

    run: str = Field(primary_key=True)
    revision: int
    since: datetime = Field(sa_type=UtcDateTime)
    until: datetime = Field(sa_type=UtcDateTime)
    alert: bool
    reason: str | None = Field(default=None, sa_column=Column(Text))
    client_id: str
    made_by: str
    started_at: datetime = Field(sa_type=UtcDateTime)
    articles: int
    complete: bool
    failed: int
    state: str
    read: int = 0
    looked_at: int = 0
    overtaken: int = 0
    left_out: int = 0
    created: int = 0
    changed: int = 0
    gone: int = 0
    refreshed: int = 0
    compared_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_by: str | None = None
    traceparent: str | None = None
    apply_traceparent: str | None = None


class ReplayReadingRow(StoreTable, table=True):
    """A reading that waits to be applied; `data` is the message, `reports` its main ones.

    `step` is kept, or done once it was looked at in the state that the replay is in.
    """

    __tablename__ = "replay_reading"
    __table_args__ = (Index("replay_reading_step", "run", "step", "article_id"),)

    run: str = Field(primary_key=True)
    article_id: str = Field(primary_key=True)
    version: int
    kept_at: datetime = Field(sa_type=UtcDateTime)
    instant: datetime = Field(sa_type=UtcDateTime)
    reader: str
    reports: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    data: str = Field(sa_column=Column(Text, nullable=False))
    step: str


class ReplayKeyRow(StoreTable, table=True):
    """What the reports of a reading that waits are found under."""

    __tablename__ = "replay_key"
    __table_args__ = (Index("replay_key_article", "run", "article_id"),)

    run: str = Field(primary_key=True)
    key: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    article_id: str = Field(primary_key=True)


class ReplayChangeRow(StoreTable, table=True):
    """What a replay changes in one record: would change before it is applied, has changed afterwards.

    `effect` is created, changed (values), refreshed (only evidence, sources or confidence) or gone.
    """

    __tablename__ = "replay_change"

    run: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    record_id: str
    version: int
    change: str
    effect: str
    record: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    fields: list[dict[str, Any]] = Field(sa_column=Column(Json, nullable=False))
    articles: list[str] = Field(sa_column=Column(Json, nullable=False))


def replay(session: Session, run: str, *, lock: bool = False) -> ReplayRow | None:
    return session.get(ReplayRow, run, with_for_update=True if lock else None)


def list_replays(session: Session, after: tuple[datetime, str] | None, limit: int) -> list[ReplayRow]:
    """The latest first."""
    at, run = col(ReplayRow.started_at), col(ReplayRow.run)
    query = select(ReplayRow).order_by(at.desc(), run.desc()).limit(limit)
    if after is not None:
        query = query.where(or_(at < after[0], and_(at == after[0], run < after[1])))
    return list(session.execute(query).scalars())


def to_do(session: Session) -> list[str]:
    """Replays that there is something to do for now, the oldest first."""
    query = select(ReplayRow).where(col(ReplayRow.state).in_(UNFINISHED))
    rows = session.execute(query.order_by(col(ReplayRow.started_at), col(ReplayRow.run))).scalars()
    return [row.run for row in rows if row.state != "reading" or is_read(session, row)]


def is_read(session: Session, row: ReplayRow) -> bool:
    """Whether the reading of each article has come, or failed."""
    return row.complete and count_readings(session, row.run) + row.failed >= row.articles


def keep_reading(session: Session, row: ReplayReadingRow, keys: Collection[int]) -> None:
    """A later reading of the same article takes the place of the earlier."""
    mine = (col(ReplayKeyRow.run) == row.run) & (col(ReplayKeyRow.article_id) == row.article_id)
    session.execute(delete(ReplayKeyRow).where(mine))
    session.merge(row)
    session.flush()
    rows = [{"run": row.run, "key": key, "article_id": row.article_id} for key in sorted(keys)]
    if rows:
        insert_ignoring(session, ReplayKeyRow, rows)


def count_readings(session: Session, run: str) -> int:
    query = select(func.count()).select_from(ReplayReadingRow).where(col(ReplayReadingRow.run) == run)
    return int(session.execute(query).scalar_one())


def last_reading_at(session: Session, run: str) -> datetime | None:
    """When the last reading that waits was kept."""
    newest = select(col(ReplayReadingRow.kept_at)).where(col(ReplayReadingRow.run) == run)
    at: datetime | None = session.execute(newest.order_by(col(ReplayReadingRow.kept_at).desc()).limit(1)).scalar()
    return at


def count_outdated(session: Session, run: str) -> int:
    """Of how many records that the replay changes another version stands than the one that was compared with."""
    stands = func.coalesce(col(RecordRow.version), 0)
    query = select(func.count()).select_from(ReplayChangeRow)
    query = query.outerjoin(RecordRow, col(RecordRow.id) == col(ReplayChangeRow.record_id))
    query = query.where(col(ReplayChangeRow.run) == run, stands != col(ReplayChangeRow.version) - 1)
    return int(session.execute(query).scalar_one())


def next_reading(session: Session, run: str) -> ReplayReadingRow | None:
    """One that is still to be looked at."""
    query = select(ReplayReadingRow).where(col(ReplayReadingRow.run) == run, col(ReplayReadingRow.step) == "kept")
    return session.execute(query.order_by(col(ReplayReadingRow.article_id)).limit(1)).scalar_one_or_none()


def waiting(session: Session, run: str, article_ids: Iterable[str]) -> list[ReplayReadingRow]:
    """Readings of these articles that are still to be looked at, by article."""
    found: list[ReplayReadingRow] = []
    listed = sorted(article_ids)
    for at in range(0, len(listed), AT_ONCE):
        query = select(ReplayReadingRow).where(
            col(ReplayReadingRow.run) == run,
            col(ReplayReadingRow.step) == "kept",
            col(ReplayReadingRow.article_id).in_(listed[at : at + AT_ONCE]),
        )
        found += session.execute(query.order_by(col(ReplayReadingRow.article_id))).scalars()
    return found


def articles_under(session: Session, run: str, keys: Collection[int]) -> set[str]:
    """Articles whose reports wait under any of the keys."""
    found: set[str] = set()
    listed = sorted(keys)
    for at in range(0, len(listed), AT_ONCE):
        query = select(col(ReplayKeyRow.article_id)).where(
            col(ReplayKeyRow.run) == run, col(ReplayKeyRow.key).in_(listed[at : at + AT_ONCE])
        )
        found.update(session.execute(query.distinct()).scalars())
    return found


def mark_done(session: Session, run: str, article_ids: Iterable[str]) -> None:
    listed = sorted(article_ids)
    for at in range(0, len(listed), AT_ONCE):
        some = col(ReplayReadingRow.article_id).in_(listed[at : at + AT_ONCE])
        session.execute(
            update(ReplayReadingRow).where(col(ReplayReadingRow.run) == run, some).values(step="done"),
            execution_options={"synchronize_session": False},
        )


def begin_again(session: Session, run: str) -> None:
    """Have all readings looked at once more, and forget what was found."""
    session.execute(
        update(ReplayReadingRow).where(col(ReplayReadingRow.run) == run).values(step="kept"),
        execution_options={"synchronize_session": False},
    )
    session.execute(delete(ReplayChangeRow).where(col(ReplayChangeRow.run) == run))


def forget_readings(session: Session, run: str) -> None:
    session.execute(delete(ReplayReadingRow).where(col(ReplayReadingRow.run) == run))
    session.execute(delete(ReplayKeyRow).where(col(ReplayKeyRow.run) == run))


def forget_changes(session: Session, run: str) -> None:
    session.execute(delete(ReplayChangeRow).where(col(ReplayChangeRow.run) == run))


def next_number(session: Session, run: str) -> int:
    """One more than the last; callers hold the merging lock."""
    query = select(func.coalesce(func.max(col(ReplayChangeRow.number)), 0)).where(col(ReplayChangeRow.run) == run)
    return int(session.execute(query).scalar_one()) + 1


def select_changes(
    session: Session, run: str, effects: Collection[str], after: int, limit: int
) -> list[ReplayChangeRow]:
    query = select(ReplayChangeRow).where(
        col(ReplayChangeRow.run) == run,
        col(ReplayChangeRow.number) > after,
        col(ReplayChangeRow.effect).in_(list(effects)),
    )
    return list(session.execute(query.order_by(col(ReplayChangeRow.number)).limit(limit)).scalars())
