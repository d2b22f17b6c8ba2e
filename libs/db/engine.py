"""Engine and transactions. Work on the database is synchronous code that runs in threads of its own.

SQLite has one writer: one thread with one connection writes (BEGIN IMMEDIATE, WAL, synchronous FULL), others read
a snapshot. PostgreSQL has a pool for both.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Literal, TypeVar

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import QueuePool
from sqlmodel import Session

from libs.db.errors import told_apart

T = TypeVar("T")

READERS = 4
BUSY_SECONDS = 10.0


class Database:
    """One service's database. `url` is `sqlite:///path` or `postgresql://user:password@host/name`.

    The constructor connects to nothing; `connect_timeout` and `statement_timeout` (seconds) bound every use.
    """

    def __init__(
        self, url: str, *, pool_size: int = 6, connect_timeout: float = 5, statement_timeout: float = 60
    ) -> None:
        parsed = make_url(url)
        self.dialect: Literal["sqlite", "postgresql"]
        if parsed.get_backend_name() == "sqlite":
            self.dialect = "sqlite"
            self._writer = _sqlite_engine(url, size=1, writes=True)
            self._reader = _sqlite_engine(url, size=READERS, writes=False)
            writers, readers = 1, READERS
        elif parsed.get_backend_name() == "postgresql":
            self.dialect = "postgresql"
            self._writer = self._reader = _postgresql_engine(
                parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False),
                pool_size,
                connect_timeout,
                statement_timeout,
            )
            writers = readers = pool_size
        else:
            raise ValueError(f"a database url begins with sqlite:// or postgresql://, not {parsed.drivername}://")
        self._write_threads = ThreadPoolExecutor(writers, thread_name_prefix="db-write")
        self._read_threads = ThreadPoolExecutor(readers, thread_name_prefix="db-read")

    @property
    def engine(self) -> Engine:
        """The engine that writes; for migrations and tests."""
        return self._writer

    async def transaction(self, work: Callable[[Session], T]) -> T:
        """Run `work` in one write transaction: committed when it returns, rolled back when it raises.

        Raises `DatabaseUnavailable` where the fault is the database's. The caller's context (trace) is seen inside.
        """
        return await self._run(self._write_threads, self._writer, work)

    async def read(self, work: Callable[[Session], T]) -> T:
        """Run `work` on one consistent state of the database; writing is refused on SQLite."""
        return await self._run(self._read_threads, self._reader, work)

    async def check(self) -> None:
        """Raises `DatabaseUnavailable` when it does not answer."""
        await self.read(lambda session: session.execute(text("select 1")))

    async def close(self) -> None:
        for threads in (self._write_threads, self._read_threads):
            await asyncio.to_thread(threads.shutdown, wait=True, cancel_futures=True)
        self._writer.dispose()
        self._reader.dispose()

    async def _run(self, threads: ThreadPoolExecutor, engine: Engine, work: Callable[[Session], T]) -> T:
        context = contextvars.copy_context()
        call = partial(context.run, _in_transaction, engine, work)
        return await asyncio.get_running_loop().run_in_executor(threads, call)


def _in_transaction(engine: Engine, work: Callable[[Session], T]) -> T:
    with told_apart(), Session(engine, expire_on_commit=False) as session, session.begin():
        return work(session)


def _sqlite_engine(url: str, *, size: int, writes: bool) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False, "isolation_level": None},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")
        if not writes:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # A deferred transaction that writes later can fail without waiting; an immediate one waits its turn.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql_engine(url: str, size: int, connect_timeout: float, statement_timeout: float) -> Engine:
    return create_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": int(connect_timeout),
            "options": f"-c statement_timeout={int(statement_timeout * 1000)} -c timezone=UTC",
        },
    )
