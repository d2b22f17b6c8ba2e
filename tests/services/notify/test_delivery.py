"""Delivering for real: signed, retried, given up, and never twice under another id."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind
from standardwebhooks import WebhookVerificationError

from tests.services.notify.conftest import Platform, Start, until
from tests.services.notify.receiver import Behave, Receiver, answer, drip, hang, in_turn, reply_hugely
from tests.services.notify.stories import recorded


async def test_an_alert_arrives_signed_and_is_told_to_the_article(platform: Platform, receiver: Receiver) -> None:
    key = await platform.key()
    made = await platform.subscribe(key, receiver.url(), filter={"sectors": ["agriculture"]})
    await platform.tell(recorded())
    (request,) = await until(lambda: receiver.requests or None)
    request.verify(made["channel"]["secret"])
    with pytest.raises(WebhookVerificationError):
        request.verify("whsec_" + "A" * 44)
    assert request.json["type"] == "meeting.created"
    assert request.json["data"]["match"] == "new"
    assert request.json["data"]["alert_id"] == request.id
    assert request.json["data"]["matched"] == {"sectors": ["agriculture"]}
    delivery = await platform.delivery_in(key, "delivered")
    assert [one["status"] for one in delivery["attempts"]] == [200]
    (alerted,) = await platform.facts("alerted")
    assert (alerted.matched, alerted.record_id, alerted.record_version) == (1, "evt_one", 1)
    (delivered,) = await until(lambda: platform.facts("delivered"))
    assert (delivered.delivered, delivered.delivery_id) == (True, request.id)


async def test_a_failure_is_tried_again_with_the_same_id_and_bytes(
    start: Start, receiver: Receiver, any_database_url: str
) -> None:
    platform = await start(database_url=any_database_url)
    receiver.behaviours["/hook"] = in_turn(answer(500, "out of order"), answer(200))
    key = await platform.key()
    made = await platform.subscribe(key, receiver.url())
    await platform.tell(recorded())
    first, second = await until(lambda: receiver.requests if len(receiver.requests) == 2 else None)
    assert (first.id, first.body) == (second.id, second.body)
    second.verify(made["channel"]["secret"])
    delivery = await platform.delivery_in(key, "delivered")
    failed, succeeded = delivery["attempts"]
    assert (failed["status"], failed["error"], failed["excerpt"]) == (500, "answered 500", "out of order")
    assert failed["next_at"] is not None
    assert (succeeded["status"], succeeded["error"], succeeded["next_at"]) == (200, None, None)


async def test_after_the_last_attempt_it_has_failed_and_the_article_hears_of_it(
    platform: Platform, receiver: Receiver
) -> None:
    receiver.behaviours["/hook"] = answer(503)
    key = await platform.key()
    await platform.subscribe(key, receiver.url())
    await platform.tell(recorded())
    delivery = await platform.delivery_in(key, "failed")
    assert delivery["tries"] == len(platform.settings.webhook_schedule) == len(receiver.requests)
    assert delivery["reason"] == "answered 503"
    (fact,) = await until(lambda: platform.facts("delivered"))
    assert fact.delivered is False


async def test_a_redirect_is_a_failure_and_is_never_followed(platform: Platform, receiver: Receiver) -> None:
    receiver.behaviours["/hook"] = answer(302, headers={"location": receiver.url("/elsewhere")})
    key = await platform.key()
    await platform.subscribe(key, receiver.url())
    await platform.tell(recorded())
    delivery = await platform.delivery_in(key, "failed")
    assert {one["status"] for one in delivery["attempts"]} == {302}
    assert receiver.at("/elsewhere") == []


async def test_an_endpoint_that_is_gone_is_disabled_and_told_so_once(
    start: Start, receiver: Receiver, any_database_url: str
) -> None:
    platform = await start(database_url=any_database_url)
    receiver.behaviours["/hook"] = answer(410)
    key = await platform.key()
    made = await platform.subscribe(key, receiver.url())
    await platform.tell(recorded())
    notice = (await until(lambda: receiver.requests if len(receiver.requests) == 2 else None))[1]
    assert notice.json["type"] == "subscription.disabled"
    assert notice.json["data"]["reason"] == "the webhook answered 410 Gone"
    shown = (await platform.http.get(f"/v1/subscriptions/{made['id']}", headers=key)).json()
    assert (shown["state"], shown["paused_reason"]) == ("disabled", "the webhook answered 410 Gone")
    await platform.tell(recorded("evt_two"))
    assert (await platform.answered(2))[-1].matched == 0
    again = await platform.http.post(f"/v1/deliveries/{(await platform.deliveries(key))[-1]['id']}:resend", headers=key)
    assert again.status_code == 409


async def test_an_endpoint_that_only_fails_for_too_long_is_disabled(start: Start, receiver: Receiver) -> None:
    platform = await start(webhook_disable_after=0.2, webhook_schedule=(0.0, 0.3, 0.3, 60.0))
    receiver.behaviours["/hook"] = answer(500)
    key = await platform.key()
    made = await platform.subscribe(key, receiver.url())
    await platform.tell(recorded())

    async def disabled() -> bool:
        shown = (await platform.http.get(f"/v1/subscriptions/{made['id']}", headers=key)).json()
        return bool(shown["state"] == "disabled")

    await until(disabled)
    (delivery,) = [one for one in await platform.deliveries(key) if one["record_id"] is not None]
    assert delivery["state"] == "failed"
    assert "has failed since" in delivery["reason"]


async def test_retry_after_counts_up_to_twice_the_delay(start: Start, receiver: Receiver) -> None:
    platform = await start(webhook_schedule=(0.0, 0.5))
    receiver.behaviours["/hook"] = in_turn(answer(429, headers={"retry-after": "3600"}), answer(204))
    key = await platform.key()
    await platform.subscribe(key, receiver.url())
    await platform.tell(recorded())
    delivery = await platform.delivery_in(key, "delivered")
    first, second = (datetime.fromisoformat(one["at"]) for one in delivery["attempts"])
    assert 0.79 <= (second - first).total_seconds() < 3


async def test_who_never_answers_costs_one_attempt_its_time(platform: Platform, receiver: Receiver) -> None:
    receiver.behaviours["/hook"] = in_turn(hang, answer(200))
    key = await platform.key()
    await platform.subscribe(key, receiver.url())
    await platform.tell(recorded())
    delivery = await platform.delivery_in(key, "delivered")
    assert delivery["attempts"][0]["error"] == "no answer within 1 s"
    assert 900 <= delivery["attempts"][0]["milliseconds"] < 3000


@pytest.mark.parametrize("behaviour", [reply_hugely, drip], ids=["huge", "dripping"])
async def test_a_strange_reply_counts_by_its_status_and_is_cut(
    platform: Platform, receiver: Receiver, behaviour: Behave
) -> None:
    receiver.behaviours["/hook"] = behaviour
    key = await platform.key()
    await platform.subscribe(key, receiver.url())
    await platform.tell(recorded())
    delivery = await platform.delivery_in(key, "delivered")
    assert delivery["tries"] == 1
    assert 0 < len(delivery["attempts"][0]["excerpt"]) <= 2048


async def test_nobody_there_is_a_failure_with_its_reason(platform: Platform, receiver: Receiver) -> None:
    await receiver.stop()
    key = await platform.key()
    await platform.subscribe(key, receiver.url())
    await platform.tell(recorded())
    delivery = await platform.delivery_in(key, "failed")
    assert {one["status"] for one in delivery["attempts"]} == {None}
    assert delivery["reason"].startswith("ConnectError")


async def test_a_dead_endpoint_harms_no_other(start: Start, receiver: Receiver) -> None:
    platform = await start(webhook_concurrency=4, webhook_per_endpoint=2, webhook_timeout=5)
    receiver.behaviours["/dead"] = hang
    key = await platform.key()
    await platform.subscribe(key, receiver.url("/dead"))
    await platform.subscribe(key, receiver.url("/well"))
    started = time.monotonic()
    await platform.tell(*(recorded(f"evt_{number}") for number in range(20)))
    await until(lambda: len(receiver.at("/well")) == 20 or None)
    assert time.monotonic() - started < 5
    assert receiver.most_at_once["/dead"] <= 2


async def test_no_version_overtakes_a_lower_one(platform: Platform, receiver: Receiver) -> None:
    receiver.behaviours["/hook"] = in_turn(answer(500), answer(500), answer(200))
    key = await platform.key()
    await platform.subscribe(key, receiver.url())
    versions = [
        recorded("evt_one", number, record={"status": status}, change="updated" if number > 1 else "created")
        for number, status in enumerate(["planned", "held", "cancelled"], 1)
    ]
    await platform.tell(*versions)
    await until(lambda: len(receiver.requests) == 5 or None)
    assert [one.json["data"]["record"]["version"] for one in receiver.requests] == [1, 1, 1, 2, 3]


async def test_two_instances_deliver_everything_and_nothing_twice(
    start: Start, receiver: Receiver, any_database_url: str
) -> None:
    # An attempt that a busy machine makes late is rightly made again: here none is to be late.
    one = await start(instance="one", database_url=any_database_url, webhook_timeout=30)
    await start(instance="two", database_url=any_database_url, webhook_timeout=30)
    key = await one.key()
    await one.subscribe(key, receiver.url())
    await one.tell(*(recorded(f"evt_{number}") for number in range(60)))
    await until(lambda: len({request.id for request in receiver.requests}) == 60 or None, within=20)

    async def all_noted() -> bool:
        return len(await one.deliveries(key, state="delivered", limit=200)) == 60

    await until(all_noted)
    assert len(receiver.requests) == 60


async def test_what_was_in_flight_when_the_process_died_is_sent_again_under_the_same_id(
    start: Start, receiver: Receiver
) -> None:
    receiver.behaviours["/hook"] = in_turn(hang, answer(200))
    dying = await start(webhook_timeout=30)
    key = await dying.key()
    await dying.subscribe(key, receiver.url())
    await dying.tell(recorded())
    await until(lambda: receiver.requests or None)
    for task in [
        task for task in asyncio.all_tasks() if task.get_name() == "delivery" or "deliver alt" in task.get_name()
    ]:
        task.cancel()  # as a kill would: nothing is noted and nothing given back
    await asyncio.sleep(0)
    reborn = await start(webhook_timeout=30)
    delivery = await reborn.delivery_in(key, "delivered")
    assert delivery["tries"] == 1
    assert [request.id for request in receiver.requests] == [delivery["id"]] * 2


async def test_a_delivery_is_resent_and_a_time_recovered(
    start: Start, receiver: Receiver, any_database_url: str
) -> None:
    platform = await start(database_url=any_database_url)
    receiver.behaviours["/hook"] = answer(500)
    key = await platform.key()
    made = await platform.subscribe(key, receiver.url())
    await platform.tell(recorded("evt_one"), recorded("evt_two"))

    async def both_failed() -> bool:
        return len(await platform.deliveries(key, state="failed")) == 2

    await until(both_failed)
    receiver.behaviours["/hook"] = answer(200)
    failed = (await platform.deliveries(key, state="failed"))[0]
    resent = await platform.http.post(f"/v1/deliveries/{failed['id']}:resend", headers=key)
    assert (resent.status_code, resent.json()["state"]) == (202, "pending")
    delivered = await platform.delivery_in(key, "delivered")
    assert (delivered["id"], delivered["tries"]) == (failed["id"], 5)
    since = {"since": made["created_at"]}
    recovered = await platform.http.post(f"/v1/subscriptions/{made['id']}:recover", json=since, headers=key)
    assert (recovered.status_code, recovered.json()) == (202, {"resent": 1})

    async def both_delivered() -> bool:
        return len(await platform.deliveries(key, state="delivered")) == 2

    await until(both_delivered)
    told = [(fact.delivery_id, fact.delivered) for fact in await platform.facts("delivered")]
    assert len(told) == 4
    assert {delivered for _, delivered in told[2:]} == {True}


async def test_both_secrets_sign_while_the_old_one_is_good(start: Start, receiver: Receiver) -> None:
    platform = await start(old_secret_seconds=1)
    key = await platform.key()
    made = await platform.subscribe(key, receiver.url())
    old = made["channel"]["secret"]
    rotated = await platform.http.post(f"/v1/subscriptions/{made['id']}:rotate-secret", headers=key)
    new = rotated.json()["channel"]["secret"]
    ping = f"/v1/subscriptions/{made['id']}:ping"
    assert (await platform.http.post(ping, headers=key)).status_code == 202
    (first,) = await until(lambda: receiver.requests or None)
    assert first.verify(old) == first.verify(new) == first.json
    assert first.json["type"] == "test.ping"
    await asyncio.sleep(1)
    await platform.http.post(ping, headers=key)
    _, second = await until(lambda: receiver.requests if len(receiver.requests) == 2 else None)
    second.verify(new)
    with pytest.raises(WebhookVerificationError):
        second.verify(old)


async def test_an_attempt_continues_the_trace_of_the_record(
    platform: Platform, receiver: Receiver, spans: InMemorySpanExporter
) -> None:
    key = await platform.key()
    await platform.subscribe(key, receiver.url())
    await platform.tell(recorded())
    (request,) = await until(lambda: receiver.requests or None)
    await platform.delivery_in(key, "delivered")
    finished = {span.name: span for span in spans.get_finished_spans()}
    process, sent = finished["process events.recorded"], finished["send webhook"]
    assert process.context is not None
    assert sent.parent is not None
    assert sent.context is not None
    assert sent.kind is SpanKind.CLIENT
    assert sent.parent.span_id == process.context.span_id
    assert request.headers["traceparent"].split("-")[1:3] == [
        trace.format_trace_id(process.context.trace_id),
        trace.format_span_id(sent.context.span_id),
    ]


async def test_a_new_delivery_is_sent_at_once(start: Start, receiver: Receiver) -> None:
    platform = await start(webhook_poll=60)
    key = await platform.key()
    await platform.subscribe(key, receiver.url())
    taken = []
    for number in range(10):
        started = time.monotonic()
        await platform.tell(recorded(f"evt_{number}"))
        await until(lambda: len(receiver.requests) == number + 1 or None)  # noqa: B023 - awaited here
        taken.append(time.monotonic() - started)
    assert sorted(taken)[5] < 1
