"""The delivery loop: claims what is due, attempts it, notes what became of it.

Everything due is in the database; a claim is a lease, so that several instances share the work and one that died loses
nothing. A delivery whose attempt was made and not noted is attempted again, under the same id.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from libs.db import DatabaseUnavailable
from libs.pipeline import Pipeline, Unit
from libs.pipeline.patience import patiently
from libs.pipeline.settings import PipelineSettings
from services.notify.channels.webhook import Webhook
from services.notify.handlers.deliveries import Attempted, Patience, note_attempt
from services.notify.tables.deliveries import Claimed, claim, due_ids, give_leases_back, next_due

log = logging.getLogger(__name__)


CLAIM_ROUNDS = 5
"""How many times its attempts at once an endpoint has claimed, so that one query serves many attempts."""

NOTE_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class DeliverySettings:
    """`concurrency` attempts at a time, `per_endpoint` of them to one; failing ones get one each and half of all.

    A lease covers `attempt`, the longest that one attempt takes; what has waited too long for that is left for later.
    """

    concurrency: int = 32
    per_endpoint: int = 4
    lease: float = 60
    attempt: float = 17
    poll: float = 1
    stop_within: float = 5


class Delivery:
    """Delivers from one process. `owner` names it, and stays the same when it is started again."""

    def __init__(
        self,
        pipeline: Pipeline,
        webhook: Webhook,
        *,
        owner: str,
        patience: Patience,
        settings: DeliverySettings,
        random: Callable[[], float],
    ) -> None:
        self._pipeline = pipeline
        self._webhook = webhook
        self._owner = owner
        self._settings = settings
        self._ledger = Ledger(pipeline, patience, random)
        self._woken = asyncio.Event()
        self._slots = asyncio.Semaphore(settings.concurrency)
        self._endpoints: dict[str, asyncio.Semaphore] = {}
        self._attempts: dict[asyncio.Task[None], Claimed] = {}
        self._busy: Counter[str] = Counter()
        self._stopping = False
        meter = pipeline.telemetry.meter
        self._counted = meter.create_counter("communique_webhook_attempts", description="Attempts, by outcome")
        self._latency = meter.create_histogram("communique_webhook_duration", unit="s")

    def wake(self) -> None:
        """There may be something due; called after every commit that makes it so."""
        self._woken.set()

    async def run(self) -> None:
        """Deliver for ever; whoever runs it starts it again when it raises."""
        in_flight = [one.id for one in self._attempts.values()]
        await self._pipeline.database.transaction(lambda session: give_leases_back(session, self._owner, in_flight))
        while not self._stopping:
            self._woken.clear()
            claimed = await self._claim()
            for one in claimed:
                self._busy[one.subscription_id] += 1
                task = asyncio.create_task(self._deliver(one), name=f"deliver {one.id}")
                self._attempts[task] = one
                task.add_done_callback(self._ended)
            if not claimed:
                await self._rest()

    async def stop(self) -> None:
        """Claim nothing more, and let the attempts that run come to their end for some seconds."""
        self._stopping = True
        self.wake()
        running = list(self._attempts)
        if running:
            await asyncio.wait(running, timeout=self._settings.stop_within)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        try:
            await self._pipeline.database.transaction(lambda session: give_leases_back(session, self._owner))
        except DatabaseUnavailable as error:
            log.warning("leases_not_given_back", extra={"reason": str(error)})

    async def _claim(self) -> list[Claimed]:
        """Take what is due and fits; reads first, since there is mostly nothing."""
        most = self._settings.per_endpoint * CLAIM_ROUNDS
        free = self._settings.concurrency * CLAIM_ROUNDS - len(self._attempts)
        if free <= 0:
            return []
        now = self._pipeline.clock()
        full = [endpoint for endpoint, number in self._busy.items() if number >= self._settings.per_endpoint]
        due = await self._pipeline.database.read(
            lambda session: due_ids(session, now, per_endpoint=most, full=full, limit=free)
        )
        chosen = self._that_fit(due, most)
        if not chosen:
            return []
        until = now + timedelta(seconds=self._settings.lease)
        return await self._pipeline.database.transaction(
            lambda session: claim(session, chosen, owner=self._owner, now=now, until=until)
        )

    def _that_fit(self, due: list[tuple[str, str, bool]], most: int) -> list[str]:
        """Failing endpoints get little, so that one that hangs takes nobody's place."""
        chosen: list[str] = []
        busy = self._busy.copy()
        patient = self._settings.concurrency // 2 - sum(one.failing for one in self._attempts.values())
        for delivery_id, endpoint, failing in due:
            if busy[endpoint] >= (1 if failing else most) or (failing and patient <= 0):
                continue
            patient -= failing
            busy[endpoint] += 1
            chosen.append(delivery_id)
        return chosen

    async def _deliver(self, claimed: Claimed) -> None:
        slots = self._endpoints.setdefault(claimed.subscription_id, asyncio.Semaphore(self._settings.per_endpoint))
        async with slots, self._slots:
            # Behind an endpoint that turned slow the lease may run out: then it is somebody else's to attempt.
            left = (claimed.leased_until - self._pipeline.clock()).total_seconds()
            if self._stopping or left < self._settings.attempt:
                return
            attempted = await self._webhook.attempt(claimed)
        await self._ledger.note(attempted)
        self._counted.add(1, {"outcome": "failed" if attempted.error else "delivered"})
        self._latency.record(attempted.milliseconds / 1000)

    def _ended(self, task: asyncio.Task[None]) -> None:
        endpoint = self._attempts.pop(task).subscription_id
        self._busy[endpoint] -= 1
        if self._busy[endpoint] < self._settings.per_endpoint:
            self.wake()
        if not self._busy[endpoint]:
            del self._busy[endpoint], self._endpoints[endpoint]
        if not task.cancelled() and task.exception() is not None:
            # The lease ends and the delivery is attempted again.
            log.error("attempt_not_noted", exc_info=task.exception())

    async def _rest(self) -> None:
        """Until woken, until the next is due, or until it is time to look for what other processes left."""
        now = self._pipeline.clock()
        due = await self._pipeline.database.read(lambda session: next_due(session, now))
        wait = self._settings.poll
        if due is not None:
            wait = min(wait, max(0.0, (due - now).total_seconds()))
        with suppress(TimeoutError):
            async with asyncio.timeout(wait):
                await self._woken.wait()


