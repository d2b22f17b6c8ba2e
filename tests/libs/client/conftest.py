"""Clients of ingest's real application, and of a platform whose answers the test gives."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from libs.bus import open_bus
from libs.client import Client
from libs.service.service import Service
from libs.telemetry import Telemetry
from services.ingest.app import build
from services.ingest.clients import bootstrap_operator
from services.ingest.settings import Settings

ADDRESS = "http://localhost:8000"


@dataclass
class Naps:
    """Stands for sleeping: remembers how long."""

    slept: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)


@pytest.fixture
async def ingest(tmp_path: Path, telemetry: Telemetry) -> AsyncIterator[Service]:
    settings = Settings.model_validate(
        {
            "secret": secrets.token_urlsafe(48),
            "database_url": f"sqlite:///{tmp_path / 'ingest.sqlite'}",
            "bus_url": f"sqlite:///{tmp_path / 'bus.sqlite'}",
            "instance": "test",
            "key_wait_seconds": 0,
        }
    )
    service = build(settings, telemetry=telemetry, bus=open_bus(settings.bus, instance="test"), others={})
    await service.start()
    yield service
    await service.stop()


@pytest.fixture
async def operator(ingest: Service) -> AsyncIterator[Client]:
    """A client with every scope."""
    key = await ingest.pipeline.transaction(lambda unit: bootstrap_operator(unit, secrets.token_bytes))
    transport = httpx.ASGITransport(ingest.app)
    async with Client(ADDRESS, key, transport=transport) as client:
        yield client


Answering = Callable[[httpx.Request], httpx.Response]


@dataclass
class Told:
    """A platform that answers as the test says, and what it was asked."""

    client: Client
    naps: Naps
    asked: list[httpx.Request]


@pytest.fixture
def platform() -> Callable[..., Told]:
    def make(answer: Answering, *, key: str = "", patience: float = 0) -> Told:
        asked: list[httpx.Request] = []

        def answering(request: httpx.Request) -> httpx.Response:
            asked.append(request)
            return answer(request)

        naps = Naps()
        transport = httpx.MockTransport(answering)
        return Told(Client(ADDRESS, key, patience=patience, transport=transport, sleep=naps), naps, asked)

    return make
