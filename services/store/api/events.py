"""Records: lists by filter, and one by its id."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from libs.db import Database
from libs.messages.values import Kind
from libs.service import Principal, Problem, new_router, page, reader
from libs.service.paging import read_cursor
from services.store import views
from services.store.api.etags import etag_of, not_modified
from services.store.api.filters import ListQuery
from services.store.selection import Order
from services.store.settings import Settings
from services.store.shown import with_addresses

Reader = Annotated[Principal, Depends(reader())]
ID = re.compile(r"[A-Za-z0-9_-]{1,80}")


def event_router(database: Database, settings: Settings) -> APIRouter:
    router = new_router(tags=["records"])

    async def listed(request: Request, response: Response, query: ListQuery, kind: Kind | None) -> dict[str, Any]:
        selection = query.selection(kind=kind)
        order = Order(after=after_of(query.cursor, request.url.path))
        items, last = await database.read(lambda session: views.list_records(session, selection, order, query.limit))
        shown = [with_addresses(record, settings.public_url) for record in items]
        return page(request, response, shown, None if last is None else (last,))

    @router.get("/v1/events", summary="Meetings and agreements, newest first")
    async def events(
        request: Request, response: Response, _: Reader, query: Annotated[ListQuery, Query()]
    ) -> dict[str, Any]:
        return await listed(request, response, query, None)

    @router.get("/v1/meetings", summary="Meetings, newest first")
    async def meetings(
        request: Request, response: Response, _: Reader, query: Annotated[ListQuery, Query()]
    ) -> dict[str, Any]:
        return await listed(request, response, query, "meeting")

    @router.get("/v1/agreements", summary="Agreements, newest first")
    async def agreements(
        request: Request, response: Response, _: Reader, query: Annotated[ListQuery, Query()]
    ) -> dict[str, Any]:
        return await listed(request, response, query, "agreement")

    @router.get(
        "/v1/events/{record_id}",
        summary="One record with its evidence, sources and history",
        responses={304: {"description": "Not modified"}, 308: {"description": "Merged into another record"}},
    )
    async def event(request: Request, _: Reader, record_id: str) -> Response:
        record = await found(database, record_id)
        if record["state"] == "merged":
            return RedirectResponse(f"/v1/events/{record['merged_into']}", 308)
        etag = etag_of(record["id"], record["version"], settings.public_url)
        known = not_modified(request, etag)
        return known or JSONResponse(with_addresses(record, settings.public_url), headers={"ETag": etag})

    return router


async def found(database: Database, record_id: str) -> dict[str, Any]:
    """The record, or the problem `not-found`."""
    known = bool(ID.fullmatch(record_id))
    record = await database.read(lambda session: views.find_record(session, record_id)) if known else None
    if record is None:
        raise Problem("not-found", "There is no record with this id.")
    return record


def after_of(cursor: str | None, path: str) -> int | None:
    """The position that a cursor names, or the problem `bad-cursor`."""
    if cursor is None:
        return None
    position = read_cursor(cursor, path)
    if len(position) != 1 or not isinstance(position[0], int):
        raise Problem("bad-cursor")
    return position[0]
