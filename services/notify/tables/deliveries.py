"""Alerts, their deliveries, and every attempt."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, LargeBinary, and_, delete, exists, func, or_, select, text, update
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, col

from libs.db import Json, UtcDateTime
from libs.pipeline.tables import changed
from services.notify.tables.base import BigId, StoreTable
from services.notify.tables.records import LogRow
from services.notify.tables.subscriptions import SubscriptionRow

_PENDING = text("state = 'pending'")


class AlertRow(StoreTable, table=True):
    """What a subscription is told, as bytes that never change. Pings and notices are of no record."""

    __tablename__ = "alert"
    __table_args__ = (
        Index("alert_of_version", "record_id", "record_version", "subscription_id"),
        Index("alert_of_subscription", "subscription_id", "created_at"),
        Index("alert_created_at", "created_at"),
    )

    id: str = Field(primary_key=True)
    subscription_id: str
    type: str
    match: str | None = None
    record_id: str | None = None
    record_version: int | None = None
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    caused_by: list[list[Any]] = Field(sa_column=Column(Json, nullable=False))
    run: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)


class DeliveryRow(StoreTable, table=True):
    """Sending one alert; its id is the alert's. `tries` counts all attempts, `step` those of the running schedule."""

    __tablename__ = "delivery"
    __table_args__ = (
        Index("delivery_due", "due_at", sqlite_where=_PENDING, postgresql_where=_PENDING),
        Index("delivery_order", "subscription_id", "record_id", sqlite_where=_PENDING, postgresql_where=_PENDING),
        Index("delivery_of_client", "client_id", "created_at"),
        Index("delivery_of_subscription", "subscription_id", "created_at"),
        Index("delivery_finished_at", "finished_at"),
    )

    id: str = Field(primary_key=True)
    subscription_id: str
    client_id: str
    type: str
    record_id: str | None = None
    record_version: int | None = None
    state: str = "pending"
    due_at: datetime = Field(sa_type=UtcDateTime)
    tries: int = 0
    step: int = 0
    resends: int = 0
    leased_by: str | None = None
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str | None = None
    traceparent: str | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AttemptRow(StoreTable, table=True):
    """One try of a delivery: what was answered, or what went wrong."""

    __tablename__ = "attempt"
    __table_args__ = (Index("attempt_of_delivery", "delivery_id", "number", unique=True),)

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))
    delivery_id: str
    number: int
    at: datetime = Field(sa_type=UtcDateTime)
    milliseconds: int
    status: int | None = None
    excerpt: str = ""
    error: str | None = None
    next_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    traceparent: str | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this instance may attempt until its lease ends, with all that the attempt needs."""

    id: str
    subscription_id: str
    record_id: str | None
    type: str
    url: str
    secrets: tuple[str, ...]
    body: bytes
    traceparent: str | None
    tries: int
    failing: bool
    leased_until: datetime


def due_ids(
    session: Session, now: datetime, *, per_endpoint: int, full: Collection[str], limit: int
) -> list[tuple[str, str, bool]]:
    """Deliveries to attempt now: (id, subscription, whether its endpoint is failing), the longest due first,
    failing endpoints behind all others.

    At most `per_endpoint` of one subscription, none of those that are `full`. A version waits until every lower version
    of the same record has come to its end, so that none is overtaken.
    """
    lower = aliased(DeliveryRow)
    overtakes = exists().where(
        col(lower.subscription_id) == col(DeliveryRow.subscription_id),
        col(lower.record_id) == col(DeliveryRow.record_id),
        col(lower.state) == "pending",
        col(lower.record_version) < col(DeliveryRow.record_version),
    )
    row = func.row_number().over(
        partition_by=col(DeliveryRow.subscription_id), order_by=(col(DeliveryRow.due_at), col(DeliveryRow.id))
    )
    ready = (
        select(
            col(DeliveryRow.id),
            col(DeliveryRow.subscription_id),
            col(DeliveryRow.due_at),
            col(SubscriptionRow.failing_since),
            row.label("row"),
        )
        .join(SubscriptionRow, col(SubscriptionRow.id) == col(DeliveryRow.subscription_id))
        .where(
            col(DeliveryRow.state) == "pending",
            col(DeliveryRow.due_at) <= now,
            _is_free(now),
            _may_be_sent(),
            ~overtakes,
        )
    )
    if full:
        ready = ready.where(col(DeliveryRow.subscription_id).not_in(list(full)))
    numbered = ready.subquery()
    query = (
        select(numbered.c.id, numbered.c.subscription_id, numbered.c.failing_since)
        .where(numbered.c.row <= per_endpoint)
        .order_by(numbered.c.failing_since.is_not(None), numbered.c.due_at)
        .limit(limit)
    )
    return [(id_, endpoint, failing is not None) for id_, endpoint, failing in session.execute(query)]


def claim(session: Session, ids: Sequence[str], *, owner: str, now: datetime, until: datetime) -> list[Claimed]:
    """Take a lease on those that nobody else has taken meanwhile."""
    if not ids:
        return []
    taken = (
        update(DeliveryRow)
        .where(col(DeliveryRow.id).in_(ids), col(DeliveryRow.state) == "pending", _is_free(now))
        .values(leased_by=owner, leased_until=until)
        .returning(col(DeliveryRow.id))
    )
    mine = list(session.execute(taken, execution_options={"synchronize_session": False}).scalars())
    query = (
        select(DeliveryRow, SubscriptionRow, col(AlertRow.body))
        .join(SubscriptionRow, col(SubscriptionRow.id) == col(DeliveryRow.subscription_id))
        .join(AlertRow, col(AlertRow.id) == col(DeliveryRow.id))
        .where(col(DeliveryRow.id).in_(mine))
        .order_by(col(DeliveryRow.due_at))
    )
    return [_claimed(delivery, endpoint, body, now, until) for delivery, endpoint, body in session.execute(query)]


def _is_free(now: datetime) -> Any:
    return or_(col(DeliveryRow.leased_until).is_(None), col(DeliveryRow.leased_until) <= now)


def _may_be_sent() -> Any:
    """A paused subscription's deliveries wait; pings and notices go out whatever the state."""
    return or_(col(SubscriptionRow.state) == "active", col(DeliveryRow.record_id).is_(None))


