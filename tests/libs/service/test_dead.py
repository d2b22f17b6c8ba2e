from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from libs.bus import Message, open_bus
from libs.db import Database, migrate
from libs.messages import ClientChanged, Envelope
from libs.pipeline import MIGRATIONS as PIPELINE_MIGRATIONS
from libs.pipeline import Pipeline, Subscription, Unit
from libs.pipeline.dead import bury, list_dead
from libs.service import dead_router
from libs.telemetry import Telemetry
from tests.libs.service.conftest import Clients, Make, bearer, client_of


class Handler:
    """Handles clients; those whose names are in `refused` it cannot."""

    def __init__(self) -> None:
        self.refused = {"bad"}
        self.handled: list[str] = []

    def __call__(self, unit: Unit, client: ClientChanged) -> None:
        if client.name in self.refused:
            raise ValueError(f"cannot handle {client.name}")
        self.handled.append(client.client_id)


@pytest.fixture
def handler() -> Handler:
    return Handler()


@pytest.fixture
async def pipeline(
    database: Database, telemetry: Telemetry, tmp_path: Path, handler: Handler
) -> AsyncIterator[Pipeline]:
    await migrate(database, {"pipeline": PIPELINE_MIGRATIONS})
    bus = open_bus(f"sqlite:///{tmp_path / 'bus.sqlite'}", instance="test")
    yield Pipeline(
        service="test",
        instance="test@here",
        database=database,
        bus=bus,
        telemetry=telemetry,
        subscriptions=[Subscription(messages=(ClientChanged,), handle=handler)],
        on_dead=lambda unit, message, reason: None,
    )
    await bus.close()


async def bury_clients(pipeline: Pipeline, *names: str) -> None:
    def work(unit: Unit) -> None:
        for number, name in enumerate(names):
            client = ClientChanged(client_id=f"cli_{number}", name=name, revision=1)
            message: Message = Envelope.wrap(client, source="test", now=datetime.now(UTC)).to_message()
            bury(unit, "test.clients.changed", message, ValueError("it was bad"), 3)

    await pipeline.transaction(work)


@pytest.fixture
async def http(make_app: Make, pipeline: Pipeline, clients: Clients) -> AsyncIterator[httpx.AsyncClient]:
    key = await clients.key("admin")
    async with client_of(make_app(routers=[dead_router("test", pipeline)])) as client:
        client.headers.update(bearer(key))
        yield client


async def left(pipeline: Pipeline) -> list[str]:
    return [row.key for row in await pipeline.database.read(list_dead)]


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", ""), ("GET", "/1"), ("POST", "/1:replay"), ("POST", ":replay"), ("POST", "/1:purge"), ("POST", ":purge")],
)
async def test_only_operators_get_at_dead_letters(
    method: str, path: str, http: httpx.AsyncClient, clients: Clients, pipeline: Pipeline
) -> None:
    await bury_clients(pipeline, "good")
    other = await clients.key("ingest", "read", "subscribe", "export", client_id="cli_other")
    body: dict[str, Any] = {"json": {"reason": "because"}} if path.endswith("purge") else {"json": {}}

    answer = await http.request(method, f"/v1/dead/test{path}", headers=bearer(other), **body)

    assert answer.status_code == 403
    assert await left(pipeline) == ["cli_0"]


async def test_dead_letters_are_listed_page_by_page_without_their_bodies(
    http: httpx.AsyncClient, pipeline: Pipeline
) -> None:
    await bury_clients(pipeline, "bad", "good", "worse")

    first = (await http.get("/v1/dead/test", params={"limit": 2})).json()
    second = (await http.get("/v1/dead/test", params={"limit": 2, "cursor": first["next"]})).json()
    other = (await http.get("/v1/dead/test", params={"topic": "articles.received"})).json()

    assert [row["key"] for row in first["items"] + second["items"]] == ["cli_0", "cli_1", "cli_2"]
    assert (first["items"][0]["error"], first["items"][0]["reason"]) == ("ValueError", "it was bad")
    assert "body" not in first["items"][0]
    assert second["next"] is None
    assert other["items"] == []


async def test_one_is_shown_with_headers_and_body(http: httpx.AsyncClient, pipeline: Pipeline) -> None:
    await bury_clients(pipeline, "bad")

    shown = (await http.get("/v1/dead/test/1")).json()
    missing = await http.get("/v1/dead/test/2")

    assert '"name":"bad"' in shown["body"]
    assert shown["headers"]["ce_type"] == ClientChanged.type
    assert missing.status_code == 404


async def test_what_can_be_handled_now_is_gone_after_the_replay(
    http: httpx.AsyncClient, pipeline: Pipeline, handler: Handler
) -> None:
    await bury_clients(pipeline, "good", "bad")

    good, bad, none = [await http.post(f"/v1/dead/test/{number}:replay") for number in (1, 2, 3)]

    assert good.json() == {"id": 1, "replayed": True, "reason": None}
    assert bad.json() == {"id": 2, "replayed": False, "reason": "cannot handle bad"}
    assert none.status_code == 404
    assert handler.handled == ["cli_0"]
    assert await left(pipeline) == ["cli_1"]


async def test_all_that_fit_are_replayed_in_order(
    http: httpx.AsyncClient, pipeline: Pipeline, handler: Handler
) -> None:
    await bury_clients(pipeline, "good", "bad", "good")

    answer = await http.post("/v1/dead/test:replay", json={"error": "ValueError"})

    assert answer.json()["replayed"] == 2
    assert [item["replayed"] for item in answer.json()["items"]] == [True, False, True]
    assert handler.handled == ["cli_0", "cli_2"]


async def test_purging_needs_a_reason_and_is_logged(
    http: httpx.AsyncClient, pipeline: Pipeline, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    await bury_clients(pipeline, "bad", "bad", "bad")

    without = await http.post("/v1/dead/test/1:purge", json={})
    one = await http.post("/v1/dead/test/1:purge", json={"reason": "a test of the feed"})
    rest = await http.post("/v1/dead/test:purge", json={"reason": "the same", "topic": "clients.changed", "limit": 1})

    assert without.status_code == 422
    assert (one.json(), rest.json()) == ({"purged": 1}, {"purged": 1})
    assert await left(pipeline) == ["cli_2"]
    notes = [record for record in caplog.records if record.message == "dead_purged"]
    assert [(note.reason, note.ids) for note in notes] == [("a test of the feed", [1]), ("the same", [2])]  # type: ignore[attr-defined]
