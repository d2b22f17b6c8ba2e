"""What can go wrong with the database itself; a handler's own mistakes keep SQLAlchemy's types.

DatabaseUnavailable   no connection, no space, locked too long, a deadlock's victim: trying again later may work
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class DatabaseUnavailable(Exception):
    """The database cannot do it now; trying again later may work."""


@contextmanager
def told_apart() -> Iterator[None]:
    """Turn what is the database's fault into `DatabaseUnavailable`."""
    try:
        yield
    except (OperationalError, InterfaceError, DisconnectionError, PoolTimeout) as error:
        raise DatabaseUnavailable(_one_line(error)) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise DatabaseUnavailable(_one_line(error)) from error
        raise


def _one_line(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return " ".join(str(cause).split())[:300]
