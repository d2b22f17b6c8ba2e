"""Invented records straight into store's tables: COPY into PostgreSQL by two processes, many at a time into SQLite."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path

import psycopg
from psycopg import sql

from libs.db import Database, migrate
from libs.pipeline import MIGRATIONS
from libs.service import MIGRATIONS as CLIENT_MIGRATIONS
from services.store.app import FOLDER
from services.store.keys import listed
from services.store.tables.lists import hashed
from tests.bench.scale.rows import COLUMNS, Counts, rows_of

HISTORIES = {"pipeline": MIGRATIONS, "clients": CLIENT_MIGRATIONS, "store": FOLDER / "migrations"}
COUNTED = {
    "record_count": ("field", "value", "kind", "records"),
    "record_count_under": ("under", "field", "value", "kind", "records"),
}
LISTS = "record_by_key"  # PostgreSQL's alone
AT_ONCE = 5_000
FAST = (
    "SET default_toast_compression = 'lz4'; SET maintenance_work_mem = '1GB'; SET max_parallel_maintenance_workers = 1"
)


def fill(url: str, number: int) -> None:
    """Make store's tables with so many records in them, and have the database learn about them."""
    asyncio.run(_migrate(url))
    if url.startswith("sqlite"):
        _fill_sqlite(Path(url.removeprefix("sqlite:///")), number)
    else:
        _fill_postgres(url, number)


async def _migrate(url: str) -> None:
    database = Database(url)
    try:
        await migrate(database, HISTORIES)
    finally:
        await database.close()


def _fill_postgres(url: str, number: int) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(FAST)
        for table in (*COLUMNS, LISTS):
            connection.execute(sql.SQL("ALTER TABLE {} SET UNLOGGED").format(sql.Identifier(table)))
        with _without_indexes(connection), ProcessPoolExecutor(os.cpu_count()) as processes:
            counts = Counts()
            shares = range(os.cpu_count() or 1)
            for some in processes.map(partial(_copy_share, url, number, len(shares)), shares):
                counts.update(some)
        for table, columns in COUNTED.items():
            names = sql.SQL(", ").join(map(sql.Identifier, columns))
            into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
            with connection.cursor().copy(into) as copy:
                for row in _counted(counts, columns):
                    copy.write_row(row)
        connection.execute("VACUUM ANALYZE")


def _counted(counts: Counts, columns: Sequence[str]) -> Iterator[tuple[str | int, ...]]:
    """The rows of one of the tables of counts."""
    return ((*value, records) for value, records in counts.items() if len(value) + 1 == len(columns))


def _copy_share(url: str, of: int, shares: int, share: int) -> Counts:
    """One stretch after the other, each so many behind the last; runs in a process of its own."""
    counts = Counts()
    for begin in range(1 + share * AT_ONCE, of + 1, shares * AT_ONCE):
        _copy(url, of, begin, counts)
    return counts


def _copy(url: str, of: int, begin: int, counts: Counts) -> None:
    held: dict[str, list[tuple[object, ...]]] = {table: [] for table in COLUMNS}
    for number in range(begin, min(begin + AT_ONCE, of + 1)):
        for table, row in rows_of(number, of, counts):
            held[table].append(row)
    with psycopg.connect(url) as connection:
        connection.execute(FAST)
        for table, rows in held.items():
            if table == "record_words":
                connection.execute("CREATE TEMP TABLE spelt (ordinal bigint, words text)")
            into = sql.Identifier("spelt" if table == "record_words" else table)
            names = sql.SQL(", ").join(map(sql.Identifier, COLUMNS[table]))
            with connection.cursor().copy(sql.SQL("COPY {} ({}) FROM STDIN").format(into, names)) as copy:
                for row in rows:
                    copy.write_row(row)
        with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(LISTS))) as copy:
            for ordinal, *_, keys in held["record_key"]:
                for key in listed(str(keys)):
                    copy.write_row((hashed(key), ordinal))
        connection.execute(
            "INSERT INTO record_words SELECT ordinal, array_to_tsvector(string_to_array(words, ' ')) FROM spelt"
        )


@contextmanager
def _without_indexes(connection: psycopg.Connection) -> Iterator[None]:
    """Indexes are made when all rows are there, which takes a fraction of the time."""
    names = [*COLUMNS, LISTS]
    keys = connection.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype IN ('p', 'u') AND conrelid::regclass::text = ANY(%s)",
        (names,),
    ).fetchall()
    for table, name, _ in keys:
        connection.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(*map(sql.Identifier, (table, name))))
    indexes = connection.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(%s)", (names,)
    ).fetchall()
    for name, _ in indexes:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    yield
    for table, name, definition in keys:
        made = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} ").format(*map(sql.Identifier, (table, name)))
        connection.execute(made + sql.SQL(definition))
    for _, definition in indexes:
        connection.execute(sql.SQL(definition))


def _fill_sqlite(path: Path, number: int) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    of_ours = [(name, made) for name, made in indexes if made.split(" ON ")[1].split()[0].strip('"') in COLUMNS]
    connection.execute("BEGIN")
    for name, _ in of_ours:
        connection.execute(f'DROP INDEX "{name}"')
    counts = Counts()
    rows = (row for n in range(1, number + 1) for row in rows_of(n, number, counts))
    while some := list(islice(rows, AT_ONCE * 20)):
        for table, columns in COLUMNS.items():
            names = ", ".join(columns).replace("ordinal", "rowid" if table == "record_words" else "ordinal")
            marks = ", ".join("?" for _ in columns)
            connection.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})", (row for named, row in some if named == table)
            )
    for table, columns in COUNTED.items():
        marks = ", ".join("?" for _ in columns)
        connection.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", _counted(counts, columns)
        )
    for _, made in of_ours:
        connection.execute(made)
    connection.execute("COMMIT")
    connection.close()
