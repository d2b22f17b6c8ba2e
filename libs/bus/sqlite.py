"""The bus for one machine: a durable log in an SQLite file, shared by any number of processes.

One member of a group owns a topic at a time; the others stand by. Its lease is renewed by the bus's own thread, so
neither a slow handler nor a busy event loop loses it, and a process that died is noticed by its free lock file.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import threading
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from libs.bus.base import Batch, Message
from libs.bus.bounds import BATCH_BYTES, BATCH_MESSAGES, acknowledged, refuse_too_large
from libs.bus.errors import ClaimLost, Closed, Unavailable
from libs.bus.slot import Slot, claim_slot
from libs.bus.sqlite_log import Entry, LogFile, Taken
from libs.bus.worker import Worker

logger = logging.getLogger(__name__)

RETRY_EVERY = 0.2
"""Seconds between attempts while the file cannot be used."""

Result = TypeVar("Result")

_neighbours: dict[Path, set[SqliteBus]] = {}
_neighbours_lock = threading.Lock()


class SqliteBus:
    """A `Bus` on one file. Several in one process, also on several event loops, wake each other at once."""

    def __init__(
        self,
        path: Path,
        *,
        instance: str,
        lease: float = 15.0,
        poll: float = 0.15,
        lock_timeout: float = 5.0,
        batch_messages: int = BATCH_MESSAGES,
        batch_bytes: int = BATCH_BYTES,
        synchronous: str = "FULL",
    ) -> None:
        """`lease`: seconds after which a member that hangs loses its claim. `poll`: seconds until what another process
        published is seen. `lock_timeout`: seconds that a locked file is waited for before `Unavailable`."""
        self.instance = instance
        self.batch_messages = batch_messages
        self.batch_bytes = batch_bytes
        self.log = LogFile(path.resolve(), lease=lease, lock_timeout=lock_timeout, synchronous=synchronous)
        self._worker = Worker(f"bus {path.name}", self._tick, min(poll, lease / 3))
        self._members: set[_Subscription] = set()
        self._renew_every = lease / 3
        self._renewed = time.monotonic()
        self._seen = -1
        self.closed = False
        with _neighbours_lock:
            _neighbours.setdefault(self.log.path, set()).add(self)

    async def publish(self, *messages: Message) -> None:
        self.refuse_closed()
        refuse_too_large(messages)
        if messages:
            await self._worker.run(lambda: self._append(messages))

    def subscribe(self, *topics: str, group: str) -> AbstractAsyncContextManager[AsyncIterator[Batch]]:
        self.refuse_closed()
        if not topics:
            raise ValueError("subscribe to at least one topic")
        return _Subscription(self, topics, group)

    async def lag(self, group: str, *topics: str) -> Mapping[str, int]:
        self.refuse_closed()
        return await self._worker.run(lambda: self.log.lag(group, topics))

    async def check(self) -> None:
        self.refuse_closed()
        await self._worker.run(self.log.probe)

    async def prune(self, older_than: timedelta, *topics: str) -> int:
        """Delete what is older and acknowledged by every group that ever read the topic; how many messages that was."""
        self.refuse_closed()
        before = int((time.time() - older_than.total_seconds()) * 1000)
        return await self._worker.run(lambda: self.log.prune(before, topics))

    async def close(self) -> None:
        if self.closed:
            return
        self.closed = True
        self.log.stopping.set()
        for member in list(self._members):
            member.wake()
        with _neighbours_lock:
            _neighbours[self.log.path].discard(self)
        if self._worker.started:
            await self._worker.run(self._release_all)
        self._worker.stop()

    async def run(self, job: Callable[[], Result]) -> Result:
        """A job in the bus's thread, waited out while the file cannot be used."""
        said = False
        while True:
            self.refuse_closed()
            try:
                return await self._worker.run(job)
            except Unavailable as error:
                if not said:
                    logger.warning("bus_unavailable", extra={"reason": str(error)})
                    said = True
                await asyncio.sleep(RETRY_EVERY)

    def join(self, member: _Subscription) -> None:
        self._members.add(member)

    async def leave(self, member: _Subscription, owner: str) -> None:
        self._members.discard(member)
        if not self.closed:
            await self._worker.run(lambda: self._release(owner))

    def refuse_closed(self) -> None:
        if self.closed:
            raise Closed("the bus is closed")

    def _append(self, messages: Sequence[Message]) -> None:
        self.log.append(messages)
        self._tell_all()

    def _release(self, owner: str) -> None:
        try:
            self.log.release(owner)
        except Unavailable as error:  # the lease runs out by itself
            logger.warning("bus_claim_not_released", extra={"reason": str(error)})
        self._tell_all()

    def _release_all(self) -> None:
        for member in list(self._members):
            if member.owner is not None:
                self._release(member.owner)
            member.give_up_name()
        self._members.clear()
        self.log.close()

    def _tell_all(self) -> None:
        with _neighbours_lock:
            buses = list(_neighbours[self.log.path])
        for bus in buses:
            bus._tell()

    def _tell(self) -> None:
        for member in list(self._members):
            member.wake()

    def _tick(self) -> None:
        """Between jobs, in the thread: renew the leases, and look whether another process wrote."""
        try:
            owners = [member.owner for member in list(self._members) if member.owner is not None]
            if owners and time.monotonic() - self._renewed >= self._renew_every:
                self.log.renew(owners)
                self._renewed = time.monotonic()
            seen = self.log.changed_elsewhere()
        except Unavailable as error:
            logger.debug("bus_unavailable", extra={"reason": str(error)})
            return
        if seen != self._seen:
            self._seen = seen
            self._tell()


