"""Queries on what people have corrected."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from sqlalchemy import func, select
from sqlmodel import Session, col

from libs.messages.articles import Report
from services.store.merging.corrections import Action, Anchor, Correction
from services.store.tables.schema import CorrectionArticleRow, CorrectionRow, ReportRow

AT_ONCE = 500


def add(session: Session, row: CorrectionRow) -> None:
    """Keep a correction and what it is about."""
    articles = sorted({anchor["article_id"] for side in row.sides for anchor in side})
    session.add(row)
    session.add_all(CorrectionArticleRow(article_id=one, number=row.number) for one in articles)
    session.flush()


def next_number(session: Session) -> int:
    """One more than the last; callers hold the merging lock."""
    return int(session.execute(select(func.coalesce(func.max(col(CorrectionRow.number)), 0))).scalar_one()) + 1


def correction(session: Session, correction_id: str) -> CorrectionRow | None:
    return session.execute(select(CorrectionRow).where(col(CorrectionRow.id) == correction_id)).scalar_one_or_none()


def select_corrections(session: Session, record_id: str | None, after: int | None, limit: int) -> list[CorrectionRow]:
    """The latest first; where a record is named, those about any of its articles."""
    query = select(CorrectionRow).order_by(col(CorrectionRow.number).desc()).limit(limit)
    if record_id is not None:
        articles = select(col(ReportRow.article_id)).where(col(ReportRow.record_id) == record_id)
        about = select(col(CorrectionArticleRow.number)).where(col(CorrectionArticleRow.article_id).in_(articles))
        query = query.where(col(CorrectionRow.number).in_(about))
    if after is not None:
        query = query.where(col(CorrectionRow.number) < after)
    return list(session.execute(query).scalars())


def about(session: Session, article_ids: Collection[str]) -> list[Correction]:
    """Corrections that hold and name any of the articles."""
    found: dict[int, Correction] = {}
    listed = sorted(article_ids)
    for at in range(0, len(listed), AT_ONCE):
        numbers = select(col(CorrectionArticleRow.number)).where(
            col(CorrectionArticleRow.article_id).in_(listed[at : at + AT_ONCE])
        )
        query = select(CorrectionRow).where(
            col(CorrectionRow.number).in_(numbers), col(CorrectionRow.undone_at).is_(None)
        )
        found |= {row.number: correction_of(row) for row in session.execute(query).scalars()}
    return list(found.values())


def correction_of(row: CorrectionRow) -> Correction:
    sides = tuple(
        tuple(Anchor(one["article_id"], Report.model_validate(one["report"])) for one in side) for side in row.sides
    )
    return Correction(row.number, cast(Action, row.action), sides, row.asked.get("field") or "", row.asked.get("value"))
