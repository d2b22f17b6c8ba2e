"""Pages of records: the list with its filter, and one record with everything that it rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import FileResponse, RedirectResponse
from pydantic import ValidationError

from libs.db import Database
from libs.messages.values import FORMS, SECTORS, STATUSES
from libs.pages import LANGUAGES, language_of, render
from libs.service import Principal, new_router, reader
from libs.service.paging import make_cursor
from libs.service.problems import errors_of
from services.store import views
from services.store.api.events import after_of, found
from services.store.api.filters import RecordFilter
from services.store.selection import Order
from services.store.settings import Settings
from services.store.web.highlighting import pieces
from services.store.web.words import parties_in, words_in

Reader = Annotated[Principal, Depends(reader())]
STYLES = Path(__file__).parent / "store.css"
PER_PAGE = 25
TEXTS = 12  # articles shown in full on a record's page
COMPARED = ("status", "form", "channel", "date", "place", "parties", "participants", "sectors", "projects", "amount")


def page_router(database: Database, settings: Settings) -> APIRouter:
    router = new_router(include_in_schema=False)

    @router.get("/")
    async def records(request: Request, _: Reader) -> Response:
        asked, errors = _filter_of(request)
        order = Order(after=after_of(request.query_params.get("cursor"), "/", int))
        items, last = await database.read(
            lambda session: views.list_records(session, asked.selection(), order, PER_PAGE)
        )
        return render(
            request,
            "records.html",
            status_code=422 if errors else 200,
            w=words_in(language_of(request)),
            records=[] if errors else items,
            asked=asked,
            errors=errors,
            filtered=bool(asked.model_fields_set),
            next=make_cursor(last, "/") if last is not None and not errors else None,
            paged=bool(order.after),
            parties=parties_in(language_of(request)),
            sectors=SECTORS,
            statuses=tuple(dict.fromkeys(status for some in STATUSES.values() for status in some)),
            forms=tuple(form for some in FORMS.values() for form in some),
            article_languages=LANGUAGES,
        )

    @router.get("/events/store.css")
    async def styles() -> Response:
        return FileResponse(STYLES, media_type="text/css", headers={"Cache-Control": "public, max-age=300"})

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
            compared=COMPARED,
            names={source["article_id"]: source["source"] or source["article_id"] for source in shown["sources"]},
            trace_url=settings.trace_url.rstrip("/"),
        )

    return router


def _first(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The sources that a page shows in full: those that tell it themselves before those that repeat."""
    return sorted(record["sources"], key=lambda source: source["copy_of"] is not None)[:TEXTS]


def _filter_of(request: Request) -> tuple[RecordFilter, list[dict[str, str]]]:
    """The filter that the form sent, where empty fields ask for nothing; and what is wrong with it."""
    given: dict[str, Any] = {}
    for name, value in request.query_params.multi_items():
        if not value.strip() or name in ("cursor", "lang"):
            continue
        field = RecordFilter.model_fields.get(name)
        if field is not None and field.default == []:
            given.setdefault(name, []).append(value)
        else:
            given[name] = value
    try:
        return RecordFilter.model_validate(given), []
    except ValidationError as error:
        located = [{**one, "loc": ("query", *one["loc"])} for one in error.errors(include_url=False)]
        return RecordFilter(), errors_of(located)
