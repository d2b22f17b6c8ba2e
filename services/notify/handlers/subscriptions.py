"""What subscribers do with their subscriptions. A subscription of somebody else is not there."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from libs.messages.ids import make_id
from libs.pipeline import Unit
from libs.telemetry import current_traceparent
from services.notify.handlers.deliveries import end_pending, send_notice
from services.notify.tables.deliveries import DeliveryRow, remove_alerts
from services.notify.tables.records import remove_seen
from services.notify.tables.subscriptions import (
    SubscriptionRow,
    count_subscriptions,
    grow_revision,
    lock_client,
    owned_subscription,
    remove_subscription,
)

Random = Callable[[int], bytes]

SECRET_BYTES = 32
SHORTEST_SECRET, LONGEST_SECRET = 24, 64


class UnknownSubscription(LookupError):
    """The client has no such subscription."""


class TooManySubscriptions(Exception):
    """The client has as many subscriptions as it may have."""


class NoWebhook(Exception):
    """The subscription has no webhook that this could be done with."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A subscription as its owner wants it; `filter` is checked and in its written form."""

    name: str
    filter: dict[str, Any]
    updates: str
    language: str
    time_zone: str
    channel: str
    url: str | None
    secret: str | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Made:
    """A subscription with the token of its feeds, which is shown once and kept as a hash."""

    row: SubscriptionRow
    feed_token: str


def create_subscription(unit: Unit, client_id: str, wish: Wish, *, limit: int, random: Random) -> Made:
    """Raises `TooManySubscriptions`."""
    lock_client(unit.session, client_id)
    if count_subscriptions(unit.session, client_id) >= limit:
        raise TooManySubscriptions(limit)
    token = new_feed_token(random)
    row = SubscriptionRow(
        id=make_id("sub", client_id, random(16).hex()),
        client_id=client_id,
        state="active",
        feed_token_hash=hash_token(token),
        created_at=unit.now,
        updated_at=unit.now,
        **_wished(wish),
        secret=(wish.secret or new_secret(random)) if wish.channel == "webhook" else None,
    )
    unit.session.add(row)
    grow_revision(unit.session)
    return Made(row, token)


def change_subscription(unit: Unit, client_id: str, subscription_id: str, wish: Wish, random: Random) -> bool:
    """Make the subscription as wished; whether it has a new secret. A secret that is not given stays."""
    row = _owned(unit, client_id, subscription_id)
    before = row.secret
    for name, value in _wished(wish).items():
        setattr(row, name, value)
    if wish.channel == "webhook":
        row.secret = wish.secret or before or new_secret(random)
    else:
        row.secret = row.old_secret = row.old_secret_until = None
        end_pending(unit, row.id, "the subscription has no webhook any more")
    _touched(unit, row)
    return row.secret is not None and row.secret != before


def delete_subscription(unit: Unit, client_id: str, subscription_id: str) -> None:
    """Forget it with all its alerts; the articles of those still pending hear that they were not delivered."""
    row = _owned(unit, client_id, subscription_id)
    end_pending(unit, row.id, "the subscription was deleted")
    unit.session.flush()
    remove_alerts(unit.session, row.id)
    remove_seen(unit.session, row.id)
    remove_subscription(unit.session, row.id)


def pause_subscription(unit: Unit, client_id: str, subscription_id: str) -> None:
    """Nothing is matched or sent until it is resumed; what was pending waits."""
    row = _owned(unit, client_id, subscription_id)
    if row.state == "active":
        row.state, row.paused_reason = "paused", "paused by its owner"
        _touched(unit, row)


def resume_subscription(unit: Unit, client_id: str, subscription_id: str) -> None:
    row = _owned(unit, client_id, subscription_id)
    if row.state != "active":
        row.state, row.paused_reason, row.failing_since = "active", None, None
        _touched(unit, row)


def rotate_secret(
    unit: Unit, client_id: str, subscription_id: str, *, old_for: timedelta, random: Random, secret: str | None = None
) -> str:
    """The new secret; the one before signs along for a while."""
    row = _owned(unit, client_id, subscription_id)
    if row.channel != "webhook":
        raise NoWebhook
    row.old_secret, row.old_secret_until = row.secret, unit.now + old_for
    row.secret = secret or new_secret(random)
    _touched(unit, row)
    return row.secret


def rotate_feed_token(unit: Unit, client_id: str, subscription_id: str, random: Random) -> str:
    """The new token of the feeds; the one before is good no more."""
    row = _owned(unit, client_id, subscription_id)
    token = new_feed_token(random)
    row.feed_token_hash = hash_token(token)
    _touched(unit, row)
    return token


def ping_subscription(unit: Unit, client_id: str, subscription_id: str, random: Random) -> DeliveryRow:
    """Send `test.ping` once, also to a paused subscription. Raises `NoWebhook`."""
    row = _owned(unit, client_id, subscription_id)
    if row.channel != "webhook":
        raise NoWebhook
    alert_id = make_id("alt", row.id, "ping", random(16).hex())
    return send_notice(unit, row, "test.ping", alert_id, traceparent=current_traceparent())


def new_secret(random: Random) -> str:
    return "whsec_" + base64.b64encode(random(SECRET_BYTES)).decode()


def is_secret(text: str) -> bool:
    """Whether it is a secret in the form of Standard Webhooks."""
    try:
        key = base64.b64decode(text.removeprefix("whsec_"), validate=True)
    except ValueError:
        return False
    return text.startswith("whsec_") and SHORTEST_SECRET <= len(key) <= LONGEST_SECRET


def new_feed_token(random: Random) -> str:
    return "ft_" + base64.b32encode(random(20)).decode().lower()


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _owned(unit: Unit, client_id: str, subscription_id: str) -> SubscriptionRow:
    row = owned_subscription(unit.session, subscription_id, client_id, for_update=True)
    if row is None:
        raise UnknownSubscription(subscription_id)
    return row


def _wished(wish: Wish) -> dict[str, Any]:
    return {
        "name": wish.name,
        "filter": wish.filter,
        "updates": wish.updates,
        "language": wish.language,
        "time_zone": wish.time_zone,
        "channel": wish.channel,
        "url": wish.url,
        "expires_at": wish.expires_at,
    }


def _touched(unit: Unit, row: SubscriptionRow) -> None:
    row.updated_at = unit.now
    grow_revision(unit.session)
