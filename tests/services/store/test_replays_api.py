"""Replays as an operator looks at them, applies and discards them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from libs.db import Database
from libs.service import Principal, create_app
from libs.telemetry import Telemetry
from services.store.api import replays as door
from services.store.api.replays import replay_router
from services.store.settings import Settings
from tests.services.store.conftest import NOW, Store
from tests.services.store.replays import STALLED
from tests.services.store.stories import ASTANA, SHYMKENT, reading, report

RUN = "run_aaaaaaaaaaaaaaaa"
OTHER = "run_bbbbbbbbbbbbbbbb"


class Known:
    """Every key is good for the scopes that are its text."""

    async def by_key(self, text: str) -> Principal:
        return Principal("cli_desk", "key_a", frozenset(text.split("-")), "News desk")


@pytest.fixture
def replaying(database: Database, store: Store, telemetry: Telemetry) -> FastAPI:
    made = create_app(
        service="store",
        title="store",
        version="1",
        telemetry=telemetry,
        database=database,
        settings=Settings(embedded=True, public_url="http://localhost:8000"),
        routers=[replay_router(database, store.run, lambda: store.now - STALLED)],
    )
    made.state.authenticator = Known()
    return made


@pytest.fixture
async def desk(replaying: FastAPI, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    monkeypatch.setattr(door, "NEWS_SECONDS", 0.0)
    transport = httpx.ASGITransport(replaying, client=("127.0.0.1", 50000))
    headers = {"Authorization": "Bearer admin"}
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000", headers=headers) as client:
        yield client


async def compared(store: Store, articles: int = 1, run: str = RUN, **told: Any) -> None:
    """A replay that finds another place for so many meetings."""
    days = [f"2026-{1 + at:02}-05" for at in range(articles)]
    await store.take(*(reading(f"a{at}", report(f"a{at}", day=day, place=ASTANA)) for at, day in enumerate(days)))
    again = [reading(f"a{at}", report(f"a{at}", day=day, place=SHYMKENT)) for at, day in enumerate(days)]
    await store.keep_aside(run, *again, **told)
    await store.work_off(run)


async def test_a_replay_shows_what_would_change(store: Store, desk: httpx.AsyncClient) -> None:
    await compared(store, reason="More places")
    (record,) = await store.records()
    answer = await desk.get(f"/v1/replays/{RUN}")
    assert answer.status_code == 200
    shown = answer.json()
    assert (shown["id"], shown["state"], shown["alert"], shown["reason"]) == (RUN, "ready", False, "More places")
    assert shown["progress"] == {
        "read": 1,
        "failed": 0,
        "of": 1,
        "compared": 1,
        "applied": 0,
        "overtaken": 0,
        "left_out": 0,
    }
    assert shown["changes"] == {"created": 0, "changed": 1, "gone": 0, "refreshed": 0}
    (item,) = shown["items"]
    assert item["record_id"] == record["id"]
    assert item["fields"] == [{"field": "/place", "before": ASTANA, "after": SHYMKENT}]
    assert (shown["next"], shown["applied_at"], shown["discarded_at"]) == (None, None, None)
    assert len(shown["trace_id"]) == 32


async def test_progress_is_told_while_articles_are_read(store: Store, desk: httpx.AsyncClient) -> None:
    await store.keep_aside(RUN, reading("a", report("a")), articles=5, failed=1, complete=False)
    shown = (await desk.get(f"/v1/replays/{RUN}")).json()
    assert (shown["state"], shown["items"]) == ("reading", [])
    assert (shown["progress"]["read"], shown["progress"]["failed"], shown["progress"]["of"]) == (1, 1, 5)
    refused = await desk.post(f"/v1/replays/{RUN}:apply")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/conflict")
    assert "1 of 5" in refused.json()["detail"]


async def test_changes_come_page_by_page_and_by_effect(store: Store, desk: httpx.AsyncClient) -> None:
    await compared(store, 5)
    seen, query = [], {"limit": "2"}
    while True:
        shown = (await desk.get(f"/v1/replays/{RUN}", params=query)).json()
        seen += [item["record_id"] for item in shown["items"]]
        if shown["next"] is None:
            break
        query["cursor"] = shown["next"]
    assert sorted(seen) == sorted(record["id"] for record in await store.records())
    assert (await desk.get(f"/v1/replays/{RUN}?effect=created&effect=gone")).json()["items"] == []
    assert len((await desk.get(f"/v1/replays/{RUN}?effect=changed")).json()["items"]) == 5
    assert (await desk.get(f"/v1/replays/{RUN}?effect=odd")).status_code == 422
    assert (await desk.get(f"/v1/replays/{RUN}?cursor=odd")).status_code == 400
    assert (await desk.get(f"/v1/replays/{RUN}?colour=red")).status_code == 422


async def test_it_is_applied_once(store: Store, desk: httpx.AsyncClient) -> None:
    await compared(store, 3)
    for _ in range(2):
        answer = await desk.post(f"/v1/replays/{RUN}:apply")
        assert answer.status_code == 200
        assert (answer.json()["state"], answer.json()["ended_by"]) == ("applied", "News desk")
        assert answer.json()["progress"]["applied"] == 3
        assert {(one["version"], one["place"]["name"]) for one in await store.records()} == {(2, "Shymkent")}
    shown = (await desk.get(f"/v1/replays/{RUN}")).json()
    assert shown["applied_at"] is not None
    assert (len(shown["items"]), shown["progress"]["read"]) == (3, 3)
    (entry,) = [one for one in (await store.records())[0]["history"] if one["cause"] == "replay"]
    assert entry["trace_id"] != shown["trace_id"]
    refused = await desk.delete(f"/v1/replays/{RUN}")
    assert refused.status_code == 409


async def test_what_takes_long_is_applied_behind(
    store: Store, desk: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "ANSWER_WITHIN", -1.0)
    await compared(store)
    answer = await desk.post(f"/v1/replays/{RUN}:apply")
    assert (answer.status_code, answer.json()["state"]) == (202, "applying")
    await store.work_off(RUN)
    assert (await desk.get(f"/v1/replays/{RUN}")).json()["state"] == "applied"


async def test_it_is_discarded(store: Store, desk: httpx.AsyncClient) -> None:
    await compared(store)
    for _ in range(2):
        answer = await desk.delete(f"/v1/replays/{RUN}")
        assert (answer.status_code, answer.json()["state"]) == (200, "discarded")
    shown = (await desk.get(f"/v1/replays/{RUN}")).json()
    assert (shown["items"], shown["discarded_at"] is not None) == ([], True)
    assert (await desk.post(f"/v1/replays/{RUN}:apply")).status_code == 409
    assert {one["version"] for one in await store.records()} == {1}


async def test_replays_are_listed_the_latest_first(store: Store, desk: httpx.AsyncClient) -> None:
    await store.keep_aside(RUN)
    await store.keep_aside(OTHER, started_at=NOW + timedelta(hours=1))
    first = (await desk.get("/v1/replays?limit=1")).json()
    second = (await desk.get("/v1/replays", params={"limit": 1, "cursor": first["next"]})).json()
    assert [one["id"] for one in (*first["items"], *second["items"])] == [OTHER, RUN]
    assert second["next"] is None
    assert "items" not in first["items"][0]


async def test_what_is_no_replay_is_not_found(desk: httpx.AsyncClient) -> None:
    for run in (OTHER, "run_a", "x" * 500):
        assert (await desk.get(f"/v1/replays/{run}")).status_code == 404
        assert (await desk.post(f"/v1/replays/{run}:apply")).status_code == 404
        assert (await desk.delete(f"/v1/replays/{run}")).status_code == 404


async def test_the_news_of_a_replay_is_waited_for(
    store: Store, desk: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "NEWS_SECONDS", 30.0)

    async def come(_: float) -> None:
        await store.keep_aside(RUN)

    monkeypatch.setattr("asyncio.sleep", come)
    assert (await desk.get(f"/v1/replays/{RUN}")).status_code == 200


async def test_only_who_operates_sees_replays(store: Store, desk: httpx.AsyncClient) -> None:
    await compared(store)
    desk.headers["Authorization"] = "Bearer read-ingest-export"
    assert (await desk.get("/v1/replays")).status_code == 403
    assert (await desk.get(f"/v1/replays/{RUN}")).status_code == 403
    assert (await desk.post(f"/v1/replays/{RUN}:apply")).status_code == 403
    assert (await desk.delete(f"/v1/replays/{RUN}")).status_code == 403
    del desk.headers["Authorization"]
    assert (await desk.get("/v1/replays")).status_code == 401
