"""An index of words; versions with what the record said then, numbered in the order of their commits."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE record_words USING"
            " fts5(words, tokenize = \"unicode61 remove_diacritics 0\", prefix = '3 4')"
        )
        op.execute("INSERT INTO record_words (rowid, words) SELECT ordinal, search_text FROM record")
    else:
        op.execute("CREATE TABLE record_words (ordinal bigint PRIMARY KEY, words tsvector NOT NULL)")
        op.execute(
            "INSERT INTO record_words (ordinal, words) SELECT ordinal, array_to_tsvector(array_remove("
            "regexp_split_to_array(search_text, '[^[:alnum:]]+'), '')) FROM record"
        )
        op.execute("CREATE INDEX record_words_words ON record_words USING gin (words)")
    op.drop_column("record", "search_text")
    op.add_column("record_version", sa.Column("sequence", big, nullable=False, server_default="0"))
    op.add_column("record_version", sa.Column("superseded", big))
    op.add_column("record_version", sa.Column("date_first", sa.String(), nullable=False, server_default=""))
    op.add_column("record_version", sa.Column("document", sa.JSON()))
    op.execute(
        "UPDATE record_version SET sequence = numbered.number FROM (SELECT record_id AS record, version AS was,"
        " row_number() OVER (ORDER BY at, record_id, version) AS number FROM record_version) AS numbered"
        " WHERE record_version.record_id = numbered.record AND record_version.version = numbered.was"
    )
    op.execute(
        "UPDATE record_version SET superseded = following.number FROM (SELECT record_id AS record, version AS was,"
        " lead(sequence) OVER (PARTITION BY record_id ORDER BY version) AS number FROM record_version) AS following"
        " WHERE record_version.record_id = following.record AND record_version.version = following.was"
    )
    op.execute(
        "UPDATE record_version SET date_first = coalesce(record.date_first, '') FROM record"
        " WHERE record.id = record_version.record_id"
    )
    # What earlier versions said is told from this one by undoing what changed since.
    op.execute(
        "UPDATE record_version SET document = record.document FROM record"
        " WHERE record.id = record_version.record_id AND record.version = record_version.version"
    )
    op.create_index("record_version_sequence", "record_version", ["sequence"], unique=True)
    op.create_index("record_version_date", "record_version", ["date_first", "sequence"])
    op.create_index("record_version_at", "record_version", ["at"])
