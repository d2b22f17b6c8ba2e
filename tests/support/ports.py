"""Ports on loopback for what tests start."""

from __future__ import annotations

import random
import socket

FIRST, LAST = 15_000, 32_000  # below those of outgoing connections, which take a port before its server does

_chance = random.SystemRandom()  # processes that test side by side do not draw the same
_given: set[int] = set()


def free_port() -> int:
    """A port that nothing listens on, another one at every call."""
    while True:
        port = _chance.randrange(FIRST, LAST)
        if port not in _given and _is_free(port):
            _given.add(port)
            return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
