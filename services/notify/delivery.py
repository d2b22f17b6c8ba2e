"""The delivery loop: claims what is due, attempts it, notes what became of it.

Everything due is in the database; a claim is a lease, so that several instances share the work and one that died loses
nothing. A delivery whose attempt was made and not noted is attempted again, under the same id.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from libs.db import DatabaseUnavailable
from libs.pipeline import Pipeline
from libs.pipeline.patience import patiently
from libs.pipeline.settings import PipelineSettings
from services.notify.channels.webhook import Webhook
from services.notify.handlers.deliveries import Patience, note_attempt
from services.notify.tables.deliveries import Claimed, claim, due_ids, give_leases_back, next_due

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DeliverySettings:
    """`concurrency` attempts at a time, `per_endpoint` of them to one; failing ones get one each and half of all."""

    concurrency: int = 32
    per_endpoint: int = 4
    lease: float = 60
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
        self._patience = patience
        self._settings = settings
        self._random = random
        self._outages = PipelineSettings()
        self._woken = asyncio.Event()
        self._attempts: dict[asyncio.Task[None], Claimed] = {}
        self._stopping = False
        self._counted = pipeline.telemetry.meter.create_counter(
            "communique_webhook_attempts", description="Attempts to deliver, by outcome"
        )
        self._latency = pipeline.telemetry.meter.create_histogram("communique_webhook_duration", unit="s")

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
        free = self._settings.concurrency - len(self._attempts)
        if free <= 0:
            return []
        now = self._pipeline.clock()
        busy = Counter(one.subscription_id for one in self._attempts.values())
        full = [endpoint for endpoint, number in busy.items() if number >= self._settings.per_endpoint]
        due = await self._pipeline.database.read(
            lambda session: due_ids(
                session, now, per_endpoint=self._settings.per_endpoint, full=full, limit=2 * self._settings.concurrency
            )
        )
        chosen = self._that_fit(due, busy, free)
        if not chosen:
            return []
        until = now + timedelta(seconds=self._settings.lease)
        return await self._pipeline.database.transaction(
            lambda session: claim(session, chosen, owner=self._owner, now=now, until=until)
        )

    def _that_fit(self, due: list[tuple[str, str, bool]], busy: Counter[str], free: int) -> list[str]:
        """Failing endpoints get little, so that one that hangs takes nobody's place."""
        chosen: list[str] = []
        patient = self._settings.concurrency // 2 - sum(one.failing for one in self._attempts.values())
        for delivery_id, endpoint, failing in due:
            room = 1 if failing else self._settings.per_endpoint
            if len(chosen) == free or busy[endpoint] >= room or (failing and patient <= 0):
                continue
            patient -= failing
            busy[endpoint] += 1
            chosen.append(delivery_id)
        return chosen

    async def _deliver(self, claimed: Claimed) -> None:
        attempted = await self._webhook.attempt(claimed)
        spread = self._random()
        await patiently(
            lambda: self._pipeline.transaction(lambda unit: note_attempt(unit, attempted, self._patience, spread)),
            self._outages,
        )
        self._counted.add(1, {"outcome": "failed" if attempted.error else "delivered"})
        self._latency.record(attempted.milliseconds / 1000)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._attempts.pop(task, None)
        if not task.cancelled() and task.exception() is not None:
            # The lease ends and the delivery is attempted again.
            log.error("attempt_not_noted", exc_info=task.exception())
        self.wake()

    async def _rest(self) -> None:
        """Until woken, until the next is due, or until it is time to look for what other processes left."""
        now = self._pipeline.clock()
        due = await self._pipeline.database.read(lambda session: next_due(session, now))
        wait = self._settings.poll
        if due is not None:
            wait = min(wait, max(0.0, (due - now).total_seconds()))
        try:
            await asyncio.wait_for(self._woken.wait(), wait)
        except TimeoutError:
            return
