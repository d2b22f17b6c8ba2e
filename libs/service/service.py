"""A service as a whole: what composition hands to whoever runs it, alone or with the others in one process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from fastapi import FastAPI

from libs.bus import Bus, open_bus
from libs.db import Database, migrate
from libs.pipeline import MIGRATIONS as PIPELINE_MIGRATIONS
from libs.pipeline import Pipeline
from libs.service.app import Lifespan
from libs.service.serve import serve
from libs.service.settings import ServiceSettings, load_settings
from libs.telemetry import Telemetry, log_to, start_telemetry

Act = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Service:
    """Composed and not started. The application's lifespan calls `start` and `stop`."""

    app: FastAPI
    pipeline: Pipeline
    database: Database
    start: Act
    stop: Act


def starting(pipeline: Pipeline, histories: Mapping[str, Path]) -> Act:
    """Migrate (the pipeline's tables and those of `histories`), then run the pipeline."""

    async def start() -> None:
        await migrate(pipeline.database, {"pipeline": PIPELINE_MIGRATIONS, **histories})
        await pipeline.start()

    return start


def stopping(pipeline: Pipeline) -> Act:
    """Finish what is being handled, then let go of bus, database and telemetry."""

    async def stop() -> None:
        await pipeline.stop()
        await pipeline.bus.close()
        await pipeline.database.close()
        pipeline.telemetry.close()

    return stop


def lifespan(start: Act, stop: Act) -> Lifespan:
    """An application's lifespan; what was started is stopped also when the start failed half-way."""

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        try:
            await start()
            yield
        finally:
            await stop()

    return running


S_contra = TypeVar("S_contra", bound=ServiceSettings, contravariant=True)
S = TypeVar("S", bound=ServiceSettings)


class Build(Protocol[S_contra]):
    def __call__(self, settings: S_contra, *, telemetry: Telemetry, bus: Bus) -> Service: ...


def run_alone(kind: type[S], build: Build[S]) -> int:
    """Run one service with what the environment says; the exit status."""
    settings = load_settings(kind)
    log_to(service=settings.service, level=settings.log_level)
    telemetry = start_telemetry(settings.service, instance=settings.instance, otlp_endpoint=settings.otlp_endpoint)
    bus = open_bus(settings.bus, instance=f"{settings.service}@{settings.instance}")
    return serve(build(settings, telemetry=telemetry, bus=bus).app, settings)
