"""Readings, reports, records, and what records are found by."""

import sqlalchemy as sa
from alembic import op

from libs.db import Json, UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "article",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("current_version", sa.Integer(), nullable=False),
        sa.Column("instant", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "reading",
        sa.Column("article_id", sa.String(), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("external_id", sa.String()),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("source", sa.String()),
        sa.Column("url", sa.String()),
        sa.Column("published_at", sa.String()),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("instant", UtcDateTime(), nullable=False),
        sa.Column("backfill", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("language", sa.String()),
        sa.Column("title", sa.String()),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("boilerplate", Json, nullable=False),
        sa.Column("reports", Json, nullable=False),
        sa.Column("figures", Json, nullable=False),
        sa.Column("sketch", Json, nullable=False),
        sa.Column("handled_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("article_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.String()),
        sa.Column("data", Json, nullable=False),
    )
    op.create_index("ix_report_article_id", "report", ["article_id"])
    op.create_index("ix_report_record_id", "report", ["record_id"])
    op.create_table(
        "report_key",
        sa.Column("key", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("report_id", sa.String(), primary_key=True),
    )
    op.create_index("ix_report_key_report_id", "report_key", ["report_id"])
    op.create_table(
        "report_link",
        sa.Column("left_id", sa.String(), primary_key=True),
        sa.Column("right_id", sa.String(), primary_key=True),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("copied", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_report_link_right_id", "report_link", ["right_id"])
    op.create_table(
        "record",
        sa.Column("ordinal", big, primary_key=True, autoincrement=False),
        sa.Column("id", sa.String(), nullable=False, unique=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("merged_into", sa.String()),
        sa.Column("founder", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("date_first", sa.String()),
        sa.Column("date_last", sa.String()),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
    )
    op.create_index("record_kind_status", "record", ["kind", "status", "ordinal"])
    op.create_index("record_date", "record", ["date_first", "ordinal"])
    op.create_index("record_updated", "record", ["updated_at", "ordinal"])
    op.create_index("record_merged_into", "record", ["merged_into"])
    op.create_table(
        "record_facet",
        sa.Column("field", sa.String(), primary_key=True),
        sa.Column("value", sa.String(), primary_key=True),
        sa.Column("ordinal", big, primary_key=True, autoincrement=False),
    )
    op.create_index("ix_record_facet_ordinal", "record_facet", ["ordinal"])
    op.create_table(
        "record_version",
        sa.Column("record_id", sa.String(), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("changed", Json, nullable=False),
        sa.Column("previous", Json, nullable=False),
        sa.Column("article_id", sa.String()),
        sa.Column("article_version", sa.Integer()),
        sa.Column("trace_id", sa.String()),
        sa.Column("run", sa.String(), nullable=False),
    )