def _claimed(delivery: DeliveryRow, endpoint: SubscriptionRow, body: bytes, now: datetime, until: datetime) -> Claimed:
    secrets = [endpoint.secret or ""]
    if endpoint.old_secret and endpoint.old_secret_until and now < endpoint.old_secret_until:
        secrets.append(endpoint.old_secret)
    return Claimed(
        id=delivery.id,
        subscription_id=delivery.subscription_id,
        record_id=delivery.record_id,
        type=delivery.type,
        url=endpoint.url or "",
        secrets=tuple(secrets),
        body=body,
        traceparent=delivery.traceparent,
        tries=delivery.tries,
        failing=endpoint.failing_since is not None,
        leased_until=until,
    )


def give_leases_back(session: Session, owner: str, except_ids: Collection[str] = ()) -> int:
    """Free what this instance had taken before it was started again, or is not going to attempt any more."""
    mine = [col(DeliveryRow.leased_by) == owner, col(DeliveryRow.state) == "pending"]
    if except_ids:
        mine.append(col(DeliveryRow.id).not_in(list(except_ids)))
    return changed(session, update(DeliveryRow).where(*mine).values(leased_by=None, leased_until=None))


def next_due(session: Session, after: datetime) -> datetime | None:
    """When the next delivery becomes due, or a lease of somebody ends."""
    pending = col(DeliveryRow.state) == "pending"
    due = select(func.min(col(DeliveryRow.due_at))).where(pending, col(DeliveryRow.due_at) > after)
    return session.execute(due).scalar()


def delivery(session: Session, delivery_id: str, *, for_update: bool = False) -> DeliveryRow | None:
    return session.get(DeliveryRow, delivery_id, with_for_update=for_update or None, populate_existing=True)


def alert(session: Session, alert_id: str) -> AlertRow | None:
    return session.get(AlertRow, alert_id)


def owned_delivery(
    session: Session, delivery_id: str, client_id: str, *, for_update: bool = False
) -> DeliveryRow | None:
    """The delivery if it is the client's."""
    row = delivery(session, delivery_id, for_update=for_update)
    return row if row is not None and row.client_id == client_id else None


def attempts_of(session: Session, delivery_ids: Sequence[str]) -> dict[str, list[AttemptRow]]:
    """The attempts of each delivery in their order."""
    found: dict[str, list[AttemptRow]] = {delivery_id: [] for delivery_id in delivery_ids}
    rows = select(AttemptRow).where(col(AttemptRow.delivery_id).in_(delivery_ids)).order_by(col(AttemptRow.number))
    for row in session.execute(rows).scalars():
        found[row.delivery_id].append(row)
    return found


