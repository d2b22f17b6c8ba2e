"""Ingest's tables: articles with their versions, the facts of their journeys, clients with their keys."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, and_, delete, func, or_, select, text, update
from sqlalchemy.orm import defer, registry
from sqlmodel import Field, Session, SQLModel, col

from libs.db import Json, UtcDateTime


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
