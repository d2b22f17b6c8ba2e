"""One transaction as a handler sees it: the session, the time, and the way to tell others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from opentelemetry.trace import SpanKind, Tracer
from sqlmodel import Session

from libs.bus import MAX_MESSAGE_BYTES, TooLarge
from libs.messages.envelope import Data, Envelope
from libs.pipeline.tables import OutboxRow, insert_ignoring
from libs.telemetry import current_traceparent


@dataclass(frozen=True, slots=True)
class Unit:
    """What a handler works with. Everything in it is kept together or not at all."""

    session: Session
    now: datetime
    service: str
    tracer: Tracer

    def send(self, data: Data, *, run: str = "") -> str:
        """Write the message to the outbox, under a span of its own; the message id.

        The same message twice is written once. Raises `TooLarge` before anything is written.
        """
        attributes = {
            "messaging.system": "communique",
            "messaging.operation.type": "send",
            "messaging.destination.name": data.topic,
        }
        with self.tracer.start_as_current_span(
            f"send {data.topic}", kind=SpanKind.PRODUCER, attributes=attributes
        ) as span:
            envelope = Envelope.wrap(
                data, source=self.service, now=self.now, run=run, traceparent=current_traceparent()
            )
            span.set_attribute("messaging.message.id", envelope.id)
            message = envelope.to_message()
            if message.size() > MAX_MESSAGE_BYTES:
                raise TooLarge(f"{data.type} {data.subject()} has {message.size()} bytes")
            row = {
                "message_id": message.id,
                "topic": message.topic,
                "key": message.key,
                "body": message.body,
                "headers": dict(message.headers),
                "created_at": self.now,
            }
            insert_ignoring(self.session, OutboxRow, [row])
        return message.id