class _Subscription:
    def __init__(self, bus: SqliteBus, topics: Sequence[str], group: str) -> None:
        self.bus = bus
        self.topics = topics
        self.group = group
        self.owner: str | None = None
        self.left = False
        self.in_work: _SqliteBatch | None = None
        self._slot: Slot | None = None
        self._news = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def __aenter__(self) -> AsyncIterator[Batch]:
        self._loop = asyncio.get_running_loop()
        name = f"{self.bus.instance}.{self.group}"
        self._slot = await self.bus.run(lambda: claim_slot(self.bus.log.slots, name))
        self.owner = f"{self._slot.name}:{secrets.token_hex(4)}"
        self.bus.join(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.left = True
        if self.owner is not None:
            await self.bus.leave(self, self.owner)
        self.give_up_name()

    def __aiter__(self) -> AsyncIterator[Batch]:
        return self

    async def __anext__(self) -> Batch:
        self.in_work = None
        while not (self.left or self.bus.closed):
            self._news.clear()
            try:
                taken = await self.bus.run(self._take)
            except Closed:
                break
            if taken.entries:
                self.in_work = _SqliteBatch(self, taken.entries)
                return self.in_work
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(taken.again):
                    await self._news.wait()
        raise StopAsyncIteration

    def wake(self) -> None:
        """From any thread."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # that loop was closed without leaving
                self._loop.call_soon_threadsafe(self._news.set)

    def give_up_name(self) -> None:
        if self._slot is not None:
            self._slot.release()

    def _take(self) -> Taken:
        assert self.owner is not None, "take batches inside the context"
        bus = self.bus
        return bus.log.take(self.group, self.topics, self.owner, bus.batch_messages, bus.batch_bytes)


class _SqliteBatch:
    def __init__(self, member: _Subscription, entries: Sequence[Entry]) -> None:
        self._member = member
        self._entries = entries
        self._done = 0
        self.messages: Sequence[Message] = tuple(entry.message for entry in entries)

    async def ack(self, first: int | None = None) -> None:
        count = acknowledged(first, len(self._entries))
        if count <= self._done:
            return
        member = self._member
        member.bus.refuse_closed()
        if member.left or member.owner is None or member.in_work is not self:
            raise ClaimLost(f"{member.group}: the messages were given back and come again")
        owner, entries = member.owner, self._entries[self._done : count]
        await member.bus.run(lambda: member.bus.log.ack(member.group, owner, entries))
        self._done = count
