"""Ingest's HTTP door for articles: parse, call a handler, answer."""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from libs.pipeline import Pipeline, Unit
from libs.service import Paging, Principal, Problem, new_router, page, parse, require
from services.ingest import rules, tables
from services.ingest.backlog import Backlog
from services.ingest.bodies import ArticleIn, FullReceipt, FullReceipts, Receipt
from services.ingest.handlers import Accepted, Posted, UnknownArticle, accept_article, withdraw_article
from services.ingest.idempotency import Answer, IdempotencyKey, Mismatch, answer_once, once_of
from services.ingest.receipts import cursor_of, position_of, receipt_of, receipts_of
from services.ingest.settings import Settings

BATCH_LINES = 1000
NDJSON = ("application/x-ndjson", "application/ndjson")

Feed = Annotated[Principal, Depends(require("ingest"))]
Backfill = Annotated[bool, Query(description="Make records and send no alerts.")]
KNOWN_ALREADY: dict[int | str, dict[str, Any]] = {200: {"model": Receipt, "description": "Known already: unchanged"}}


class Lines(Response):
    media_type = NDJSON[0]


def routes(pipeline: Pipeline, backlog: Backlog, settings: Settings) -> APIRouter:
    """`/v1/articles` and what belongs to it."""
    router = new_router(tags=["articles"])

    @router.post(
        "/v1/articles", status_code=202, response_model=Receipt, responses=KNOWN_ALREADY, summary="Post an article"
    )
    async def post_article(
        request: Request,
        feed: Feed,
        article: ArticleIn,
        backfill: Backfill = False,
        idempotency_key: IdempotencyKey = None,
    ) -> JSONResponse:
        posted, warnings = _checked(article, feed, backfill, pipeline.clock())
        backlog.admit()
        once = await once_of(request, feed.client_id, idempotency_key)

        def accept(unit: Unit) -> Answer:
            return answer_once(unit, once, partial(_accept, unit, posted, warnings, settings.public_url))

        try:
            status, body = await pipeline.transaction(accept)
        except Mismatch:
            raise Problem("idempotency-mismatch") from None
        return JSONResponse(body, status, {"Location": body["url"]})

    @router.post(
        "/v1/articles:batch", response_class=Lines, summary="Post up to 1,000 articles as NDJSON; a line answers each"
    )
    async def post_batch(request: Request, feed: Feed, backfill: Backfill = False) -> Response:
        if request.headers.get("content-type", "").split(";")[0].strip() not in NDJSON:
            raise Problem("unsupported-media-type", "The body must be application/x-ndjson.")
        lines = [(at, line) for at, line in enumerate((await request.body()).split(b"\n"), 1) if line.strip()]
        if len(lines) > BATCH_LINES:
            raise Problem("too-large", f"At most {BATCH_LINES} lines are read here.")
        backlog.admit(len(lines))
        checked = [(at, _checked_line(line, feed, backfill, pipeline.clock())) for at, line in lines]
        accept = partial(_accept_all, [one for _, one in checked if not isinstance(one, Problem)], settings.public_url)
        accepted = iter(await pipeline.transaction(accept))
        answers = [_line_answer(at, one, accepted) for at, one in checked]
        body = "".join(json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers)
        return Lines(body.encode())

    @router.get("/v1/articles", response_model=FullReceipts, response_model_exclude_unset=True, summary="Own receipts")
    async def list_receipts(
        request: Request,
        response: Response,
        feed: Feed,
        paging: Paging,
        updated_since: datetime | None = None,
        outcome: str | None = None,
        source: str | None = None,
        external_id: str | None = None,
    ) -> dict[str, Any]:
        if updated_since is not None and updated_since.tzinfo is None:
            raise Problem("invalid", errors=[{"parameter": "updated_since", "detail": "Needs an offset."}])
        search = partial(
            tables.list_articles,
            client_id=_own(feed),
            after=position_of(paging.after),
            limit=paging.limit + 1,
            updated_since=updated_since,
            outcome=outcome,
            source=source,
            external_id=external_id,
        )

        def read(session: Any) -> tuple[list[dict[str, Any]], tuple[str, str] | None]:
            found = search(session)
            shown = found[: paging.limit]
            last = cursor_of(shown[-1], updated_since) if len(found) > paging.limit else None
            return receipts_of(session, shown), last

        items, last = await pipeline.database.read(read)
        return page(request, response, items, last)

    @router.get(
        "/v1/articles/{article_id}",
        response_model=FullReceipt,
        response_model_exclude_unset=True,
        summary="The receipt of one article with its journey",
    )
    async def get_receipt(feed: Feed, article_id: str) -> dict[str, Any]:
        def read(session: Any) -> list[dict[str, Any]]:
            found = tables.article(session, article_id)
            return receipts_of(session, [found]) if found and _own(feed) in (None, found.client_id) else []

        receipts = await pipeline.database.read(read)
        if not receipts:
            raise Problem("not-found")
        return receipts[0]

    @router.delete(
        "/v1/articles/{article_id}",
        status_code=202,
        response_model=Receipt,
        responses=KNOWN_ALREADY,
        summary="Take a story back",
    )
    async def delete_article(feed: Feed, article_id: str) -> JSONResponse:
        try:
            accepted = await pipeline.transaction(lambda unit: withdraw_article(unit, article_id, _own(feed)))
        except UnknownArticle:
            raise Problem("not-found") from None
        status = 200 if accepted.result == "unchanged" else 202
        return JSONResponse(receipt_of(accepted, [], settings.public_url).model_dump(), status)

    return router


