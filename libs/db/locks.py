"""One at a time across processes, for the length of a transaction."""

from __future__ import annotations

import hashlib

from sqlalchemy import text
from sqlmodel import Session


def lock_for_transaction(session: Session, name: str) -> None:
    """Wait for the named advisory lock and hold it until the transaction ends.

    On SQLite a write transaction is alone already.
    """
    if session.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
        session.execute(text("select pg_advisory_xact_lock(:number)"), {"number": number})
