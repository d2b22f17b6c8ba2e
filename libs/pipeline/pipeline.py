"""A service's pipeline: its transactions, its consumers, its relay and the loops beside them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from opentelemetry import trace
from sqlmodel import Session

from libs.bus import Bus
from libs.db import Database
from libs.pipeline.consumer import Consumer, OnDead, process_span
from libs.pipeline.dead import message_of, one_line, show_dead
from libs.pipeline.patience import OUTAGES, supervised, utc_now
from libs.pipeline.relay import Relay
from libs.pipeline.settings import PipelineSettings
from libs.pipeline.subscription import Subscription
from libs.pipeline.tables import count_dead, count_unsent, delete_handled_before, delete_sent_before
from libs.pipeline.unit import Unit
from libs.telemetry import Telemetry

T = TypeVar("T")
log = logging.getLogger(__name__)


class UnknownDeadRow(LookupError):
    """No dead row with that id."""


class Pipeline:
    """Joins one service's bus and database. `instance` is unique among those that run and stable over restarts.

    `on_dead(unit, message, reason)` tells others of a burial, in the transaction that buries. Nothing runs before
    `start`; transactions can be used before, and after `stop` until the database is closed.
    """

    def __init__(
        self,
        *,
        service: str,
        instance: str,
        database: Database,
        bus: Bus,
        telemetry: Telemetry,
        subscriptions: Sequence[Subscription],
        on_dead: OnDead,
        clock: Callable[[], datetime] = utc_now,
        settings: PipelineSettings | None = None,
    ) -> None:
        self.service = service
        self.database = database
        self.bus = bus
        self.telemetry = telemetry
        self.clock = clock
        self._settings = settings or PipelineSettings()
        self._relay = Relay(database, bus, owner=instance, clock=clock, settings=self._settings)
        self._handled = telemetry.meter.create_counter(
            "communique_messages", description="Messages by topic and what became of them"
        )
        self._unsent = telemetry.meter.create_gauge("communique_outbox_unsent", description="Outbox rows not sent yet")
        self._dead = telemetry.meter.create_gauge("communique_dead_rows", description="Dead letters kept")
        self._lag = telemetry.meter.create_gauge("communique_lag", description="Messages not handled yet, by topic")
        self._consumers = [
            Consumer(
                subscription,
                group=f"{service}.{subscription.topic}",
                bus=bus,
                database=database,
                tracer=telemetry.tracer,
                transact=self.transaction,
                on_dead=on_dead,
                count=self._count,
                settings=self._settings,
            )
            for subscription in subscriptions
        ]
        self._loops: list[tuple[str, Callable[[], Awaitable[None]]]] = [
            ("relay", self._relay.run),
            ("housekeeping", self._keep_house),
            ("measuring", self._measure),
        ]
        self._stopping = asyncio.Event()
        self._consuming: list[asyncio.Task[None]] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def transaction(self, work: Callable[[Unit], T]) -> T:
        """Run `work` in one transaction and wake the relay after its commit. Raises as `Database.transaction` does."""

        def in_unit(session: Session) -> T:
            return work(Unit(session, self.clock(), self.service, self.telemetry.tracer))

        result = await self.database.transaction(in_unit)
        self._relay.wake()
        return result

    def run_beside(self, name: str, loop: Callable[[], Awaitable[None]]) -> None:
        """Have a loop of the service's own run from start to stop; one that fails is logged and starts again."""
        self._loops.append((name, loop))

    async def start(self) -> None:
        for consumer in self._consumers:
            run = supervised(consumer.group, lambda consumer=consumer: consumer.run(self._stopping), self._settings)  # type: ignore[misc]
            self._consuming.append(asyncio.create_task(run, name=consumer.group))
        for name, loop in self._loops:
            self._tasks.append(asyncio.create_task(supervised(name, loop, self._settings), name=name))

    async def stop(self) -> None:
        """Finish what is being handled, then end everything; repeatable."""
        self._stopping.set()
        if self._consuming:
            # A consumer that waits for messages does not end by itself: after a short wait only the busy ones count.
            await asyncio.wait(self._consuming, timeout=0.2)
            busy = [task for task, one in zip(self._consuming, self._consumers, strict=True) if not one.idle]
            if busy:
                await asyncio.wait(busy, timeout=self._settings.stop_within)
        for task in (*self._consuming, *self._tasks):
            task.cancel()
        await asyncio.gather(*self._consuming, *self._tasks, return_exceptions=True)
        self._consuming, self._tasks = [], []
        try:
            await self._relay.release()
        except OUTAGES as error:
            log.warning("lease_not_given_back", extra={"reason": str(error)})

    async def replay_dead(self, row_id: int) -> str | None:
        """Handle a dead row in place: None when done (the row is gone), else the reason why it is still dead."""
        row = await self.database.read(lambda session: show_dead(session, row_id))
        if row is None:
            raise UnknownDeadRow(row_id)
        consumer = next((one for one in self._consumers if one.group == row.group_name), None)
        if consumer is None:
            return f"nothing here handles {row.group_name} any more"
        message = message_of(row)
        with trace.use_span(
            process_span(self.telemetry.tracer, message, consumer.group, linked=True), end_on_exit=True
        ):
            try:
                data = consumer.decode(message)
                prepared = data if consumer.subscription.prepare is None else await consumer.prepared(data)
                return await self.transaction(lambda unit: _handle_dead(unit, consumer, row_id, prepared))
            except OUTAGES:
                raise
            except Exception as error:
                reason = one_line(error)
                await self.database.transaction(lambda session: _still_dead(session, row_id, reason))
                return reason

    async def lag(self) -> dict[str, int]:
        """Messages not handled yet, by topic."""
        found: dict[str, int] = {}
        for consumer in self._consumers:
            found.update(await self.bus.lag(consumer.group, consumer.subscription.topic))
        return found

    def _count(self, number: int, topic: str, outcome: str) -> None:
        if number:
            self._handled.add(number, {"topic": topic, "outcome": outcome})

    async def _keep_house(self) -> None:
        while True:
            now = self.clock()
            sent = now - timedelta(days=self._settings.keep_sent_days)
            handled = now - timedelta(days=self._settings.keep_handled_days)
            await self.database.transaction(lambda session: delete_sent_before(session, sent))  # noqa: B023
            await self.database.transaction(lambda session: delete_handled_before(session, handled))  # noqa: B023
            await asyncio.sleep(self._settings.housekeeping)

    async def _measure(self) -> None:
        while True:
            self._unsent.set(await self.database.read(count_unsent))
            self._dead.set(await self.database.read(count_dead))
            for topic, number in (await self.lag()).items():
                self._lag.set(number, {"topic": topic})
            await asyncio.sleep(self._settings.measure)


def _handle_dead(unit: Unit, consumer: Consumer, row_id: int, prepared: object) -> None:
    row = show_dead(unit.session, row_id)
    if row is None:  # replayed by somebody else meanwhile
        return
    unit.session.delete(row)
    consumer.subscription.handle(unit, prepared)


def _still_dead(session: Session, row_id: int, reason: str) -> None:
    row = show_dead(session, row_id)
    if row is not None:
        row.reason = reason
        row.tries += 1
