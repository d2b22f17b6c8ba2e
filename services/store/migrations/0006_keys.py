"""One narrow row a record for lists, keys beside words in one index, and counts that are kept."""

import hashlib
import re
from collections.abc import Iterator
from itertools import combinations

import sqlalchemy as sa
from alembic import op

from libs.db import UtcDateTime

revision = "0006"
down_revision = "0005"

CODES = {"form": "f", "sector": "s", "party": "p", "country": "c", "place": "o", "language": "l", "person": "n"}
LONGEST = 36
SIMPLE = re.compile(r"[a-z]:[A-Za-z0-9_+-]+")
AT_ONCE = 2_000


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "record_key",
        sa.Column("ordinal", big, primary_key=True, autoincrement=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("date_first", sa.String(), nullable=False),
        sa.Column("date_last", sa.String(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("sequence", big, nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
    )
    op.create_table(
        "record_count",
        sa.Column("field", sa.String(), primary_key=True),
        sa.Column("value", sa.String(), primary_key=True),
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("records", big, nullable=False),
    )
    _fill()
    _count()
    gone = sa.text("state <> 'active'")
    op.create_index("record_key_sequence", "record_key", ["sequence"])
    op.create_index("record_key_date", "record_key", ["date_first", "sequence"])
    op.create_index("record_key_updated", "record_key", ["updated_at"])
    op.create_index("record_key_gone", "record_key", ["state", "ordinal"], postgresql_where=gone, sqlite_where=gone)
    followed = sa.text("superseded IS NOT NULL")
    op.create_index(
        "record_version_superseded",
        "record_version",
        ["superseded"],
        postgresql_where=followed,
        sqlite_where=followed,
    )
    _index_words()
    op.drop_table("record_facet")
    for name in ("record_kind_status", "record_date", "record_updated"):
        op.drop_index(name, "record")


def _fill() -> None:
    """A row for each record, from what it was filtered by."""
    connection = op.get_bind()
    last = 0
    records = sa.text(
        "SELECT record.ordinal, record.state, record.kind, record.status, record.date_first, record.date_last,"
        " record.updated_at, coalesce(record_version.sequence, 0) AS sequence FROM record LEFT JOIN record_version"
        " ON record_version.record_id = record.id AND record_version.version = record.version"
        f" WHERE record.ordinal > :last ORDER BY record.ordinal LIMIT {AT_ONCE}"
    )
    facets = sa.text("SELECT ordinal, field, value FROM record_facet WHERE ordinal > :last AND ordinal <= :upto")
    insert = sa.text(
        "INSERT INTO record_key (ordinal, state, date_first, date_last, updated_at, sequence, keys)"
        " VALUES (:ordinal, :state, :date_first, :date_last, :updated_at, :sequence, :keys)"
    )
    while found := connection.execute(records, {"last": last}).all():
        held: dict[int, list[tuple[str, str]]] = {row.ordinal: [] for row in found}
        for row in connection.execute(facets, {"last": last, "upto": found[-1].ordinal}):
            if row.ordinal in held:
                held[row.ordinal].append((row.field, row.value))
        rows = []
        for row in found:
            first, until = row.date_first or "", row.date_last or ""
            keys = [f"k:{row.kind}", f"t:{row.status}", *_keys(sorted(held[row.ordinal]), first, until)]
            rows.append(
                {
                    **{name: getattr(row, name) for name in ("ordinal", "state", "updated_at", "sequence")},
                    "date_first": first,
                    "date_last": until,
                    "keys": "\n" + "\n".join(keys) + "\n",
                }
            )
        connection.execute(insert, rows)
        last = found[-1].ordinal


def _keys(held: list[tuple[str, str]], first: str, last: str) -> Iterator[str]:
    yield from (f"{CODES[field]}:{' '.join(value.split())}" for field, value in held)
    yield from (f"r:{one}-{other}" for one, other in combinations([v for f, v in held if f == "party"], 2))
    if first and last:
        yield f"b:{first[:7]}"
        begin, end = (int(day[:4]) * 12 + int(day[5:7]) - 1 for day in (first, last))
        if end - begin < LONGEST:
            yield from (f"m:{at // 12:04d}-{at % 12 + 1:02d}" for at in range(begin, end + 1))
        else:
            yield "m:long"


def _count() -> None:
    connection = op.get_bind()
    names = {"k": "kind", "t": "status", "r": "pair", "b": "month", **{code: name for name, code in CODES.items()}}
    counted: dict[tuple[str, str, str], int] = {}
    query = sa.text("SELECT keys FROM record_key WHERE state = 'active'").execution_options(yield_per=AT_ONCE)
    for row in connection.execute(query):
        keys = row[0].split("\n")[1:-1]
        for one in keys:
            if one[0] not in "nm":
                held = (names[one[0]], one[2:], keys[0][2:])
                counted[held] = counted.get(held, 0) + 1
    rows = [{"field": f, "value": v, "kind": k, "records": n} for (f, v, k), n in sorted(counted.items())]
    insert = "INSERT INTO record_count (field, value, kind, records) VALUES (:field, :value, :kind, :records)"
    if rows:
        connection.execute(sa.text(insert), rows)


def _index_words() -> None:
    """Keys beside the words, in an index in which a colon is a letter."""
    connection = op.get_bind()
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        op.execute("ALTER TABLE record_words RENAME TO record_words_before")
        op.execute(
            "CREATE VIRTUAL TABLE record_words USING"
            " fts5(words, tokenize = \"unicode61 remove_diacritics 0 tokenchars '\\:_+-'\", prefix = '3 4')"
        )
        write = (
            "INSERT INTO record_words (rowid, words)"
            " SELECT rowid, words || ' ' || :keys FROM record_words_before WHERE rowid = :ordinal"
        )
    else:
        op.drop_index("record_words_words", "record_words")
        write = (
            "UPDATE record_words SET words = words || array_to_tsvector(string_to_array(:keys, ' '))"
            " WHERE ordinal = :ordinal"
        )
    last = 0
    query = sa.text(f"SELECT ordinal, keys FROM record_key WHERE ordinal > :last ORDER BY ordinal LIMIT {AT_ONCE}")
    while found := connection.execute(query, {"last": last}).all():
        rows = [{"ordinal": row[0], "keys": " ".join(map(_indexed, row[1].split("\n")[1:-1]))} for row in found]
        connection.execute(sa.text(write), rows)
        last = found[-1][0]
    if sqlite:
        op.execute("DROP TABLE record_words_before")
    else:
        op.execute("CREATE INDEX record_words_words ON record_words USING gin (words)")


def _indexed(key: str) -> str:
    if SIMPLE.fullmatch(key):
        return key
    return f"{key[:2]}{hashlib.blake2b(key.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"
