"""What all pages of many records have around them: the filter in words, its facets, the other views, what leads out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import Request

from libs.db import Database
from libs.messages.values import FORMS, SECTORS, STATUSES
from libs.pages import LANGUAGES, language_of
from services.store import views
from services.store.selection import Selection
from services.store.web.asking import Asked
from services.store.web.facets import SHOWN, chips_of, condition, facets_of
from services.store.web.words import parties_in, words_in

VIEWS = (
    ("/", "list"),
    ("/pictures/map", "map"),
    ("/pictures/timeline", "timeline"),
    ("/pictures/pairs", "pairs"),
    ("/pictures/calendar", "calendar"),
)
EXPORTS = ("csv", "ndjson", "parquet", "geojson", "ics")


async def framed(
    request: Request, database: Database, asked: Asked, counted: Sequence[str] = (), within: Selection | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the templates need, and the counts of facets: of those that are shown, and of those named.

    They count what the filter finds, or what a page takes of it `within` bounds of its own.
    """
    language = language_of(request)
    path = request.url.path
    counts: dict[str, Any] = {}
    if asked.query.as_of is None:
        names = dict.fromkeys((*SHOWN, *counted))
        selection = within or asked.query.selection()
        counts = await database.read(lambda session: views.facets(session, selection, tuple(names)))
    subscribe, left = asked.subscription()
    shown = {
        "w": words_in(language),
        "asked": asked,
        "errors": asked.errors,
        "views": [(asked.address(to, bare=True), code, to == path) for to, code in VIEWS],
        "facets": facets_of(counts, asked, path, language),
        "chips": chips_of(asked, path, language),
        "found": counts.get("records"),
        "complete": counts.get("complete", True),
        "subscribe": subscribe,
        "unsubscribed": [condition(name, value, language) for name, value in left],
        "exports": [(kind, asked.address(f"/v1/export/records.{kind}", bare=True)) for kind in EXPORTS],
        "stream": asked.stream(),
        "action": path,
        "parties": parties_in(language),
        "sectors": SECTORS,
        "statuses": tuple(dict.fromkeys(status for some in STATUSES.values() for status in some)),
        "forms": tuple(form for some in FORMS.values() for form in some),
        "article_languages": LANGUAGES,
    }
    return shown, counts
