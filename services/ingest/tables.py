"""Ingest's tables: articles with their versions, the facts of their journeys, replays, clients with their keys."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, and_, delete, func, or_, select, text, update
from sqlalchemy.orm import defer, registry
from sqlmodel import Field, Session, SQLModel, col

from libs.db import Json, UtcDateTime
from libs.pipeline.tables import OutboxRow


class IngestTable(SQLModel, registry=registry()):
    """Base of ingest's own tables."""


class ArticleRow(IngestTable, table=True):
    """An article, with what its receipt says kept beside it for lists."""

    __tablename__ = "article"
    __table_args__ = (
        Index("article_by_receipt", "client_id", "received_at", "id"),
        Index("article_by_update", "client_id", "updated_at", "id"),
    )

    id: str = Field(primary_key=True)
    client_id: str
    external_id: str | None = Field(default=None, index=True)
    source: str | None = None
    versions: int
    current: int
    outcome: str | None = None
    done: bool = False
    received_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)


class VersionRow(IngestTable, table=True):
    """One version as posted."""

    __tablename__ = "version"
    __table_args__ = (
        Index(
            "version_unclassified",
            "received_at",
            sqlite_where=text("classified_at IS NULL"),
            postgresql_where=text("classified_at IS NULL"),
        ),
        Index("version_by_receipt", "received_at", "article_id"),
    )

    article_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    content_hash: str
    source: str | None = None
    url: str | None = None
    language: str | None = None
    published_at: str | None = None
    published: datetime = Field(sa_type=UtcDateTime)
    title: str | None = None
    text: str | None = None
    html: str | None = None
    backfill: bool = False
    withdrawn: bool = False
    received_at: datetime = Field(sa_type=UtcDateTime)
    trace_id: str | None = None
    message_id: str
    classified_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class FactRow(IngestTable, table=True):
    """One fact of a journey, as told (`ArticleProgressed`)."""

    __tablename__ = "fact"

    article_id: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    run: str = Field(default="", primary_key=True)
    version: int
    data: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))


class ReplayRow(IngestTable, table=True):
    """A replay, and how far its articles were handed out: those up to `behind_at` and `behind_id`, in that order."""

    __tablename__ = "replay"

    run: str = Field(primary_key=True)
    revision: int
    since: datetime = Field(sa_type=UtcDateTime)
    until: datetime = Field(sa_type=UtcDateTime)
    alert: bool
    reason: str | None = None
    client_id: str
    made_by: str
    started_at: datetime = Field(sa_type=UtcDateTime)
    traceparent: str | None = None
    articles: int
    sent: int
    answered: int
    failed: int
    complete: bool
    behind_at: datetime = Field(sa_type=UtcDateTime)
    behind_id: str


class ReplayedRow(IngestTable, table=True):
    """An article that a replay handed out and that was not kept aside by store yet, or `failed`."""

    __tablename__ = "replayed"

    run: str = Field(primary_key=True)
    article_id: str = Field(primary_key=True)
    failed: bool


class ClientRow(IngestTable, table=True):
    """Who has keys."""

    __tablename__ = "client"

    id: str = Field(primary_key=True)
    name: str
    active: bool = True
    revision: int
    created_at: datetime = Field(sa_type=UtcDateTime)


class KeyRow(IngestTable, table=True):
    """A key by its hash; a revoked one stays for the record."""

    __tablename__ = "key"

    id: str = Field(primary_key=True)
    client_id: str = Field(index=True)
    hash: str
    scopes: list[str] = Field(sa_column=Column(Json, nullable=False))
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class IdempotencyRow(IngestTable, table=True):
    """What was answered to an `Idempotency-Key`."""

    __tablename__ = "idempotency"

    client_id: str = Field(primary_key=True)
    idempotency_key: str = Field(primary_key=True)
    fingerprint: str
    status: int
    body: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    created_at: datetime = Field(sa_type=UtcDateTime, index=True)


def article(session: Session, article_id: str, *, lock: bool = False) -> ArticleRow | None:
    return session.get(ArticleRow, article_id, with_for_update=True if lock else None)


def version(session: Session, article_id: str, number: int) -> VersionRow | None:
    return session.get(VersionRow, (article_id, number))


def version_with_hash(session: Session, article_id: str, content_hash: str) -> VersionRow | None:
    """The newest version with this content."""
    query = select(VersionRow).where(
        col(VersionRow.article_id) == article_id, col(VersionRow.content_hash) == content_hash
    )
    return session.execute(query.order_by(col(VersionRow.version).desc()).limit(1)).scalar_one_or_none()


def versions_of(session: Session, article_ids: list[str]) -> list[VersionRow]:
    """All versions without their contents, in order."""
    contents = (defer(VersionRow.text), defer(VersionRow.html))  # type: ignore[arg-type]
    query = select(VersionRow).options(*contents).where(col(VersionRow.article_id).in_(article_ids))
    return list(session.execute(query.order_by(col(VersionRow.article_id), col(VersionRow.version))).scalars())


def facts_of(session: Session, article_ids: list[str]) -> list[FactRow]:
    return list(session.execute(select(FactRow).where(col(FactRow.article_id).in_(article_ids))).scalars())


def count_unclassified(session: Session) -> int:
    query = select(func.count()).select_from(VersionRow).where(col(VersionRow.classified_at).is_(None))
    return int(session.execute(query).scalar_one())


