"""The consumer loop of one subscription: prepare outside, handle a batch in one transaction, then acknowledge.

A batch that fails is handled again one by one, so that a poisonous message harms only itself. A message's own error
is tried three times within five seconds and then buried; errors of bus or database are waited out and never counted.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from opentelemetry import trace
from opentelemetry.trace import Link, Span, SpanKind, Status, StatusCode, Tracer

from libs.bus import Batch, Bus, ClaimLost, Message
from libs.db import Database
from libs.messages.envelope import Envelope, InvalidMessage
from libs.pipeline.dead import bury, one_line
from libs.pipeline.patience import patiently
from libs.pipeline.settings import PipelineSettings
from libs.pipeline.subscription import PermanentError, Subscription
from libs.pipeline.tables import add_to_inbox, known_in_inbox
from libs.pipeline.unit import Unit
from libs.telemetry import parent_of

T = TypeVar("T")
log = logging.getLogger(__name__)

Transact = Callable[[Callable[[Unit], None]], Awaitable[None]]
OnDead = Callable[[Unit, Message, str], None]


@dataclass(slots=True)
class Work:
    """One message on its way: what prepare made of it, or what went wrong."""

    message: Message
    span: Span
    prepared: Any = None
    failure: Exception | None = None
    tries: int = 1


class Consumer:
    """Handles one subscription for one group. `transact` runs work in a transaction and wakes the relay."""

    def __init__(
        self,
        subscription: Subscription,
        *,
        group: str,
        bus: Bus,
        database: Database,
        tracer: Tracer,
        transact: Transact,
        on_dead: OnDead,
        count: Callable[[int, str, str], None],
        settings: PipelineSettings,
    ) -> None:
        self.subscription = subscription
        self.group = group
        self._bus = bus
        self._database = database
        self._tracer = tracer
        self._transact = transact
        self._on_dead = on_dead
        self._count = count
        self._settings = settings
        self.idle = True

    async def run(self, stopping: asyncio.Event) -> None:
        """Consume until `stopping` is set (what is being handled is finished first) or the task is cancelled."""
        async with self._bus.subscribe(self.subscription.topic, group=self.group) as batches:
            async for batch in batches:
                self.idle = False
                try:
                    await self._take(batch, stopping)
                finally:
                    self.idle = True
                if stopping.is_set():
                    return

    async def _take(self, batch: Batch, stopping: asyncio.Event) -> None:
        step = self.subscription.batch
        for at in range(0, len(batch.messages), step):
            part = [_storable(message) for message in batch.messages[at : at + step]]
            await self._handle_part(part)
            try:
                await patiently(lambda: batch.ack(at + len(part)), self._settings)  # noqa: B023 - awaited here
            except ClaimLost:
                log.warning("claim_lost", extra={"topic": self.subscription.topic})
                return
            if stopping.is_set():
                return

    async def _handle_part(self, messages: Sequence[Message]) -> None:
        ids = [message.id for message in messages]
        known = await patiently(
            lambda: self._database.read(lambda session: known_in_inbox(session, self.group, ids)), self._settings
        )
        self._count(sum(one in known for one in ids), self.subscription.topic, "repeated")
        works = [
            Work(message, process_span(self._tracer, message, self.group))
            for message in messages
            if message.id not in known
        ]
        try:
            await asyncio.gather(*(self._prepare(work) for work in works))
            await self._commit(works)
        finally:
            for work in works:
                work.span.end()

    async def _prepare(self, work: Work) -> None:
        """Fill in `prepared` or `failure`."""
        with trace.use_span(work.span, end_on_exit=False):
            try:
                data = self.decode(work.message)
                if self.subscription.prepare is None:
                    work.prepared = data
                else:
                    work.prepared = await self._tried(work, lambda: self.prepared(data))
            except Exception as error:  # whatever it is, it is the message's own and is buried with it
                work.failure = error

    async def prepared(self, data: Any) -> Any:
        """What the handler gets for the data."""
        assert self.subscription.prepare is not None
        return await self.subscription.prepare(data)

    def decode(self, message: Message) -> Any:
        """The data of the message; raises `InvalidMessage` for what is none of the subscription's types."""
        data = Envelope.of(message).data
        if not isinstance(data, self.subscription.messages):
            raise InvalidMessage(f"{data.type} does not belong on {self.subscription.topic}")
        return data

    async def _tried(self, work: Work, attempt: Callable[[], Awaitable[T]]) -> T:
        """Up to three tries of what may be the message's own error."""
        for wait in (*self._settings.retry_waits, None):
            try:
                return await patiently(attempt, self._settings)
            except (PermanentError, InvalidMessage):
                raise
            except Exception as error:
                if wait is None:
                    raise
                log.warning("will_try_again", extra={"message_id": work.message.id, "reason": one_line(error)})
            work.tries += 1
            await asyncio.sleep(wait)
        raise AssertionError("unreachable")

    async def _commit(self, works: Sequence[Work]) -> None:
        if not works:
            return
        if len(works) > 1:
            try:
                await patiently(lambda: self._transact(lambda unit: self._apply(unit, works)), self._settings)
                return
            except Exception:
                log.warning("batch_falls_back_to_one_by_one", exc_info=True, extra={"messages": len(works)})
        for work in works:
            await self._commit_alone(work)

    async def _commit_alone(self, work: Work) -> None:
        try:
            await self._tried(work, lambda: self._transact(lambda unit: self._apply(unit, [work])))
        except Exception as error:
            work.failure = error
            await patiently(lambda: self._transact(lambda unit: self._apply(unit, [work])), self._settings)

    def _apply(self, unit: Unit, works: Sequence[Work]) -> None:
        """Inside the transaction: inbox, then the effects of what was not there yet."""
        new = add_to_inbox(unit.session, self.group, [work.message.id for work in works], unit.now)
        outcomes: dict[str, int] = {}
        for work in works:
            if work.message.id not in new:
                continue
            new.discard(work.message.id)
            with trace.use_span(work.span, end_on_exit=False, record_exception=False, set_status_on_exception=False):
                outcome = self._apply_one(unit, work)
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
        for outcome, number in outcomes.items():
            self._count(number, self.subscription.topic, outcome)

    def _apply_one(self, unit: Unit, work: Work) -> str:
        if work.failure is None:
            self.subscription.handle(unit, work.prepared)
            return "handled"
        bury(unit, self.group, work.message, work.failure, work.tries)
        self._on_dead(unit, work.message, one_line(work.failure))
        work.span.set_status(Status(StatusCode.ERROR, one_line(work.failure)))
        log.error("message_buried", extra={"message_id": work.message.id, "reason": one_line(work.failure)})
        return "buried"


def process_span(tracer: Tracer, message: Message, group: str, *, linked: bool = False) -> Span:
    """The span of handling one message: a child of its producer's, or (`linked`) a trace of its own."""
    parent = parent_of(message.headers.get("traceparent"), message.headers.get("tracestate"))
    attributes = {
        "messaging.system": "communique",
        "messaging.operation.type": "process",
        "messaging.destination.name": message.topic,
        "messaging.consumer.group.name": group,
        "messaging.message.id": message.id,
    }
    name = f"process {message.topic}"
    if linked:
        links = [Link(trace.get_current_span(parent).get_span_context())]
        return tracer.start_span(name, parent_of(None), SpanKind.CONSUMER, attributes, links)
    return tracer.start_span(name, parent, SpanKind.CONSUMER, attributes)


def _storable(message: Message) -> Message:
    """NUL in an id or a key is legal on Kafka and in SQLite, but not in PostgreSQL's text."""
    if "\0" in message.id or "\0" in message.key:
        return replace(message, id=message.id.replace("\0", "\ufffd"), key=message.key.replace("\0", "\ufffd"))
    return message
