"""Migrations at start: every history (a folder of Alembic revisions) up to its newest, one process at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, text

from libs.db.engine import Database
from libs.db.errors import told_apart

LOCK = 7304219


class MigrationFailed(Exception):
    """The database is newer than this program, or a migration went wrong; nothing of it was kept."""


async def migrate(database: Database, histories: Mapping[str, Path]) -> None:
    """Bring each history to its newest revision, in the order given, all in one transaction.

    A history `name` keeps its own version table `alembic_version_<name>`. Raises `MigrationFailed`, or
    `DatabaseUnavailable` when there is no connection.
    """
    await asyncio.to_thread(_migrate, database, dict(histories))


def _migrate(database: Database, histories: dict[str, Path]) -> None:
    with told_apart(), database.engine.begin() as connection:
        if database.dialect == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        for name, folder in histories.items():
            try:
                _upgrade(connection, name, folder)
            except CommandError as error:
                raise MigrationFailed(f"{name}: {error}") from error


def _upgrade(connection: Connection, name: str, folder: Path) -> None:
    script = ScriptDirectory(str(folder), version_locations=[str(folder)])

    def revisions(current: Any, _: Any) -> Any:
        return script._upgrade_revs("head", current)

    with EnvironmentContext(Config(), script, fn=revisions) as environment:
        environment.configure(
            connection=connection, version_table=f"alembic_version_{name}", transactional_ddl=True, render_as_batch=True
        )
        environment.run_migrations()
