"""How many active records have a value, alone and beside another: kept in tables of their own, exact at any number.

What one filter finds is so counted without a look at the records, whether it finds ten of them or all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import JSON, BigInteger, Select, cast, func, literal, select, text, tuple_, type_coerce
from sqlmodel import Session, col

from libs.messages.values import KINDS
from services.store.keys import counted, crossed, parted
from services.store.tables.schema import CountRow, UnderRow

T = TypeVar("T", str, tuple[str, str])
Held = Mapping[str, Mapping[str, int]]
"""Numbers of records by field and value."""
NUMBER = func.sum(col(CountRow.records))
TOLD = ("field", "value", "kind")
SQLITE = (
    "INSERT INTO {table} ({names}, records) VALUES ({marks}, ?)"
    " ON CONFLICT ({names}) DO UPDATE SET records = records + excluded.records"
)
POSTGRESQL = (
    "INSERT INTO {table} ({names}, records) SELECT * FROM unnest({lists}, CAST(:records AS bigint[]))"
    " ON CONFLICT ({names}) DO UPDATE SET records = {table}.records + excluded.records"
)


def move(session: Session, kind: str, before: Collection[str], after: Collection[str]) -> None:
    """Take a record out of the counts of the keys that it had, and into those of the keys that it has."""
    alone = _moved(set(counted(before)), set(counted(after)))
    _add(session, "record_count", TOLD, [(*parted(one), kind, number) for one, number in alone])
    beside = _moved(crossed(before), crossed(after))
    _add(
        session,
        "record_count_under",
        ("under", *TOLD),
        [(one, *parted(other), kind, number) for (one, other), number in beside],
    )


def of_fields(session: Session, fields: Collection[str], kinds: Collection[str]) -> Held:
    """Active records of the kinds by each value of the fields."""
    row = col(CountRow.field), col(CountRow.value), func.sum(col(CountRow.records))
    query = select(*row).where(row[0].in_(list(fields)), col(CountRow.kind).in_(kinds))
    return _empty(fields) | _held(session, query.group_by(*row[:2]))


def under(session: Session, keys: Collection[str], fields: Collection[str], kinds: Collection[str]) -> Held:
    """Active records of the kinds that have one of the keys, by kind and by each value of the fields.

    The keys are of one field, and no record may have two of them.
    """
    row = col(UnderRow.field), col(UnderRow.value), func.sum(col(UnderRow.records))
    # Asked for a kind as well, the index would be gone through once for each.
    of_kinds = () if set(kinds) == set(KINDS) else (col(UnderRow.kind).in_(kinds),)
    among = (col(UnderRow.under).in_(list(keys)), *of_kinds)
    by_value = select(*row).where(*among, row[0].in_(set(fields) - {"kind"})).group_by(*row[:2])
    own = tuple_(row[0], row[1]).in_([parted(one) for one in keys])
    by_kind = select(literal("kind"), col(UnderRow.kind), row[2]).where(*among, own).group_by(col(UnderRow.kind))
    return _empty(("kind", *fields)) | _held(session, by_value) | _held(session, by_kind)


def of_keys(session: Session, keys: Iterable[str]) -> Counter[str]:
    """How many active records have each of these keys."""
    named = {parted(one): one for one in counted(keys)}
    if not named:
        return Counter()
    field, value = col(CountRow.field), col(CountRow.value)
    query = select(field, value, NUMBER).where(tuple_(field, value).in_(list(named))).group_by(field, value)
    return Counter({named[row[0], row[1]]: int(row[2]) for row in session.execute(query)})


def _held(session: Session, query: Select[str, str, Any]) -> dict[str, dict[str, int]]:
    """What a query counts by field and value, put together by the database: thousands of rows would take longer."""
    found = query.subquery()
    field, value, number = found.c
    build = func.json_group_object if session.get_bind().dialect.name == "sqlite" else func.json_object_agg
    whole = select(field, type_coerce(build(value, cast(number, BigInteger)), JSON)).where(number != 0).group_by(field)
    return {name: held for name, held in session.execute(whole)}  # noqa: C416 - rows are no pairs to the types


def _empty(fields: Iterable[str]) -> dict[str, dict[str, int]]:
    return {name: {} for name in fields}


def _moved(had: set[T], has: set[T]) -> list[tuple[T, int]]:
    return [(one, 1) for one in sorted(has - had)] + [(one, -1) for one in sorted(had - has)]


def _add(session: Session, table: str, names: Sequence[str], rows: Sequence[Sequence[str | int]]) -> None:
    """One statement with lists of values on PostgreSQL, one for many rows on SQLite: what each is quick at."""
    if not rows:
        return
    words = {"table": table, "names": ", ".join(names)}
    if session.get_bind().dialect.name == "sqlite":
        marks = ", ".join("?" for _ in names)
        session.connection().exec_driver_sql(SQLITE.format(**words, marks=marks), [tuple(row) for row in rows])
        return
    lists = ", ".join(f"CAST(:{name} AS text[])" for name in names)
    columns = zip(*rows, strict=True)
    given = {name: list(column) for name, column in zip((*names, "records"), columns, strict=True)}
    session.execute(text(POSTGRESQL.format(**words, lists=lists)), given)
