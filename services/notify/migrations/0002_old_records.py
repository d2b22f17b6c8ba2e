"""Old records are found by when they changed last."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_index("record_updated_at", "record", ["updated_at"])
