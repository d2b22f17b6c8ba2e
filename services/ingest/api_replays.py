"""Ingest's HTTP door for operators who have stored articles read again."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from libs.messages.times import parse_published
from libs.pipeline import Pipeline, Unit
from libs.service import Principal, Problem, new_router, require
from libs.telemetry import trace_id_of
from services.ingest import tables
from services.ingest.bodies import rfc3339
from services.ingest.idempotency import Answer, IdempotencyKey, Mismatch, answer_once, once_of
from services.ingest.replaying import Asked, start_replay
from services.ingest.settings import Settings
from services.ingest.tables import ReplayRow

EXAMPLE = "2026-11-20T09:30:00Z"
Operator = Annotated[Principal, Depends(require("admin"))]


def _moment(told: object) -> datetime:
    """A date from its start in UTC, or a date-time with its offset."""
    if not isinstance(told, str):
        raise ValueError("Must be text.")
    try:
        at = parse_published(told)
        if not isinstance(at, datetime):
            return datetime(at.year, at.month, at.day, tzinfo=UTC)
        moment = at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        raise ValueError(
            "Must be a date or a date-time of RFC 3339, like 2026-11-20 or 2026-11-20T09:30:00Z."
        ) from None
    if moment is None:
        raise ValueError(f"Needs an offset, like {EXAMPLE}.")
    return moment


When = Annotated[datetime, BeforeValidator(_moment, json_schema_input_type=str)]
Run = Annotated[str, StringConstraints(pattern=r"^run_[a-z2-7]{16}$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000, pattern=r"^[^\x00]*$")]


class ReplayIn(BaseModel):
    """Which articles are read again, by when they were received; or all of an earlier replay."""

    model_config = ConfigDict(extra="forbid")

    since: When | None = Field(default=None, description="From this date or date-time on.")
    until: When | None = Field(default=None, description="Before this date or date-time; now where none is given.")
    alert: bool = Field(default=False, strict=True, description="Alert subscribers of what the replay changes.")
    reason: Words | None = Field(default=None, description="Why, for whoever comes after.")
    again: Run | None = Field(
        default=None,
        description="The id of a replay, alone: the same articles are read again for the same reason. "
        "For one that is stalled.",
    )


class ReplayOut(BaseModel):
    """The replay that was started: `id` is its run, `articles` how many are read again, `url` where to look at it."""

    id: str
    since: str
    until: str
    alert: bool
    reason: str | None
    by: str
    started_at: str
    articles: int
    trace_id: str | None
    url: str


def replay_routes(pipeline: Pipeline, settings: Settings) -> APIRouter:
    router = new_router(tags=["replays"])

    @router.post(
        "/v1/articles:replay",
        status_code=202,
        response_model=ReplayOut,
        summary="Have stored articles read again by the present reader; nothing changes before it is applied",
    )
    async def post_replay(
        request: Request, operator: Operator, body: ReplayIn, idempotency_key: IdempotencyKey = None
    ) -> JSONResponse:
        asked = await _asked(body, operator, pipeline)
        once = await once_of(request, operator.client_id, idempotency_key)

        def start(unit: Unit) -> Answer:
            return answer_once(unit, once, partial(_start, unit, asked, settings.public_url))

        try:
            status, answer = await pipeline.transaction(start)
        except Mismatch:
            raise Problem("idempotency-mismatch") from None
        return JSONResponse(answer, status, {"Location": answer["url"]})

    return router


async def _asked(body: ReplayIn, operator: Principal, pipeline: Pipeline) -> Asked:
    """Raises the problem `invalid` for a span of time that holds nothing, and for a replay that there is not."""
    by, now = operator.name or operator.client_id, pipeline.clock()
    if body.again is not None:
        if body.model_fields_set - {"again"}:
            raise _invalid("/again", "Stands alone: all else is as it was.")
        known = await pipeline.database.read(partial(tables.replay, run=body.again))
        if known is None:
            raise _invalid("/again", "There is no replay with this id.")
        return Asked(known.since, known.until, known.alert, known.reason, operator.client_id, by)
    if body.since is None:
        raise _invalid("/since", "Is missing.")
    until = min(body.until, now) if body.until is not None else now
    if body.since >= until:
        raise _invalid("/since", "Must lie before `until`." if body.until is not None else "Must lie in the past.")
    return Asked(body.since, until, body.alert, body.reason, operator.client_id, by)


def _invalid(pointer: str, detail: str) -> Problem:
    return Problem("invalid", errors=[{"pointer": pointer, "detail": detail}])


def _start(unit: Unit, asked: Asked, public_url: str) -> Answer:
    return 202, _shown(start_replay(unit, asked), public_url).model_dump()


def _shown(row: ReplayRow, public_url: str) -> ReplayOut:
    return ReplayOut(
        id=row.run,
        since=rfc3339(row.since),
        until=rfc3339(row.until),
        alert=row.alert,
        reason=row.reason,
        by=row.made_by,
        started_at=rfc3339(row.started_at),
        articles=row.articles,
        trace_id=trace_id_of(row.traceparent),
        url=f"{public_url.rstrip('/')}/v1/replays/{row.run}",
    )
