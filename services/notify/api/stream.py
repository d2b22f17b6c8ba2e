"""`GET /v1/stream`: alerts of a subscription, or whatever meets a filter, as server-sent events.

https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Query, Request
from pydantic import ValidationError
from sse_starlette import EventSourceResponse, ServerSentEvent

from libs.service import Principal, Problem, new_router, reader, require
from libs.service.auth import Bearer
from services.notify.api.subscriptions import Desk
from services.notify.rules.filters import QUERY_NAMES, Filter, from_query
from services.notify.rules.matching import Compiled, compiled
from services.notify.stream import Event, Interest, Stream, TooManyStreams

RETRY_MILLISECONDS = 3000
SEND_SECONDS = 30
OWN_PARAMETERS = ("subscription", "record", "language")
RecordId = Annotated[str, Query(pattern=r"^[A-Za-z0-9_-]{1,80}$")]
SINGULAR = {plural: singular for singular, plural in QUERY_NAMES.items()}


async def listening(request: Request, bearer: Bearer, subscription: str | None = None) -> Principal:
    """A subscription is its owner's; the rest is open to whoever may read records."""
    wanted = reader() if subscription is None else require("subscribe")
    return await wanted(request, bearer)


def stream_routes(desk: Desk, stream: Stream) -> APIRouter:
    router = new_router(tags=["stream"])

    @router.get(
        "/v1/stream",
        summary="Record changes as they happen",
        description="With `subscription` its alerts, else what meets the filters, which are written as for lists: "
        "`sector=water&sector=trade` any of them, `party_all=` all, `kind_none=` none. With `record` every version of "
        "that record, also where only sources, confidence or evidence differ, and what is merged into it.",
        response_class=EventSourceResponse,
        responses={200: {"content": {"text/event-stream": {}}}},
    )
    async def listen(
        request: Request,
        caller: Annotated[Principal, Depends(listening)],
        subscription: str | None = None,
        record: RecordId | None = None,
        language: Literal["en", "ru", "de"] = "en",
        last_event_id: Annotated[str | None, Header(description="Where to go on.")] = None,
    ) -> EventSourceResponse:
        if subscription is not None:
            await desk.owned(caller, subscription)
        interest = Interest(subscription, record, _filter(request, alone=subscription or record), language)
        if stream.is_full():
            raise Problem("overloaded", "There are as many streams as there may be.", headers={"Retry-After": "10"})
        lifetime = desk.settings.stream_seconds
        return EventSourceResponse(
            _events(stream, interest, _last_seen(last_event_id), lifetime),
            ping=desk.settings.stream_heartbeat,
            ping_message_factory=lambda: ServerSentEvent(comment="still here", sep="\n"),
            sep="\n",
            send_timeout=SEND_SECONDS,
            headers={"Cache-Control": "no-store"},
        )

    return router


async def _events(
    stream: Stream, interest: Interest, last: int | None, lifetime: float
) -> AsyncIterator[ServerSentEvent]:
    """What was missed, then what comes, until the end of the service or of the stream's time."""
    yield ServerSentEvent(comment="listening", retry=RETRY_MILLISECONDS, sep="\n")
    try:
        with stream.listen(interest) as listener:
            async for event in stream.missed(listener, last):
                last = event.number
                yield _sent(event)
            async with asyncio.timeout(lifetime) as time_left:
                while (news := await listener.queue.get()) is not None:
                    if last is None or news.number > last:
                        last = news.number
                        yield _sent(news)
    except TooManyStreams:
        return
    except TimeoutError:
        if not time_left.expired():
            raise


def _sent(event: Event) -> ServerSentEvent:
    return ServerSentEvent(event.body, event="reset" if event.reset else None, id=str(event.number), sep="\n")


def _last_seen(header: str | None) -> int | None:
    """The number to go on behind; a text that is no number of ours is older than everything kept."""
    if not header:
        return None
    return int(header[:18]) if header.isascii() and header.isdecimal() else -1


def _filter(request: Request, alone: str | None) -> Compiled:
    """The filter that the query writes, where none may stand `alone`; what it does not know is refused."""
    query = request.query_params.multi_items()
    given = from_query(query)
    known = {name for name, _ in query if name.partition("_")[0] in QUERY_NAMES and _is_choice(name)}
    unknown = {name for name, _ in query} - known - set(OWN_PARAMETERS)
    if alone is not None:
        unknown |= known
    if {"subscription", "record"} <= {name for name, _ in query}:
        unknown.add("record")
    if unknown:
        raise Problem("invalid", errors=[_fault(name, "There is no such parameter here.") for name in sorted(unknown)])
    try:
        return compiled(Filter.model_validate(given))
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        raise Problem("invalid", errors=[_fault(_parameter(one["loc"]), one["msg"]) for one in faults]) from None


def _is_choice(name: str) -> bool:
    return name.partition("_")[2] in ("", "all", "none")


def _parameter(location: tuple[int | str, ...]) -> str:
    field, choice = SINGULAR[str(location[0])], str(location[1]) if len(location) > 1 else "any"
    return field if choice == "any" else f"{field}_{choice}"


def _fault(parameter: str, detail: str) -> dict[str, str]:
    return {"parameter": parameter[:100], "detail": detail}
