"""Counts of records by two of their values at once, for what one filter finds."""

from collections import Counter
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

NAMES = {
    "t": "status",
    "f": "form",
    "s": "sector",
    "p": "party",
    "c": "country",
    "o": "place",
    "l": "language",
    "r": "pair",
    "b": "month",
}
AT_ONCE = 2_000
MOST_CELLS = 500_000  # that stand in memory


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "record_count_under",
        sa.Column("under", sa.String(), primary_key=True),
        sa.Column("field", sa.String(), primary_key=True),
        sa.Column("value", sa.String(), primary_key=True),
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("records", big, nullable=False),
        sqlite_with_rowid=False,
    )
    cells: Counter[tuple[str, str, str, str]] = Counter()
    for some in _keys():
        for keys in some:
            named = [one for one in keys if one[0] in NAMES]
            for one in named:
                if one[0] not in "rb":
                    cells.update((one, NAMES[other[0]], other[2:], keys[0][2:]) for other in named)
        if len(cells) > MOST_CELLS:
            _add(cells)
            cells.clear()
    _add(cells)


def _keys() -> Iterator[list[list[str]]]:
    """Those of active records, some at a time; the first of each is its kind."""
    query = sa.text(
        "SELECT ordinal, keys FROM record_key WHERE state = 'active' AND ordinal > :last"
        f" ORDER BY ordinal LIMIT {AT_ONCE}"
    )
    last = 0
    while found := op.get_bind().execute(query, {"last": last}).all():
        yield [row[1].split("\n")[1:-1] for row in found]
        last = found[-1][0]


def _add(cells: Counter[tuple[str, str, str, str]]) -> None:
    insert = sa.text(
        "INSERT INTO record_count_under (under, field, value, kind, records)"
        " VALUES (:under, :field, :value, :kind, :records) ON CONFLICT (under, field, value, kind)"
        " DO UPDATE SET records = record_count_under.records + excluded.records"
    )
    names = ("under", "field", "value", "kind")
    rows = [{**dict(zip(names, one, strict=True)), "records": number} for one, number in sorted(cells.items())]
    for at in range(0, len(rows), AT_ONCE):
        op.get_bind().execute(insert, rows[at : at + AT_ONCE])
