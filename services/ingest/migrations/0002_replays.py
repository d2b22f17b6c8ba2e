"""Replays, and which of their articles are under way."""

import sqlalchemy as sa
from alembic import op

from libs.db import UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "replay",
        sa.Column("run", sa.String(), primary_key=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("alert", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String()),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("traceparent", sa.String()),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("behind_at", UtcDateTime(), nullable=False),
        sa.Column("behind_id", sa.String(), nullable=False),
    )
    op.create_table(
        "replayed",
        sa.Column("run", sa.String(), primary_key=True),
        sa.Column("article_id", sa.String(), primary_key=True),
        sa.Column("failed", sa.Boolean(), nullable=False),
    )
    op.create_index("version_by_receipt", "version", ["received_at", "article_id"])
