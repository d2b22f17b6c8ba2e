"""Counts of records by kind, status, sector, pair of countries and month, over the same filters as lists."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from libs.db import Database
from libs.service import Principal, new_router, reader
from services.store import views
from services.store.api.filters import RecordFilter

Reader = Annotated[Principal, Depends(reader())]


def stats_router(database: Database) -> APIRouter:
    router = new_router(tags=["records"])

    @router.get("/v1/stats", summary="How many records there are, by kind, status, sector, pair of countries and month")
    async def stats(_: Reader, query: Annotated[RecordFilter, Query()]) -> dict[str, Any]:
        selection = query.selection()
        return await database.read(lambda session: views.count(session, selection))

    return router
