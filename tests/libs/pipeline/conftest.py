"""A pipeline on a temporary bus, for the tests of this folder."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from libs.bus import Bus, Message, open_bus
from libs.db import Database, migrate
from libs.pipeline import MIGRATIONS, Pipeline, Subscription, Unit
from libs.pipeline.settings import PipelineSettings
from libs.telemetry import Telemetry

Make = Callable[..., Awaitable[Pipeline]]

QUICK = PipelineSettings(retry_waits=(0.01, 0.02), first_pause=0.02, longest_pause=0.1, relay_poll=0.05, lease=2.0)


@pytest.fixture
async def bus(tmp_path: Path) -> AsyncIterator[Bus]:
    opened = open_bus(f"sqlite:///{tmp_path / 'bus.sqlite'}", instance="test")
    yield opened
    await opened.close()


@pytest.fixture
async def database(any_database_url: str) -> AsyncIterator[Database]:
    opened = Database(any_database_url)
    await migrate(opened, {"pipeline": MIGRATIONS})
    yield opened
    await opened.close()


@pytest.fixture
def buried() -> list[tuple[Message, str]]:
    """What `on_dead` was told."""
    return []


@pytest.fixture
async def make_pipeline(
    bus: Bus, database: Database, telemetry: Telemetry, buried: list[tuple[Message, str]]
) -> AsyncIterator[Make]:
    made: list[Pipeline] = []

    def on_dead(_: Unit, message: Message, reason: str) -> None:
        buried.append((message, reason))

    async def make(*subscriptions: Subscription, start: bool = True) -> Pipeline:
        pipeline = Pipeline(
            service="test",
            instance="test@here",
            database=database,
            bus=bus,
            telemetry=telemetry,
            subscriptions=subscriptions,
            on_dead=on_dead,
            settings=QUICK,
        )
        made.append(pipeline)
        if start:
            await pipeline.start()
        return pipeline

    yield make
    for pipeline in made:
        await pipeline.stop()
