"""What subscribers get, by webhook and on the stream: notify makes it, the client and receivers read it."""

from __future__ import annotations

from typing import Any, Literal

from libs.messages.records import Change, RecordHead, RecordValues
from libs.messages.values import Moment, Value

MAX_ALERT_BYTES = 20_000

AlertType = Literal[
    "meeting.created",
    "meeting.updated",
    "meeting.merged",
    "meeting.split",
    "meeting.retracted",
    "agreement.created",
    "agreement.updated",
    "agreement.merged",
    "agreement.split",
    "agreement.retracted",
]


class SubscriptionNamed(Value):
    """The subscription that an alert or notice belongs to."""

    id: str
    name: str


class AlertQuote(Value):
    """The words that tell the event best, and where they stand."""

    text: str
    language: str | None = None
    source: str | None = None
    url: str | None = None


class AlertRecord(RecordValues, RecordHead):
    """The record in short: `title` in the subscription's language; evidence, sources and history are at `url`."""

    title: str
    confidence: float
    independent_sources: int
    updated_at: Moment
    url: str
    page: str
    quote: AlertQuote | None = None


class AlertData(Value):
    """`alert_id` and `subscription` are null on a stream that was asked for by filters alone.

    `match` is `new`, `still`, or `left` where the record was alerted and no longer matches. `matched` holds the values
    that met the filter, by its fields. `previous` holds the old values of what changed, and the version they had.
    """

    alert_id: str | None = None
    subscription: SubscriptionNamed | None = None
    change: Change
    match: Literal["new", "still", "left"]
    matched: dict[str, tuple[Any, ...]] = {}
    changed: tuple[str, ...] = ()
    previous: dict[str, Any] = {}
    record: AlertRecord


class Alert(Value):
    """One record version that matches one subscription, as a Standard Webhooks body of less than 20 kB.

    `webhook-id` is the alert's id; a receiver drops repeats by it, and any `record.version` lower than one it has.
    """

    type: AlertType
    timestamp: Moment
    data: AlertData


class NoticeData(Value):
    subscription: SubscriptionNamed
    reason: str | None = None


class Notice(Value):
    """What a webhook is told of itself: that it is being tried, or that its subscription was disabled and why."""

    type: Literal["test.ping", "subscription.disabled"]
    timestamp: Moment
    data: NoticeData
