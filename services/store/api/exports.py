"""Exports: all records of a filter as a stream, with those that are gone where a time is named."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse

from libs.db import Database
from libs.service import Principal, new_router, reader
from services.store import views
from services.store.api.filters import RecordFilter
from services.store.selection import ACTIVE, Order, Selection
from services.store.settings import Settings
from services.store.shown import with_addresses

Reader = Annotated[Principal, Depends(reader())]


def export_router(database: Database, settings: Settings) -> APIRouter:
    router = new_router(tags=["exports"])

    @router.get(
        "/v1/export/records.ndjson",
        summary="Records, one a line, in the order they were made",
        response_class=StreamingResponse,
        responses={200: {"content": {"application/x-ndjson": {}}}},
    )
    async def records(_: Reader, query: Annotated[RecordFilter, Query()]) -> StreamingResponse:
        # Whoever follows changes must learn of what has gone: merged and retracted records stand in it as such.
        states = () if query.updated_since is not None else ACTIVE
        lines = _lines(database, query.selection(states=states), settings)
        return StreamingResponse(lines, media_type="application/x-ndjson")

    return router


async def _lines(database: Database, selection: Selection, settings: Settings) -> AsyncIterator[bytes]:
    after: views.Position | None = ()
    while after is not None:
        order = Order("oldest", after=after or ())
        records, after = await database.read(
            lambda session: views.list_records(session, selection, order, settings.export_batch)  # noqa: B023
        )
        if records:
            lines = (json.dumps(with_addresses(one, settings.public_url), ensure_ascii=False) for one in records)
            yield ("\n".join(lines) + "\n").encode()
