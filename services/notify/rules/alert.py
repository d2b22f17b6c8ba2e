"""The body of an alert: made once, at most 20 kB, the same bytes at every attempt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, cast

from libs.messages.alerts import (
    MAX_ALERT_BYTES,
    Alert,
    AlertData,
    AlertRecord,
    AlertType,
    Notice,
    NoticeData,
    SubscriptionNamed,
)
from libs.messages.records import Change
from services.notify.rules.matching import Matched
from services.notify.rules.policy import Match
from services.notify.rules.summary import LEFT_OUT

SHOWN_PARTICIPANTS = 10
SHOWN_PROJECTS = 10
SHOWN_PARTIES = 50
LONGEST_TEXT = 200

Reduction = Callable[[dict[str, Any]], None]


def alert_body(
    summary: Mapping[str, Any],
    *,
    change: Change,
    match: Match,
    matched: Matched,
    changed: tuple[str, ...],
    previous: Mapping[str, Any],
    language: str,
    public_url: str,
    alert_id: str | None = None,
    subscription: SubscriptionNamed | None = None,
) -> bytes:
    """The alert as JSON. `previous` is keyed by JSON Pointer; what does not fit is at the record's `url`."""
    alert = Alert(
        type=cast(AlertType, f"{summary['kind']}.{change}"),
        timestamp=datetime.fromisoformat(summary["updated_at"]),
        data=AlertData(
            alert_id=alert_id,
            subscription=subscription,
            change=change,
            match=match,
            matched=matched,
            changed=changed,
            previous=_previous(summary, previous),
            record=_record(summary, language, public_url),
        ),
    )
    body = alert.model_dump_json().encode()
    return body if len(body) < MAX_ALERT_BYTES else _reduced(alert)


def notice_body(kind: str, subscription: SubscriptionNamed, now: datetime, reason: str | None = None) -> bytes:
    """`test.ping` or `subscription.disabled`."""
    notice = Notice.model_validate(
        {"type": kind, "timestamp": now, "data": NoticeData(subscription=subscription, reason=reason)}
    )
    return notice.model_dump_json().encode()


def title_of(summary: Mapping[str, Any], language: str) -> str:
    titles = summary.get("titles") or {}
    headline = summary.get("headline") or {}
    return str(titles.get(language) or titles.get("en") or headline.get("text") or summary["id"])


def address_of(public_url: str, record_id: str) -> str:
    return f"{public_url.rstrip('/')}/v1/events/{record_id}"


def page_of(public_url: str, record_id: str) -> str:
    return f"{public_url.rstrip('/')}/events/{record_id}"


def _record(summary: Mapping[str, Any], language: str, public_url: str) -> AlertRecord:
    own = {
        "title": title_of(summary, language),
        "url": address_of(public_url, summary["id"]),
        "page": page_of(public_url, summary["id"]),
    }
    return AlertRecord.model_validate({**summary, **own})


def _previous(summary: Mapping[str, Any], previous: Mapping[str, Any]) -> dict[str, Any]:
    told = {
        pointer[1:]: _without_variants(value)
        for pointer, value in previous.items()
        if pointer[1:].partition("/")[0] not in LEFT_OUT
    }
    return {"version": summary["version"] - 1, **told} if told else {}


def _without_variants(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return [{k: v for k, v in one.items() if k != "variants"} if isinstance(one, dict) else one for one in value]


def _reduced(alert: Alert) -> bytes:
    """The alert with ever less in it until it fits; the last step always does."""
    reduced = alert
    for reduce in REDUCTIONS:
        data = reduced.model_dump(mode="json")
        reduce(data["data"])
        reduced = Alert.model_validate(data)
        body = reduced.model_dump_json().encode()
        if len(body) < MAX_ALERT_BYTES:
            return body
    raise AssertionError("an alert without its lists is small")


def _drop_figures(data: dict[str, Any]) -> None:
    data["record"]["figures"] = []
    data["previous"].pop("figures", None)


def _cut_participants(data: dict[str, Any]) -> None:
    data["record"]["participants"] = data["record"]["participants"][:SHOWN_PARTICIPANTS]
    data["previous"].pop("participants", None)


def _cut_lists(data: dict[str, Any]) -> None:
    record = data["record"]
    record["projects"] = record["projects"][:SHOWN_PROJECTS]
    record["parties"] = record["parties"][:SHOWN_PARTIES]
    record["quote"] = None
    data["previous"] = {k: v for k, v in data["previous"].items() if k in ("version", "status", "date", "place")}
    data["changed"] = data["changed"][:SHOWN_PARTIES]


def _cut_texts(data: dict[str, Any]) -> None:
    data["matched"] = {}
    data["previous"] = {}
    data["changed"] = sorted({f"/{pointer[1:].partition('/')[0]}"[:50] for pointer in data["changed"]})
    record = _shortened(data["record"])
    record["participants"], record["projects"] = record["participants"][:3], record["projects"][:3]
    data["record"] = record


def _shortened(value: Any) -> Any:
    """Every text in it cut."""
    if isinstance(value, str):
        return value[:LONGEST_TEXT]
    if isinstance(value, list):
        return [_shortened(one) for one in value]
    if isinstance(value, dict):
        return {name: _shortened(one) for name, one in value.items()}
    return value


REDUCTIONS: tuple[Reduction, ...] = (_drop_figures, _cut_participants, _cut_lists, _cut_texts)
