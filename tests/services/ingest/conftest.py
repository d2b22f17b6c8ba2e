"""Ingest alone on a temporary bus, with an operator's key."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from libs.bus import open_bus
from libs.db import migrate
from libs.pipeline import MIGRATIONS as PIPELINE_MIGRATIONS
from libs.service.service import Service
from libs.telemetry import Telemetry
from services.ingest.app import HISTORIES, build
from services.ingest.clients import bootstrap_operator, create_client, create_key
from services.ingest.settings import Settings

SECRET = "7c1f0a5be2d94c3e8f6a9b1d24e07f53-for-tests"


@dataclass(frozen=True)
class Ingest:
    """The service with clients that speak to it as an operator, as a feed, and as another feed."""

    service: Service
    operator: httpx.AsyncClient
    feed: httpx.AsyncClient
    stranger: httpx.AsyncClient


def make_settings(tmp_path: Path, database_url: str, **more: object) -> Settings:
    values = {"secret": SECRET, "database_url": database_url, "bus_url": f"sqlite:///{tmp_path / 'bus.sqlite'}"}
    return Settings.model_validate({**values, "instance": "test", "key_wait_seconds": 0, **more})


def client(service: Service, key: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(service.app, client=("127.0.0.1", 5000))
    return httpx.AsyncClient(
        transport=transport, base_url="http://localhost:8000", headers={"Authorization": f"Bearer {key}"}
    )


@pytest.fixture
async def ingest(any_database_url: str, tmp_path: Path, telemetry: Telemetry) -> AsyncIterator[Ingest]:
    """The service as it runs."""
    service = make_service(any_database_url, tmp_path, telemetry)
    await service.start()
    async for made in with_clients(service):
        yield made


@pytest.fixture
async def resting(any_database_url: str, tmp_path: Path, telemetry: Telemetry) -> AsyncIterator[Ingest]:
    """The service without its loops: what they do is done by the test."""
    service = make_service(any_database_url, tmp_path, telemetry)
    await migrate(service.database, {"pipeline": PIPELINE_MIGRATIONS, **HISTORIES})
    async for made in with_clients(service):
        yield made


def make_service(database_url: str, tmp_path: Path, telemetry: Telemetry) -> Service:
    settings = make_settings(tmp_path, database_url, max_unclassified=5)
    return build(settings, telemetry=telemetry, bus=open_bus(settings.bus, instance="test"), others={})


async def with_clients(service: Service) -> AsyncIterator[Ingest]:
    operator = await service.pipeline.transaction(lambda unit: bootstrap_operator(unit, secrets.token_bytes))

    async def feed_key(name: str) -> str:
        made = await service.pipeline.transaction(lambda unit: create_client(unit, name, secrets.token_bytes))
        key, _ = await service.pipeline.transaction(
            lambda unit: create_key(unit, made.id, ["ingest"], None, secrets.token_bytes)
        )
        return key

    keys = [operator, await feed_key("feed"), await feed_key("stranger")]
    clients = [client(service, key) for key in keys]
    yield Ingest(service, *clients)
    for one in clients:
        await one.aclose()
    await service.stop()