def unclassified_since(session: Session, before: datetime, limit: int) -> list[str]:
    """Message ids of versions received before that time and not classified yet."""
    waiting = and_(col(VersionRow.classified_at).is_(None), col(VersionRow.received_at) < before)
    query = select(col(VersionRow.message_id)).where(waiting).order_by(col(VersionRow.received_at)).limit(limit)
    return list(session.execute(query).scalars())


def mark_classified(session: Session, article_id: str, number: int, at: datetime) -> None:
    key = and_(col(VersionRow.article_id) == article_id, col(VersionRow.version) == number)
    waiting = col(VersionRow.classified_at).is_(None)
    session.execute(update(VersionRow).where(key, waiting).values(classified_at=at))


def replay(session: Session, run: str, *, lock: bool = False) -> ReplayRow | None:
    return session.get(ReplayRow, run, with_for_update=True if lock else None)


def unfinished_replays(session: Session, *, lock: bool = False) -> list[ReplayRow]:
    """Those of which not all was handed out, the oldest first."""
    query = select(ReplayRow).where(col(ReplayRow.complete).is_(False))
    query = query.order_by(col(ReplayRow.started_at), col(ReplayRow.run))
    return list(session.execute(query.with_for_update() if lock else query).scalars())


def replayed(session: Session, run: str, article_id: str) -> ReplayedRow | None:
    return session.get(ReplayedRow, (run, article_id))


def count_replayable(session: Session, since: datetime, until: datetime) -> int:
    return int(session.execute(_replayable(select(func.count()), since, until)).scalar_one())


def replayable(session: Session, row: ReplayRow, limit: int) -> list[tuple[ArticleRow, VersionRow]]:
    """The next articles of a replay with their current versions, in the order of receipt."""
    at, key = col(VersionRow.received_at), col(VersionRow.article_id)
    query = _replayable(select(ArticleRow, VersionRow), row.since, row.until)
    query = query.where(or_(at > row.behind_at, and_(at == row.behind_at, key > row.behind_id)))
    return [(one[0], one[1]) for one in session.execute(query.order_by(at, key).limit(limit))]


def traceparents(session: Session, message_ids: list[str]) -> dict[str, str]:
    """Under which spans messages were sent, as far as the outbox still has them."""
    query = select(col(OutboxRow.message_id), col(OutboxRow.headers)).where(col(OutboxRow.message_id).in_(message_ids))
    found = ((one, headers.get("traceparent")) for one, headers in session.execute(query))
    return {message_id: traceparent for message_id, traceparent in found if traceparent}


def _replayable(query: Any, since: datetime, until: datetime) -> Any:
    """Current versions received in a span of time. What still waits is read by the present reader anyway."""
    current = and_(col(ArticleRow.id) == col(VersionRow.article_id), col(ArticleRow.current) == col(VersionRow.version))
    received = col(VersionRow.received_at)
    return (
        query.select_from(VersionRow)
        .join(ArticleRow, current)
        .where(received >= since, received < until)
        .where(col(VersionRow.withdrawn).is_(False), col(VersionRow.classified_at).is_not(None))
    )


def list_articles(
    session: Session,
    *,
    client_id: str | None,
    after: tuple[datetime, str] | None,
    limit: int,
    updated_since: datetime | None,
    outcome: str | None,
    source: str | None,
    external_id: str | None,
) -> list[ArticleRow]:
    """Newest first by receipt; with `updated_since` oldest first by update, so that a reader can follow."""
    query = select(ArticleRow).limit(limit)
    equal = {"client_id": client_id, "outcome": outcome, "source": source, "external_id": external_id}
    for name, value in equal.items():
        if value is not None:
            query = query.where(getattr(ArticleRow, name) == value)
    at, key = (col(ArticleRow.received_at) if updated_since is None else col(ArticleRow.updated_at)), col(ArticleRow.id)
    if updated_since is None:
        if after is not None:
            query = query.where(or_(at < after[0], and_(at == after[0], key < after[1])))
        query = query.order_by(at.desc(), key.desc())
    else:
        if after is not None:
            query = query.where(or_(at > after[0], and_(at == after[0], key > after[1])))
        query = query.where(at >= updated_since).order_by(at, key)
    return list(session.execute(query).scalars())


def idempotent_answer(session: Session, client_id: str, key: str) -> IdempotencyRow | None:
    return session.get(IdempotencyRow, (client_id, key))


def forget_idempotency(session: Session, before: datetime) -> None:
    session.execute(delete(IdempotencyRow).where(col(IdempotencyRow.created_at) < before))


def client(session: Session, client_id: str, *, lock: bool = False) -> ClientRow | None:
    return session.get(ClientRow, client_id, with_for_update=True if lock else None)


def clients(session: Session, after: str, limit: int) -> list[ClientRow]:
    query = select(ClientRow).where(col(ClientRow.id) > after).order_by(col(ClientRow.id)).limit(limit)
    return list(session.execute(query).scalars())


def key(session: Session, key_id: str) -> KeyRow | None:
    return session.get(KeyRow, key_id)


def keys_of(session: Session, client_id: str) -> list[KeyRow]:
    query = select(KeyRow).where(col(KeyRow.client_id) == client_id).order_by(col(KeyRow.created_at), col(KeyRow.id))
    return list(session.execute(query).scalars())
