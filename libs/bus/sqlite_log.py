"""The file behind the SQLite bus: a log, one cursor for each group and topic, and every statement on them.

Plain blocking calls for one thread. One writer at a time means that sequence order is commit order, so a reader that
goes by sequence never passes over a message that commits late.
"""

from __future__ import annotations

import heapq
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from libs.bus.base import Message
from libs.bus.bounds import take_within
from libs.bus.errors import ClaimLost, Unavailable
from libs.bus.slot import is_abandoned

SCHEMA = """
CREATE TABLE IF NOT EXISTS log (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    topic TEXT NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL, headers TEXT NOT NULL, body BLOB NOT NULL,
    at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS log_topic ON log (topic, seq);
CREATE TABLE IF NOT EXISTS cursor (
    grp TEXT NOT NULL, topic TEXT NOT NULL, acked INTEGER NOT NULL DEFAULT 0,
    owner TEXT, epoch INTEGER NOT NULL DEFAULT 0, lease_until INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (grp, topic)) WITHOUT ROWID;
"""
BUSY_SLICE = 0.1
"""Seconds that SQLite itself waits for a lock; longer waits are slices, so that a close need not wait for them."""
PRUNE_ROWS = 500


Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a group is in a topic, and whose the claim is; the epoch grows with every change of hands."""

    acked: int
    owner: str | None
    epoch: int
    lease_until: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of the log, and the claim of its topic under which it was read."""

    seq: int
    epoch: int
    message: Message


@dataclass(frozen=True, slots=True)
class Taken:
    """What a member may handle now; when there is nothing, in how many seconds it should look again (None: on news)."""

    entries: Sequence[Entry]
    again: float | None = None


