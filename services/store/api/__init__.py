"""The HTTP door of store, by what is asked for."""

from __future__ import annotations

from fastapi import APIRouter

from libs.db import Database
from services.store.api.events import event_router
from services.store.api.exports import export_router
from services.store.api.stats import stats_router
from services.store.api.texts import text_router
from services.store.settings import Settings


def routers(database: Database, settings: Settings) -> list[APIRouter]:
    return [
        event_router(database, settings),
        text_router(database),
        export_router(database, settings),
        stats_router(database),
    ]
