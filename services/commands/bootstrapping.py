"""A first key, made beside the database: for whoever runs the platform and has no key yet."""

from __future__ import annotations

import asyncio
import os
import secrets
from pathlib import Path
from typing import Any

from libs.bus import BusError, open_bus
from libs.db import DatabaseUnavailable, migrate
from libs.pipeline import MIGRATIONS as PIPELINE_MIGRATIONS
from libs.service import load_settings
from libs.telemetry import start_telemetry
from services.commands.frame import CommandFailed, WrongInput
from services.ingest.app import HISTORIES, make_pipeline
from services.ingest.clients import bootstrap_operator
from services.ingest.settings import Settings

DATABASE = ("COMMUNIQUE_INGEST_DATABASE_URL", "COMMUNIQUE_DATABASE_URL")


def bootstrap_key(data: Path | None, name: str) -> str:
    """A new operator's key. The database is the environment's, else the one in the folder of an embedded platform.

    The services learn of it when ingest runs.
    """
    settings = load_settings(Settings, **_given(data))
    try:
        return asyncio.run(_bootstrap(settings, name))
    except (DatabaseUnavailable, BusError, OSError) as error:
        raise CommandFailed(" ".join(str(error).split())) from error


def _given(data: Path | None) -> dict[str, Any]:
    named = any(os.environ.get(variable) or os.environ.get(f"{variable}_FILE") for variable in DATABASE)
    if named and data is None:
        return {}
    folder = (data or Path(os.environ.get("COMMUNIQUE_DATA") or "data")).resolve()
    if not (folder / "ingest.sqlite").exists():
        raise WrongInput(f"{folder} is not the data folder of a platform: there is no ingest.sqlite in it")
    bus, database = (f"sqlite:///{folder / file}" for file in ("bus.sqlite", "ingest.sqlite"))
    return {"embedded": True, "data": folder, "bus_url": bus, "database_url": database}


async def _bootstrap(settings: Settings, name: str) -> str:
    telemetry = start_telemetry("ingest")
    bus = open_bus(settings.bus, instance="bootstrap")
    pipeline = make_pipeline(settings, telemetry=telemetry, bus=bus)
    try:
        await migrate(pipeline.database, {"pipeline": PIPELINE_MIGRATIONS, **HISTORIES})
        return await pipeline.transaction(lambda unit: bootstrap_operator(unit, secrets.token_bytes, name))
    finally:
        await bus.close()
        await pipeline.database.close()
        telemetry.close()
