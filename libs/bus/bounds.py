"""How much goes into one batch: the same on every transport."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from libs.bus.base import MAX_MESSAGE_BYTES, Message
from libs.bus.errors import TooLarge

BATCH_MESSAGES = 100
BATCH_BYTES = 2 * MAX_MESSAGE_BYTES

Item = TypeVar("Item")


def take_within(items: Iterable[Item], size: Callable[[Item], int], count: int, limit: int) -> list[Item]:
    """The first items, at most `count` of them and `limit` bytes together, but at least one if there is one."""
    taken: list[Item] = []
    total = 0
    for item in items:
        total += size(item)
        if taken and total > limit:
            break
        taken.append(item)
        if len(taken) == count:
            break
    return taken


def refuse_too_large(messages: Iterable[Message]) -> None:
    for message in messages:
        if message.size() > MAX_MESSAGE_BYTES:
            raise TooLarge(f"{message.topic} {message.id}: {message.size()} bytes, at most {MAX_MESSAGE_BYTES}")


def acknowledged(first: int | None, length: int) -> int:
    """How many messages an ack of the first ones covers."""
    if first is None:
        return length
    if not 0 <= first <= length:
        raise ValueError(f"cannot acknowledge {first} of {length} messages")
    return first
