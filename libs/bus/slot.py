"""Names that stay with a restarted process and are never held by two living ones.

A slot is a lock file `<name>-<number>` with the lowest free number. The kernel drops the lock when its process dies in
whatever way, so a restarted process finds its old number free, and a second one beside it gets the next.
"""

from __future__ import annotations

import fcntl
import itertools
import os
import re
import threading
from pathlib import Path

_unlocked = itertools.count()


class Slot:
    """A name held until `release` or the end of the process."""

    def __init__(self, name: str, descriptor: int | None) -> None:
        self.name = name
        self._descriptor = descriptor
        self._lock = threading.Lock()

    def release(self) -> None:
        """From any thread, also twice: a descriptor closed twice would be somebody else's the second time."""
        with self._lock:
            descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


def claim_slot(directory: Path, name: str) -> Slot:
    """The lowest free slot of this name. Where no lock file can be written, the process id keeps the name apart."""
    plain = plain_name(name)
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Slot(f"{plain}-p{os.getpid()}-{next(_unlocked)}", None)
    for number in range(1000):
        slot = f"{plain}-{number}"
        try:
            descriptor = os.open(directory / slot, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            continue
        if _lock(descriptor):
            return Slot(slot, descriptor)
        os.close(descriptor)
    return Slot(f"{plain}-p{os.getpid()}-{next(_unlocked)}", None)


def is_abandoned(directory: Path, slot: str) -> bool:
    """Whether the process that held the slot is certainly gone. False when that cannot be known."""
    try:
        descriptor = os.open(directory / slot, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return _lock(descriptor)
    finally:
        os.close(descriptor)


def plain_name(name: str) -> str:
    """The name with nothing in it that a file name or a Kafka instance id does not take."""
    return re.sub(r"[^A-Za-z0-9._-]", "-", name)[:200] or "-"


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
