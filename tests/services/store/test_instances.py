"""Two instances of store in one group on a real Kafka, each with partitions of its own, on one PostgreSQL database."""

from __future__ import annotations

import asyncio
import os
import random
import re
import secrets
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from libs.bus import open_bus
from libs.db import Database
from libs.messages import ArticleClassified, Envelope
from libs.telemetry import Telemetry
from services.store.tables import readings
from tests.kafka_broker import KafkaBroker, broker_for_tests
from tests.services.store.conftest import NOW, Store
from tests.services.store.test_merging_order import fresh, said, stories_of
from tests.support.platforms import ROOT, topics
from tests.support.ports import free_port

__all__ = ["fresh"]  # a fixture

pytestmark = [pytest.mark.kafka, pytest.mark.postgres, pytest.mark.timeout(400)]
PATIENCE = 120.0
SECRET = secrets.token_urlsafe(40)
INSTANCES = ("one", "two")
HANDLED = re.compile(r'^communique_messages_total\{[^}]*topic="articles\.classified"[^}]*\} ([0-9.]+)', re.MULTILINE)


@pytest.fixture
def kafka() -> Iterator[KafkaBroker]:
    """A broker that has the topics of the platform and nothing else."""
    with broker_for_tests() as broker:
        topics(broker)
        yield broker


class Instance:
    """A store process as compose runs it."""

    def __init__(self, name: str, bus: str, database: str, folder: Path) -> None:
        self.port = free_port()
        self.log = folder / f"{name}.log"
        environment = {
            "COMMUNIQUE_BUS_URL": bus,
            "COMMUNIQUE_DATABASE_URL": database,
            "COMMUNIQUE_INSTANCE": name,
            "COMMUNIQUE_PORT": str(self.port),
            "COMMUNIQUE_SECRET": SECRET,
            "COMMUNIQUE_LOG_LEVEL": "WARNING",
        }
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "services.store"],
                env={**os.environ, **environment},
                cwd=ROOT,
                stdout=output,
                stderr=output,
            )

    async def is_ready(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        try:
            return (await self._get("/readyz")).status_code == 200
        except httpx.TransportError:
            return False

    async def handled(self) -> float:
        """How many readings this instance has handled."""
        return sum(map(float, HANDLED.findall((await self._get("/metrics")).text)))

    async def _get(self, path: str) -> httpx.Response:
        async with httpx.AsyncClient(trust_env=False, timeout=10) as http:
            return await http.get(f"http://127.0.0.1:{self.port}{path}")

    def end(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def instances(kafka: KafkaBroker, postgres_url: str, tmp_path: Path) -> Iterator[list[Instance]]:
    started = [Instance(name, f"kafka://{kafka.address}", postgres_url, tmp_path) for name in INSTANCES]
    yield started
    for one in started:
        one.end()


async def until(what: Callable[[], Awaitable[Any]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await what():  # noqa: ASYNC110 - other processes set no events
            await asyncio.sleep(0.2)


async def test_two_instances_make_the_records_that_one_makes(
    instances: list[Instance], kafka: KafkaBroker, postgres_url: str, fresh: Any, telemetry: Telemetry
) -> None:
    """Articles that are easily confused, in two orders at once, so that each instance changes what the other made."""
    stories = stories_of(random.Random(5))
    shuffled = random.Random(11).sample(stories, len(stories))
    for one in instances:
        await until(one.is_ready)

    first, second = shuffled[: len(shuffled) // 2], shuffled[len(shuffled) // 2 :]

    async def both_work() -> bool:
        await publish(kafka, first)  # again and again: who joins first may have handled all that came before
        return all([await one.handled() > 0 for one in instances])

    await until(both_work)
    await publish(kafka, [*second, *first])  # what comes twice is handled once

    database = Database(postgres_url)
    try:

        async def all_are_read() -> bool:
            ids = [(one.article_id, one.version) for one in stories]
            return len(await database.read(lambda session: readings.readings(session, ids))) == len(stories)

        await until(all_are_read)
        found = said(await Store(database, telemetry).records())
    finally:
        await database.close()

    store = await fresh()
    await store.take_at_once(stories)
    assert found == said(await store.records())
    assert sum([await one.handled() for one in instances]) >= len(stories)


async def publish(broker: KafkaBroker, told: list[ArticleClassified]) -> None:
    bus = open_bus(f"kafka://{broker.address}", instance="test")
    try:
        await bus.publish(*(Envelope.wrap(one, source="classify", now=NOW).to_message() for one in told))
    finally:
        await bus.close()
