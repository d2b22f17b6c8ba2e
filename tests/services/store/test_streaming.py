"""Exports of many records go out piece by piece: what stands in memory does not grow with their number."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import AsyncIterator, MutableMapping
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from libs.db import Database
from libs.service import create_app
from libs.telemetry import Telemetry
from services.store.api import routers
from services.store.settings import Settings
from tests.bench.scale.filling import fill

MANY = 12_000
MEGABYTES = 40.0
"""What may come on top after the first pieces: batches, row groups, caches of words."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('many') / 'store.sqlite'}"
    fill(url, MANY)
    return url


@pytest.fixture
async def many(filled: str, telemetry: Telemetry) -> AsyncIterator[FastAPI]:
    database, settings = Database(filled), Settings(embedded=True, public_url="http://localhost:8000")
    yield create_app(
        service="store",
        title="store",
        version="1",
        telemetry=telemetry,
        database=database,
        settings=settings,
        routers=routers(database, settings),
    )
    await database.close()


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("name", "least"),
    [("records.ndjson", 36.0), ("records.csv", 6.0), ("evidence.parquet", 0.3), ("records.geojson", 9.0)],
)
async def test_an_export_of_many_records_stays_small_in_memory(many: FastAPI, name: str, least: float) -> None:
    """`least` megabytes go out, far fewer are held."""
    sizes: list[int] = []
    held: list[float] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0 if not sizes else 3600)  # whoever asks again waits for a client that stays
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            assert message["status"] == 200
        else:
            sizes.append(len(message["body"]))
            held.append(_resident())

    gc.collect()
    await many(_scope(f"/v1/export/{name}"), receive, send)
    sent = sum(sizes) / 1e6
    assert sent > least
    assert max(sizes) < 4e6
    assert max(held) - held[min(len(held) - 1, len(held) // 10)] < MEGABYTES


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _scope(path: str) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"host", b"localhost:8000")],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8000),
        "root_path": "",
    }
