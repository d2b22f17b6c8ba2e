"""The active subscriptions with their filters made ready, read again only when one of them has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from services.notify.rules.filters import Filter
from services.notify.rules.index import Index, index
from services.notify.rules.matching import Compiled, Facts, Matched, compiled, match
from services.notify.tables.subscriptions import SubscriptionRow, listening_subscriptions, revision


@dataclass(frozen=True, slots=True)
class Listening:
    """All that listen at one revision of the set of subscriptions."""

    revision: int
    rows: Mapping[str, SubscriptionRow]
    filters: Mapping[str, Compiled]
    index: Index

    def matches(self, facts: Facts, now: datetime) -> Iterator[tuple[SubscriptionRow, Matched]]:
        """Every subscription that matches and has not expired, with what met its filter."""
        for subscription_id in self.index.candidates(facts):
            row = self.rows[subscription_id]
            matched = match(self.filters[subscription_id], facts)
            if matched is not None and is_listening(row, now):
                yield row, matched


class Listeners:
    """What one process has read. The revision is looked up in every transaction: nobody new is ever missed."""

    def __init__(self) -> None:
        self._listening: Listening | None = None

    def current(self, session: Session) -> Listening:
        number = revision(session)
        known = self._listening
        if known is None or known.revision != number:
            known = self._listening = _read(session, number)
        return known


def is_listening(row: SubscriptionRow, now: datetime) -> bool:
    return row.expires_at is None or row.expires_at > now


def _read(session: Session, number: int) -> Listening:
    rows = {row.id: row for row in listening_subscriptions(session)}
    for row in rows.values():
        session.expunge(row)
    filters = {row.id: compiled(Filter.model_validate(row.filter)) for row in rows.values()}
    return Listening(number, rows, filters, index(filters.items()))
