"""Classify's composition: constructs everything, decides nothing."""

from __future__ import annotations

from pathlib import Path

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
from services.classify.settings import Settings
from services.classify.web.pages import page_routes

TEMPLATES = Path(__file__).parent / "web" / "templates"


def build(settings: Settings, *, telemetry: Telemetry, bus: Bus) -> Service:
    pool = ReadingPool(settings.workers, settings.reading_seconds)
    pipeline = Pipeline(
        service="classify",
        instance=f"classify@{settings.instance}",
        database=Database(settings.database),
        bus=bus,
        telemetry=telemetry,
        subscriptions=[*subscriptions(Reader(pool.read), settings.batch), CLIENTS_SUBSCRIPTION],
        on_dead=on_dead,
    )
    start, end = starting(pipeline, {"clients": CLIENT_MIGRATIONS}), stopping(pipeline)

    async def stop() -> None:
        await end()
        await pool.close()

    app = create_app(
        service="classify",
        title="Communiqué: reading",
        version="1",
        telemetry=telemetry,
        database=pipeline.database,
        settings=settings,
        routers=[routes(pool.read), dead_router("classify", pipeline), page_routes(pool.read)],
        checks={"database": pipeline.database.check, "bus": bus.check},
        degraded=("bus",),
        lifespan=lifespan(start, stop),
        templates=TEMPLATES,
    )
    return Service(app, pipeline, pipeline.database, start, stop)
