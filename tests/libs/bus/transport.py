"""What the conformance suite knows of a transport, and the members and processes that it sets on it."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from libs.bus import Batch, Bus, Message, open_bus

PATIENCE = 30.0
"""Seconds until something that must come counts as missing."""


@dataclass
class Transport:
    """`impatient`: settings under which a member that hangs loses its claim after `claim_seconds`."""

    url: str
    new_topic: Callable[[], Awaitable[str]]
    impatient: Mapping[str, Any]
    claim_seconds: float
    opened: list[Bus] = field(default_factory=list)
    processes: list[Process] = field(default_factory=list)

    def open(self, instance: str = "here", **settings: Any) -> Bus:
        bus = open_bus(self.url, instance=instance, **settings)
        self.opened.append(bus)
        return bus

    async def start(
        self, do: str, *, instance: str = "there", settings: Mapping[str, Any] | None = None, **arguments: Any
    ) -> Process:
        order = {
            "url": self.url,
            "do": do,
            "instance": instance,
            "settings": dict(settings or {}),
            "arguments": arguments,
        }
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.libs.bus.member", json.dumps(order)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        self.processes.append(Process(process))
        return self.processes[-1]

    async def close(self) -> None:
        for process in self.processes:
            await process.kill()
        await asyncio.gather(*(bus.close() for bus in self.opened))


class Process:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def line(self) -> str:
        assert self._process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            return (await self._process.stdout.readline()).decode().strip()

    async def tell(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(b"\n")
        await self._process.stdin.drain()

    def stop(self) -> None:
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    async def kill(self) -> list[str]:
        """kill -9; returns what it had said and nobody had read."""
        if self._process.returncode is None:
            self._process.kill()
        said, _ = await self._process.communicate()
        return said.decode().split()


def message(topic: str, number: int, key: str = "key") -> Message:
    return Message(topic, key, f"m{number}", f"body {number}".encode(), {"n": str(number)})


def ids(batch: Batch) -> list[str]:
    return [each.id for each in batch.messages]


async def next_batch(batches: AsyncIterator[Batch], within: float = PATIENCE) -> Batch:
    async with asyncio.timeout(within):
        return await anext(batches)


async def take(batches: AsyncIterator[Batch], count: int) -> list[Message]:
    """The next messages, at least so many, each batch acknowledged."""
    taken: list[Message] = []
    while len(taken) < count:
        batch = await next_batch(batches)
        taken += batch.messages
        await batch.ack()
    return taken


async def nothing_comes(batches: AsyncIterator[Batch], seconds: float = 0.4) -> bool:
    try:
        await next_batch(batches, seconds)
    except TimeoutError:
        return True
    return False


async def first_of(*waiting: asyncio.Task[Batch]) -> Batch:
    """What came first, on whatever member; the others wait no longer."""
    done, rest = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for each in rest:
        each.cancel()
    return done.pop().result()


async def collect(batches: AsyncIterator[Batch]) -> list[str]:
    return [identity async for batch in batches for identity in ids(batch)]


async def until(condition: Callable[[], bool], within: float = PATIENCE) -> None:
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 (what is waited for is in another process or task)
            await asyncio.sleep(0.02)


async def until_done(bus: Bus, topic: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while (await bus.lag(topic, topic))[topic]:  # noqa: ASYNC110 (another process does the work)
            await asyncio.sleep(0.05)
