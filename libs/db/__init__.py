"""A service's database: SQLite or PostgreSQL by its url, transactions in threads, migrations at start."""

from libs.db.engine import Database
from libs.db.errors import DatabaseUnavailable
from libs.db.locks import lock_for_transaction
from libs.db.migrate import MigrationFailed, migrate
from libs.db.types import Json, UtcDateTime

__all__ = [
    "Database",
    "DatabaseUnavailable",
    "Json",
    "MigrationFailed",
    "UtcDateTime",
    "lock_for_transaction",
    "migrate",
]
