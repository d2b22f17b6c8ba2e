"""Queries on articles and their readings."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_
from sqlmodel import Session, col

from services.store.tables.schema import ArticleRow, KeyRow, ReadingRow, RecordRow, ReportRow


def article(session: Session, article_id: str) -> ArticleRow | None:
    return session.get(ArticleRow, article_id)


def keep_article(session: Session, row: ArticleRow) -> None:
    session.merge(row)


def keep_reading(session: Session, row: ReadingRow) -> None:
    """A later reading of the same version takes the place of the earlier."""
    session.merge(row)
    session.flush()


def reading(session: Session, article_id: str, version: int | None = None) -> ReadingRow | None:
    """The reading of one version, or of the version that counts."""
    if version is None:
        current = session.get(ArticleRow, article_id)
        if current is None:
            return None
        version = current.current_version
    return session.get(ReadingRow, (article_id, version))


def readings(session: Session, versions: Iterable[tuple[str, int]]) -> dict[tuple[str, int], ReadingRow]:
    """Readings by article id and version."""
    wanted = list(versions)
    if not wanted:
        return {}
    query = select(ReadingRow).where(tuple_(col(ReadingRow.article_id), col(ReadingRow.version)).in_(wanted))
    return {(row.article_id, row.version): row for row in session.execute(query).scalars()}


def current_readings(
    session: Session,
    records: Collection[ColumnElement[bool]] | None,
    since: datetime | None,
    after: str,
    limit: int,
) -> list[ReadingRow]:
    """Readings of the versions that count, by article id from behind one; of the articles whose records fulfil what is
    said of `record_key`. Who asks for all that was read `since` a time learns of stories taken back, too."""
    query = select(ReadingRow).join(
        ArticleRow,
        (col(ArticleRow.id) == col(ReadingRow.article_id))
        & (col(ArticleRow.current_version) == col(ReadingRow.version)),
    )
    query = query.where(col(ArticleRow.id) > after)
    there = and_(col(ReadingRow.withdrawn).is_(False), col(ReadingRow.text) != "")
    told_of_all = since is not None and records is None
    query = query.where(or_(there, col(ReadingRow.withdrawn).is_(True)) if told_of_all else there)
    if since is not None:
        query = query.where(col(ReadingRow.handled_at) >= since)
    if records is not None:
        told = (
            select(func.count()).select_from(ReportRow).join(RecordRow, col(RecordRow.id) == col(ReportRow.record_id))
        )
        told = told.join(KeyRow, col(KeyRow.ordinal) == col(RecordRow.ordinal))
        # As a number and no condition, so that articles are looked at in their order and no further than is needed.
        number = told.where(col(ReportRow.article_id) == col(ArticleRow.id), *records).correlate(ArticleRow)
        query = query.where(number.scalar_subquery() > 0)
    return list(session.execute(query.order_by(col(ArticleRow.id)).limit(limit)).scalars())
