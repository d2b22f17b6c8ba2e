"""Queries on reports: what an article's make, which may tell the same event, which agree."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import delete, insert, or_, select, update
from sqlmodel import Session, col

from libs.pipeline.tables import insert_ignoring
from services.store.tables.schema import ReadingRow, ReportKeyRow, ReportLinkRow, ReportRow

T = TypeVar("T")
AT_ONCE = 500  # values in one statement
AGREED, BRIDGE = 1.0, 0.0  # scores of links


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report with what merging needs of its reading."""

    id: str
    article_id: str
    version: int
    position: int
    record_id: str | None
    data: dict[str, Any]
    instant: datetime
    reader: str
    source: str | None
    url: str | None
    language: str | None
    published_at: str | None
    title: str | None
    sketch: list[int]
    figures: list[dict[str, Any]]


def of_article(session: Session, article_id: str) -> list[ReportRow]:
    """The article's reports in the order of its text."""
    query = select(ReportRow).where(col(ReportRow.article_id) == article_id).order_by(col(ReportRow.position))
    return list(session.execute(query).scalars())


def of_articles(session: Session, article_ids: Collection[str]) -> dict[str, list[ReportRow]]:
    """The reports of each article in the order of its text."""
    found: dict[str, list[ReportRow]] = {one: [] for one in article_ids}
    for some in _chunks(article_ids):
        query = select(ReportRow).where(col(ReportRow.article_id).in_(some)).order_by(col(ReportRow.position))
        for row in session.execute(query).scalars():
            found[row.article_id].append(row)
    return found


def bridge(session: Session, pairs: Iterable[tuple[str, str]]) -> None:
    """Have reports hang together, whether they agree or not, until one of them goes."""
    for one, other in pairs:
        for left, right in ((one, other), (other, one)):
            linked = (col(ReportLinkRow.left_id) == left) & (col(ReportLinkRow.right_id) == right)
            session.execute(delete(ReportLinkRow).where(linked))
            session.execute(insert(ReportLinkRow), [_link(left, right, BRIDGE)])


def add(session: Session, rows: Sequence[ReportRow]) -> None:
    session.add_all(rows)
    session.flush()


def index(session: Session, keys: Mapping[str, Collection[int]]) -> None:
    """Keep each report under its keys."""
    rows = [{"key": key, "report_id": report_id} for report_id, all_of in keys.items() for key in sorted(all_of)]
    if rows:
        session.execute(insert(ReportKeyRow), rows)


def remove(session: Session, ids: Collection[str]) -> None:
    """Forget reports with their keys and links."""
    for some in _chunks(ids):
        session.execute(delete(ReportKeyRow).where(col(ReportKeyRow.report_id).in_(some)))
        session.execute(delete(ReportLinkRow).where(col(ReportLinkRow.left_id).in_(some)))
        session.execute(delete(ReportLinkRow).where(col(ReportLinkRow.right_id).in_(some)))
        session.execute(delete(ReportRow).where(col(ReportRow.id).in_(some)))


def candidates(session: Session, keys: Collection[int]) -> set[str]:
    """Ids of reports kept under any of the keys."""
    found: set[str] = set()
    for some in _chunks(keys):
        query = select(col(ReportKeyRow.report_id)).where(col(ReportKeyRow.key).in_(some)).distinct()
        found.update(session.execute(query).scalars())
    return found


def link(session: Session, pairs: Iterable[tuple[str, str]]) -> None:
    """Keep that reports agree, in both directions."""
    rows = [_link(left, right, AGREED) for one, other in pairs for left, right in ((one, other), (other, one))]
    if rows:
        insert_ignoring(session, ReportLinkRow, rows)


def unlink(session: Session, ids: Collection[str]) -> None:
    """Forget which of the reports agree; bridges stay."""
    for some in _chunks(ids):
        agreed = col(ReportLinkRow.score) != BRIDGE
        session.execute(delete(ReportLinkRow).where(col(ReportLinkRow.left_id).in_(some), agreed))
        session.execute(delete(ReportLinkRow).where(col(ReportLinkRow.right_id).in_(some), agreed))


def neighbours(session: Session, ids: Collection[str]) -> set[str]:
    found: set[str] = set()
    for some in _chunks(ids):
        query = select(col(ReportLinkRow.right_id)).where(col(ReportLinkRow.left_id).in_(some)).distinct()
        found.update(session.execute(query).scalars())
    return found


def connected(session: Session, ids: Iterable[str]) -> set[str]:
    """The reports and all that hang together with them through links."""
    reached = set(ids)
    front = set(reached)
    while front:
        front = neighbours(session, front) - reached
        reached |= front
    return reached


def links_among(session: Session, ids: Collection[str]) -> list[tuple[str, str]]:
    """Links of reports that hang together, so that both ends are among them, the lesser id first."""
    left, right = col(ReportLinkRow.left_id), col(ReportLinkRow.right_id)
    queries = (select(left, right).where(left.in_(some), left < right) for some in _chunks(ids))
    return [(one, other) for query in queries for one, other in session.execute(query)]


def load(session: Session, ids: Collection[str]) -> list[StoredReport]:
    return [one for some in _chunks(ids) for one in _load(session, some)]


def of_records(session: Session, record_ids: Collection[str]) -> dict[str, set[str]]:
    """Ids of the reports of each record."""
    found: dict[str, set[str]] = {record_id: set() for record_id in record_ids}
    for some in _chunks(record_ids):
        query = select(col(ReportRow.record_id), col(ReportRow.id)).where(col(ReportRow.record_id).in_(some))
        for record_id, report_id in session.execute(query):
            found[record_id].add(report_id)
    return found


def set_record(session: Session, report_ids: Collection[str], record_id: str) -> None:
    for some in _chunks(report_ids):
        differs = or_(col(ReportRow.record_id).is_(None), col(ReportRow.record_id) != record_id)
        session.execute(update(ReportRow).where(col(ReportRow.id).in_(some), differs).values(record_id=record_id))


def _link(left: str, right: str, score: float) -> dict[str, Any]:
    return {"left_id": left, "right_id": right, "score": score}


def _load(session: Session, ids: Sequence[str]) -> Iterator[StoredReport]:
    of_report = ("id", "article_id", "version", "position", "record_id", "data")
    of_reading = ("instant", "reader", "source", "url", "language", "published_at", "title", "sketch", "figures")
    columns: list[Any] = [getattr(ReportRow, name) for name in of_report]
    columns += [getattr(ReadingRow, name) for name in of_reading]
    reading = (col(ReadingRow.article_id) == col(ReportRow.article_id)) & (
        col(ReadingRow.version) == col(ReportRow.version)
    )
    query = select(*columns).select_from(ReportRow).join(ReadingRow, reading).where(col(ReportRow.id).in_(ids))
    for row in session.execute(query):
        yield StoredReport(*row)


def _chunks(values: Collection[T]) -> Iterator[list[T]]:
    listed = list(values)
    for at in range(0, len(listed), AT_ONCE):
        yield listed[at : at + AT_ONCE]
