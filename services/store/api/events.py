"""Records: lists by filter, and one by its id."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from libs.db import Database
from libs.messages.values import Kind
from libs.service import Principal, Problem, new_router, page, reader
from libs.service.paging import read_cursor
from services.store import views
from services.store.api.bodies import RecordBody, RecordPage, answer, linked
from services.store.api.etags import etag_of, not_modified
from services.store.api.filters import Instant, ListQuery
from services.store.selection import Order, Selection
from services.store.settings import Settings
from services.store.shown import with_addresses

Reader = Annotated[Principal, Depends(reader())]
ID = re.compile(r"[A-Za-z0-9_-]{1,80}")
DAY = re.compile(r"[0-9-]{0,10}")
LARGEST = 2**63 - 1


class RecordQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    as_of: Instant | None = Field(default=None, description="The record as it stood at this time.")


def event_router(database: Database, settings: Settings) -> APIRouter:
    router = new_router(tags=["records"])

    async def listed(request: Request, query: ListQuery, kind: Kind | None) -> JSONResponse:
        selection = query.selection(kind=kind)
        order = order_of(query, request.url.path)
        (items, last), facets = await database.read(lambda session: _listed(session, query, selection, order))
        shown = [with_addresses(record, settings.public_url) for record in items]
        head = Response()
        body = page(request, head, shown, last) | ({"facets": facets} if facets else {})
        return answer(body, headers=linked(head))

    @router.get(
        "/v1/events",
        response_model=RecordPage,
        summary="Meetings and agreements, with counts of facets where asked for",
    )
    async def events(request: Request, _: Reader, query: Annotated[ListQuery, Query()]) -> JSONResponse:
        return await listed(request, query, None)

    @router.get("/v1/meetings", response_model=RecordPage, summary="Meetings, newest first")
    async def meetings(request: Request, _: Reader, query: Annotated[ListQuery, Query()]) -> JSONResponse:
        return await listed(request, query, "meeting")

    @router.get("/v1/agreements", response_model=RecordPage, summary="Agreements, newest first")
    async def agreements(request: Request, _: Reader, query: Annotated[ListQuery, Query()]) -> JSONResponse:
        return await listed(request, query, "agreement")

    @router.get(
        "/v1/events/{record_id}",
        response_model=RecordBody,
        summary="One record with its evidence, sources and history",
        responses={304: {"description": "Not modified"}, 308: {"description": "Merged into another record"}},
    )
    async def event(request: Request, _: Reader, record_id: str, query: Annotated[RecordQuery, Query()]) -> Response:
        record = await found(database, record_id, query.as_of)
        if record["state"] == "merged":
            query_string = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(f"/v1/events/{record['merged_into']}{query_string}", 308)
        etag = etag_of(record["id"], record["version"], settings.public_url)
        known = not_modified(request, etag)
        return known or answer(with_addresses(record, settings.public_url), headers={"ETag": etag})

    return router


async def found(database: Database, record_id: str, as_of: datetime | None = None) -> dict[str, Any]:
    """The record, as it is or as it stood at a time; or the problem `not-found`."""

    def look(session: Session) -> dict[str, Any] | None:
        if as_of is None:
            return views.find_record(session, record_id)
        return views.find_record_as_of(session, record_id, as_of)

    record = await database.read(look) if ID.fullmatch(record_id) else None
    if record is None:
        raise Problem("not-found", f"There {'is' if as_of is None else 'was'} no record with this id.")
    return record


def order_of(query: ListQuery, path: str) -> Order:
    """The order asked for, behind the cursor; or a problem."""
    if query.facets and query.as_of is not None:
        raise Problem("invalid", errors=[{"parameter": "facets", "detail": "Facets count records as they are now"}])
    standing = query.sort != "created" or query.as_of is not None
    kinds = {"created": (int,), "updated": (int,), "date": (str, int)}[query.sort]
    after = after_of(query.cursor, path, *((int, *kinds) if standing else kinds))
    if standing and after:
        return Order(query.order, query.sort, after[1:], int(after[0]))
    return Order(query.order, query.sort, after)


def after_of(cursor: str | None, path: str, *kinds: type) -> tuple[str | int, ...]:
    """The position that a cursor names, a value of each kind; or the problem `bad-cursor`."""
    if cursor is None:
        return ()
    position = read_cursor(cursor, path)
    fitting = len(position) == len(kinds) and all(type(one) is kind for one, kind in zip(position, kinds, strict=True))
    if not fitting or not all(_usable(one) for one in position):
        raise Problem("bad-cursor")
    return tuple(one for one in position if isinstance(one, (str, int)))


def _usable(one: object) -> bool:
    """Cursors can be forged: only what a database takes goes there."""
    return DAY.fullmatch(one) is not None if isinstance(one, str) else isinstance(one, int) and abs(one) <= LARGEST


def _listed(
    session: Session, query: ListQuery, selection: Selection, order: Order
) -> tuple[tuple[list[dict[str, Any]], views.Position | None], dict[str, Any]]:
    facets = views.facets(session, selection, query.facets) if query.facets else {}
    if query.as_of is None:
        return views.list_records(session, selection, order, query.limit), facets
    return views.list_records_as_of(session, selection, order, query.limit, query.as_of), facets
