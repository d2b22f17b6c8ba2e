"""Clients and keys: made, changed and revoked here, told to every service."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from libs.messages import ClientChanged, Key
from libs.messages.clients import Scope
from libs.messages.ids import make_id
from libs.pipeline import Unit
from libs.service import keep_client, new_key
from services.ingest import tables
from services.ingest.tables import ClientRow, KeyRow

EVERYTHING: tuple[Scope, ...] = ("ingest", "read", "subscribe", "export", "admin")
MOST_KEYS = 20

Random = Callable[[int], bytes]


class UnknownClient(LookupError):
    """No client with that id."""


class UnknownKey(LookupError):
    """No key with that id."""


class TooManyKeys(Exception):
    """The client has as many keys as one may have."""


def create_client(unit: Unit, name: str, random: Random) -> ClientRow:
    client = ClientRow(id=make_id("cli", random(16).hex()), name=name, revision=0, created_at=unit.now)
    unit.session.add(client)
    unit.session.flush()
    _tell(unit, client)
    return client


def change_client(unit: Unit, client_id: str, *, name: str | None = None, active: bool | None = None) -> ClientRow:
    """Raises `UnknownClient`."""
    client = _locked(unit, client_id)
    client.name = name if name is not None else client.name
    client.active = active if active is not None else client.active
    _tell(unit, client)
    return client


def create_key(
    unit: Unit, client_id: str, scopes: Sequence[Scope], expires_at: datetime | None, random: Random
) -> tuple[str, KeyRow]:
    """The key to be shown once, and what is kept of it. Raises `UnknownClient`, `TooManyKeys`."""
    client = _locked(unit, client_id)
    if len([one for one in tables.keys_of(unit.session, client_id) if one.revoked_at is None]) >= MOST_KEYS:
        raise TooManyKeys(client_id)
    text, key = new_key(random, sorted(set(scopes)), expires_at)
    row = KeyRow(
        id=key.id,
        client_id=client_id,
        hash=key.hash,
        scopes=list(key.scopes),
        created_at=unit.now,
        expires_at=expires_at,
    )
    unit.session.add(row)
    unit.session.flush()
    _tell(unit, client)
    return text, row


def revoke_key(unit: Unit, key_id: str) -> KeyRow:
    """Raises `UnknownKey`; a key revoked before stays as it is."""
    row = tables.key(unit.session, key_id)
    if row is None:
        raise UnknownKey(key_id)
    if row.revoked_at is None:
        row.revoked_at = unit.now
        unit.session.flush()
        _tell(unit, _locked(unit, row.client_id))
    return row


def bootstrap_operator(unit: Unit, random: Random, name: str = "operator") -> str:
    """A new operator with a key that may do everything; the key."""
    client = create_client(unit, name, random)
    text, _ = create_key(unit, client.id, EVERYTHING, None, random)
    return text


def _locked(unit: Unit, client_id: str) -> ClientRow:
    client = tables.client(unit.session, client_id, lock=True)
    if client is None:
        raise UnknownClient(client_id)
    return client


def _tell(unit: Unit, client: ClientRow) -> None:
    """Ingest knows at once, the others by the message."""
    client.revision += 1
    good = [one for one in tables.keys_of(unit.session, client.id) if one.revoked_at is None]
    changed = ClientChanged(
        client_id=client.id,
        name=client.name,
        revision=client.revision,
        active=client.active,
        keys=tuple(
            Key.model_validate({"id": one.id, "hash": one.hash, "scopes": one.scopes, "expires_at": one.expires_at})
            for one in good
        ),
    )
    keep_client(unit.session, changed)
    unit.send(changed)
