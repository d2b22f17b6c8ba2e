"""The id of this platform, made at the first start: what the UIDs of its calendars are made of."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    table = op.create_table(
        "instance",
        sa.Column("id", sa.String(), primary_key=True),
    )
    op.bulk_insert(table, [{"id": str(uuid.uuid4())}])
