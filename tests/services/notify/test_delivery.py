"""Delivering for real: signed, retried, given up, and never twice under another id."""

from __future__ import annotations

import pytest
from standardwebhooks import WebhookVerificationError

from tests.services.notify.conftest import Platform, until
from tests.services.notify.receiver import Receiver
from tests.services.notify.stories import recorded


async def test_an_alert_arrives_signed_and_is_told_to_the_article(platform: Platform, receiver: Receiver) -> None:
    key = await platform.key()
    made = await platform.subscribe(key, receiver.url(), filter={"sectors": ["agriculture"]})
    await platform.tell(recorded())
    (request,) = await until(lambda: receiver.requests)
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
