"""Receipts as feeds see them: the article's state and the journey of its versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from libs.service import Problem
from services.ingest import tables
from services.ingest.bodies import Receipt, rfc3339
from services.ingest.handlers import Accepted, journey
from services.ingest.tables import ArticleRow, FactRow, VersionRow


def receipt_of(accepted: Accepted, warnings: list[str], public_url: str) -> Receipt:
    """What posting answers; a repeat gets the receipt of the version that it repeats."""
    return Receipt(
        id=accepted.article.id,
        external_id=accepted.article.external_id,
        version=accepted.version.version,
        result=accepted.result,
        received_at=rfc3339(accepted.version.received_at),
        trace_id=accepted.version.trace_id,
        warnings=warnings,
        url=f"{public_url.rstrip('/')}/v1/articles/{accepted.article.id}",
    )


def receipts_of(session: Session, articles: list[ArticleRow]) -> list[dict[str, Any]]:
    """The full receipts, in the order given."""
    ids = [article.id for article in articles]
    versions: dict[str, list[VersionRow]] = {one: [] for one in ids}
    facts: dict[str, list[FactRow]] = {one: [] for one in ids}
    for version in tables.versions_of(session, ids):
        versions[version.article_id].append(version)
    for fact in tables.facts_of(session, ids):
        facts[fact.article_id].append(fact)
    return [_receipt(article, versions[article.id], facts[article.id]) for article in articles]


def _receipt(article: ArticleRow, versions: list[VersionRow], facts: list[FactRow]) -> dict[str, Any]:
    told = journey(article, versions, facts)
    current = next(one for one in versions if one.version == article.current)
    return {
        "id": article.id,
        "external_id": article.external_id,
        "source": current.source,
        "url": current.url,
        "language": current.language,
        "published_at": current.published_at,
        "title": current.title,
        "version": article.current,
        "done": told.done,
        "outcome": told.outcome,
        "received_at": rfc3339(current.received_at),
        "updated_at": rfc3339(article.updated_at),
        "trace_id": current.trace_id,
        "journey": [_shown(step) for step in told.steps],
        "problem": told.problem,
    }


def _shown(step: dict[str, Any]) -> dict[str, Any]:
    return {name: rfc3339(value) if isinstance(value, datetime) else value for name, value in step.items()}


def cursor_of(last: ArticleRow, updated_since: datetime | None = None) -> tuple[str, str]:
    """Where a list goes on behind its last article."""
    at = last.received_at if updated_since is None else last.updated_at
    return at.isoformat(), last.id


def position_of(after: tuple[Any, ...] | None) -> tuple[datetime, str] | None:
    """What a cursor says; raises the problem `bad-cursor`."""
    if after is None:
        return None
    try:
        at, key = after
        return datetime.fromisoformat(at), str(key)
    except (TypeError, ValueError):
        raise Problem("bad-cursor") from None
