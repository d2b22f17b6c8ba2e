"""Pages of records: the list with its filter, and one record with everything that it rests on."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from libs.db import Database
from libs.pages import language_of, render
from libs.service import Principal, new_router, reader
from libs.service.paging import make_cursor
from services.store import views
from services.store.api.events import found, order_of
from services.store.api.filters import ListQuery
from services.store.selection import Order
from services.store.settings import Settings
from services.store.web.asking import address, asked_of
from services.store.web.frame import framed
from services.store.web.highlighting import pieces
from services.store.web.words import words_in

Reader = Annotated[Principal, Depends(reader())]
PER_PAGE = 25
TEXTS = 12  # articles shown in full on a record's page
COMPARED = ("status", "form", "channel", "date", "place", "parties", "participants", "sectors", "projects", "amount")


def page_router(database: Database, settings: Settings) -> APIRouter:
    router = new_router(include_in_schema=False)

    @router.get("/")
    async def records(request: Request, _: Reader) -> Response:
        asked = asked_of(request)
        order = order_of(asked.query, "/")
        frame, _counts = await framed(request, database, asked)
        items, last = await database.read(lambda session: _listed(session, asked.query, order))
        return render(
            request,
            "records.html",
            status_code=422 if asked.errors else 200,
            **frame,
            records=[] if asked.errors else items,
            next=make_cursor(last, "/") if last is not None and not asked.errors else None,
            paged=bool(order.after),
        )

    @router.get("/events/{record_id}")
    async def record(request: Request, _: Reader, record_id: str) -> Response:
        shown = await found(database, record_id)
        if shown["state"] == "merged":
            return RedirectResponse(f"/events/{shown['merged_into']}", 308)
        sources = _first(shown)
        texts = await database.read(lambda session: views.texts_of(session, sources))
        articles = []
        for source in sources:
            row = texts.get((source["article_id"], source["version"]))
            parts = pieces(row.text, row.boilerplate, shown, row.article_id, row.version) if row else []
            articles.append((source, parts))
        return render(
            request,
            "record.html",
            w=words_in(language_of(request)),
            record=shown,
            articles=articles,
            sources=ordered_sources(shown)[:TEXTS],
            texts=len({(source["article_id"], source["version"]) for source in shown["sources"]}),
            compared=COMPARED,
            names={source["article_id"]: source["source"] or source["article_id"] for source in shown["sources"]},
            trace_url=settings.trace_url.rstrip("/"),
            stream=address("/v1/stream", [("record", shown["id"])]),
        )

    return router


def ordered_sources(record: dict[str, Any]) -> list[dict[str, Any]]:
    return sorted(record["sources"], key=lambda source: source["copy_of"] is not None)


def _first(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The sources whose texts a page shows, each text once: those that tell it themselves before those that repeat."""
    ordered = ordered_sources(record)
    texts = {(source["article_id"], source["version"]): source for source in reversed(ordered)}
    return [source for source in ordered if texts[source["article_id"], source["version"]] is source][:TEXTS]


def _listed(session: Session, query: ListQuery, order: Order) -> tuple[list[dict[str, Any]], views.Position | None]:
    if query.as_of is None:
        return views.list_records(session, query.selection(), order, PER_PAGE)
    return views.list_records_as_of(session, query.selection(), order, PER_PAGE, query.as_of)
