"""Reading in worker processes: reading is CPU work, and what kills a worker must not kill the service.

Workers end with their parent, however it ends.
"""

from __future__ import annotations

import asyncio
import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import TimeoutError as TooSlow
from typing import Any

from pebble import ProcessExpired, ProcessPool

from services.classify.reading.reader import read_article

PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
LOOK_FOR_PARENT_EVERY = 1.0

WARM_UP = (
    "The President of Kazakhstan met the Minister of Trade John Smith in Astana on Monday and signed a contract.",
    "Президент Казахстана встретился в Астане с министром торговли Иваном Петровым и подписал соглашение.",
    "Der Präsident von Kasachstan hat am Montag in Astana den Handelsminister Hans Meier getroffen und unterzeichnet.",
)
"""A sentence for each pack: models load at the first use, which must not count as the reading of an article."""

Reader = Callable[[Mapping[str, object]], dict[str, object]]


class WorkerDied(Exception):
    """The process that read the article ended, or was ended because it took too long."""


class ReadingPool:
    """Reads articles in `workers` processes, each article within `seconds`."""

    def __init__(self, workers: int, seconds: float, read: Reader = read_article) -> None:
        self._seconds = seconds
        self._read = read
        context = multiprocessing.get_context("spawn")  # a fork would inherit threads' locks and open databases
        self._pool = ProcessPool(workers, initializer=_begin, initargs=(os.getpid(), read), context=context)

    async def read(self, article: Mapping[str, object]) -> dict[str, Any]:
        """The reading of the article.

        Raises `UnreadableArticle` as the reader does, and `WorkerDied`; the pool has a new worker then.
        """
        future = self._pool.schedule(self._read, args=(dict(article),), timeout=self._seconds)
        try:
            result: dict[str, Any] = await asyncio.wrap_future(future)
        except ProcessExpired as error:
            raise WorkerDied(f"the reading process ended with {error.exitcode}") from error
        except TooSlow as error:
            raise WorkerDied(f"reading took longer than {self._seconds:g} seconds") from error
        return result

    async def close(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]  # pebble has no types
        await asyncio.to_thread(self._pool.join, 10)


def _begin(parent: int, read: Reader) -> None:
    """In a new worker: end with the parent, leave signals from the terminal to it, load what reading needs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    for text in WARM_UP:
        read({"text": text})


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_FOR_PARENT_EVERY)
    os._exit(1)
