"""Every record's place in the order beside its words, so that a search can be kept to a part of the records."""

from alembic import op

revision = "0010"
down_revision = "0009"

STRETCHES = (8_192, 65_536, 524_288)


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    own = "rowid" if sqlite else "ordinal"
    places = " || ' ' || ".join(f"'y:{level}-' || ({own} / {size})" for level, size in enumerate(STRETCHES))
    if sqlite:
        op.execute(f"UPDATE record_words SET words = words || ' ' || {places}")
        return
    op.drop_index("record_words_words", "record_words")
    op.execute(f"UPDATE record_words SET words = words || array_to_tsvector(string_to_array({places}, ' '))")
    op.execute("CREATE INDEX record_words_words ON record_words USING gin (words)")
