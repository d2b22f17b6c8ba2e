"""Replays: looked at, applied, discarded."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from libs.db import Database
from libs.pipeline import Unit
from libs.service import Paging, Principal, Problem, new_router, page, require
from libs.service.paging import DEFAULT_LIMIT, MAX_LIMIT
from libs.telemetry import trace_id_of
from services.store.api.bodies import (
    ChangesBody,
    Effect,
    ReplayBody,
    ReplayChangeBody,
    ReplayPage,
    ReplayWithChanges,
    answer,
    dumped,
    linked,
)
from services.store.api.corrections import Transact
from services.store.api.events import after_of
from services.store.replaying import NotNow, UnknownReplay, advance, begin_to_apply, compare_again, discard
from services.store.tables import replays
from services.store.tables.replays import ReplayChangeRow, ReplayRow

T = TypeVar("T")
Operator = Annotated[Principal, Depends(require("admin"))]
QuietSince = Callable[[], datetime]
"""Since when a replay that is still being read must have been quiet to be called stalled."""

RUN = re.compile(r"run_[a-z2-7]{16}")
NEWS_SECONDS = 2.0  # the news of a replay may still be on its way
LOOK_AGAIN = 0.1
ANSWER_WITHIN = 5.0  # seconds; what takes longer is done behind


class ChangesQuery(BaseModel):
    """Which of the records that the replay changes. Those of which only evidence changes are shown when asked for."""

    model_config = ConfigDict(extra="forbid")

    effect: list[Effect] = Field(
        default=["created", "changed", "gone"],
        description="`refreshed` are records with the same values, whose evidence, sources or confidence differ.",
    )
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="How many items a page has.")
    cursor: str | None = Field(default=None, max_length=1000, description="`next` of the page before.")


def replay_router(database: Database, transact: Transact, quiet_since: QuietSince) -> APIRouter:
    router = new_router(tags=["replays"])

    async def shown(row: ReplayRow) -> dict[str, Any]:
        return await database.read(lambda session: replay_body(session, row, quiet_since()))

    @router.get("/v1/replays", response_model=ReplayPage, summary="Replays, the latest first; scope `admin`")
    async def listed(request: Request, _: Operator, paging: Paging) -> JSONResponse:
        after = _position(paging.after)
        rows = await database.read(lambda session: replays.list_replays(session, after, paging.limit + 1))
        items = [await shown(row) for row in rows[: paging.limit]]
        last = rows[paging.limit - 1] if len(rows) > paging.limit else None
        head = Response()
        body = page(request, head, items, (last.started_at.isoformat(), last.run) if last else None)
        return answer(body, headers=linked(head))

    @router.get(
        "/v1/replays/{run}",
        response_model=ReplayWithChanges,
        summary="How far a replay is, and what it would change or has changed",
    )
    async def one(request: Request, _: Operator, run: str, query: Annotated[ChangesQuery, Query()]) -> JSONResponse:
        position = after_of(query.cursor, request.url.path, int)
        after = int(position[0]) if position else 0

        def read(session: Session) -> tuple[dict[str, Any], list[ReplayChangeRow]] | None:
            row = replays.replay(session, run)
            if row is None:
                return None
            changes = replays.select_changes(session, run, query.effect, after, query.limit + 1)
            return replay_body(session, row, quiet_since()), changes

        replay, changes = await _patiently(run, lambda: database.read(read))
        last = (changes[query.limit - 1].number,) if len(changes) > query.limit else None
        head = Response()
        body = page(request, head, [change_body(one) for one in changes[: query.limit]], last)
        return answer({**replay, **body}, headers=linked(head))

    @router.post(
        "/v1/replays/{run}:apply",
        response_model=ReplayBody,
        summary="Take what a replay changes; scope `admin`",
        responses={202: {"model": ReplayBody, "description": "It goes on behind; look at the replay"}},
    )
    async def apply(operator: Operator, run: str) -> JSONResponse:
        by = operator.name or operator.client_id
        row = await _act(run, transact, lambda unit: begin_to_apply(unit, run, by))
        until = time.monotonic() + ANSWER_WITHIN
        while row.state == "applying" and time.monotonic() < until:
            await transact(lambda unit: advance(unit, run))
            row = await _found(database, run)
        return answer(await shown(row), 200 if row.state == "applied" else 202)

    @router.post(
        "/v1/replays/{run}:compare",
        status_code=202,
        response_model=ReplayBody,
        summary="Find out again what a replay would change, now that records have changed; scope `admin`",
    )
    async def compare(_: Operator, run: str) -> JSONResponse:
        return answer(await shown(await _act(run, transact, lambda unit: compare_again(unit, run))), 202)

    @router.delete(
        "/v1/replays/{run}",
        response_model=ReplayBody,
        summary="Forget what a replay read, nothing changes; scope `admin`",
    )
    async def forget(operator: Operator, run: str) -> JSONResponse:
        by = operator.name or operator.client_id
        return answer(await shown(await _act(run, transact, lambda unit: discard(unit, run, by))))

    return router


async def _act(run: str, transact: Transact, work: Callable[[Unit], ReplayRow]) -> ReplayRow:
    async def once() -> ReplayRow | None:
        try:
            return await transact(work)
        except UnknownReplay:
            return None

    try:
        return await _patiently(run, once)
    except NotNow as reason:
        raise Problem("conflict", str(reason)) from reason


async def _patiently(run: str, look: Callable[[], Awaitable[T | None]]) -> T:
    """What is found, looked for again for a moment. Raises the problem `not-found`."""
    until = time.monotonic() + NEWS_SECONDS
    while RUN.fullmatch(run):
        found = await look()
        if found is not None:
            return found
        if time.monotonic() >= until:
            break
        await asyncio.sleep(LOOK_AGAIN)
    raise Problem("not-found", "There is no replay with this id.")


async def _found(database: Database, run: str) -> ReplayRow:
    row = await database.read(lambda session: replays.replay(session, run))
    assert row is not None  # it is never deleted
    return row


def _position(after: tuple[Any, ...] | None) -> tuple[datetime, str] | None:
    if after is None:
        return None
    try:
        at, run = after
        return datetime.fromisoformat(at), str(run)
    except (TypeError, ValueError):
        raise Problem("bad-cursor") from None


def replay_body(session: Session, row: ReplayRow, quiet_since: datetime) -> dict[str, Any]:
    """It is stalled where the last of its readings came before `quiet_since`, and not all have."""
    ended = row.state in ("applied", "discarded")
    read = max(row.read, 0 if ended else replays.count_readings(session, row.run))
    after = row.state in ("applying", "applied")
    told = {
        "id": row.run,
        "state": "stalled" if _is_stalled(session, row, quiet_since) else row.state,
        "since": row.since,
        "until": row.until,
        "alert": row.alert,
        "reason": row.reason,
        "by": row.made_by,
        "client_id": row.client_id,
        "started_at": row.started_at,
        "compared_at": row.compared_at,
        "applied_at": row.ended_at if row.state == "applied" else None,
        "discarded_at": row.ended_at if row.state == "discarded" else None,
        "ended_by": row.ended_by,
        "trace_id": trace_id_of(row.traceparent),
        "outdated": replays.count_outdated(session, row.run) if row.state == "ready" else 0,
        "progress": {
            "read": read,
            "failed": min(row.failed, max(0, row.articles - read)),
            "of": row.articles,
            "compared": read if after else row.looked_at,
            "applied": row.looked_at if after else 0,
            "overtaken": row.overtaken,
            "left_out": row.left_out,
        },
        "changes": {name: getattr(row, name) for name in ChangesBody.model_fields},
    }
    return dumped(ReplayBody.model_validate(told))


def _is_stalled(session: Session, row: ReplayRow, quiet_since: datetime) -> bool:
    if row.state != "reading" or row.started_at > quiet_since or replays.is_read(session, row):
        return False
    last = replays.last_reading_at(session, row.run)
    return last is None or last <= quiet_since


def change_body(row: ReplayChangeRow) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in ReplayChangeBody.model_fields if name != "article_ids"}
    return dumped(ReplayChangeBody.model_validate({**told, "article_ids": row.articles}))
