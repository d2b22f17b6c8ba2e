"""What every service keeps of clients and their keys, and every query on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, delete, select
from sqlalchemy.orm import registry
from sqlmodel import Field, Session, SQLModel

from libs.db import Json, UtcDateTime
from libs.messages import ClientChanged


class ClientTable(SQLModel, registry=registry()):
    """Base of the tables of clients."""


class KnownClient(ClientTable, table=True):
    """A client as the newest message told it."""

    __tablename__ = "known_client"

    id: str = Field(primary_key=True)
    name: str
    revision: int
    active: bool


class KnownKey(ClientTable, table=True):
    """A key that is good, by its hash."""

    __tablename__ = "known_key"

    id: str = Field(primary_key=True)
    client_id: str = Field(index=True)
    hash: str
    scopes: list[str] = Field(sa_column=Column(Json, nullable=False))
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A key with its client, detached from the session."""

    id: str
    hash: str
    scopes: frozenset[str]
    expires_at: datetime | None
    client_id: str
    client_name: str


def keep_client(session: Session, client: ClientChanged) -> bool:
    """Keep the client and exactly its keys; False where the same or a newer revision is known already."""
    known = session.get(KnownClient, client.client_id, with_for_update=True)
    if known is not None and known.revision >= client.revision:
        return False
    session.merge(KnownClient(id=client.client_id, name=client.name, revision=client.revision, active=client.active))
    session.execute(delete(KnownKey).where(KnownKey.client_id == client.client_id))  # type: ignore[arg-type]
    for key in client.keys:
        session.merge(
            KnownKey(
                id=key.id, client_id=client.client_id, hash=key.hash, scopes=list(key.scopes), expires_at=key.expires_at
            )
        )
    return True


def find_key(session: Session, key_id: str) -> FoundKey | None:
    """The key if it is listed and its client active; expiry is the caller's to check."""
    found = session.execute(
        select(KnownKey, KnownClient)
        .join(KnownClient, KnownClient.id == KnownKey.client_id)  # type: ignore[arg-type]
        .where(KnownKey.id == key_id, KnownClient.active)  # type: ignore[arg-type]
    ).first()
    if found is None:
        return None
    key, client = found
    return FoundKey(key.id, key.hash, frozenset(key.scopes), key.expires_at, client.id, client.name)
