"""The bus over Apache Kafka: the one that scales, with partitions, consumer groups and many instances of a service."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

from libs.bus.base import Batch, Message
from libs.bus.bounds import BATCH_BYTES, BATCH_MESSAGES, refuse_too_large, take_within
from libs.bus.errors import Closed, TooLarge, Unavailable
from libs.bus.kafka import (
    OUTAGES,
    REFUSED_SIZE,
    connect_once,
    connection,
    count_lag,
    cut_producer,
    send_all,
    start_producer,
)
from libs.bus.kafka_member import Membership, Subscription

CHUNK_MESSAGES = 200
OUTSTANDING = 8
"""Chunks of 200 messages or 8 MiB on the way at the same time; aiokafka itself knows no limit."""


class KafkaBus:
    """A `Bus` on a Kafka cluster. The topics must exist: see `ensure_topics`."""

    def __init__(
        self,
        servers: Sequence[str],
        *,
        instance: str,
        send_timeout: float = 30.0,
        check_timeout: float = 5.0,
        request_timeout: float = 20.0,
        session_timeout: float = 15.0,
        rebalance_timeout: float = 3600.0,
        stall_timeout: float = 60.0,
        close_timeout: float = 3.0,
        batch_messages: int = BATCH_MESSAGES,
        batch_bytes: int = BATCH_BYTES,
        compression: str | None = "lz4",
        slots: Path | None = None,
    ) -> None:
        """Seconds: `send_timeout` until a publish gives up; `session_timeout` until a silent member loses its claim;
        `rebalance_timeout` that members who join wait for a batch in work; `stall_timeout` until a consumer that gets
        nothing although there is something is replaced. `slots`: where the names of living members are locked."""
        self._servers = ",".join(servers)
        self._connection = connection(servers, instance, request_timeout)
        self._send_timeout = send_timeout
        self._check_timeout = check_timeout
        self._compression = compression
        self._membership = Membership(
            instance=instance,
            slots=slots or Path(tempfile.gettempdir()) / f"bus-slots-{os.getuid()}",
            connection=self._connection,
            request_timeout=request_timeout,
            session_timeout=session_timeout,
            rebalance_timeout=rebalance_timeout,
            stall_timeout=stall_timeout,
            close_timeout=close_timeout,
            batch_messages=batch_messages,
            batch_bytes=batch_bytes,
        )
        self._producer: Any = None
        self._starting = asyncio.Lock()
        self._turns = asyncio.Semaphore(OUTSTANDING)
        self._members: set[Subscription] = set()
        self._closed = False

    async def publish(self, *messages: Message) -> None:
        self._refuse_closed()
        refuse_too_large(messages)
        rest = deque(messages)
        while rest:
            chunk = take_within(rest, Message.size, CHUNK_MESSAGES, BATCH_BYTES)
            await self._send(chunk)
            for _ in chunk:
                rest.popleft()

    def subscribe(self, *topics: str, group: str) -> AbstractAsyncContextManager[AsyncIterator[Batch]]:
        self._refuse_closed()
        if not topics:
            raise ValueError("subscribe to at least one topic")
        member = Subscription(self._membership, topics, group, self._members.discard)
        self._members.add(member)
        return member

    async def lag(self, group: str, *topics: str) -> Mapping[str, int]:
        self._refuse_closed()
        try:
            async with asyncio.timeout(self._check_timeout):
                return await count_lag(group, topics, **self._connection)
        except OUTAGES as error:
            raise Unavailable(f"lag of {group} on {self._servers}: {error!r}") from error

    async def check(self) -> None:
        self._refuse_closed()
        try:
            async with asyncio.timeout(self._check_timeout):
                await connect_once(**self._connection)
        except OUTAGES as error:
            raise Unavailable(f"{self._servers}: {error!r}") from error

    async def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        await asyncio.gather(*(member.leave(bus_closed=True) for member in list(self._members)))
        if self._producer is not None:
            await self._discard(self._producer)

    async def _send(self, messages: Sequence[Message]) -> None:
        self._refuse_closed()
        producer = None
        try:
            async with asyncio.timeout(self._send_timeout), self._turns:
                producer = await self._ready_producer()
                await send_all(producer, messages)
        except REFUSED_SIZE as error:
            await self._discard(producer)
            raise TooLarge(str(error)) from error
        except OUTAGES as error:
            # An idempotent producer never gives up a message (aiokafka issue 1101) and does not recover from a gap in
            # its sequence (issue 1017). What it holds may still have arrived: the inbox drops the repeat.
            await self._discard(producer)
            raise Unavailable(f"publish to {self._servers}: {error!r}") from error

    async def _ready_producer(self) -> Any:
        async with self._starting:
            self._refuse_closed()
            if self._producer is None:
                self._producer = await start_producer(self._compression, **self._connection)
            return self._producer

    async def _discard(self, producer: Any) -> None:
        if producer is not None and self._producer is producer:
            self._producer = None
            await cut_producer(producer)

    def _refuse_closed(self) -> None:
        if self._closed:
            raise Closed("the bus is closed")
