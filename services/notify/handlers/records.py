"""What a new version of a record sets off: alerts for whom it matches, and an answer for the articles behind it."""

from __future__ import annotations

import calendar
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from libs.bus import Message
from libs.messages import AgreementRecorded, ArticleProgressed, MeetingRecorded
from libs.messages.alerts import SubscriptionNamed
from libs.messages.ids import make_id
from libs.messages.records import ArticleVersion, RecordChanged
from libs.messages.values import Date
from libs.pipeline import Subscription, Unit
from libs.telemetry import current_traceparent
from services.notify.handlers.listeners import Listeners, is_listening
from services.notify.rules.alert import alert_body
from services.notify.rules.matching import Matched, facts_of
from services.notify.rules.policy import TOLD_TO_ALL, Decision, Match, Seen, Updates, decide
from services.notify.rules.summary import summary_of, values_hash
from services.notify.tables.deliveries import AlertRow, DeliveryRow
from services.notify.tables.records import LogRow, RecordRow, keep_seen, record, seen_of
from services.notify.tables.subscriptions import SubscriptionRow, adopt_instance_id


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What handling a record needs beside the message."""

    listeners: Listeners
    public_url: str


@dataclass(frozen=True, slots=True)
class Told:
    """One subscription that is told of the version."""

    subscription: SubscriptionRow
    match: Match
    matched: Matched


def on_record_changed(unit: Unit, data: RecordChanged, around: Surroundings) -> None:
    """Tell whom it concerns, once a record version; a version that is not newer than the known one tells nobody."""
    if is_instance_id(data.instance):
        adopt_instance_id(unit.session, data.instance)
    known = record(unit.session, data.record.id, for_update=True)
    if known is not None and known.version >= data.record.version:
        _answer_articles(unit, data, 0)
        return
    summary = summary_of(data.record)
    values = values_hash(summary)
    told = _decide_all(unit, data, summary, values, around.listeners)
    for one in told:
        _alert(unit, data, summary, one, around.public_url)
    _keep(unit, data, summary, values, known)
    _answer_articles(unit, data, len(told))
    for one in told:
        if one.subscription.channel == "none":  # it is on the stream and in the feeds: there is nothing to wait for
            _answer_delivered(unit, data, _alert_id(one.subscription, data))


def _decide_all(
    unit: Unit, data: RecordChanged, summary: Mapping[str, object], values: str, listeners: Listeners
) -> list[Told]:
    """Decide for everybody who matches now or knows the record, and remember it."""
    listening = listeners.current(unit.session)
    matching: dict[str, Matched] = {}
    if data.record.state == "active":
        matching = {row.id: matched for row, matched in listening.matches(facts_of(summary), unit.now)}
    absorbed = [one for one in data.lineage.absorbed if one != data.record.id]
    seen_by_record = seen_of(unit.session, [data.record.id, *absorbed])
    seen = seen_by_record[data.record.id]
    told: list[Told] = []
    remembered: dict[str, Seen | None] = {}
    for subscription_id in dict.fromkeys([*matching, *seen]):
        row = listening.rows.get(subscription_id)
        if row is None or not is_listening(row, unit.now):
            continue
        matches = subscription_id in matching
        known = seen.get(subscription_id) or (
            _seen_absorbed(subscription_id, [seen_by_record[one] for one in absorbed]) if matches else None
        )
        decision = _decision(data, row, matches, known, values)
        if decision.seen != seen.get(subscription_id):
            remembered[subscription_id] = decision.seen
        if decision.tell is not None:
            told.append(Told(row, decision.tell, matching.get(subscription_id, {})))
    keep_seen(unit.session, data.record.id, remembered)
    return told


def _decision(data: RecordChanged, row: SubscriptionRow, matches: bool, seen: Seen | None, values: str) -> Decision:
    updates: Updates = "first" if row.updates == "first" else "all"
    return decide(matches=matches, seen=seen, values=values, change=data.change, updates=updates, quiet=data.quiet)


def _seen_absorbed(subscription_id: str, absorbed: Sequence[Mapping[str, Seen]]) -> Seen | None:
    """Who was told of a record that went into this one has been told of this one, whichever message came first."""
    known = [one[subscription_id] for one in absorbed if subscription_id in one]
    return next((Seen("told", one.values) for one in known if one.state != "seen"), None)


def _alert(unit: Unit, data: RecordChanged, summary: Mapping[str, object], told: Told, public_url: str) -> None:
    subscription = told.subscription
    alert_id = _alert_id(subscription, data)
    body = alert_body(
        summary,
        change=data.change,
        match=told.match,
        matched=told.matched,
        changed=data.changed,
        previous=data.previous,
        language=subscription.language,
        public_url=public_url,
        alert_id=alert_id,
        subscription=SubscriptionNamed(id=subscription.id, name=subscription.name),
    )
    unit.session.add(
        AlertRow(
            id=alert_id,
            subscription_id=subscription.id,
            type=f"{data.record.kind}.{data.change}",
            match=told.match,
            record_id=data.record.id,
            record_version=data.record.version,
            body=body,
            caused_by=[[one.article_id, one.version] for one in data.caused_by],
            run=data.run,
            created_at=unit.now,
        )
    )
    if subscription.channel == "webhook":
        unit.session.add(
            DeliveryRow(
                id=alert_id,
                subscription_id=subscription.id,
                client_id=subscription.client_id,
                type=f"{data.record.kind}.{data.change}",
                record_id=data.record.id,
                record_version=data.record.version,
                due_at=unit.now,
                traceparent=current_traceparent(),
                created_at=unit.now,
            )
        )


def _alert_id(subscription: SubscriptionRow, data: RecordChanged) -> str:
    return make_id("alt", subscription.id, data.record.id, data.record.version)


def _keep(unit: Unit, data: RecordChanged, summary: dict[str, object], values: str, known: RecordRow | None) -> None:
    # Decided before the merge below, which writes into the row that is known.
    is_news = known is None or known.values_hash != values or data.change in TOLD_TO_ALL
    told_at = unit.now if not data.quiet else (known.told_at if known is not None else None)
    unit.session.merge(
        RecordRow(
            id=data.record.id,
            version=data.record.version,
            values_hash=values,
            summary=summary,
            last_day=last_day_of(data.record.date),
            told_at=told_at,
            updated_at=data.record.updated_at,
        )
    )
    if not data.quiet:
        unit.session.add(
            LogRow(
                record_id=data.record.id,
                record_version=data.record.version,
                change=data.change,
                changed=list(data.changed),
                previous={k: v for k, v in data.previous.items() if not k.startswith(("/evidence", "/sources"))},
                summary=summary,
                is_news=is_news,
                told_at=unit.now,
            )
        )


def is_instance_id(told: str) -> bool:
    """Whether ids of feeds can be made from it; older platforms tell none."""
    try:
        return bool(told) and str(UUID(told)) == told
    except ValueError:
        return False


def last_day_of(when: Date | None) -> date | None:
    """The last day on which the event may be; None where no date is told, or none that the calendar has."""
    if when is None:
        return None
    try:
        day = date.fromisoformat(when.end or when.start)
    except ValueError:
        return None
    if when.precision == "month":
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day.replace(month=12, day=31) if when.precision == "year" else day


def _answer_articles(unit: Unit, data: RecordChanged, matched: int) -> None:
    for cause in data.caused_by:
        unit.send(
            ArticleProgressed(
                article_id=cause.article_id,
                version=cause.version,
                step="alerted",
                at=unit.now,
                run=data.run,
                record_id=data.record.id,
                record_version=data.record.version,
                matched=matched,
            ),
            run=data.run,
        )


def _answer_delivered(unit: Unit, data: RecordChanged, alert_id: str) -> None:
    for cause in data.caused_by:
        unit.send(
            ArticleProgressed(
                article_id=cause.article_id,
                version=cause.version,
                step="delivered",
                at=unit.now,
                run=data.run,
                record_id=data.record.id,
                record_version=data.record.version,
                delivery_id=alert_id,
                delivered=True,
            ),
            run=data.run,
        )


def on_dead(unit: Unit, message: Message, reason: str) -> None:
    """Tell the articles behind a buried record version, as far as its body can still be read."""
    try:
        body = json.loads(message.body)
        version = body["record"]["version"]
        causes = [ArticleVersion.model_validate(one) for one in body["caused_by"]]
        run = str(body.get("run") or "")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return
    for cause in causes:
        failed = ArticleProgressed(
            article_id=cause.article_id,
            version=cause.version,
            step="failed",
            at=unit.now,
            run=run,
            record_id=message.key,
            record_version=version if isinstance(version, int) else None,
            service="notify",
            reason=reason,
        )
        unit.send(failed, run=run)


def subscriptions(around: Surroundings) -> tuple[Subscription, ...]:
    """What this service handles."""
    return (
        Subscription(
            messages=(MeetingRecorded, AgreementRecorded),
            handle=lambda unit, data: on_record_changed(unit, data, around),
        ),
    )
