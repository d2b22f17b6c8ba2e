"""A log filter for a library that says the same outage a hundred times a second."""

from __future__ import annotations

import logging
import time

SAY_AGAIN = 30.0
"""Seconds until the same complaint of the same logger passes again."""


class OncePerOutage(logging.Filter):
    """Lets a warning or an error pass once in `SAY_AGAIN` seconds, whatever its arguments are."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return True
        complaint, now = (record.name, str(record.msg)), time.monotonic()
        if now - self._said.get(complaint, -SAY_AGAIN) < SAY_AGAIN:
            return False
        self._said[complaint] = now
        return True


def quieten(package: str) -> None:
    """For the loggers of the package that exist by now; a filter does not reach the children of its logger."""
    once = OncePerOutage()
    for name in list(logging.root.manager.loggerDict):
        if name == package or name.startswith(package + "."):
            found = logging.getLogger(name)
            if not any(isinstance(each, OncePerOutage) for each in found.filters):
                found.addFilter(once)
