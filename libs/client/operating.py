"""What operators ask for: clients, keys, dead letters."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

from libs.client.connection import Connection, Json, segment


class Clients:
    """`/v1/clients` and `/v1/keys`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def create(self, name: str) -> Json:
        return await self._connection.ask_json("POST", "/v1/clients", body={"name": name})

    def list(self, most: int | None = None) -> AsyncIterator[Json]:
        """With their keys, which are told by their ids."""
        return self._connection.items("/v1/clients", None, most)

    async def change(self, client_id: str, *, name: str | None = None, active: bool | None = None) -> Json:
        body = {"name": name, "active": active}
        given = {field: value for field, value in body.items() if value is not None}
        return await self._connection.ask_json("PATCH", f"/v1/clients/{segment(client_id)}", body=given)

    async def create_key(self, client_id: str, scopes: Sequence[str], expires_at: datetime | None = None) -> Json:
        """The only answer with the key itself, as `key`."""
        body: dict[str, Any] = {"client_id": client_id, "scopes": list(scopes)}
        if expires_at is not None:
            body["expires_at"] = expires_at.isoformat()
        return await self._connection.ask_json("POST", "/v1/keys", body=body)

    async def revoke_key(self, key_id: str) -> Json:
        return await self._connection.ask_json("DELETE", f"/v1/keys/{segment(key_id)}")


class DeadLetters:
    """`/v1/dead/<service>`: messages that a service could not handle."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(
        self, service: str, *, topic: str | None = None, error: str | None = None, most: int | None = None
    ) -> AsyncIterator[Json]:
        """The oldest first."""
        return self._connection.items(_path(service), {"topic": topic, "error": error}, most)

    async def show(self, service: str, row_id: int) -> Json:
        """With its headers and its body."""
        return await self._connection.ask_json("GET", f"{_path(service)}/{row_id}")

    async def replay(self, service: str, row_id: int) -> Json:
        """Handle it again, in place; `replayed` tells whether that went well, `reason` why not."""
        return await self._connection.ask_json("POST", f"{_path(service)}/{row_id}:replay")

    async def replay_many(self, service: str, **which: Any) -> Json:
        """Those that fit `topic`, `error`, `limit`, in the order of burial."""
        return await self._connection.ask_json("POST", f"{_path(service)}:replay", body=which)

    async def purge(self, service: str, row_id: int, reason: str) -> Json:
        """Give it up for good."""
        return await self._connection.ask_json("POST", f"{_path(service)}/{row_id}:purge", body={"reason": reason})

    async def purge_many(self, service: str, reason: str, **which: Any) -> Json:
        return await self._connection.ask_json("POST", f"{_path(service)}:purge", body={"reason": reason, **which})


def _path(service: str) -> str:
    return f"/v1/dead/{segment(service)}"
