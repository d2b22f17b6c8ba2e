"""The live stream: server-sent events as alerts, resumed where a connection was lost."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
from pydantic import ValidationError

from libs.client.connection import Connection, Query, Request, lines
from libs.client.errors import Busy, Unreachable, Unreadable
from libs.messages.alerts import Alert

SILENCE = 60.0
RESUME_AFTER = 1.0


@dataclass(frozen=True, slots=True)
class Streamed:
    """One thing that came. Without an alert it is a `reset`: what was missed is not to be had any more."""

    id: str
    alert: Alert | None


@dataclass(slots=True)
class _Event:
    id: str = ""
    type: str = "message"
    data: list[str] = field(default_factory=list)


async def follow(
    connection: Connection, query: Query | None = None, *, last_event_id: str = "", resume_within: float = 60.0
) -> AsyncIterator[Streamed]:
    """What happens from now on, or behind `last_event_id`; for ever.

    A connection that was lost is made again, behind the last event, for `resume_within` seconds; then `Unreachable`
    is raised. The first connection is tried once.
    """
    connected = False
    lost_at = 0.0
    while True:
        try:
            async for streamed in once(connection, query, last_event_id=last_event_id):
                connected, lost_at = True, 0.0
                if streamed is not None:
                    last_event_id = streamed.id or last_event_id
                    yield streamed
        except (Unreachable, Busy):
            lost_at = lost_at or time.monotonic()
            if not connected or time.monotonic() - lost_at >= resume_within:
                raise
        await asyncio.sleep(RESUME_AFTER)


async def once(
    connection: Connection, query: Query | None = None, *, last_event_id: str = ""
) -> AsyncIterator[Streamed | None]:
    """One connection until its end. None tells that it stands, and that it still does (a heartbeat)."""
    headers = {"Accept": "text/event-stream"}
    if last_event_id:
        headers["Last-Event-ID"] = last_event_id
    timeout = httpx.Timeout(10, read=SILENCE)
    request = Request("GET", "/v1/stream", query, headers=headers, timeout=timeout)
    async with connection.open(request) as response:
        yield None
        async for event in _events(response):
            yield None if event is None else _streamed(event)


async def _events(response: httpx.Response) -> AsyncIterator[_Event | None]:
    event = _Event()
    last_id = ""
    async for raw in lines(response):
        line = raw.decode("utf-8", "replace")
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            if event.data:
                event.id = last_id
                yield event
            event = _Event()
        elif not name:
            yield None
        elif name == "data":
            event.data.append(value)
        elif name == "event":
            event.type = value
        elif name == "id" and "\0" not in value:
            last_id = value


def _streamed(event: _Event) -> Streamed:
    if event.type == "reset":
        return Streamed(event.id, None)
    try:
        return Streamed(event.id, Alert.model_validate(json.loads("\n".join(event.data))))
    except (ValueError, ValidationError) as error:
        raise Unreadable("an event of the stream is not an alert") from error
