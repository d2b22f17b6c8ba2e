"""How many active records have a value: kept in a table of its own, exact at any number of records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from services.store.keys import counted, parted
from services.store.tables.schema import CountRow

AT_ONCE = 200  # rows in one statement
NUMBER = func.sum(col(CountRow.records))


def move(session: Session, kind: str, before: Iterable[str], after: Iterable[str]) -> None:
    """Take a record out of the counts of the keys that it had, and into those of the keys that it has."""
    had, has = set(counted(before)), set(counted(after))
    by = [(one, 1) for one in sorted(has - had)] + [(one, -1) for one in sorted(had - has)]
    named = [(*parted(one), number) for one, number in by]
    rows = [{"field": field, "value": value, "kind": kind, "records": number} for field, value, number in named]
    dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    for at in range(0, len(rows), AT_ONCE):
        statement = dialect.insert(CountRow).values(rows[at : at + AT_ONCE])
        summed = col(CountRow.records) + statement.excluded.records
        session.execute(
            statement.on_conflict_do_update(index_elements=["field", "value", "kind"], set_={"records": summed})
        )


def of_field(session: Session, field: str, kinds: Collection[str]) -> dict[str, int]:
    """Active records of the kinds by each value of a field."""
    query = select(col(CountRow.value), NUMBER).where(col(CountRow.field) == field, col(CountRow.kind).in_(kinds))
    return {value: int(number) for value, number in session.execute(query.group_by(col(CountRow.value))) if number}


def of_keys(session: Session, keys: Iterable[str]) -> Counter[str]:
    """How many active records have each of these keys."""
    named = {parted(one): one for one in counted(keys)}
    if not named:
        return Counter()
    field, value = col(CountRow.field), col(CountRow.value)
    query = select(field, value, NUMBER).where(tuple_(field, value).in_(list(named))).group_by(field, value)
    return Counter({named[row[0], row[1]]: int(row[2]) for row in session.execute(query)})