class LogFile:
    def __init__(self, path: Path, *, lease: float, lock_timeout: float, synchronous: str) -> None:
        self.path = path
        self.slots = path.with_name(path.name + "-slots")
        self.stopping = threading.Event()
        self._lease = int(lease * 1000)
        self._lock_timeout = lock_timeout
        self._synchronous = synchronous
        self._open: sqlite3.Connection | None = None

    def append(self, messages: Sequence[Message]) -> None:
        now = _now()
        rows = [
            (message.topic, message.key, message.id, json.dumps(dict(message.headers)), message.body, now)
            for message in messages
        ]
        with self._writing() as connection:
            connection.executemany(
                "INSERT INTO log (topic, key, id, headers, body, at) VALUES (?, ?, ?, ?, ?, ?)", rows
            )

    def take(self, group: str, topics: Sequence[str], owner: str, count: int, limit: int) -> Taken:
        """Claim what is free of the topics, and read what follows the cursors of those that are claimed.

        An owner is `<slot>:<token>`: who holds the slot knows that an older owner of that slot is gone.
        """
        with self._reading() as connection:
            cursors = _cursors(connection, group, topics)
            if any(self._is_free(cursors.get(topic), owner) for topic in topics):
                self._claim(group, topics, owner)
                cursors = _cursors(connection, group, topics)
            owned = {topic: cursor for topic, cursor in cursors.items() if cursor.owner == owner}
            lanes = [_after(connection, topic, cursor, count) for topic, cursor in owned.items()]
            merged = heapq.merge(*lanes, key=lambda entry: entry.seq)
            entries = take_within(merged, lambda entry: entry.message.size(), count, limit)
        return Taken(entries, None if len(owned) == len(topics) else 1.0)

    def ack(self, group: str, owner: str, entries: Sequence[Entry]) -> None:
        """Move the cursors to the last of the entries of each topic, all or none."""
        ends = {entry.message.topic: entry for entry in entries}
        with self._writing() as connection:
            for topic, entry in ends.items():
                moved = connection.execute(
                    "UPDATE cursor SET acked = max(acked, ?), lease_until = ? "
                    "WHERE grp = ? AND topic = ? AND owner = ? AND epoch = ?",
                    (entry.seq, _now() + self._lease, group, topic, owner, entry.epoch),
                )
                if moved.rowcount != 1:
                    raise ClaimLost(f"{topic} of {group} belongs to another member")

    def renew(self, owners: Sequence[str]) -> None:
        with self._writing() as connection:
            until = _now() + self._lease
            connection.executemany(
                "UPDATE cursor SET lease_until = ? WHERE owner = ?", [(until, owner) for owner in owners]
            )

    def release(self, owner: str) -> None:
        with self._writing() as connection:
            connection.execute("UPDATE cursor SET owner = NULL, lease_until = 0 WHERE owner = ?", (owner,))

    def lag(self, group: str, topics: Sequence[str]) -> Mapping[str, int]:
        with self._reading() as connection:
            cursors = _cursors(connection, group, topics)
            return {topic: _count_after(connection, topic, cursors.get(topic)) for topic in topics}

    def prune(self, before: int, topics: Sequence[str]) -> int:
        """Delete what was published before that millisecond and every group has acknowledged; a little at a time,
        so that publishers and leases come in between."""
        pruned = 0
        for topic in topics:
            while deleted := self._prune_some(before, topic):
                pruned += deleted
        return pruned

    def probe(self) -> None:
        with self._writing():
            pass

    def changed_elsewhere(self) -> int:
        """A number that moves when another connection commits."""
        with self._reading() as connection:
            return int(connection.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _is_free(self, cursor: Cursor | None, owner: str) -> bool:
        if cursor is None or cursor.owner is None:
            return True
        if cursor.owner == owner:
            return False
        slot, mine = cursor.owner.partition(":")[0], owner.partition(":")[0]
        return slot == mine or cursor.lease_until < _now() or is_abandoned(self.slots, slot)

    def _claim(self, group: str, topics: Sequence[str], owner: str) -> None:
        with self._writing() as connection:
            cursors = _cursors(connection, group, topics)
            for topic in topics:
                if self._is_free(cursors.get(topic), owner):
                    connection.execute(
                        "INSERT INTO cursor (grp, topic, owner, epoch, lease_until) VALUES (?, ?, ?, 1, ?) "
                        "ON CONFLICT DO UPDATE SET owner = excluded.owner, epoch = epoch + 1, "
                        "lease_until = excluded.lease_until",
                        (group, topic, owner, _now() + self._lease),
                    )

    def _prune_some(self, before: int, topic: str) -> int:
        with self._writing() as connection:
            return connection.execute(
                "DELETE FROM log WHERE seq IN (SELECT seq FROM log WHERE topic = ? AND at < ? AND seq <= "
                "(SELECT min(acked) FROM cursor WHERE topic = ?) ORDER BY seq LIMIT ?)",
                (topic, before, topic, PRUNE_ROWS),
            ).rowcount

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._reading() as connection:
            self._patiently(lambda: connection.execute("BEGIN IMMEDIATE"))
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            if self._open is None:
                self._open = self._patiently(self._connect)
            yield self._open
        except (sqlite3.Error, OSError) as error:
            if not _is_locked(error):
                self.close()
            raise Unavailable(f"{self.path.name}: {error}") from error

    def _connect(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=BUSY_SLICE, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA synchronous = {self._synchronous}")
            connection.execute("PRAGMA journal_size_limit = 67108864")
            connection.executescript(SCHEMA)
        except BaseException:
            connection.close()
            raise
        return connection

    def _patiently(self, attempt: Callable[[], Result]) -> Result:
        """Again while another process holds the lock, until the lock timeout or the close."""
        deadline = time.monotonic() + self._lock_timeout
        while True:
            try:
                return attempt()
            except sqlite3.OperationalError as error:
                if not _is_locked(error) or self.stopping.is_set() or time.monotonic() > deadline:
                    raise


def _cursors(connection: sqlite3.Connection, group: str, topics: Sequence[str]) -> dict[str, Cursor]:
    marks = ", ".join("?" * len(topics))
    rows = connection.execute(
        f"SELECT topic, acked, owner, epoch, lease_until FROM cursor WHERE grp = ? AND topic IN ({marks})",
        (group, *topics),
    )
    return {topic: Cursor(*rest) for topic, *rest in rows}


def _after(connection: sqlite3.Connection, topic: str, cursor: Cursor, count: int) -> Iterator[Entry]:
    rows = connection.execute(
        "SELECT seq, key, id, headers, body FROM log WHERE topic = ? AND seq > ? ORDER BY seq LIMIT ?",
        (topic, cursor.acked, count),
    )
    for seq, key, identity, headers, body in rows:
        yield Entry(seq, cursor.epoch, Message(topic, key, identity, bytes(body), json.loads(headers)))


def _count_after(connection: sqlite3.Connection, topic: str, cursor: Cursor | None) -> int:
    acked = cursor.acked if cursor else 0
    row = connection.execute("SELECT count(*) FROM log WHERE topic = ? AND seq > ?", (topic, acked)).fetchone()
    return int(row[0])


def _is_locked(error: Exception) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _now() -> int:
    """Milliseconds of the wall clock: the only clock that processes share across a restart of the machine."""
    return time.time_ns() // 1_000_000