def deliveries_of(
    session: Session,
    client_id: str,
    *,
    subscription_id: str | None = None,
    state: str | None = None,
    since: datetime | None = None,
    after: tuple[datetime, str] | None = None,
    limit: int = 50,
) -> list[DeliveryRow]:
    """The client's deliveries, the newest first, those behind the position `after`."""
    made, id_ = col(DeliveryRow.created_at), col(DeliveryRow.id)
    query = select(DeliveryRow).where(col(DeliveryRow.client_id) == client_id)
    if subscription_id is not None:
        query = query.where(col(DeliveryRow.subscription_id) == subscription_id)
    if state is not None:
        query = query.where(col(DeliveryRow.state) == state)
    if since is not None:
        query = query.where(made >= since)
    if after is not None:
        query = query.where((made < after[0]) | and_(made == after[0], id_ < after[1]))
    return list(session.execute(query.order_by(made.desc(), id_.desc()).limit(limit)).scalars())


def failed_between(session: Session, subscription_id: str, since: datetime, until: datetime) -> list[DeliveryRow]:
    """Failed deliveries of a subscription that were made in the time, locked, the oldest first."""
    made = col(DeliveryRow.created_at)
    query = (
        select(DeliveryRow)
        .where(
            col(DeliveryRow.subscription_id) == subscription_id,
            col(DeliveryRow.state) == "failed",
            made >= since,
            made < until,
        )
        .order_by(made, col(DeliveryRow.record_version))
        .with_for_update()
    )
    return list(session.execute(query).scalars())


def pending_of(session: Session, subscription_id: str) -> list[DeliveryRow]:
    """Deliveries of records that have not come to their end, locked."""
    query = (
        select(DeliveryRow)
        .where(
            col(DeliveryRow.subscription_id) == subscription_id,
            col(DeliveryRow.state) == "pending",
            col(DeliveryRow.record_id).is_not(None),
        )
        .with_for_update()
    )
    return list(session.execute(query).scalars())


def remove_alerts(session: Session, subscription_id: str) -> None:
    """Forget alerts, deliveries and attempts of a subscription."""
    mine = select(col(DeliveryRow.id)).where(col(DeliveryRow.subscription_id) == subscription_id)
    session.execute(delete(AttemptRow).where(col(AttemptRow.delivery_id).in_(mine)))
    session.execute(delete(DeliveryRow).where(col(DeliveryRow.subscription_id) == subscription_id))
    session.execute(delete(AlertRow).where(col(AlertRow.subscription_id) == subscription_id))


def delete_finished_before(session: Session, before: datetime) -> int:
    """Forget deliveries that ended before, and alerts as old that had none; how many deliveries."""
    old = select(col(DeliveryRow.id)).where(col(DeliveryRow.finished_at) < before)
    session.execute(delete(AttemptRow).where(col(AttemptRow.delivery_id).in_(old)))
    removed = changed(session, delete(DeliveryRow).where(col(DeliveryRow.finished_at) < before))
    undelivered = ~exists().where(col(DeliveryRow.id) == col(AlertRow.id))
    session.execute(delete(AlertRow).where(col(AlertRow.created_at) < before, undelivered))
    return removed


def last_alerts(session: Session, subscription_ids: Sequence[str]) -> dict[str, datetime]:
    """When each subscription was last told of a record, as far as alerts are kept."""
    query = (
        select(col(AlertRow.subscription_id), func.max(col(AlertRow.created_at)))
        .where(col(AlertRow.subscription_id).in_(subscription_ids), col(AlertRow.record_id).is_not(None))
        .group_by(col(AlertRow.subscription_id))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def keep_last_alerts(session: Session) -> None:
    """Note on each subscription when it was last told, before old alerts are forgotten."""
    newest = (
        select(func.max(col(AlertRow.created_at)))
        .where(col(AlertRow.subscription_id) == col(SubscriptionRow.id), col(AlertRow.record_id).is_not(None))
        .scalar_subquery()
    )
    told = exists().where(
        col(AlertRow.subscription_id) == col(SubscriptionRow.id), col(AlertRow.record_id).is_not(None)
    )
    session.execute(
        update(SubscriptionRow).where(told).values(last_alert_at=newest),
        execution_options={"synchronize_session": False},
    )


def alerts_after(
    session: Session, subscription_ids: Sequence[str], number: int, *, up_to: int, limit: int = 200
) -> list[tuple[int, str, bytes]]:
    """Alerts of the subscriptions by the number of their record version in the log: (number, subscription, body)."""
    query = (
        select(col(LogRow.number), col(AlertRow.subscription_id), col(AlertRow.body))
        .join(
            AlertRow,
            and_(
                col(AlertRow.record_id) == col(LogRow.record_id),
                col(AlertRow.record_version) == col(LogRow.record_version),
            ),
        )
        .where(
            col(AlertRow.subscription_id).in_(subscription_ids),
            col(LogRow.number) > number,
            col(LogRow.number) <= up_to,
        )
        .order_by(col(LogRow.number))
        .limit(limit)
    )
    return [(number, subscription_id, body) for number, subscription_id, body in session.execute(query)]
