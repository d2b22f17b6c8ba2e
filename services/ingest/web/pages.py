"""Ingest's pages: signing in, the feed's articles, and one article's journey."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from libs.pages import render
from libs.pipeline import Pipeline
from libs.service import Paging, Principal, Problem, new_router, page, require
from libs.service.auth import Authenticator
from libs.service.sessions import end_session, refuse_foreign_origin, start_session
from services.ingest import tables
from services.ingest.receipts import cursor_of, position_of, receipts_of
from services.ingest.settings import Settings
from services.ingest.web.journeys import reports_of, stations_of

Feed = Annotated[Principal, Depends(require("ingest"))]
OUTCOMES = ("recorded", "nothing_found", "unsupported_language", "failed", "withdrawn")


def page_routes(pipeline: Pipeline, settings: Settings) -> APIRouter:
    router = new_router(include_in_schema=False)

    @router.get("/login")
    async def login(request: Request, next: str = "/") -> Response:
        return render(request, "login.html", target=_own_path(next), refused=False)

    @router.post("/login", dependencies=[Depends(refuse_foreign_origin)])
    async def sign_in(request: Request, key: Annotated[str, Form()], next: Annotated[str, Form()] = "/") -> Response:
        authenticator: Authenticator = request.app.state.authenticator
        try:
            principal = await authenticator.by_key(key.strip())
        except Problem:
            return render(request, "login.html", status_code=401, target=_own_path(next), refused=True)
        response = RedirectResponse(_own_path(next), 303)
        start_session(response, settings, principal.key_id)
        return response

    @router.post("/logout", dependencies=[Depends(refuse_foreign_origin)])
    async def sign_out() -> Response:
        response = RedirectResponse("/", 303)
        end_session(response)
        return response

    @router.get("/articles")
    async def articles(
        request: Request, response: Response, feed: Feed, paging: Paging, outcome: str = "", source: str = ""
    ) -> Response:
        def read(session: Any) -> tuple[list[dict[str, Any]], tuple[str, str] | None]:
            found = tables.list_articles(
                session,
                client_id=None if feed.may("admin") else feed.client_id,
                after=position_of(paging.after),
                limit=paging.limit + 1,
                updated_since=None,
                outcome=outcome or None,
                source=source or None,
                external_id=None,
            )
            shown = found[: paging.limit]
            last = cursor_of(shown[-1]) if len(found) > paging.limit else None
            return receipts_of(session, shown), last

        receipts, last = await pipeline.database.read(read)
        listed = page(request, response, receipts, last)
        return render(
            request,
            "articles.html",
            receipts=[(receipt, stations_of(receipt)) for receipt in receipts],
            waiting=any(not receipt["done"] for receipt in receipts),
            next=listed["next"],
            outcomes=OUTCOMES,
            outcome=outcome,
            source=source,
        )

    @router.get("/articles/{article_id}")
    async def article(request: Request, feed: Feed, article_id: str) -> Response:
        def read(session: Any) -> list[dict[str, Any]]:
            found = tables.article(session, article_id)
            seen = found is not None and (feed.may("admin") or found.client_id == feed.client_id)
            return receipts_of(session, [found]) if found and seen else []

        receipts = await pipeline.database.read(read)
        if not receipts:
            raise Problem("not-found")
        (receipt,) = receipts
        return render(
            request,
            "article.html",
            receipt=receipt,
            stations=stations_of(receipt),
            reports=reports_of(receipt["journey"]),
            trace_url=settings.trace_url.rstrip("/"),
        )

    return router


def _own_path(target: str) -> str:
    """Where to go after signing in: a path of ours, never another site."""
    parts = urlsplit(target)
    inside = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.netloc
    return target if inside else "/"
