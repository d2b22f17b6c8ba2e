"""Dead letters over HTTP: look at them, replay them, purge them. The same routes for every service."""

from __future__ import annotations

import logging
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from libs.messages.values import Moment
from libs.pipeline import Pipeline, Unit
from libs.pipeline.dead import list_dead, purge_dead, show_dead
from libs.pipeline.pipeline import UnknownDeadRow
from libs.pipeline.tables import DeadRow
from libs.service.auth import Principal, require
from libs.service.paging import MAX_LIMIT, Paging, page
from libs.service.problems import Problem
from libs.service.strict_json import new_router

logger = logging.getLogger(__name__)

Operator = Annotated[Principal, Depends(require("admin"))]
RowId = Annotated[int, Path(ge=1, le=2**63 - 1)]


class DeadFilter(BaseModel):
    """Which dead letters: the oldest `limit` of those that fit."""

    model_config = ConfigDict(extra="forbid")

    topic: str | None = None
    error: str | None = None
    limit: int = Field(default=MAX_LIMIT, ge=1, le=1000)


class Purge(BaseModel):
    """Why a message is given up; the log keeps it."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=3, max_length=500)


class DeadLetter(BaseModel):
    """A message that could not be handled, and why."""

    id: int
    topic: str
    key: str
    message_id: str
    error: str
    reason: str
    tries: int
    buried_at: Moment


class WholeDeadLetter(DeadLetter):
    """With its headers and its body, as far as that is text."""

    headers: dict[str, str]
    body: str


class DeadLetters(BaseModel):
    items: tuple[DeadLetter, ...]
    next: str | None


class Replayed(BaseModel):
    """Whether it was handled; else the reason why it is a dead letter again."""

    id: int
    replayed: bool
    reason: str | None


class ManyReplayed(BaseModel):
    items: tuple[Replayed, ...]
    replayed: int


class Purged(BaseModel):
    purged: int


class PurgeMany(DeadFilter, Purge):
    """Which, and why."""


def dead_router(service: str, pipeline: Pipeline) -> APIRouter:
    """The routes under `/v1/dead/<service>`, for keys with the scope `admin`."""
    router = new_router(prefix=f"/v1/dead/{service}", tags=["dead letters"])

    @router.get("", response_model=DeadLetters, summary="Dead letters, oldest first")
    async def list_all(
        request: Request,
        response: Response,
        _: Operator,
        paging: Paging,
        topic: str | None = None,
        error: str | None = None,
    ) -> dict[str, Any]:
        after = paging.after[0] if paging.after else 0
        if not isinstance(after, int):
            raise Problem("bad-cursor")
        rows = await _rows(pipeline, after, paging.limit + 1, topic, error)
        shown = rows[: paging.limit]
        more = (shown[-1].id,) if len(rows) > paging.limit else None
        return page(request, response, [_summary(row) for row in shown], more)

    @router.get("/{row_id}", response_model=WholeDeadLetter, summary="One dead letter with its headers and its body")
    async def show(_: Operator, row_id: RowId) -> dict[str, Any]:
        row = await pipeline.database.read(lambda session: show_dead(session, row_id))
        if row is None:
            raise Problem("not-found")
        return {**_summary(row), "headers": row.headers, "body": row.body.decode("utf-8", "replace")}

    @router.post("/{row_id}:replay", response_model=Replayed, summary="Handle one again, in place")
    async def replay(caller: Operator, row_id: RowId) -> dict[str, Any]:
        try:
            return await _replay(pipeline, row_id, caller)
        except UnknownDeadRow:
            raise Problem("not-found") from None

    @router.post(":replay", response_model=ManyReplayed, summary="Handle those that fit again, in the order of burial")
    async def replay_many(caller: Operator, which: DeadFilter) -> dict[str, Any]:
        items = []
        for row in await _rows(pipeline, 0, which.limit, which.topic, which.error):
            try:
                items.append(await _replay(pipeline, _id(row), caller))
            except UnknownDeadRow:  # somebody else was quicker
                continue
        return {"items": items, "replayed": sum(item["replayed"] for item in items)}

    @router.post("/{row_id}:purge", response_model=Purged, summary="Give one up for good")
    async def purge(caller: Operator, row_id: RowId, why: Purge) -> dict[str, Any]:
        if not await pipeline.transaction(lambda unit: purge_dead(unit.session, row_id)):
            raise Problem("not-found")
        _note("dead_purged", service, caller, [row_id], why.reason)
        return {"purged": 1}

    @router.post(":purge", response_model=Purged, summary="Give up those that fit for good")
    async def purge_many(caller: Operator, which: PurgeMany) -> dict[str, Any]:
        ids = [_id(row) for row in await _rows(pipeline, 0, which.limit, which.topic, which.error)]

        def purge_all(unit: Unit) -> list[int]:
            return [one for one in ids if purge_dead(unit.session, one)]

        purged = await pipeline.transaction(purge_all)
        _note("dead_purged", service, caller, purged, which.reason)
        return {"purged": len(purged)}

    return router


async def _rows(pipeline: Pipeline, after: int, limit: int, topic: str | None, error: str | None) -> list[DeadRow]:
    return await pipeline.database.read(
        lambda session: list_dead(session, after=after, limit=limit, topic=topic, error=error)
    )


async def _replay(pipeline: Pipeline, row_id: int, caller: Principal) -> dict[str, Any]:
    reason = await pipeline.replay_dead(row_id)
    _note("dead_replayed", pipeline.service, caller, [row_id], reason or "")
    return {"id": row_id, "replayed": reason is None, "reason": reason}


def _summary(row: DeadRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "topic": row.topic,
        "key": row.key,
        "message_id": row.message_id,
        "error": row.error,
        "reason": row.reason,
        "tries": row.tries,
        "buried_at": row.buried_at,
    }


def _id(row: DeadRow) -> int:
    assert row.id is not None  # it came from the database
    return row.id


def _note(event: str, service: str, caller: Principal, ids: list[int], reason: str) -> None:
    extra = {"of": service, "client_id": caller.client_id, "key_id": caller.key_id, "ids": ids, "reason": reason}
    logger.info(event, extra=extra)
