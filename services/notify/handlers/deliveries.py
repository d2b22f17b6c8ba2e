"""What becomes of a delivery: an attempt's end, sending again, and giving an endpoint up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from libs.messages import ArticleProgressed
from libs.messages.alerts import SubscriptionNamed
from libs.messages.ids import make_id
from libs.pipeline import Unit
from services.notify.rules.alert import notice_body
from services.notify.rules.schedule import delay_before, is_given_up
from services.notify.tables.deliveries import (
    AlertRow,
    AttemptRow,
    DeliveryRow,
    alert,
    delivery,
    failed_between,
    owned_delivery,
    pending_of,
)
from services.notify.tables.subscriptions import (
    SubscriptionRow,
    disable,
    note_failure,
    note_success,
    owned_subscription,
    subscription,
)

GONE = 410


class UnknownDelivery(LookupError):
    """The client has no such delivery."""


class NotReceiving(Exception):
    """The subscription is disabled or has no webhook: nothing can be sent to it."""


@dataclass(frozen=True, slots=True)
class Attempted:
    """How one attempt went: a status where there was an answer, an error where it counts as a failure."""

    delivery_id: str
    subscription_id: str
    at: datetime
    milliseconds: int
    status: int | None = None
    excerpt: str = ""
    error: str | None = None
    retry_after: float | None = None
    traceparent: str | None = None


@dataclass(frozen=True, slots=True)
class Patience:
    """The schedule of attempts, and after how long an endpoint that only fails is given up."""

    schedule: Sequence[float]
    disable_after: timedelta


def note_attempt(unit: Unit, attempted: Attempted, patience: Patience, random: float) -> None:
    """Keep the attempt and what follows from it: the end, or the next one. Of a delivery that is gone, nothing."""
    if attempted.error is None:
        note_success(unit.session, attempted.subscription_id)
    else:
        # The subscription first, as everywhere: two that lock in different orders would wait for each other.
        subscription(unit.session, attempted.subscription_id, for_update=True)
    row = delivery(unit.session, attempted.delivery_id, for_update=True)
    if row is None:
        return
    row.tries += 1
    row.step += 1
    next_at = None
    if attempted.error is None:
        _end(unit, row, "delivered", None)
    elif row.state == "pending":
        next_at = _next_attempt(row, attempted, patience, random)
        if next_at is None:
            _end(unit, row, "failed", attempted.error)
        else:
            row.due_at, row.reason = next_at, attempted.error
            row.leased_by = row.leased_until = None
    unit.session.add(_attempt_row(row, attempted, next_at))
    if attempted.error is not None and row.record_id is not None:
        _perhaps_give_up(unit, row, attempted, patience)


def resend_delivery(unit: Unit, client_id: str, delivery_id: str) -> DeliveryRow:
    """Send the same bytes under the same id again, now, with a schedule of its own."""
    row = owned_delivery(unit.session, delivery_id, client_id, for_update=True)
    if row is None:
        raise UnknownDelivery(delivery_id)
    _refuse_deaf(subscription(unit.session, row.subscription_id))
    _send_again(unit, row)
    return row


def recover_deliveries(unit: Unit, client_id: str, subscription_id: str, since: datetime, until: datetime) -> int:
    """Send everything again that was made in the time and failed; how many that is."""
    found = owned_subscription(unit.session, subscription_id, client_id, for_update=True)
    if found is None:
        raise UnknownDelivery(subscription_id)
    _refuse_deaf(found)
    rows = failed_between(unit.session, subscription_id, since, until)
    for row in rows:
        _send_again(unit, row)
    return len(rows)


def end_pending(unit: Unit, subscription_id: str, reason: str) -> None:
    """Nothing more is sent of what was pending; it can be sent again later."""
    for row in pending_of(unit.session, subscription_id):
        _end(unit, row, "failed", reason)


def send_notice(
    unit: Unit,
    row: SubscriptionRow,
    type_: str,
    alert_id: str,
    *,
    reason: str | None = None,
    traceparent: str | None = None,
) -> DeliveryRow:
    """Have the webhook told of itself, in one attempt."""
    named = SubscriptionNamed(id=row.id, name=row.name)
    body = notice_body(type_, named, unit.now, reason)
    notice = AlertRow(id=alert_id, subscription_id=row.id, type=type_, body=body, caused_by=[], created_at=unit.now)
    sending = DeliveryRow(
        id=alert_id,
        subscription_id=row.id,
        client_id=row.client_id,
        type=type_,
        due_at=unit.now,
        traceparent=traceparent,
        created_at=unit.now,
    )
    unit.session.add(notice)
    unit.session.add(sending)
    return sending


def _next_attempt(row: DeliveryRow, attempted: Attempted, patience: Patience, random: float) -> datetime | None:
    if attempted.status == GONE or row.record_id is None:
        return None
    delay = delay_before(row.step + 1, schedule=patience.schedule, random=random, retry_after=attempted.retry_after)
    return None if delay is None else attempted.at + timedelta(seconds=delay)


def _attempt_row(row: DeliveryRow, attempted: Attempted, next_at: datetime | None) -> AttemptRow:
    return AttemptRow(
        delivery_id=row.id,
        number=row.tries,
        at=attempted.at,
        milliseconds=attempted.milliseconds,
        status=attempted.status,
        excerpt=attempted.excerpt,
        error=attempted.error,
        next_at=next_at,
        traceparent=attempted.traceparent,
    )


def _perhaps_give_up(unit: Unit, row: DeliveryRow, attempted: Attempted, patience: Patience) -> None:
    failing_since = note_failure(unit.session, row.subscription_id, attempted.at)
    if attempted.status == GONE:
        reason = "the webhook answered 410 Gone"
    elif is_given_up(failing_since, attempted.at, patience.disable_after):
        reason = f"the webhook has failed since {failing_since:%Y-%m-%d %H:%M} UTC; the last time: {attempted.error}"
    else:
        return
    if not disable(unit.session, row.subscription_id, reason, unit.now):
        return
    end_pending(unit, row.subscription_id, reason)
    endpoint = subscription(unit.session, row.subscription_id)
    if endpoint is not None:
        alert_id = make_id("alt", endpoint.id, "disabled", unit.now.isoformat())
        send_notice(unit, endpoint, "subscription.disabled", alert_id, reason=reason, traceparent=row.traceparent)


def _end(unit: Unit, row: DeliveryRow, state: str, reason: str | None) -> None:
    """Bring the delivery to its end and tell the articles behind it. An end can still turn from failed to delivered."""
    if row.state == state or row.state == "delivered":
        return
    turned = row.state == "failed"
    row.state, row.reason, row.finished_at = state, reason, unit.now
    row.leased_by = row.leased_until = None
    found = alert(unit.session, row.id)
    if found is None or row.record_id is None:
        return
    again = f"+{row.resends}{'t' if turned else ''}" if row.resends or turned else ""
    for article_id, version in found.caused_by:
        unit.send(
            ArticleProgressed(
                article_id=article_id,
                version=version,
                step="delivered",
                at=unit.now,
                run=found.run,
                record_id=row.record_id,
                record_version=row.record_version,
                delivery_id=row.id,
                delivered=state == "delivered",
            ),
            run=found.run + again,
        )


def _refuse_deaf(row: SubscriptionRow | None) -> None:
    if row is None or row.channel != "webhook" or row.state == "disabled":
        raise NotReceiving


def _send_again(unit: Unit, row: DeliveryRow) -> None:
    if row.state != "pending":
        row.state, row.step, row.finished_at, row.reason = "pending", 0, None, None
        row.resends += 1
    row.due_at = unit.now
