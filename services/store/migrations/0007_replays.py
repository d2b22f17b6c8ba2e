"""Replays, the readings that they keep aside, and what these change."""

import sqlalchemy as sa
from alembic import op

from libs.db import Json, UtcDateTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "replay",
        sa.Column("run", sa.String(), primary_key=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("alert", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.Integer(), nullable=False),
        sa.Column("overtaken", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("refreshed", sa.Integer(), nullable=False),
        sa.Column("compared_at", UtcDateTime()),
        sa.Column("ended_at", UtcDateTime()),
        sa.Column("ended_by", sa.String()),
        sa.Column("traceparent", sa.String()),
        sa.Column("apply_traceparent", sa.String()),
    )
    op.create_index("replay_started_at", "replay", ["started_at", "run"])
    op.create_table(
        "replay_reading",
        sa.Column("run", sa.String(), primary_key=True),
        sa.Column("article_id", sa.String(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kept_at", UtcDateTime(), nullable=False),
        sa.Column("instant", UtcDateTime(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("reports", Json, nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
    )
    op.create_index("replay_reading_step", "replay_reading", ["run", "step", "article_id"])
    op.create_table(
        "replay_key",
        sa.Column("run", sa.String(), primary_key=True),
        sa.Column("key", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("article_id", sa.String(), primary_key=True),
    )
    op.create_index("replay_key_article", "replay_key", ["run", "article_id"])
    op.create_table(
        "replay_change",
        sa.Column("run", sa.String(), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("effect", sa.String(), nullable=False),
        sa.Column("record", Json, nullable=False),
        sa.Column("fields", Json, nullable=False),
        sa.Column("articles", Json, nullable=False),
    )
