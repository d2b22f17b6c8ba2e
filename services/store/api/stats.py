"""Counts of records by kind, status, sector, pair of countries and month, over the same filters as lists."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse

from libs.db import Database
from libs.service import Principal, new_router, reader
from services.store import views
from services.store.api.bodies import StatsBody, answer
from services.store.api.filters import RecordFilter

Reader = Annotated[Principal, Depends(reader())]


def stats_router(database: Database) -> APIRouter:
    router = new_router(tags=["records"])

    @router.get(
        "/v1/stats",
        response_model=StatsBody,
        summary="How many records there are, by kind, status, sector, pair of countries and month",
    )
    async def stats(_: Reader, query: Annotated[RecordFilter, Query()]) -> JSONResponse:
        selection = query.selection()
        return answer(await database.read(lambda session: views.count(session, selection)))

    return router
