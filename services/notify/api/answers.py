"""What notify answers, as OpenAPI says it; `bodies.py` makes it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from libs.messages.values import Moment
from services.notify.api.bodies import Language, Updates

DeliveryState = Literal["pending", "delivered", "failed"]


class ChannelOut(BaseModel):
    """`url` and, in the answer that made it, `secret` are those of a webhook."""

    type: Literal["webhook", "none"]
    url: str = ""
    secret: str = ""


class FeedsOut(BaseModel):
    """Addresses; with their token in the answer that made it."""

    atom: str
    json_: str = Field(alias="json")
    ics: str


class SubscriptionOut(BaseModel):
    """A subscription as its owner sees it."""

    id: str
    name: str
    state: Literal["active", "paused", "disabled"]
    paused_reason: str | None
    filter: dict[str, dict[str, list[str]] | list[str]]
    updates: Updates
    language: Language
    time_zone: str
    channel: ChannelOut
    feeds: FeedsOut
    created_at: Moment
    updated_at: Moment
    expires_at: Moment | None
    last_alert_at: Moment | None


class SubscriptionsOut(BaseModel):
    items: list[SubscriptionOut]
    next: str | None


class AttemptOut(BaseModel):
    """One try: the status that came back, or the error; `next_at` where another follows."""

    number: int
    at: Moment
    status: int | None
    milliseconds: int
    excerpt: str
    error: str | None
    next_at: Moment | None


class DeliveryOut(BaseModel):
    """An alert on its way."""

    id: str
    subscription_id: str
    type: str
    record_id: str | None
    record_version: int | None
    state: DeliveryState
    reason: str | None
    tries: int
    next_at: Moment | None
    created_at: Moment
    finished_at: Moment | None
    attempts: list[AttemptOut] = []


class WholeDeliveryOut(DeliveryOut):
    """With the body that is sent."""

    body: str | None


class DeliveriesOut(BaseModel):
    items: list[DeliveryOut]
    next: str | None


class RecoveredOut(BaseModel):
    resent: int
