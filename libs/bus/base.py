"""The bus: what every transport promises. It moves bytes and knows nothing of what they mean.

At least once: a message whose publish returned is delivered to every group, also after a crash of anybody. Within one
group the messages of one key come in publish order, and none before the batch that holds the one before it was
acknowledged. A new group starts at the beginning. What was not acknowledged comes again after a close, a crash or a
lost claim. The same message published twice is delivered twice: dropping repeats is the inbox's work.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol

MAX_MESSAGE_BYTES = 4 * 1024 * 1024
"""Of body, key and headers together; the same on every transport, so that what runs embedded runs on the cluster."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: header names are lower case ASCII, header values any text, the body any bytes, also none."""

    topic: str
    key: str
    id: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def size(self) -> int:
        headers = sum(len(name) + len(value.encode()) for name, value in self.headers.items())
        return len(self.body) + len(self.key.encode()) + len(self.id) + headers


class Batch(Protocol):
    """Messages handed to one member of a group, in the order in which they are to be handled."""

    @property
    def messages(self) -> Sequence[Message]: ...

    async def ack(self, first: int | None = None) -> None:
        """The first messages of the batch (none given: all) are done and never come again.

        Counts from the batch's start; a smaller count than before does nothing. Waits out an unreachable transport.
        Raises `ClaimLost` when the group has given the messages to another member meanwhile, the next batch was asked
        for or the subscription was left: then nothing has changed and they come again. `Closed` after a close.
        """


class Bus(Protocol):
    async def publish(self, *messages: Message) -> None:
        """Return when all messages are durable, in the order given for each key.

        Raises `TooLarge` before anything is written, `Unavailable` when the transport cannot be reached (some of the
        messages may have been written: publish all of them again), `Closed` after close.
        """

    def subscribe(self, *topics: str, group: str) -> AbstractAsyncContextManager[AsyncIterator[Batch]]:
        """Join the group and take batches until the context ends. Leaving gives the claim back at once.

        While a batch is being handled, however long that takes, its claim is kept as long as this process lives.
        (On Kafka with one limit: when another member joins or leaves meanwhile, the group waits `rebalance_timeout`,
        an hour, for the batch.) Asking for the next batch ends the turn: what was not acknowledged by then comes again,
        first. One batch at a time: a subscription is for one task. A wait for a batch may be cancelled and repeated.
        The iterator waits out an unreachable transport, it never raises for that; it ends when the bus is closed.
        A process that is started again with the same `instance` takes the claims of its dead predecessor at once.
        """

    async def lag(self, group: str, *topics: str) -> Mapping[str, int]:
        """How many messages of each topic the group has not acknowledged yet."""

    async def check(self) -> None:
        """Return when the transport answers; raises `Unavailable` within some seconds when it does not."""

    async def close(self) -> None:
        """Prompt and repeatable. Subscriptions end, their unacknowledged messages are free for others. What is being
        published meanwhile may fail with `Unavailable` or `Closed`."""
