"""Articles, versions, facts, clients, keys, idempotency."""

import sqlalchemy as sa
from alembic import op

from libs.db import Json, UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "article",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("external_id", sa.String()),
        sa.Column("source", sa.String()),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String()),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
    )
    op.create_index("article_by_receipt", "article", ["client_id", "received_at", "id"])
    op.create_index("article_by_update", "article", ["client_id", "updated_at", "id"])
    op.create_index("ix_article_external_id", "article", ["external_id"])
    op.create_table(
        "version",
        sa.Column("article_id", sa.String(), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("source", sa.String()),
        sa.Column("url", sa.String()),
        sa.Column("language", sa.String()),
        sa.Column("published_at", sa.String()),
        sa.Column("published", UtcDateTime(), nullable=False),
        sa.Column("title", sa.String()),
        sa.Column("text", sa.String()),
        sa.Column("html", sa.String()),
        sa.Column("backfill", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("trace_id", sa.String()),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("classified_at", UtcDateTime()),
    )
    waiting = sa.text("classified_at IS NULL")
    op.create_index("version_unclassified", "version", ["received_at"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_table(
        "fact",
        sa.Column("article_id", sa.String(), primary_key=True),
        sa.Column("subject", sa.String(), primary_key=True),
        sa.Column("run", sa.String(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("data", Json, nullable=False),
    )
    op.create_table(
        "client",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "key",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("scopes", Json, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime()),
        sa.Column("revoked_at", UtcDateTime()),
    )
    op.create_index("ix_key_client_id", "key", ["client_id"])
    op.create_table(
        "idempotency",
        sa.Column("client_id", sa.String(), primary_key=True),
        sa.Column("idempotency_key", sa.String(), primary_key=True),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_idempotency_created_at", "idempotency", ["created_at"])
