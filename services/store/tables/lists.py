"""Which records have a key, in the order they were made: on PostgreSQL a table of lists, one for each key.

Two lists are read side by side from either end, and no further than is needed; a GIN index is read whole and sorted.
It is no mapped table, since SQLite has none: there the index of words is made of such lists.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    FromClause,
    Select,
    bindparam,
    column,
    func,
    literal,
    select,
    text,
)
from sqlalchemy import table as named_table
from sqlmodel import Session

from services.store.keys import Clause
from services.store.tables.words import is_sqlite

LISTS = named_table("record_by_key", column("key", BigInteger), column("ordinal", BigInteger))
READ, LOOKED_UP = 0.4, 12
"""What an entry of a list costs, and a record that it leads to, beside a record walked by in the order."""
MOST_LISTS = 12
"""That one search begins with; a filter with more values leads nowhere."""
COUNTED = 20_000
MANY = 50_000


@dataclass(frozen=True, slots=True)
class Way:
    """Lists that hold all that is asked for: one or two keys for each alternative of a clause.

    `records` is how many the lists may lead to, `work` what all of it costs, in records walked by, and `expected` how
    many should have all that is asked for.
    """

    lists: tuple[tuple[str, ...], ...]
    records: float
    work: float
    expected: float = 0

    def found_by(self, work: float) -> int:
        """How many records so much work should find; any number where it is enough for all."""
        return int(work * self.expected / self.work) if self.work > work else sys.maxsize


def move(session: Session, ordinal: int, had: Collection[str], has: Collection[str]) -> None:
    """Have the record in the lists of the keys that it has, and no more in those of the others that it had."""
    if is_sqlite(session):
        return
    if gone := set(had) - set(has):
        query = text("DELETE FROM record_by_key WHERE ordinal = :ordinal AND key = ANY(:keys)")
        session.execute(query, {"ordinal": ordinal, "keys": [hashed(one) for one in gone]})
    if new := set(has) - set(had):
        query = text(
            "INSERT INTO record_by_key (key, ordinal) SELECT unnest(CAST(:keys AS bigint[])), :ordinal"
            " ON CONFLICT DO NOTHING"
        )
        session.execute(query, {"ordinal": ordinal, "keys": [hashed(one) for one in new]})


@lru_cache(maxsize=MANY)
def hashed(key: str) -> int:
    """What stands for a key. A record that is found is looked at, so that a chance hit is harmless."""
    digest = hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def lengths(session: Session, keys: Iterable[str]) -> Counter[str]:
    """How many records have each of these keys; of many no more than `COUNTED` are counted."""
    counted = {}
    for key in dict.fromkeys(keys):
        some = select(literal(1)).where(LISTS.c.key == told(key)).limit(COUNTED).subquery()
        counted[key] = select(func.count()).select_from(some).scalar_subquery()
    row = session.execute(select(*counted.values())).one() if counted else ()
    return Counter(dict(zip(counted, row, strict=True)))


def way_to(clauses: Sequence[Clause], number: Mapping[str, int], there: int) -> Way | None:
    """The way with the least work to records that have what the clauses ask for, of so many that have each key."""
    asked = [one for one in clauses if not one.negative and 0 < len(one.alternatives) <= MOST_LISTS]
    if not asked:
        return None
    had = [sum(min(number[key] for key in keys) for keys in one.alternatives) for one in asked]
    rarest = asked[had.index(min(had))]
    beside = [one.alternatives[0] for one in asked if one is not rarest and len(one.alternatives) == 1]
    others = [key for keys in beside for key in keys]
    ways = [
        _of_one(sorted({*keys, *others}, key=lambda key: (number[key], key)), number, there)
        for keys in rarest.alternatives
    ]
    return Way(
        tuple(keys for one in ways for keys in one.lists),
        sum(one.records for one in ways),
        sum(one.work for one in ways),
        there * prod(min(1, one / max(1, there)) for one in had),
    )


def _of_one(keys: Sequence[str], number: Mapping[str, int], there: int) -> Way:
    """By the shortest list alone, or with the next one beside it."""
    first = number[keys[0]]
    alone = Way((tuple(keys[:1]),), first, (READ + LOOKED_UP) * first)
    if len(keys) == 1:
        return alone
    second = number[keys[1]]
    records = first * second / max(1, there)
    both = Way((tuple(keys[:2]),), records, READ * (first + second) + LOOKED_UP * records)
    return min(alone, both, key=lambda way: way.work)


def select_from_lists(keys: Sequence[str]) -> tuple[Select[Any], ColumnElement[int]]:
    """Records that stand in the lists of all these keys; and their ordinals."""
    first, *others = (LISTS.alias(f"list_{at}") for at in range(len(keys)))
    found: FromClause = first
    for other in others:
        found = found.join(other, other.c.ordinal == first.c.ordinal)
    named = [one.c.key == told(key) for one, key in zip((first, *others), keys, strict=True)]
    return select().select_from(found).where(*named), first.c.ordinal


def told(key: str) -> BindParameter[int]:
    """The key as a query names it: in its text, so that the database plans for lists of this length."""
    return bindparam(None, hashed(key), BigInteger, literal_execute=True)
