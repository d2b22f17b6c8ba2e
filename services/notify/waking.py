"""Telling the loops of this process that a commit left them something to do, so that nobody waits for a poll."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from libs.pipeline import Subscription, Unit


class Waker:
    """Wakes what was added, from whatever thread. Before `start` there is nobody to wake."""

    def __init__(self) -> None:
        self._woken: list[Callable[[], None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    def add(self, wake: Callable[[], None]) -> None:
        self._woken.append(wake)

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()

    def wake(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake_all)

    def _wake_all(self) -> None:
        for wake in self._woken:
            wake()


def waking(subscription: Subscription, waker: Waker) -> Subscription:
    """The same subscription; when a transaction of its handler is committed, the loops are woken."""

    def handle(unit: Unit, prepared: Any) -> None:
        subscription.handle(unit, prepared)
        if WOKEN not in unit.session.info:
            unit.session.info[WOKEN] = True
            event.listen(unit.session, "after_commit", lambda _: waker.wake(), once=True)

    return Subscription(subscription.messages, handle, subscription.prepare, subscription.batch)


WOKEN = "notify.woken"