class Ledger:
    """Notes attempts: whatever has ended while one transaction ran goes into the next one together."""

    def __init__(self, pipeline: Pipeline, patience: Patience, random: Callable[[], float]) -> None:
        self._pipeline = pipeline
        self._patience = patience
        self._random = random
        self._outages = PipelineSettings()
        self._waiting: list[tuple[Attempted, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def note(self, attempted: Attempted) -> None:
        """Return when the attempt is kept."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((attempted, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write(), name="note attempts")
        await done

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:NOTE_AT_ONCE], self._waiting[NOTE_AT_ONCE:]
            # In one order everywhere, so that two instances do not wait for each other.
            batch.sort(key=lambda one: (one[0].subscription_id, one[0].delivery_id))
            try:
                await self._keep([attempted for attempted, _ in batch])
            except Exception:
                log.warning("attempts_are_noted_one_by_one", exc_info=True, extra={"attempts": len(batch)})
                await self._write_alone(batch)
            for _, done in batch:
                if not done.done():
                    done.set_result(None)

    async def _write_alone(self, batch: list[tuple[Attempted, asyncio.Future[None]]]) -> None:
        for attempted, done in batch:
            try:
                await self._keep([attempted])
            except Exception as error:
                if not done.done():
                    done.set_exception(error)

    async def _keep(self, attempts: list[Attempted]) -> None:
        def work(unit: Unit) -> None:
            for attempted in attempts:
                note_attempt(unit, attempted, self._patience, self._random())

        await patiently(lambda: self._pipeline.transaction(work), self._outages)
