"""For PostgreSQL, lists of the records that have each key, of which two are read side by side."""

import hashlib
from functools import lru_cache

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

AT_ONCE = 2_000


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        return
    op.create_table(
        "record_by_key",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("ordinal", sa.BigInteger(), nullable=False),
    )
    query = sa.text(f"SELECT ordinal, keys FROM record_key WHERE ordinal > :last ORDER BY ordinal LIMIT {AT_ONCE}")
    insert = sa.text(
        "INSERT INTO record_by_key (key, ordinal)"
        " SELECT * FROM unnest(CAST(:keys AS bigint[]), CAST(:ordinals AS bigint[]))"
    )
    last = 0
    while found := connection.execute(query, {"last": last}).all():
        keys, ordinals = [], []
        for ordinal, listed in found:
            for key in set(listed.split("\n")[1:-1]):
                keys.append(_hashed(key))
                ordinals.append(ordinal)
        connection.execute(insert, {"keys": keys, "ordinals": ordinals})
        last = found[-1][0]
    op.create_primary_key("record_by_key_pkey", "record_by_key", ["key", "ordinal"])
    op.execute("ANALYZE record_by_key")


@lru_cache(maxsize=100_000)
def _hashed(key: str) -> int:
    digest = hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
