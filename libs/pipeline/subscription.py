"""What a service does about a message: prepare outside any transaction, then handle inside one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from libs.messages.envelope import Data
from libs.pipeline.unit import Unit


class PermanentError(Exception):
    """A message's own error that no further try can mend: it is buried at once."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Messages of one topic and their handler, called `on_<message>`.

    `prepare(data)` does what is slow (reading, network) and its result is what `handle(unit, prepared)` gets; without
    it the handler gets the data. `batch` bounds how many messages share a transaction.
    """

    messages: tuple[type[Data], ...]
    handle: Callable[[Unit, Any], None]
    prepare: Callable[[Any], Awaitable[Any]] | None = None
    batch: int = 100

    @property
    def topic(self) -> str:
        return self.messages[0].topic
