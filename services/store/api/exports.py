"""Exports: all records of a filter as a file, with those that are gone where a time is named."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import Field

from libs.db import Database
from libs.service import Principal, new_router, reader, require
from services.store import views
from services.store.api.bodies import FeaturesBody
from services.store.api.filters import RecordFilter
from services.store.exports.articles import article_of
from services.store.exports.calendar import Calendars
from services.store.exports.columns import RECORDS, TABLES, Table
from services.store.exports.encoding import CommaSeparated, Encoder, GeoJson, Lines
from services.store.selection import ACTIVE, Order, Selection
from services.store.settings import Settings
from services.store.shown import with_addresses

Reader = Annotated[Principal, Depends(reader())]
Exporter = Annotated[Principal, Depends(require("export"))]

NDJSON = "application/x-ndjson"
MEDIA_TYPES = {
    "ndjson": NDJSON,
    "csv": "text/csv; charset=utf-8; header=present",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
    "ics": "text/calendar; charset=utf-8",
}


class GeoJsonResponse(JSONResponse):
    """Says in OpenAPI what is streamed."""

    media_type = MEDIA_TYPES["geojson"]


class CalendarFilter(RecordFilter):
    titles: Literal["en", "ru", "de"] = Field(default="en", description="Language of titles and words.")


def export_router(database: Database, settings: Settings) -> APIRouter:
    router = new_router(tags=["exports"])

    def stream(query: RecordFilter, name: str, kind: str, encoder: Encoder) -> StreamingResponse:
        # Whoever follows changes must learn of what has gone: merged and retracted records stand in it as such.
        states = () if query.updated_since is not None else ACTIVE
        pieces = _encoded(_batches(database, query.selection(states=states), settings), encoder)
        return _file(pieces, name, kind)

    def add(name: str, kind: str, summary: str, encoder: Callable[[], Encoder]) -> None:
        async def export(_: Reader, query: Annotated[RecordFilter, Query()]) -> Response:
            return stream(query, name, kind, await asyncio.to_thread(encoder))

        _route(router, name, kind, summary, export)

    async def calendar(_: Reader, query: Annotated[CalendarFilter, Query()]) -> Response:
        instance = await database.read(views.instance_id)
        return stream(query, "records", "ics", Calendars(instance, query.titles))

    async def articles(_: Exporter, query: Annotated[RecordFilter, Query()]) -> Response:
        selection = query.selection() if query.model_fields_set - {"updated_since"} else None
        return _file(_articles(database, selection, query.updated_since, settings), "articles", "ndjson")

    add("records", "ndjson", "Records, one a line, in the order they were made", Lines)
    for table in TABLES.values():
        add(table.name, "csv", f"{_titled(table)} as comma-separated values", partial(CommaSeparated, table))
        add(table.name, "parquet", f"{_titled(table)} as Parquet", partial(_parquet, table))
    add("records", "geojson", "Records on the map", GeoJson)
    _route(router, "records", "ics", "Records with a date as a calendar", calendar)
    _route(router, "articles", "ndjson", "Articles as `communique extract` reads them; scope `export`", articles)
    return router


def _route(router: APIRouter, name: str, kind: str, summary: str, endpoint: Callable[..., Any]) -> None:
    router.add_api_route(
        f"/v1/export/{name}.{kind}",
        endpoint,
        name=f"export_{name}_{kind}",
        summary=summary,
        response_class=GeoJsonResponse if kind == "geojson" else StreamingResponse,
        response_model=FeaturesBody if kind == "geojson" else None,
        responses={200: {"content": {MEDIA_TYPES[kind].split(";")[0]: {}}}} if kind != "geojson" else None,
    )


def _titled(table: Table) -> str:
    return "Records" if table is RECORDS else f"{table.name.capitalize()} of records"


def _parquet(table: Table) -> Encoder:
    # Loaded when first asked for: the library is large and most who run the service never export.
    from services.store.exports.parquet import Parquet

    return Parquet(table)


def _file(pieces: AsyncIterator[bytes], name: str, kind: str) -> StreamingResponse:
    headers = {} if kind == "ndjson" else {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return StreamingResponse(pieces, media_type=MEDIA_TYPES[kind], headers=headers)


async def _encoded(batches: AsyncIterator[list[dict[str, Any]]], encoder: Encoder) -> AsyncIterator[bytes]:
    yield encoder.begin()
    async for batch in batches:
        piece = await asyncio.to_thread(encoder.records, batch)
        if piece:
            yield piece
    yield await asyncio.to_thread(encoder.end)


async def _batches(database: Database, selection: Selection, settings: Settings) -> AsyncIterator[list[dict[str, Any]]]:
    after: views.Position | None = ()
    while after is not None:
        order = Order("oldest", after=after)
        records, after = await database.read(
            lambda session: views.list_records(session, selection, order, settings.export_batch)  # noqa: B023 - awaited here
        )
        yield [with_addresses(one, settings.public_url) for one in records]


async def _articles(
    database: Database, selection: Selection | None, since: datetime | None, settings: Settings
) -> AsyncIterator[bytes]:
    after: str | None = ""
    while after is not None:
        behind = after
        rows, after = await database.read(
            lambda session: views.list_articles(session, selection, since, behind, settings.export_batch)  # noqa: B023 - awaited here
        )
        yield "".join(json.dumps(article_of(row), ensure_ascii=False) + "\n" for row in rows).encode()
