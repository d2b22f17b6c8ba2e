"""The outbox relay: publishes what committed transactions left to be told, in order, one relay an outbox."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from sqlmodel import Session

from libs.bus import Bus, Message
from libs.db import Database
from libs.pipeline.settings import PipelineSettings
from libs.pipeline.tables import OutboxRow, give_lease_back, mark_sent, take_lease, unsent

LEASE = "outbox"


class Relay:
    """Rows are marked after the bus has them: a crash between the two publishes again, and inboxes drop the repeat."""

    def __init__(
        self, database: Database, bus: Bus, *, owner: str, clock: Callable[[], datetime], settings: PipelineSettings
    ) -> None:
        self._database = database
        self._bus = bus
        self._owner = owner
        self._clock = clock
        self._settings = settings
        self._woken = asyncio.Event()
        self._lease_until: datetime | None = None

    def wake(self) -> None:
        """There may be new rows; called after every commit of this process."""
        self._woken.set()

    async def run(self) -> None:
        """Publish for ever. Raises what bus and database raise; whoever runs it starts it again."""
        while True:
            self._woken.clear()
            if not (await self._has_lease() and await self._publish_some()):
                await self._rest()

    async def release(self) -> None:
        """Let another instance go on at once."""
        await self._database.transaction(lambda session: give_lease_back(session, LEASE, self._owner))

    async def _has_lease(self) -> bool:
        now = self._clock()
        length = timedelta(seconds=self._settings.lease)
        if self._lease_until and now < self._lease_until - length / 2:
            return True
        until = now + length
        mine = await self._database.transaction(lambda session: take_lease(session, LEASE, self._owner, now, until))
        self._lease_until = until if mine else None
        return mine

    async def _publish_some(self) -> bool:
        """Publish one batch; whether there may be more."""

        def oldest(session: Session) -> list[OutboxRow]:
            return unsent(session, self._settings.relay_rows, self._settings.relay_bytes)

        rows = await self._database.read(oldest)
        if not rows:
            return False
        await self._bus.publish(*(Message(row.topic, row.key, row.message_id, row.body, row.headers) for row in rows))
        ids = [row.id for row in rows if row.id is not None]
        await self._database.transaction(lambda session: mark_sent(session, ids, self._clock()))
        return True

    async def _rest(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._settings.relay_poll):  # `wait_for` loses a cancellation as it is woken
                await self._woken.wait()
