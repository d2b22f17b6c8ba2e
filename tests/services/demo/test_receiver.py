"""The demonstration's receiver believes only what is signed."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from standardwebhooks.webhooks import Webhook

from services.demo.receiver import Receiver

SECRET = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
BODY = json.dumps({"type": "meeting.created", "data": {"record": {"id": "evt_1", "version": 1}}})


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as made:
        made.trust("transport", SECRET)
        yield made


def post(receiver: Receiver, *, secret: str = SECRET, body: str = BODY, at: datetime | None = None) -> httpx.Response:
    at = at or datetime.now(UTC)
    signature = Webhook(secret).sign("alt_1", at, BODY)
    headers = {"webhook-id": "alt_1", "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signature}
    return httpx.post(receiver.url("transport"), content=body, headers=headers, trust_env=False)


def test_a_signed_alert_is_taken(receiver: Receiver) -> None:
    assert post(receiver).status_code == 204
    (arrival,) = receiver.arrivals()
    assert (arrival.name, arrival.webhook_id, arrival.verified) == ("transport", "alt_1", True)
    assert arrival.record == {"id": "evt_1", "version": 1}


def test_another_secret_another_body_and_an_old_time_are_not_believed(receiver: Receiver) -> None:
    other = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    answers = [
        post(receiver, secret=other),
        post(receiver, body=BODY.replace("evt_1", "evt_2")),
        post(receiver, at=datetime.now(UTC) - timedelta(minutes=6)),
        httpx.post(receiver.url("transport"), content=BODY, trust_env=False),
        httpx.post(receiver.url("unknown"), content=BODY, trust_env=False),
        httpx.post(receiver.url("transport"), content=b"\xff", headers={"webhook-id": "alt_1"}, trust_env=False),
    ]
    assert [answer.status_code for answer in answers] == [401] * 6
    assert [arrival.verified for arrival in receiver.arrivals()] == [False] * 6


def test_a_notice_has_no_record(receiver: Receiver) -> None:
    assert receiver.take("transport", {}, b"{}") is False
    assert receiver.arrivals()[0].record == {}
