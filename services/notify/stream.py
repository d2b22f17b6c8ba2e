"""The live stream: numbers what was committed, and hands it to everybody who listens.

A number is given after the commit, by one at a time, so that nobody who resumes behind a number has missed a lower one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from libs.pipeline import Pipeline
from services.notify.rules.alert import alert_body
from services.notify.rules.matching import Compiled, facts_of, match
from services.notify.rules.policy import Match
from services.notify.rules.summary import before
from services.notify.tables.deliveries import alerts_after
from services.notify.tables.records import (
    LogRow,
    delete_log_before,
    has_unnumbered,
    log_after,
    newest_number,
    number_log,
    oldest_number,
)

PAGE = 200
EVERYTHING = Compiled(())


class TooManyStreams(Exception):
    """There are as many streams as there may be."""


@dataclass(frozen=True, slots=True)
class Event:
    """What one listener gets; `reset` tells that what it missed is not to be had any more."""

    number: int
    body: str
    reset: bool = False


@dataclass(frozen=True, slots=True)
class Interest:
    """The alerts of a subscription, every version of one record, or whatever meets a filter and is news."""

    subscription_id: str | None = None
    record_id: str | None = None
    filter: Compiled = EVERYTHING
    language: str = "en"


@dataclass(eq=False, slots=True)
class Listener:
    """One open stream. `joined` is the number behind which everything comes by the queue."""

    interest: Interest
    joined: int
    queue: asyncio.Queue[Event | None] = field(default_factory=asyncio.Queue)


class Stream:
    """The stream of one process. `backlog` bounds what waits for a slow listener, who is then sent away to resume."""

    def __init__(
        self, pipeline: Pipeline, *, public_url: str, limit: int, backlog: int, poll: float, keep_days: float
    ) -> None:
        self._pipeline = pipeline
        self._public_url = public_url
        self._limit = limit
        self._backlog = backlog
        self._poll = poll
        self._keep = timedelta(days=keep_days)
        self._woken = asyncio.Event()
        self._listeners: set[Listener] = set()
        self._position: int | None = None
        self._ended = False

    def wake(self) -> None:
        """There may be something new; called after commits."""
        self._woken.set()

    async def run(self) -> None:
        """Number and hand out for ever."""
        if self._position is None:
            self._position = await self._pipeline.database.read(newest_number)
        while True:
            self._woken.clear()
            if await self._pipeline.database.read(has_unnumbered):
                await self._pipeline.database.transaction(number_log)
            if not await self._hand_out():
                await self._rest()

    async def end_when(self, stopping: asyncio.Event) -> None:
        """Let everybody go as soon as the service stops: no server waits for a stream that never ends."""
        await stopping.wait()
        self.end_all()

    async def forget_old(self) -> None:
        """Delete what is too old to resume from; called from time to time."""
        old = self._pipeline.clock() - self._keep
        newest = await self._pipeline.database.read(newest_number)
        await self._pipeline.database.transaction(partial(delete_log_before, before=old, keep_from=newest))

    def listening(self) -> int:
        """How many streams are open."""
        return len(self._listeners)

    def is_full(self) -> bool:
        """Whether nobody more can listen, for now."""
        return self._ended or self._position is None or len(self._listeners) >= self._limit

    @contextmanager
    def listen(self, interest: Interest) -> Iterator[Listener]:
        """Be handed what comes from now on. Raises `TooManyStreams`."""
        if self.is_full() or self._position is None:
            raise TooManyStreams(self._limit)
        listener = Listener(interest, self._position)
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    async def missed(self, listener: Listener, last: int | None) -> AsyncIterator[Event]:
        """What came behind the number `last` before the listener joined; a reset where that is not kept any more."""
        if last is None:
            return
        oldest, newest = await self._pipeline.database.read(
            lambda session: (oldest_number(session), newest_number(session))
        )
        if last > newest or (oldest is not None and last < oldest - 1):
            yield Event(listener.joined, "{}", reset=True)
            return
        while last < listener.joined:
            page, last = await self._page(listener.interest, last, listener.joined)
            for event in page:
                yield event

    def end_all(self) -> None:
        """Tell every listener that it is over; nobody new is let in."""
        self._ended = True
        for listener in self._listeners:
            listener.queue.put_nowait(None)

    async def _page(self, interest: Interest, last: int, up_to: int) -> tuple[list[Event], int]:
        """Some events, and the number up to which that is all."""
        if interest.subscription_id is not None:
            ids = [interest.subscription_id]
            found = await self._pipeline.database.read(
                lambda session: alerts_after(session, ids, last, up_to=up_to, limit=PAGE)
            )
            events = [Event(number, body.decode()) for number, _, body in found]
            return events, found[-1][0] if len(found) == PAGE else up_to
        rows = await self._pipeline.database.read(lambda session: log_after(session, last, up_to=up_to, limit=PAGE))
        events = [event for row in rows if (event := self._event(row, interest)) is not None]
        return events, _number(rows[-1]) if len(rows) == PAGE else up_to

    async def _hand_out(self) -> bool:
        """Give every listener what is new; whether there was anything."""
        assert self._position is not None
        position = self._position
        rows = await self._pipeline.database.read(lambda session: log_after(session, position, limit=PAGE))
        if not rows:
            return False
        newest = _number(rows[-1])
        alerts = await self._alerts(position, newest)
        # From here on nothing waits: who joins is either before all of these or behind them.
        for listener in list(self._listeners):
            for event in self._events_for(listener.interest, rows, alerts):
                self._put(listener, event)
        self._position = newest
        return True

    async def _alerts(self, after: int, up_to: int) -> Mapping[str, list[Event]]:
        """The new alerts of every subscription that somebody listens to, also of those who joined meanwhile."""
        loaded: dict[str, list[Event]] = {}
        while missing := sorted(self._listened_to() - loaded.keys()):
            loaded.update({one: [] for one in missing})
            read = partial(alerts_after, subscription_ids=missing, number=after, up_to=up_to, limit=PAGE * len(missing))
            for number, subscription_id, body in await self._pipeline.database.read(read):
                loaded[subscription_id].append(Event(number, body.decode()))
        return loaded

    def _listened_to(self) -> set[str]:
        return {one.interest.subscription_id for one in self._listeners if one.interest.subscription_id is not None}

    def _events_for(self, interest: Interest, rows: Sequence[LogRow], alerts: Mapping[str, list[Event]]) -> list[Event]:
        if interest.subscription_id is not None:
            return alerts.get(interest.subscription_id, [])
        return [event for row in rows if (event := self._event(row, interest)) is not None]

    def _event(self, row: LogRow, interest: Interest) -> Event | None:
        """The row as a listener by filter sees it; None where it is none of its business."""
        if not row.is_news and interest.record_id is None:
            return None
        if interest.record_id not in (None, row.record_id, row.summary.get("merged_into")):
            return None
        active = row.summary.get("state") == "active"
        now = match(interest.filter, facts_of(row.summary)) if active else None
        earlier = before(row.summary, row.previous)
        was_active = earlier.get("state") == "active" and row.change != "created"
        then = match(interest.filter, facts_of(earlier)) if was_active else None
        if now is None and then is None:
            return None
        how: Match = "left" if now is None else "new" if then is None else "still"
        body = alert_body(
            row.summary,
            change=row.change,  # type: ignore[arg-type]
            match=how,
            matched=now or {},
            changed=tuple(row.changed),
            previous=row.previous,
            language=interest.language,
            public_url=self._public_url,
        )
        return Event(_number(row), body.decode())

    def _put(self, listener: Listener, event: Event) -> None:
        if listener.queue.qsize() < self._backlog:
            listener.queue.put_nowait(event)
        elif listener in self._listeners:
            self._listeners.discard(listener)
            listener.queue.put_nowait(None)

    async def _rest(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._poll):
                await self._woken.wait()


def _number(row: LogRow) -> int:
    assert row.number is not None  # only numbered rows are read
    return row.number
