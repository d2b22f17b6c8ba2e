"""Links say who hangs together and no more: copies are found among the reports of a record when it is composed."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.drop_column("report_link", "copied")
