"""Store as a whole, on a bus: a reading in, a record over HTTP, messages out."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from libs.bus import Bus, open_bus
from libs.messages import Envelope
from libs.service.serve import lifespan_of
from libs.telemetry import start_telemetry, trace_id_of
from services.store.app import build
from services.store.settings import Settings
from tests.services.store.stories import reading, report

TRACEPARENT = "00-7c1f0a5be2d94c3e8f6a9b1d24e07f53-00f067aa0ba902b7-01"
PATIENCE = 20.0


async def test_a_reading_on_the_bus_becomes_a_record_in_the_same_trace(tmp_path: Path) -> None:
    settings = Settings(embedded=True, data=tmp_path)
    bus = open_bus(settings.bus, instance="store@test")
    service = build(settings, telemetry=start_telemetry("store"), bus=bus)
    async with lifespan_of(service.app):
        now = datetime.now(UTC)
        envelope = Envelope.wrap(reading("a", report("a")), source="classify", now=now, traceparent=TRACEPARENT)
        await bus.publish(envelope.to_message())
        transport = httpx.ASGITransport(service.app, client=("127.0.0.1", 50000))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as http:
            items = await _records(http)
            assert items[0]["history"][0]["trace_id"] == trace_id_of(TRACEPARENT)
            await _is_ready(http)
            assert (await http.get(f"/events/{items[0]['id']}")).status_code == 200
        told = await _told_on(bus, "articles.progressed")
        assert (told.step, told.records[0].id) == ("recorded", items[0]["id"])
        assert (await _told_on(bus, "events.recorded")).record.id == items[0]["id"]


async def _is_ready(http: httpx.AsyncClient) -> None:
    """Sooner or later: on a busy machine one look may come when a check has taken too long."""
    async with asyncio.timeout(PATIENCE):
        while not (await http.get("/readyz")).json()["ready"]:  # noqa: ASYNC110 (there is no event to wait for)
            await asyncio.sleep(0.05)


async def _records(http: httpx.AsyncClient) -> list[dict[str, Any]]:
    """The records as soon as there are any."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found: list[dict[str, Any]] = (await http.get("/v1/events")).json()["items"]
            if found:
                return found
            await asyncio.sleep(0.05)


async def _told_on(bus: Bus, topic: str) -> Any:
    async with asyncio.timeout(PATIENCE), bus.subscribe(topic, group=f"test.{topic}") as batches:
        async for batch in batches:
            return Envelope.of(batch.messages[0]).data
    raise AssertionError("nothing was told")
