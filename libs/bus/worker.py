"""A thread that owns a blocking resource: jobs one after another, and something to do between them."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from libs.bus.errors import Closed

Result = TypeVar("Result")


class Worker:
    """Starts with the first job. Between jobs `tick` runs every `interval` seconds, whatever the event loop does."""

    def __init__(self, name: str, tick: Callable[[], None], interval: float) -> None:
        self._tick = tick
        self._interval = interval
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self.started = False
        self._stopped = False

    async def run(self, job: Callable[[], Result]) -> Result:
        if self._stopped:
            raise Closed("the bus is closed")
        if not self.started:
            self.started = True
            self._thread.start()
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._jobs.put(lambda: _perform(job, future))
        return await future

    def stop(self) -> None:
        """What is queued is still done; afterwards the thread ends."""
        self._stopped = True
        self._jobs.put(None)

    def _work(self) -> None:
        due = time.monotonic() + self._interval
        while True:
            if time.monotonic() >= due:
                self._tick()
                due = time.monotonic() + self._interval
            try:
                job = self._jobs.get(timeout=max(0.0, due - time.monotonic()))
            except queue.Empty:
                continue
            if job is None:
                return
            job()


def _perform(job: Callable[[], Result], future: asyncio.Future[Result]) -> None:
    try:
        result = job()
    except Exception as error:  # every error of the job is the caller's
        _deliver(future, future.set_exception, error)
    else:
        _deliver(future, future.set_result, result)


def _deliver(future: asyncio.Future[Result], settle: Callable[[Any], None], outcome: Any) -> None:
    """To the loop that waits for it, if that is still there and still wants it."""
    with contextlib.suppress(RuntimeError):  # the loop was closed without waiting for us
        future.get_loop().call_soon_threadsafe(lambda: None if future.done() else settle(outcome))
