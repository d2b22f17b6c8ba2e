"""The bodies that come in and go out, as on the page of the public surface."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from libs.messages.values import format_moment
from libs.service import Problem
from services.notify.handlers.subscriptions import Wish, is_secret
from services.notify.rules.filters import Filter
from services.notify.tables.deliveries import AttemptRow, DeliveryRow
from services.notify.tables.subscriptions import SubscriptionRow

FEEDS = ("atom", "json", "ics")


def _secret(text: str) -> str:
    if not is_secret(text):
        raise PydanticCustomError("secret", "A secret is whsec_ and 24 to 64 random bytes in base64")
    return text


def _time_zone(name: str) -> str:
    if name not in available_timezones():
        raise PydanticCustomError("time_zone", "Not a time zone of the IANA database, like Europe/Berlin")
    return ZoneInfo(name).key


class In(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WebhookIn(In):
    """Where alerts are posted. Without a secret one is made, or the one there is stays."""

    type: Literal["webhook"]
    url: str = Field(min_length=1, max_length=2000)
    secret: Annotated[str, AfterValidator(_secret)] | None = None


class NoneIn(In):
    """Nothing is sent: the subscription is read as a stream, a feed or a calendar."""

    type: Literal["none"]


ChannelIn = Annotated[WebhookIn | NoneIn, Field(discriminator="type")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
Updates = Literal["all", "first"]
Language = Literal["en", "ru", "de"]


class SubscriptionIn(In):
    """A subscription as its owner wants it."""

    name: Name
    filter: Filter = Filter()
    updates: Updates = "all"
    language: Language = "en"
    time_zone: TimeZone = "UTC"
    channel: ChannelIn
    expires_at: AwareDatetime | None = None


class SubscriptionChange(In):
    """What is given is changed; the rest stays."""

    name: Name | None = None
    filter: Filter | None = None
    updates: Updates | None = None
    language: Language | None = None
    time_zone: TimeZone | None = None
    channel: ChannelIn | None = None
    expires_at: AwareDatetime | None = None


class SecretIn(In):
    """A secret of one's own; without one it is made."""

    secret: Annotated[str, AfterValidator(_secret)] | None = None


class Between(In):
    """From `since` on, before `until`; without it until now."""

    since: AwareDatetime
    until: AwareDatetime | None = None


def wish_of(given: SubscriptionIn) -> Wish:
    return Wish(
        name=given.name,
        filter=given.filter.written(),
        updates=given.updates,
        language=given.language,
        time_zone=given.time_zone,
        expires_at=given.expires_at,
        **_channel(given.channel),
    )


def changed_wish(row: SubscriptionRow, change: SubscriptionChange) -> Wish:
    """The subscription as it is, but for what the change gives."""
    given = change.model_fields_set
    channel = {"channel": row.channel, "url": row.url, "secret": None}
    return Wish(
        name=change.name or row.name,
        filter=row.filter if change.filter is None else change.filter.written(),
        updates=change.updates or row.updates,
        language=change.language or row.language,
        time_zone=change.time_zone or row.time_zone,
        expires_at=change.expires_at if "expires_at" in given else row.expires_at,
        **(channel if change.channel is None else _channel(change.channel)),
    )


def _channel(given: WebhookIn | NoneIn) -> dict[str, Any]:
    if isinstance(given, WebhookIn):
        return {"channel": "webhook", "url": given.url, "secret": given.secret}
    return {"channel": "none", "url": None, "secret": None}


def subscription_body(
    row: SubscriptionRow,
    *,
    public_url: str,
    last_alert_at: datetime | None = None,
    show_secret: bool = False,
    feed_token: str | None = None,
) -> dict[str, Any]:
    """Secret and tokens are shown once, by the answer that made them."""
    channel: dict[str, Any] = {"type": row.channel}
    if row.channel == "webhook":
        channel["url"] = row.url
        if show_secret:
            channel["secret"] = row.secret
    told = [one for one in (row.last_alert_at, last_alert_at) if one is not None]
    return {
        "id": row.id,
        "name": row.name,
        "state": row.state,
        "paused_reason": row.paused_reason,
        "filter": row.filter,
        "updates": row.updates,
        "language": row.language,
        "time_zone": row.time_zone,
        "channel": channel,
        "feeds": feed_links(row.id, public_url, feed_token),
        "created_at": format_moment(row.created_at),
        "updated_at": format_moment(row.updated_at),
        "expires_at": _moment(row.expires_at),
        "last_alert_at": _moment(max(told, default=None)),
    }


def feed_links(subscription_id: str, public_url: str, token: str | None) -> dict[str, str]:
    query = f"?token={token}" if token else ""
    base = f"{public_url.rstrip('/')}/v1/subscriptions/{subscription_id}"
    return {kind: f"{base}/feed.{kind}{query}" for kind in FEEDS}


def delivery_body(row: DeliveryRow, attempts: Sequence[AttemptRow] | None = None) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": row.id,
        "subscription_id": row.subscription_id,
        "type": row.type,
        "record_id": row.record_id,
        "record_version": row.record_version,
        "state": row.state,
        "reason": row.reason,
        "tries": row.tries,
        "next_at": format_moment(row.due_at) if row.state == "pending" else None,
        "created_at": format_moment(row.created_at),
        "finished_at": _moment(row.finished_at),
    }
    if attempts is not None:
        body["attempts"] = [attempt_body(one) for one in attempts]
    return body


def attempt_body(row: AttemptRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "at": format_moment(row.at),
        "status": row.status,
        "milliseconds": row.milliseconds,
        "excerpt": row.excerpt,
        "error": row.error,
        "next_at": _moment(row.next_at),
    }


def position_of(after: tuple[Any, ...] | None) -> tuple[datetime, str] | None:
    """Where a page of things made at a time goes on."""
    if after is None:
        return None
    try:
        made, row_id = after
        return datetime.fromisoformat(made), str(row_id)
    except (TypeError, ValueError):
        raise Problem("bad-cursor") from None


def _moment(value: datetime | None) -> str | None:
    return None if value is None else format_moment(value)
