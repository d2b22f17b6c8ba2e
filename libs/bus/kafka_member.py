"""One member of a group on Kafka, and the batches handed to it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from libs.bus.base import Batch, Message
from libs.bus.bounds import acknowledged, take_within
from libs.bus.errors import ClaimLost, Closed
from libs.bus.kafka import (
    NOT_A_MEMBER,
    OUTAGES,
    RETRY_EVERY,
    commit_under,
    generation_of,
    is_behind,
    leave_group,
    message_of,
    new_consumer,
    size_of,
)
from libs.bus.slot import Slot, claim_slot

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Membership:
    """How the members of one bus behave; times in seconds, explained at `KafkaBus`."""

    instance: str
    slots: Path
    connection: dict[str, Any]
    request_timeout: float
    session_timeout: float
    rebalance_timeout: float
    stall_timeout: float
    close_timeout: float
    batch_messages: int
    batch_bytes: int


class Subscription:
    """A task of its own keeps a consumer alive and fills `_pending`; the iterator hands it out.

    The batch in work is `_current`; no other can be acknowledged. Partitions are given back only when there is none,
    however long that takes: members who join wait for it.
    """

    def __init__(
        self, membership: Membership, topics: Sequence[str], group: str, on_leave: Callable[[Subscription], None]
    ) -> None:
        self._membership = membership
        self._topics = topics
        self._group = group
        self._on_leave = on_leave
        self._pending: deque[Any] = deque()
        self._current: KafkaBatch | None = None
        self._consumer: Any = None
        self._generation = -1
        self._joined = False
        self._left = False
        self._bus_closed = False
        self._wanted = asyncio.Event()
        self._news = asyncio.Event()
        self._settled = asyncio.Event()
        self._driver: asyncio.Task[None] | None = None

    async def __aenter__(self) -> AsyncIterator[Batch]:
        # the slot makes the static membership: kept by a restarted process, never shared by two living members
        name = f"{self._membership.instance}.{self._group}"
        slot = await asyncio.to_thread(claim_slot, self._membership.slots, name)
        self._driver = asyncio.create_task(self._drive(slot), name=f"bus {self._group}")
        self._driver.add_done_callback(lambda done: self._news.set())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.leave()

    async def leave(self, *, bus_closed: bool = False) -> None:
        self._bus_closed = self._bus_closed or bus_closed
        self._left = True
        self._settled.set()
        self._news.set()
        if self._driver is not None:
            self._driver.cancel()
            await asyncio.wait([self._driver])
        self._on_leave(self)

    def __aiter__(self) -> AsyncIterator[Batch]:
        return self

    async def __anext__(self) -> Batch:
        self._put_back()
        while not self._left:
            if self._joined and self._pending:
                return self._hand_out()
            if self._driver is not None and self._driver.done():
                self._driver.result()  # an error that is no outage is a fault of ours: let it be seen
            self._news.clear()
            self._wanted.set()
            await self._news.wait()
        raise StopAsyncIteration

    async def commit(self, batch: KafkaBatch, records: Sequence[Any]) -> None:
        """Raises ClaimLost; an unreachable broker is waited out."""
        while True:
            if self._bus_closed:
                raise Closed("the bus is closed")
            try:
                async with asyncio.timeout(self._membership.request_timeout):
                    if await commit_under(lambda: self._holds(batch), self._consumer, records):
                        return
                raise ClaimLost(f"{self._group}: the messages were given back and come again")
            except NOT_A_MEMBER as error:
                raise ClaimLost(f"{self._group}: no longer a member") from error
            except OUTAGES as error:
                logger.debug("bus_commit_repeated", extra={"reason": repr(error)})
            await asyncio.sleep(RETRY_EVERY)

    def settle(self, batch: KafkaBatch) -> None:
        """The batch is done with: its partitions may be given back."""
        if self._current is batch:
            self._current = None
            self._settled.set()

    def _hand_out(self) -> KafkaBatch:
        limits = self._membership
        records = take_within(self._pending, size_of, limits.batch_messages, limits.batch_bytes)
        for _ in records:
            self._pending.popleft()
        self._settled.clear()
        self._current = KafkaBatch(self, records)
        return self._current

    def _put_back(self) -> None:
        """What was not acknowledged of the batch before comes again."""
        if self._current is not None:
            if self._holds(self._current):
                self._pending.extendleft(reversed(self._current.unacknowledged()))
            self.settle(self._current)

    def _holds(self, batch: KafkaBatch) -> bool:
        in_work = self._current is batch and not self._left and self._consumer is not None
        return in_work and generation_of(self._consumer) == self._generation

    def _forget(self) -> None:
        self._current = None
        self._pending.clear()

    async def _on_revoked(self) -> None:
        """Nobody else gets the partitions before this returns. Heartbeats go on meanwhile, so the claim is kept; when
        it is lost all the same, there is nothing left to wait for."""
        self._joined = False
        while self._current is not None and self._holds(self._current):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.2):
                    await self._settled.wait()
        self._forget()

    async def _on_assigned(self) -> None:
        self._generation = generation_of(self._consumer)
        self._joined = True
        self._news.set()

    async def _drive(self, slot: Slot) -> None:
        try:
            while True:
                try:
                    await self._consume(slot.name)
                except OUTAGES as error:
                    logger.warning("bus_consumer_replaced", extra={"group": self._group, "reason": repr(error)})
                await asyncio.sleep(RETRY_EVERY)
        finally:
            slot.release()

    async def _consume(self, instance: str) -> None:
        membership = self._membership
        consumer = new_consumer(
            self._group,
            self._topics,
            instance=instance,
            session_timeout=membership.session_timeout,
            rebalance_timeout=membership.rebalance_timeout,
            on_revoked=self._on_revoked,
            on_assigned=self._on_assigned,
            **membership.connection,
        )
        self._consumer = consumer
        try:
            async with asyncio.timeout(membership.stall_timeout):
                await consumer.start()
            while True:
                await self._wanted.wait()
                await self._fetch(consumer)
        finally:
            joined, self._joined = self._joined, False
            self._forget()
            self._consumer = None
            await leave_group(consumer, joined, membership.close_timeout)

    async def _fetch(self, consumer: Any) -> None:
        """Fill `_pending`. Watches: aiokafka has been seen to go round for ever without getting anything (its issues
        712 and 876), or to stay outside its group (575, 727)."""
        since = time.monotonic()
        while not self._pending:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(2.0):
                    fetched = await consumer.getmany(timeout_ms=1000, max_records=self._membership.batch_messages)
                    # no await between the fetch and this line, so the partitions are still ours
                    self._pending.extend(record for records in fetched.values() for record in records)
            if not self._pending and time.monotonic() - since > self._membership.stall_timeout:
                await self._refuse_stall(consumer)
                since = time.monotonic()
        self._wanted.clear()
        self._news.set()

    async def _refuse_stall(self, consumer: Any) -> None:
        if not self._joined:
            raise TimeoutError("outside the group for too long")
        async with asyncio.timeout(self._membership.request_timeout):
            if await is_behind(consumer):
                raise TimeoutError("nothing came although there is more")


class KafkaBatch:
    def __init__(self, member: Subscription, records: Sequence[Any]) -> None:
        self.messages: Sequence[Message] = tuple(message_of(record) for record in records)
        self._member = member
        self._records = records
        self._done = 0

    async def ack(self, first: int | None = None) -> None:
        count = acknowledged(first, len(self._records))
        if count <= self._done:
            return
        await self._member.commit(self, self._records[self._done : count])
        self._done = count
        if count == len(self._records):
            self._member.settle(self)

    def unacknowledged(self) -> Sequence[Any]:
        return self._records[self._done :]
