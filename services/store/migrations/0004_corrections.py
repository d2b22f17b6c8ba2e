"""What people have corrected, and which articles it is about."""

import sqlalchemy as sa
from alembic import op

from libs.db import Json, UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "correction",
        sa.Column("number", big, primary_key=True, autoincrement=False),
        sa.Column("id", sa.String(), nullable=False, unique=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("asked", Json, nullable=False),
        sa.Column("sides", Json, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("undone_by", sa.String()),
        sa.Column("undone_at", UtcDateTime()),
    )
    op.create_table(
        "correction_article",
        sa.Column("article_id", sa.String(), primary_key=True),
        sa.Column("number", big, primary_key=True, autoincrement=False),
    )
