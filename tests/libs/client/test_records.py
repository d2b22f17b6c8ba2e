"""Records, subscriptions, deliveries and the stream, as the examples of the surface have them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from libs.client import Streamed, Unreachable, Unreadable
from libs.client import stream as stream_module
from schemas.generate import FOLDER
from tests.libs.client.conftest import Told

Platform = Callable[..., Told]


def example(name: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((FOLDER / "examples" / "surface" / f"{name}.json").read_text(encoding="utf-8"))
    return value


EVENT, ALERT, SUBSCRIPTION = example("event"), example("alert"), example("subscription")


async def test_a_record_is_read_whole(platform: Platform) -> None:
    told = platform(lambda _: httpx.Response(200, json={**EVENT, "added_later": 1}))
    record = await told.client.records.get(EVENT["id"])
    assert record.page == EVENT["page"]
    assert record.sources[0].report.kind == "meeting"
    assert json.loads(record.model_dump_json())["added_later"] == 1


async def test_a_record_of_another_shape_is_unreadable(platform: Platform) -> None:
    told = platform(lambda _: httpx.Response(200, json={"id": "evt_1"}))
    with pytest.raises(Unreadable):
        await told.client.records.get("evt_1")


async def test_lists_of_meetings_and_agreements_have_their_own_addresses(platform: Platform) -> None:
    told = platform(lambda _: httpx.Response(200, json={"items": [EVENT], "next": None}))
    assert [record.id async for record in told.client.records.meetings()] == [EVENT["id"]]
    assert [record.id async for record in told.client.records.agreements(most=1)] == [EVENT["id"]]
    assert [request.url.path for request in told.asked] == ["/v1/meetings", "/v1/agreements"]


async def test_an_export_is_split_at_line_feeds_alone(platform: Platform) -> None:
    first = json.dumps({**EVENT, "note": "a\u2028b\u0085c"}, ensure_ascii=False).encode()
    body = first + b"\n" + json.dumps(EVENT).encode() + b"\n"

    async def pieces() -> AsyncIterator[bytes]:
        for at in range(0, len(body), 100):
            yield body[at : at + 100]

    told = platform(lambda _: httpx.Response(200, content=pieces()))
    lines = [line async for line in told.client.records.export()]
    assert lines[0] == first
    assert len(lines) == 2


async def test_an_export_is_read_as_records(platform: Platform) -> None:
    told = platform(lambda _: httpx.Response(200, content=json.dumps(EVENT).encode() + b"\n"))
    records = [record async for record in told.client.records.exported({"updated_since": "2026-01-01T00:00:00Z"})]
    assert [record.id for record in records] == [EVENT["id"]]
    assert str(told.asked[0].url).endswith("/v1/export/records.ndjson?updated_since=2026-01-01T00%3A00%3A00Z")


async def test_a_subscription_is_asked_for_as_the_surface_says(platform: Platform) -> None:
    told = platform(lambda _: httpx.Response(201, json=SUBSCRIPTION))
    channel = {"type": "webhook", "url": SUBSCRIPTION["channel"]["url"]}
    made = await told.client.subscriptions.create(
        SUBSCRIPTION["name"], channel, SUBSCRIPTION["filter"], time_zone="Europe/Berlin"
    )
    assert made["channel"]["secret"].startswith("whsec_")
    assert json.loads(told.asked[0].content) == {
        "name": SUBSCRIPTION["name"],
        "channel": channel,
        "filter": SUBSCRIPTION["filter"],
        "time_zone": "Europe/Berlin",
    }


async def test_what_is_done_with_a_subscription_has_its_own_address(platform: Platform) -> None:
    told = platform(lambda request: httpx.Response(204 if request.method == "DELETE" else 200, json={}))
    mine = told.client.subscriptions
    await mine.get("sub_1")
    await mine.change("sub_1", name="New")
    await mine.pause("sub_1")
    await mine.resume("sub_1")
    await mine.ping("sub_1")
    await mine.rotate_secret("sub_1")
    await mine.rotate_token("sub_1")
    await mine.delete("sub_1")
    await told.client.deliveries.get("alt_1")
    await told.client.deliveries.resend("alt_1")
    assert [f"{one.method} {one.url.path}" for one in told.asked] == [
        "GET /v1/subscriptions/sub_1",
        "PATCH /v1/subscriptions/sub_1",
        "POST /v1/subscriptions/sub_1:pause",
        "POST /v1/subscriptions/sub_1:resume",
        "POST /v1/subscriptions/sub_1:ping",
        "POST /v1/subscriptions/sub_1:rotate-secret",
        "POST /v1/subscriptions/sub_1:rotate-token",
        "DELETE /v1/subscriptions/sub_1",
        "GET /v1/deliveries/alt_1",
        "POST /v1/deliveries/alt_1:resend",
    ]


def event(number: int, *, type: str = "meeting.updated", data: str = json.dumps(ALERT)) -> bytes:
    return f"event: {type}\nid: {number}\ndata: {data}\n\n".encode()


def streaming(*pieces: bytes) -> httpx.Response:
    async def content() -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece

    return httpx.Response(200, content=content(), headers={"content-type": "text/event-stream"})


async def take(told: Told, number: int, **how: Any) -> list[Streamed]:
    found = []
    following = told.client.stream(**how)
    async for streamed in following:
        found.append(streamed)
        if len(found) == number:
            break
    await following.aclose()  # type: ignore[attr-defined]
    return found


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "RESUME_AFTER", 0.001)


async def test_the_stream_gives_alerts_and_passes_over_heartbeats(platform: Platform) -> None:
    body = b": ping\r\n\r\nretry: 5\n\n" + event(7) + event(8)
    told = platform(lambda _: streaming(*(body[at : at + 7] for at in range(0, len(body), 7))))
    first, second = await take(told, 2, query={"sector": ["water"]})
    assert (first.id, second.id) == ("7", "8")
    assert first.alert is not None
    assert first.alert.data.record.id == EVENT["id"]
    assert told.asked[0].url.params["sector"] == "water"
    assert "Last-Event-ID" not in told.asked[0].headers


async def test_a_stream_that_ended_goes_on_behind_its_last_event(platform: Platform) -> None:
    left = iter([streaming(event(7)), streaming(event(8))])
    told = platform(lambda _: next(left))
    assert [streamed.id for streamed in await take(told, 2)] == ["7", "8"]
    assert told.asked[1].headers["Last-Event-ID"] == "7"


async def test_a_reset_is_told(platform: Platform) -> None:
    told = platform(lambda _: streaming(event(9, type="reset", data="{}")))
    assert await take(told, 1, last_event_id="2") == [Streamed("9", None)]
    assert told.asked[0].headers["Last-Event-ID"] == "2"


async def test_a_first_connection_that_fails_is_told_at_once(platform: Platform) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    told = platform(refuse)
    with pytest.raises(Unreachable):
        await take(told, 1)
    assert len(told.asked) == 1


async def test_a_lost_connection_is_tried_again_for_a_while_only(platform: Platform) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if "Last-Event-ID" not in request.headers:
            return streaming(event(1))
        raise httpx.ConnectError("refused", request=request)

    told = platform(answer)
    with pytest.raises(Unreachable):
        await take(told, 2, resume_within=0.05)
    assert len(told.asked) > 2


async def test_an_event_that_is_no_alert_is_unreadable(platform: Platform) -> None:
    told = platform(lambda _: streaming(event(1, data="[1]")))
    with pytest.raises(Unreadable):
        await take(told, 1)


async def test_an_export_is_downloaded_byte_by_byte(platform: Platform) -> None:
    body = b"PAR1\r\n\x00\xff\n\r\nPAR1"
    told = platform(lambda _: httpx.Response(200, content=body))
    pieces = [piece async for piece in told.client.records.download("records.parquet", {"kind": "meeting"})]
    assert b"".join(pieces) == body
    assert str(told.asked[0].url).endswith("/v1/export/records.parquet?kind=meeting")
