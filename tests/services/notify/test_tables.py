"""The migrated database is the one that the tables describe."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from libs.db import Database, migrate
from services.notify.app import FOLDER
from services.notify.tables import StoreTable, deliveries, records, subscriptions

MODULES = (deliveries, records, subscriptions)


async def test_migrations_make_what_the_tables_say(any_database_url: str) -> None:
    database = Database(any_database_url)
    await migrate(database, {"notify": FOLDER / "migrations"})
    with database.engine.connect() as connection:
        options = {"include_name": lambda name, kind, _: kind != "table" or not name.startswith("alembic_version")}
        context = MigrationContext.configure(connection, opts=options)
        difference = compare_metadata(context, StoreTable.metadata)
    await database.close()
    assert difference == []
    assert {module.__name__.split(".")[1] for module in MODULES} == {"notify"}
