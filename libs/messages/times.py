"""Publication times: kept as sent, compared as instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, time


def publication_instant(published_at: str | None, received_at: datetime) -> datetime:
    """When a version counts as published: a date from its start, a naive time as UTC, else when it was received."""
    if published_at is None:
        return received_at
    at = parse_published(published_at)
    if not isinstance(at, datetime):
        return datetime.combine(at, time(), UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def parse_published(published_at: str) -> date | datetime:
    """A date or a date-time of RFC 3339, the time with or without an offset. Raises ValueError for anything else."""
    text = published_at.strip()
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
