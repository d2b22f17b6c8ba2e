"""Subscriptions, and the counter that tells when the set of them has changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, delete, func, select, update
from sqlmodel import Field, Session, col

from libs.db import Json, UtcDateTime, lock_for_transaction
from libs.pipeline.tables import changed, insert_ignoring
from services.notify.tables.base import StoreTable

REVISION = "subscriptions"


class SubscriptionRow(StoreTable, table=True):
    """A subscriber's filter and channel. `failing_since` is the first failure that no success has followed."""

    __tablename__ = "subscription"

    id: str = Field(primary_key=True)
    client_id: str = Field(index=True)
    name: str
    state: str
    paused_reason: str | None = None
    filter: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    updates: str
    language: str
    time_zone: str
    channel: str
    url: str | None = None
    secret: str | None = None
    old_secret: str | None = None
    old_secret_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    feed_token_hash: str
    failing_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_alert_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RevisionRow(StoreTable, table=True):
    """Grows with every change to what it names."""

    __tablename__ = "revision"

    name: str = Field(primary_key=True)
    number: int


class InstanceRow(StoreTable, table=True):
    """The id of this platform: feeds and calendars make their own ids from it. It is store's, as records tell it."""

    __tablename__ = "instance"

    name: str = Field(primary_key=True)
    value: str


def revision(session: Session) -> int:
    """Differs from any value before if a subscription was made, changed or deleted since."""
    found = session.execute(select(col(RevisionRow.number)).where(col(RevisionRow.name) == REVISION)).scalar()
    return found or 0


def grow_revision(session: Session) -> None:
    insert_ignoring(session, RevisionRow, [{"name": REVISION, "number": 0}])
    session.execute(
        update(RevisionRow).where(col(RevisionRow.name) == REVISION).values(number=col(RevisionRow.number) + 1)
    )


def instance_id(session: Session, minted: str) -> str:
    """The id of this platform; `minted` becomes it where there is none yet."""
    insert_ignoring(session, InstanceRow, [{"name": "id", "value": minted}])
    return str(session.execute(select(col(InstanceRow.value)).where(col(InstanceRow.name) == "id")).scalar_one())


def adopt_instance_id(session: Session, told: str) -> None:
    """Take the id that store tells, so that its exports and our feeds name one event alike."""
    if known_instance_id(session) == told:
        return
    insert_ignoring(session, InstanceRow, [{"name": "id", "value": told}])
    session.execute(update(InstanceRow).where(col(InstanceRow.name) == "id").values(value=told))


def known_instance_id(session: Session) -> str | None:
    return session.execute(select(col(InstanceRow.value)).where(col(InstanceRow.name) == "id")).scalar()


def lock_client(session: Session, client_id: str) -> None:
    """One change at a time to a client's set of subscriptions, so that its limit holds."""
    lock_for_transaction(session, f"notify.client.{client_id}")


def count_subscriptions(session: Session, client_id: str) -> int:
    owned = select(func.count()).select_from(SubscriptionRow).where(col(SubscriptionRow.client_id) == client_id)
    return int(session.execute(owned).scalar_one())


def subscription(session: Session, subscription_id: str, *, for_update: bool = False) -> SubscriptionRow | None:
    return session.get(SubscriptionRow, subscription_id, with_for_update=for_update or None, populate_existing=True)


def owned_subscription(
    session: Session, subscription_id: str, client_id: str, *, for_update: bool = False
) -> SubscriptionRow | None:
    """The subscription if it is the client's."""
    row = subscription(session, subscription_id, for_update=for_update)
    return row if row is not None and row.client_id == client_id else None


def subscriptions_of(
    session: Session, client_id: str, *, after: tuple[datetime, str] | None = None, limit: int = 50
) -> list[SubscriptionRow]:
    """The client's subscriptions in the order of their making, those behind the position `after`."""
    made, id_ = col(SubscriptionRow.created_at), col(SubscriptionRow.id)
    query = select(SubscriptionRow).where(col(SubscriptionRow.client_id) == client_id).order_by(made, id_).limit(limit)
    if after is not None:
        query = query.where((made > after[0]) | ((made == after[0]) & (id_ > after[1])))
    return list(session.execute(query).scalars())


def listening_subscriptions(session: Session) -> list[SubscriptionRow]:
    """Every subscription that records are matched against; whether one has expired is for its reader to see."""
    return list(session.execute(select(SubscriptionRow).where(col(SubscriptionRow.state) == "active")).scalars())


def subscriptions_by_id(session: Session, ids: Sequence[str]) -> dict[str, SubscriptionRow]:
    if not ids:
        return {}
    found = session.execute(select(SubscriptionRow).where(col(SubscriptionRow.id).in_(ids))).scalars()
    return {row.id: row for row in found}


def note_success(session: Session, subscription_id: str) -> None:
    failing = col(SubscriptionRow.failing_since).is_not(None)
    session.execute(
        update(SubscriptionRow).where(col(SubscriptionRow.id) == subscription_id, failing).values(failing_since=None)
    )


def note_failure(session: Session, subscription_id: str, at: datetime) -> datetime | None:
    """Since when the endpoint fails; the first failure starts it. None where the subscription is gone."""
    mine = col(SubscriptionRow.id) == subscription_id
    session.execute(
        update(SubscriptionRow).where(mine, col(SubscriptionRow.failing_since).is_(None)).values(failing_since=at)
    )
    return session.execute(select(col(SubscriptionRow.failing_since)).where(mine)).scalar()


def disable(session: Session, subscription_id: str, reason: str, now: datetime) -> bool:
    """Stop an active subscription; whether it was active."""
    disabled = (
        update(SubscriptionRow)
        .where(col(SubscriptionRow.id) == subscription_id, col(SubscriptionRow.state) != "disabled")
        .values(state="disabled", paused_reason=reason, updated_at=now)
    )
    if changed(session, disabled) == 0:
        return False
    grow_revision(session)
    return True


def remove_subscription(session: Session, subscription_id: str) -> None:
    session.execute(delete(SubscriptionRow).where(col(SubscriptionRow.id) == subscription_id))
    grow_revision(session)
