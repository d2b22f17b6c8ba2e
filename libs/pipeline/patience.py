"""Waiting out what is not a message's fault: a bus or a database that cannot do it now."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TypeVar

from libs.bus import Unavailable
from libs.db import DatabaseUnavailable
from libs.pipeline.settings import PipelineSettings

T = TypeVar("T")
log = logging.getLogger(__name__)

OUTAGES = (Unavailable, DatabaseUnavailable)


def utc_now() -> datetime:
    return datetime.now(UTC)


async def patiently(attempt: Callable[[], Awaitable[T]], settings: PipelineSettings) -> T:
    """The result of `attempt`, tried again without limit while bus or database is out."""
    pause = settings.first_pause
    while True:
        try:
            return await attempt()
        except OUTAGES as error:
            log.warning("waiting_out_an_outage", extra={"error": type(error).__name__, "reason": str(error)})
        await asyncio.sleep(pause)
        pause = min(pause * 2, settings.longest_pause)


async def supervised(name: str, loop: Callable[[], Awaitable[None]], settings: PipelineSettings) -> None:
    """Run a loop for ever: what ends it is logged, and it starts again after a pause."""
    pause = settings.first_pause
    while True:
        started = asyncio.get_running_loop().time()
        try:
            await loop()
            return
        except OUTAGES as error:
            log.warning("waiting_out_an_outage", extra={"loop": name, "reason": str(error)})
        except Exception:
            log.exception("loop_failed", extra={"loop": name})
        if asyncio.get_running_loop().time() - started > settings.longest_pause:
            pause = settings.first_pause
        await asyncio.sleep(pause)
        pause = min(pause * 2, settings.longest_pause)
