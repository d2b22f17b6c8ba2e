"""Pictures, drawn by another process so that nobody waits for them but who asked."""

from __future__ import annotations

import asyncio
import hashlib
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

DRAWER = "services.store.web.drawer"
LARGEST = 16 * 1024 * 1024


class NotDrawn(Exception):
    """The picture could not be drawn, or not in time; pages show their tables without it."""


class Drawing:
    """Draws Vega-Lite specifications as SVG, one at a time, and keeps the last `most` pictures.

    The process that draws is started for the first picture and again where it died.
    """

    def __init__(self, seconds: float, most: int = 100) -> None:
        self._seconds = seconds
        self._most = most
        self._kept: OrderedDict[str, str] = OrderedDict()
        self._turn = asyncio.Lock()
        self._process: Process | None = None

    async def svg(self, spec: Mapping[str, Any]) -> str:
        """The picture. Raises `NotDrawn`."""
        line = json.dumps(spec).encode()
        key = hashlib.sha256(line).hexdigest()
        if key not in self._kept:
            try:
                async with asyncio.timeout(self._seconds), self._turn:
                    self._keep(key, await self._drawn(line))
            except TimeoutError:
                raise NotDrawn(f"it took longer than {self._seconds:g} seconds") from None
        self._kept.move_to_end(key)
        return self._kept[key]

    async def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            await _ended(process)

    async def _drawn(self, line: bytes) -> str:
        process = self._process
        if process is None or process.returncode is not None:
            process = self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", DRAWER, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=LARGEST
            )
        try:
            answer = await _asked(process, line)
        except BaseException:
            # Whatever it still answers is no answer to the next question.
            self._process = None
            await asyncio.shield(_ended(process))
            raise
        if "svg" not in answer:
            raise NotDrawn(answer["error"])
        return answer["svg"]

    def _keep(self, key: str, svg: str) -> None:
        self._kept[key] = svg
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)


async def _asked(process: Process, line: bytes) -> dict[str, str]:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(line + b"\n")
        await process.stdin.drain()
        answered = await process.stdout.readline()
    except (OSError, ValueError) as error:
        raise NotDrawn(str(error)) from error
    if not answered:
        raise NotDrawn("the process that draws ended")
    found: dict[str, str] = json.loads(answered)
    return found


async def _ended(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    await process.communicate()