def _own(feed: Principal) -> str | None:
    """Whose articles a caller sees: operators everybody's, feeds their own."""
    return None if feed.may("admin") else feed.client_id


def _checked(article: ArticleIn, feed: Principal, backfill: bool, now: datetime) -> tuple[Posted, list[str]]:
    """Raises the problem `invalid` for a publication time that cannot be."""
    warnings = [f"/{name} is not known and was ignored" for name in article.unknown_fields()]
    if article.published_at is not None:
        fault = rules.published_fault(article.published_at, now)
        if fault:
            raise Problem("invalid", errors=[{"pointer": "/published_at", "detail": fault}])
        if rules.is_naive_time(article.published_at):
            warnings.append("/published_at has no offset and was taken as local time")
    posted = Posted(
        client_id=feed.client_id,
        external_id=article.id,
        source=article.source,
        url=article.url,
        language=article.language,
        published_at=article.published_at,
        title=article.title,
        text=article.text,
        html=article.html,
        backfill=backfill,
    )
    return posted, warnings


def _checked_line(line: bytes, feed: Principal, backfill: bool, now: datetime) -> tuple[Posted, list[str]] | Problem:
    if len(line) > 1024 * 1024:
        return Problem("too-large", "A line has more than 1 MiB.")
    try:
        return _checked(parse(ArticleIn, line), feed, backfill, now)
    except Problem as problem:
        return problem


def _accept_all(checked: list[tuple[Posted, list[str]]], public_url: str, unit: Unit) -> list[tuple[Receipt, int]]:
    """All in one transaction: what was checked before can only fail together."""
    answers: list[tuple[Receipt, int]] = []
    for posted, warnings in checked:
        accepted = accept_article(unit, posted)
        answers.append((receipt_of(accepted, warnings, public_url), _status(accepted)))
    return answers


def _line_answer(at: int, checked: object, accepted: Any) -> dict[str, Any]:
    answer = checked if isinstance(checked, Problem) else next(accepted)
    if isinstance(answer, Problem):
        return {"line": at, "status": answer.status_code, "problem": answer.body()}
    receipt, status = answer
    return {"line": at, "status": status, "receipt": receipt.model_dump()}


def _accept(unit: Unit, posted: Posted, warnings: list[str], public_url: str) -> Answer:
    accepted = accept_article(unit, posted)
    return _status(accepted), receipt_of(accepted, warnings, public_url).model_dump()


def _status(accepted: Accepted) -> int:
    return 200 if accepted.result == "unchanged" else 202
