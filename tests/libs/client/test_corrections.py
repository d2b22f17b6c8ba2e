"""Corrections as the client sends them."""

from __future__ import annotations

import json
from collections.abc import Callable

import httpx

from tests.libs.client.conftest import Told

Platform = Callable[..., Told]


async def test_each_correction_says_what_who_and_why(platform: Platform) -> None:
    told = platform(lambda _: httpx.Response(201, json={"id": "cor_a", "changes": []}))
    corrections = told.client.corrections
    await corrections.merge(["evt_a", "evt_b"], "one", by="Editor")
    await corrections.split("evt_a", ["art_a"], "two")
    await corrections.retract("evt_a", "none")
    assert (await corrections.fix("evt_a", "count", None, "unknown"))["id"] == "cor_a"
    assert {request.url.path for request in told.asked} == {"/v1/corrections"}
    assert [json.loads(request.content) for request in told.asked] == [
        {"action": "merge", "records": ["evt_a", "evt_b"], "reason": "one", "by": "Editor"},
        {"action": "split", "record": "evt_a", "articles": ["art_a"], "reason": "two"},
        {"action": "retract", "record": "evt_a", "reason": "none"},
        {"action": "fix", "record": "evt_a", "field": "count", "value": None, "reason": "unknown"},
    ]


async def test_corrections_are_listed_and_taken_back(platform: Platform) -> None:
    told = platform(lambda _: httpx.Response(200, json={"items": [{"id": "cor_a"}], "next": None}))
    assert [one["id"] async for one in told.client.corrections.list("evt_a")] == ["cor_a"]
    await told.client.corrections.get("cor_a")
    await told.client.corrections.take_back("cor_a")
    assert [(request.method, request.url.path) for request in told.asked] == [
        ("GET", "/v1/corrections"),
        ("GET", "/v1/corrections/cor_a"),
        ("DELETE", "/v1/corrections/cor_a"),
    ]
    assert told.asked[0].url.params["record"] == "evt_a"
