"""Ingest's composition: constructs everything, decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import httpx

from libs.bus import Bus
from libs.db import Database
from libs.pipeline import Pipeline
from libs.service import MIGRATIONS as CLIENT_MIGRATIONS
from libs.service import create_app, dead_router
from libs.service.health import Check
from libs.service.service import Service, lifespan, starting, stopping
from libs.telemetry import Telemetry
from services.ingest.api import routes
from services.ingest.api_clients import client_routes
from services.ingest.api_replays import replay_routes
from services.ingest.backlog import Backlog
from services.ingest.documents import document_routes, openapi
from services.ingest.handlers import SUBSCRIPTIONS, on_dead
from services.ingest.replaying import handing_out
from services.ingest.settings import Settings
from services.ingest.web.pages import page_routes

FOLDER = Path(__file__).parent
HISTORIES = {"clients": CLIENT_MIGRATIONS, "ingest": FOLDER / "migrations"}


def build(settings: Settings, *, telemetry: Telemetry, bus: Bus, others: Mapping[str, Check] | None = None) -> Service:
    """`others` are the readiness of the other services, asked over HTTP where none are given."""
    pipeline = make_pipeline(settings, telemetry=telemetry, bus=bus)
    backlog = Backlog(pipeline, settings)
    pipeline.run_beside("backlog", backlog.count)
    pipeline.run_beside("publish_again", backlog.publish_again)
    pipeline.run_beside("forget_answers", backlog.forget_answers)
    pipeline.run_beside("handing_out", handing_out(pipeline, settings.replay_window))
    start, stop = starting(pipeline, HISTORIES), stopping(pipeline)
    asked = others if others is not None else _over_http(settings)
    app = create_app(
        service="ingest",
        title="Communiqué: articles and clients",
        version="1",
        telemetry=telemetry,
        database=pipeline.database,
        settings=settings,
        routers=[
            routes(pipeline, backlog, settings),
            replay_routes(pipeline, settings),
            client_routes(pipeline),
            dead_router("ingest", pipeline),
            page_routes(pipeline, settings),
            document_routes(),
        ],
        checks={"database": pipeline.database.check, "bus": bus.check, **asked},
        degraded=("bus", *asked),
        lifespan=lifespan(start, stop),
        templates=FOLDER / "web" / "templates",
    )
    app.openapi = openapi  # type: ignore[method-assign]  # the origin speaks for all services
    return Service(app, pipeline, pipeline.database, start, stop)


def make_pipeline(settings: Settings, *, telemetry: Telemetry, bus: Bus) -> Pipeline:
    """Ingest's pipeline alone, for commands that work beside the database."""
    return Pipeline(
        service="ingest",
        instance=f"ingest@{settings.instance}",
        database=Database(settings.database),
        bus=bus,
        telemetry=telemetry,
        subscriptions=SUBSCRIPTIONS,
        on_dead=on_dead,
    )


def _over_http(settings: Settings) -> dict[str, Check]:
    urls = {"classify": settings.classify_url, "store": settings.store_url, "notify": settings.notify_url}

    def check(url: str) -> Check:
        async def ask() -> None:
            async with httpx.AsyncClient(timeout=settings.check_seconds, trust_env=False) as client:
                (await client.get(f"{url.rstrip('/')}/readyz")).raise_for_status()

        return ask

    return {name: check(url) for name, url in urls.items() if url}
