"""Replays as the client asks for them."""

from __future__ import annotations

import json
from collections.abc import Callable

import httpx

from tests.libs.client.conftest import Told

Platform = Callable[..., Told]
RUN = "run_aaaaaaaaaaaaaaaa"


async def test_a_replay_is_started_with_what_was_given_alone(platform: Platform) -> None:
    told = platform(lambda _: httpx.Response(202, json={"id": RUN}))
    assert (await told.client.replays.start("2026-11-01"))["id"] == RUN
    await told.client.replays.start("2026-11-01", "2026-11-02", alert=True, reason="Better")
    assert {(request.method, request.url.path) for request in told.asked} == {("POST", "/v1/articles:replay")}
    assert [json.loads(request.content) for request in told.asked] == [
        {"since": "2026-11-01", "alert": False},
        {"since": "2026-11-01", "until": "2026-11-02", "alert": True, "reason": "Better"},
    ]


async def test_a_replay_is_looked_at_applied_and_discarded(platform: Platform) -> None:
    told = platform(lambda _: httpx.Response(200, json={"id": RUN, "items": [{"record_id": "evt_a"}], "next": None}))
    replays = told.client.replays
    assert [one["record_id"] async for one in replays.list()] == ["evt_a"]
    assert [one["record_id"] async for one in replays.changes(RUN, ["gone", "created"])] == ["evt_a"]
    assert (await replays.get(RUN))["id"] == RUN
    await replays.compare(RUN)
    await replays.apply(RUN)
    await replays.discard(RUN)
    assert [(request.method, request.url.path) for request in told.asked] == [
        ("GET", "/v1/replays"),
        ("GET", f"/v1/replays/{RUN}"),
        ("GET", f"/v1/replays/{RUN}"),
        ("POST", f"/v1/replays/{RUN}:compare"),
        ("POST", f"/v1/replays/{RUN}:apply"),
        ("DELETE", f"/v1/replays/{RUN}"),
    ]
    assert told.asked[1].url.params.get_list("effect") == ["gone", "created"]


async def test_a_replay_is_ordered_again_by_its_id(platform: Platform) -> None:
    told = platform(lambda _: httpx.Response(202, json={"id": "run_bbbbbbbbbbbbbbbb"}))
    assert (await told.client.replays.again(RUN))["id"] == "run_bbbbbbbbbbbbbbbb"
    assert [(one.url.path, json.loads(one.content)) for one in told.asked] == [("/v1/articles:replay", {"again": RUN})]
