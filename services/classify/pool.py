"""Reading in worker processes: reading is CPU work, and what kills a worker must not kill the service.

Workers end with their parent, however it ends.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import TimeoutError as TooSlow
from pathlib import Path
from typing import Generic, TypeVar

from pebble import ProcessExpired, ProcessPool

from services.classify.reading.people import gliner

PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
LOOK_FOR_PARENT_EVERY = 1.0

WARM_UP = (
    "The President of Kazakhstan met the Minister of Trade John Smith in Astana on Monday and signed a contract.",
    "Президент Казахстана встретился в Астане с министром торговли Иваном Петровым и подписал соглашение.",
    "Der Präsident von Kasachstan hat am Montag in Astana den Handelsminister Hans Meier getroffen und unterzeichnet.",
)
"""A sentence for each pack: models load at the first use, which must not count as the reading of an article."""

R = TypeVar("R")
Read = Callable[..., R]
"""Takes an article and whatever else is handed on with it; lives in a module, so that a worker finds it."""


class WorkerDied(Exception):
    """The process that read the article ended, or was ended because it took too long."""


class ReadingPool(Generic[R]):
    """Reads articles in `workers` processes, each within `seconds`; with a model for names where a folder is given."""

    def __init__(self, workers: int, seconds: float, read: Read[R], gliner_folder: Path | None = None) -> None:
        self._seconds = seconds
        self._read = read
        context = multiprocessing.get_context("spawn")  # a fork would inherit threads' locks and open databases
        given = (os.getpid(), read, gliner_folder)
        self._pool = ProcessPool(workers, initializer=_begin, initargs=given, context=context)

    def open(self) -> None:
        """Start the workers now, so that the first article need not wait for the models to load."""
        self._pool.schedule(_nothing)

    async def read(self, article: Mapping[str, object], *more: object) -> R:
        """The reading of the article.

        Raises `UnreadableArticle` as the reader does, and `WorkerDied`; the pool has a new worker then.
        """
        future = self._pool.schedule(self._read, args=(dict(article), *more), timeout=self._seconds)
        try:
            result: R = await asyncio.wrap_future(future)
        except ProcessExpired as error:
            raise WorkerDied(f"the reading process ended with {error.exitcode}") from error
        except TooSlow as error:
            raise WorkerDied(f"reading took longer than {self._seconds:g} seconds") from error
        return result

    async def close(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]  # pebble has no types
        await asyncio.to_thread(self._pool.join, 10)


def _begin(parent: int, read: Read[object], gliner_folder: Path | None) -> None:
    """In a new worker: end with the parent, leave signals from the terminal to it, load what reading needs.

    What cannot be loaded comes back with the readings, and the parent says it once for all workers.
    """
    logging.getLogger("services.classify.reading").setLevel(logging.ERROR)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    gliner.use_folder(gliner_folder)
    for text in WARM_UP:
        read({"text": text})
    gc.collect()
    gc.freeze()  # what is loaded stays: no collection need go through it again


def _nothing() -> None:
    """What a worker does to show that it is there."""


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_FOR_PARENT_EVERY)
    os._exit(1)
