"""Records are found by their place."""

from alembic import op

revision = "0005"
down_revision = "0004"

NAME = {"sqlite": "json_extract(document, '$.place.name')", "postgresql": "document -> 'place' ->> 'name'"}
COUNTRY = {"sqlite": "json_extract(document, '$.place.country')", "postgresql": "document -> 'place' ->> 'country'"}


def upgrade() -> None:
    kind = op.get_bind().dialect.name
    op.execute(
        f"INSERT INTO record_facet (field, value, ordinal) SELECT 'place',"
        f" ({NAME[kind]}) || coalesce(', ' || ({COUNTRY[kind]}), ''), ordinal"
        f" FROM record WHERE ({NAME[kind]}) IS NOT NULL"
    )
