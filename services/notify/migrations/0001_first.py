"""Subscriptions, what they have seen of records, alerts, deliveries, attempts, and the log of the stream."""

import sqlalchemy as sa
from alembic import op

from libs.db import Json, UtcDateTime

revision = "0001"
down_revision = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PENDING = sa.text("state = 'pending'")
UNNUMBERED = sa.text("number IS NULL")


def upgrade() -> None:
    _subscriptions()
    _records()
    _deliveries()


def _subscriptions() -> None:
    op.create_table(
        "subscription",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("paused_reason", sa.String()),
        sa.Column("filter", Json, nullable=False),
        sa.Column("updates", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("url", sa.String()),
        sa.Column("secret", sa.String()),
        sa.Column("old_secret", sa.String()),
        sa.Column("old_secret_until", UtcDateTime()),
        sa.Column("feed_token_hash", sa.String(), nullable=False),
        sa.Column("failing_since", UtcDateTime()),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime()),
        sa.Column("last_alert_at", UtcDateTime()),
    )
    op.create_index("ix_subscription_client_id", "subscription", ["client_id"])
    op.create_table(
        "revision",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False),
    )
    op.create_table(
        "instance",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("value", sa.String(), nullable=False),
    )


def _records() -> None:
    op.create_table(
        "record",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("values_hash", sa.String(), nullable=False),
        sa.Column("summary", Json, nullable=False),
        sa.Column("last_day", sa.Date()),
        sa.Column("told_at", UtcDateTime()),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
    )
    op.create_index("record_last_day", "record", ["last_day"])
    op.create_index("record_told_at", "record", ["told_at"])
    op.create_table(
        "seen",
        sa.Column("subscription_id", sa.String(), primary_key=True),
        sa.Column("record_id", sa.String(), primary_key=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("values_hash", sa.String(), nullable=False),
    )
    op.create_index("seen_record", "seen", ["record_id"])
    op.create_table(
        "stream_log",
        sa.Column("id", BIG, primary_key=True, autoincrement=True),
        sa.Column("number", BIG),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("record_version", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("changed", Json, nullable=False),
        sa.Column("previous", Json, nullable=False),
        sa.Column("summary", Json, nullable=False),
        sa.Column("is_news", sa.Boolean(), nullable=False),
        sa.Column("told_at", UtcDateTime(), nullable=False),
    )
    op.create_index("stream_log_number", "stream_log", ["number"], unique=True)
    op.create_index("stream_log_told_at", "stream_log", ["told_at"])
    op.create_index("stream_log_unnumbered", "stream_log", ["id"], sqlite_where=UNNUMBERED, postgresql_where=UNNUMBERED)


def _deliveries() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("subscription_id", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("match", sa.String()),
        sa.Column("record_id", sa.String()),
        sa.Column("record_version", sa.Integer()),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("caused_by", Json, nullable=False),
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
    )
    op.create_index("alert_of_version", "alert", ["record_id", "record_version", "subscription_id"])
    op.create_index("alert_of_subscription", "alert", ["subscription_id", "created_at"])
    op.create_index("alert_created_at", "alert", ["created_at"])
    op.create_table(
        "delivery",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("subscription_id", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("record_id", sa.String()),
        sa.Column("record_version", sa.Integer()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("resends", sa.Integer(), nullable=False),
        sa.Column("leased_by", sa.String()),
        sa.Column("leased_until", UtcDateTime()),
        sa.Column("reason", sa.String()),
        sa.Column("traceparent", sa.String()),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime()),
    )
    op.create_index("delivery_due", "delivery", ["due_at"], sqlite_where=PENDING, postgresql_where=PENDING)
    op.create_index(
        "delivery_order", "delivery", ["subscription_id", "record_id"], sqlite_where=PENDING, postgresql_where=PENDING
    )
    op.create_index("delivery_of_client", "delivery", ["client_id", "created_at"])
    op.create_index("delivery_of_subscription", "delivery", ["subscription_id", "created_at"])
    op.create_index("delivery_finished_at", "delivery", ["finished_at"])
    op.create_table(
        "attempt",
        sa.Column("id", BIG, primary_key=True, autoincrement=True),
        sa.Column("delivery_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("excerpt", sa.String(), nullable=False),
        sa.Column("error", sa.String()),
        sa.Column("next_at", UtcDateTime()),
        sa.Column("traceparent", sa.String()),
    )
    op.create_index("attempt_of_delivery", "attempt", ["delivery_id", "number"], unique=True)
