"""Classify's composition: constructs everything, decides nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from libs.bus import Bus
from libs.db import Database
from libs.pipeline import Pipeline
from libs.service import CLIENTS_SUBSCRIPTION, create_app, dead_router
from libs.service import MIGRATIONS as CLIENT_MIGRATIONS
from libs.service.service import Service, lifespan, starting, stopping
from libs.telemetry import Telemetry
from services.classify.api import routes
from services.classify.handlers import Reader, on_dead, subscriptions
from services.classify.pool import ReadingPool
from services.classify.reading.geography.coordinates import located
from services.classify.reading.reader import read_closely
from services.classify.readings import Readings
from services.classify.settings import Settings
from services.classify.web.pages import page_routes

if TYPE_CHECKING:
    from services.classify.backends.base import Backend

TEMPLATES = Path(__file__).parent / "web" / "templates"


def build(
    settings: Settings, *, telemetry: Telemetry, bus: Bus, transport: httpx.AsyncBaseTransport | None = None
) -> Service:
    """`transport` takes the place of the network between a reading backend and its endpoint, in tests."""
    pool = ReadingPool(settings.workers, settings.reading_seconds, read_closely, settings.gliner_folder)
    readings = Readings(pool.read, telemetry.meter, mode=settings.backend, backend=make_backend(settings, transport))
    pipeline = Pipeline(
        service="classify",
        instance=f"classify@{settings.instance}",
        database=Database(settings.database),
        bus=bus,
        telemetry=telemetry,
        subscriptions=[*subscriptions(Reader(readings.read), settings.batch), CLIENTS_SUBSCRIPTION],
        on_dead=on_dead,
    )
    begin, end = starting(pipeline, {"clients": CLIENT_MIGRATIONS}), stopping(pipeline)

    async def start() -> None:
        pool.open()
        await asyncio.to_thread(located, "", None)  # the table of places is read now, not before the first article
        await begin()

    async def stop() -> None:
        await end()
        await readings.close()
        await pool.close()

    app = create_app(
        service="classify",
        title="Communiqué: reading",
        version="1",
        telemetry=telemetry,
        database=pipeline.database,
        settings=settings,
        routers=[routes(readings.read), dead_router("classify", pipeline), page_routes(readings.read)],
        checks={"database": pipeline.database.check, "bus": bus.check},
        degraded=("bus",),
        lifespan=lifespan(start, stop),
        templates=TEMPLATES,
    )
    return Service(app, pipeline, pipeline.database, start, stop)


def make_backend(settings: Settings, transport: httpx.AsyncBaseTransport | None = None) -> Backend | None:
    """The backend that is set; its code is loaded only then."""
    if settings.backend == "rules":
        return None
    from services.classify.backends.llm import LanguageModel, Limits

    limits = Limits(
        settings.llm_seconds,
        settings.llm_rest_seconds,
        settings.llm_characters,
        settings.llm_parallel,
        settings.llm_cache,
    )
    key = settings.llm_key.get_secret_value()
    return LanguageModel(settings.llm_url, settings.llm_model, key, limits=limits, transport=transport)
