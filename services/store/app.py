"""Store's composition: constructs everything, decides nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from libs.bus import Bus
from libs.db import Database
from libs.pipeline import Pipeline
from libs.service import CLIENTS_SUBSCRIPTION, create_app, dead_router
from libs.service import MIGRATIONS as CLIENT_MIGRATIONS
from libs.service.service import Service, lifespan, starting, stopping
from libs.telemetry import Telemetry
from services.store.api import routers
from services.store.api.corrections import correction_router
from services.store.api.replays import replay_router
from services.store.handlers import SUBSCRIPTIONS, on_dead
from services.store.replaying import working_off
from services.store.settings import Settings
from services.store.web.drawing import Drawing
from services.store.web.pages import page_router
from services.store.web.pictures import picture_router
from services.store.web.replays import replay_page_router

FOLDER = Path(__file__).parent
HISTORIES = {"clients": CLIENT_MIGRATIONS, "store": FOLDER / "migrations"}


def build(settings: Settings, *, telemetry: Telemetry, bus: Bus) -> Service:
    database = Database(settings.database)
    pipeline = Pipeline(
        service="store",
        instance=f"store@{settings.instance}",
        database=database,
        bus=bus,
        telemetry=telemetry,
        subscriptions=[*SUBSCRIPTIONS, CLIENTS_SUBSCRIPTION],
        on_dead=on_dead,
    )
    pipeline.run_beside("replays", working_off(pipeline))
    drawing = Drawing(settings.drawing_seconds)
    stalled_after = timedelta(seconds=settings.replay_stalled_seconds)

    def quiet_since() -> datetime:
        return pipeline.clock() - stalled_after

    start, end = starting(pipeline, HISTORIES), stopping(pipeline)

    async def stop() -> None:
        await drawing.close()
        await end()

    app = create_app(
        service="store",
        title="Communiqué: records",
        version="1",
        telemetry=telemetry,
        database=database,
        settings=settings,
        routers=[
            *routers(database, settings),
            correction_router(database, pipeline.transaction),
            replay_router(database, pipeline.transaction, quiet_since),
            dead_router("store", pipeline),
            replay_page_router(database, pipeline.transaction, quiet_since),
            page_router(database, settings),
            picture_router(database, drawing, lambda: pipeline.clock().date()),
        ],
        checks={"database": database.check, "bus": bus.check},
        degraded=("bus",),
        lifespan=lifespan(start, stop),
        templates=FOLDER / "web" / "templates",
    )
    return Service(app, pipeline, database, start, stop)
