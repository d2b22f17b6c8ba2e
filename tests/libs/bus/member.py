"""A process of its own for the suite to kill and to stop: `python -m tests.libs.bus.member '{…}'`.

It says on standard output what it did, a line each, so that the test knows when to strike.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from libs.bus import Bus, ClaimLost, Message, open_bus


async def publish(bus: Bus, topic: str, count: int) -> None:
    """Says each id once its publish has returned."""
    for number in range(count):
        await bus.publish(Message(topic, "key", f"m{number}", b"body"))
        say(f"m{number}")


async def consume(bus: Bus, topic: str, group: str) -> None:
    """Says each id once it is acknowledged."""
    async with bus.subscribe(topic, group=group) as batches:
        async for batch in batches:
            await batch.ack()
            for message in batch.messages:
                say(message.id)


async def hold(bus: Bus, topic: str, group: str) -> None:
    """Takes one batch, says its ids, and acknowledges it when told so on standard input."""
    async with bus.subscribe(topic, group=group) as batches:
        batch = await anext(batches)
        say(" ".join(message.id for message in batch.messages))
        await asyncio.to_thread(sys.stdin.readline)
        try:
            await batch.ack()
            say("acknowledged")
        except ClaimLost:
            say("lost")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def main(order: dict[str, Any]) -> None:
    bus = open_bus(order["url"], instance=order["instance"], **order["settings"])
    try:
        await DEEDS[order["do"]](bus, **order["arguments"])
    finally:
        await bus.close()


DEEDS: dict[str, Callable[..., Awaitable[None]]] = {"publish": publish, "consume": consume, "hold": hold}

if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
