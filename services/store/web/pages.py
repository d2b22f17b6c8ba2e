"""Pages of records."""

from __future__ import annotations

from fastapi import APIRouter

from libs.db import Database
from libs.service import new_router
from services.store.settings import Settings


def page_router(database: Database, settings: Settings) -> APIRouter:
    return new_router(include_in_schema=False)
