"""Subscriptions over HTTP: each client's own, complete when made, discreet afterwards."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.services.notify.conftest import Platform, Start
from tests.services.notify.receiver import Receiver, answer, in_turn
from tests.services.notify.stories import EXAMPLES, recorded

SURFACE = EXAMPLES.parent / "surface" / "subscription.json"
HOOK = "https://hooks.chamber.example.org/communique"


async def test_the_answer_is_the_example_of_the_surface(platform: Platform) -> None:
    example = json.loads(SURFACE.read_text(encoding="utf-8"))
    given = {name: example[name] for name in ("name", "filter", "updates", "language", "time_zone", "channel")}
    response = await platform.http.post("/v1/subscriptions", json=given, headers=await platform.key())
    made = response.json()
    assert response.status_code == 201
    assert response.headers["location"] == f"https://communique.example.org/v1/subscriptions/{made['id']}"
    assert list(made) == list(example)
    for name in (*given, "state", "paused_reason", "expires_at", "last_alert_at"):
        assert made[name] == example[name]
    token = made["feeds"]["atom"].partition("?token=")[2]
    assert token.startswith("ft_")
    assert made["feeds"] == {
        kind: f"https://communique.example.org/v1/subscriptions/{made['id']}/feed.{kind}?token={token}"
        for kind in ("atom", "json", "ics")
    }


async def test_secret_and_tokens_are_shown_once(platform: Platform) -> None:
    key = await platform.key()
    made = await platform.subscribe(key, HOOK)
    assert made["channel"]["secret"].startswith("whsec_")
    shown = (await platform.http.get(f"/v1/subscriptions/{made['id']}", headers=key)).json()
    assert shown["channel"] == {"type": "webhook", "url": HOOK}
    assert shown["feeds"]["ics"].endswith("/feed.ics")
    listed = (await platform.http.get("/v1/subscriptions", headers=key)).json()
    assert listed == {"items": [shown], "next": None}
    rotated = (await platform.http.post(f"/v1/subscriptions/{made['id']}:rotate-token", headers=key)).json()
    assert "?token=ft_" in rotated["feeds"]["ics"]
    assert rotated["feeds"] != made["feeds"]


async def test_a_list_goes_on_where_the_page_ended(platform: Platform) -> None:
    key = await platform.key()
    made = [(await platform.subscribe(key, name=f"Number {number}"))["id"] for number in range(5)]
    found: list[str] = []
    address = "/v1/subscriptions?limit=2"
    while address:
        page = (await platform.http.get(address, headers=key)).json()
        found += [one["id"] for one in page["items"]]
        address = page["next"] and f"/v1/subscriptions?limit=2&cursor={page['next']}"
    assert found == made


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"nmae": "x"}, "/nmae"),
        ({"filter": {"sectors": ["watter"]}}, "/filter/sectors/0"),
        ({"filter": {"sectors": {"any": ["water"], "all": ["x"]}}}, "/filter/sectors/all/0"),
        ({"filter": {"colour": ["red"]}}, "/filter/colour"),
        ({"updates": "some"}, "/updates"),
        ({"language": "fr"}, "/language"),
        ({"time_zone": "Mars/Olympus"}, "/time_zone"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "/expires_at"),
        ({"expires_at": "2099-01-01T00:00:00"}, "/expires_at"),
        ({"channel": {"type": "pigeon"}}, "/channel"),
        ({"channel": {"type": "webhook"}}, "/channel/url"),
        ({"channel": {"type": "none", "url": HOOK}}, "/channel/url"),
        ({"channel": {"type": "webhook", "url": HOOK, "secret": "whsec_c2hvcnQ="}}, "/channel/secret"),
        ({"channel": {"type": "webhook", "url": HOOK, "secret": "A" * 44}}, "/channel/secret"),
        ({"channel": {"type": "webhook", "url": "http://169.254.169.254/latest"}}, "/channel/url"),
        ({"channel": {"type": "webhook", "url": "http://2130706434/"}}, None),
        ({"channel": {"type": "webhook", "url": "https://me:secret@example.org/"}}, "/channel/url"),
        ({"client_id": "cli_two"}, "/client_id"),
    ],
    ids=str,
)
async def test_what_is_wrong_is_refused_where_it_stands(
    platform: Platform, change: dict[str, Any], pointer: str | None
) -> None:
    given = {"name": "Test", "channel": {"type": "none"}, **change}
    response = await platform.http.post("/v1/subscriptions", json=given, headers=await platform.key())
    if pointer is None:  # an address within what this test lets through
        assert response.status_code == 201
        return
    assert response.status_code == 422, response.text
    assert [one["pointer"] for one in response.json()["errors"]] == [pointer]


async def test_a_patch_changes_what_it_gives_and_keeps_the_secret(platform: Platform) -> None:
    key = await platform.key()
    made = await platform.subscribe(key, HOOK, filter={"sectors": ["water"]}, language="ru")
    address = f"/v1/subscriptions/{made['id']}"
    patched = (await platform.http.patch(address, json={"name": "Other", "filter": {}}, headers=key)).json()
    assert (patched["name"], patched["filter"], patched["language"]) == ("Other", {}, "ru")
    assert "secret" not in patched["channel"]
    replaced = (await platform.http.put(address, json={"name": "New", "channel": {"type": "none"}}, headers=key)).json()
    assert (replaced["language"], replaced["channel"]) == ("en", {"type": "none"})
    back = await platform.http.patch(address, json={"channel": {"type": "webhook", "url": HOOK}}, headers=key)
    assert back.json()["channel"]["secret"] != made["channel"]["secret"]


async def test_somebody_elses_subscription_is_not_there(platform: Platform, receiver: Receiver) -> None:
    owner, other = await platform.key(), await platform.key(client_id="cli_two")
    made = await platform.subscribe(owner, receiver.url())
    await platform.tell(recorded())
    delivery = await platform.delivery_in(owner, "delivered")
    one, sent = f"/v1/subscriptions/{made['id']}", f"/v1/deliveries/{delivery['id']}"
    since = {"since": "2020-01-01T00:00:00Z"}
    tries = [
        ("GET", one, None),
        ("PUT", one, {"name": "x", "channel": {"type": "none"}}),
        ("PATCH", one, {"name": "x"}),
    ]
    tries += [
        ("DELETE", one, None),
        ("GET", sent, None),
        ("POST", f"{sent}:resend", None),
        ("POST", f"{one}:recover", since),
    ]
    tries += [("POST", f"{one}:{act}", None) for act in ("pause", "resume", "rotate-secret", "rotate-token", "ping")]
    for method, address, body in tries:
        response = await platform.http.request(method, address, json=body, headers=other)
        assert response.status_code == 404, (method, address)
    assert (await platform.http.get("/v1/subscriptions", headers=other)).json()["items"] == []
    assert await platform.deliveries(other) == await platform.deliveries(other, subscription=made["id"]) == []
    shown = (await platform.http.get(one, headers=owner)).json()
    assert (shown["name"], shown["state"]) == ("Test", "active")


async def test_a_key_without_the_scope_is_refused(platform: Platform) -> None:
    assert (await platform.http.get("/v1/subscriptions", headers=await platform.key("read"))).status_code == 403
    assert (await platform.http.get("/v1/deliveries")).status_code == 401


async def test_a_client_has_only_so_many(start: Start, any_database_url: str) -> None:
    platform = await start(max_subscriptions=2, database_url=any_database_url)
    key = await platform.key()
    first = await platform.subscribe(key)
    await platform.subscribe(key)
    refused = await platform.http.post(
        "/v1/subscriptions", json={"name": "x", "channel": {"type": "none"}}, headers=key
    )
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/limit-reached")
    await platform.subscribe(await platform.key(client_id="cli_two"))
    assert (await platform.http.delete(f"/v1/subscriptions/{first['id']}", headers=key)).status_code == 204
    await platform.subscribe(key)


async def test_nothing_is_matched_while_it_is_paused_or_after_it_expired(platform: Platform) -> None:
    key = await platform.key()
    made = await platform.subscribe(key)
    soon = datetime.now(UTC) + timedelta(seconds=1)
    await platform.subscribe(key, expires_at=soon.isoformat())
    await platform.tell(recorded("evt_one"))
    assert (await platform.answered(1))[-1].matched == 2
    paused = (await platform.http.post(f"/v1/subscriptions/{made['id']}:pause", headers=key)).json()
    assert (paused["state"], paused["last_alert_at"] is not None) == ("paused", True)
    while datetime.now(UTC) < soon:
        await platform.answered(1)
    await platform.tell(recorded("evt_two"))
    assert (await platform.answered(2))[-1].matched == 0
    resumed = (await platform.http.post(f"/v1/subscriptions/{made['id']}:resume", headers=key)).json()
    assert (resumed["state"], resumed["paused_reason"]) == ("active", None)
    await platform.tell(recorded("evt_three"))
    assert (await platform.answered(3))[-1].matched == 1


async def test_a_paused_subscription_keeps_what_was_pending(start: Start, receiver: Receiver) -> None:
    platform = await start(webhook_schedule=(0.0, 0.5, 0.5))
    receiver.behaviours["/hook"] = in_turn(answer(500), answer(200))
    key = await platform.key()
    made = await platform.subscribe(key, receiver.url())
    await platform.tell(recorded())
    await platform.delivery_in(key, "pending")
    await platform.http.post(f"/v1/subscriptions/{made['id']}:pause", headers=key)
    while not (pending := await platform.deliveries(key, state="pending"))[0]["attempts"]:
        continue
    due = datetime.fromisoformat(pending[0]["next_at"])
    while datetime.now(UTC) < due + timedelta(seconds=0.5):
        assert len(await platform.deliveries(key, state="pending")) == 1
    await platform.http.post(f"/v1/subscriptions/{made['id']}:resume", headers=key)
    assert (await platform.delivery_in(key, "delivered"))["tries"] == 2
