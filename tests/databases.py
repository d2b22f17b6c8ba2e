"""Databases for one test: empty ones, and copies of what was migrated or filled once for the whole run."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.postgres_server import PostgresServer

Fill = Callable[[str], Awaitable[None]]
"""Makes of the empty database of this url what is copied, and leaves no connection to it."""


@dataclass
class SqliteDatabases:
    """Files. `kept` is where those that are copied lie."""

    kept: Path
    filled: set[str] = field(default_factory=set)

    def empty(self, folder: Path) -> str:
        return f"sqlite:///{folder / 'test.sqlite'}"

    async def copy_of(self, name: str, fill: Fill, folder: Path) -> str:
        template = self.kept / f"{name}.sqlite"
        if name not in self.filled:
            template.unlink(missing_ok=True)
            await fill(f"sqlite:///{template}")
            self.filled.add(name)
        with closing(sqlite3.connect(template)) as whole, closing(sqlite3.connect(folder / "test.sqlite")) as copy:
            whole.backup(copy)
        return self.empty(folder)

    def drop(self) -> None:
        """Files go with the folder of their test."""


@dataclass
class PostgresDatabases:
    """On one server. What was made since the last `drop` is dropped by it."""

    server: PostgresServer
    filled: set[str] = field(default_factory=set)
    made: list[str] = field(default_factory=list)

    def empty(self, folder: Path) -> str:
        return self.server.create(self._new_name())

    async def copy_of(self, name: str, fill: Fill, folder: Path) -> str:
        template = f"filled_{name}"
        if name not in self.filled:
            self.server.drop(template)
            await fill(self.server.create(template))
            self.filled.add(name)
        return self.server.create(self._new_name(), template=template)

    def drop(self) -> None:
        while self.made:
            self.server.drop(self.made.pop())

    def _new_name(self) -> str:
        self.made.append(f"test_{uuid.uuid4().hex[:12]}")
        return self.made[-1]


@dataclass(frozen=True)
class Databases:
    """Databases of one kind, for one test."""

    source: SqliteDatabases | PostgresDatabases
    folder: Path

    def empty(self) -> str:
        return self.source.empty(self.folder)

    async def copy_of(self, name: str, fill: Fill) -> str:
        """A database as `fill` makes it, which is called for each name once a run."""
        return await self.source.copy_of(name, fill, self.folder)
