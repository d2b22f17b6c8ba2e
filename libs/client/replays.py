"""Replays: stored articles read again by the present reader, and what that changes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from libs.client.connection import Connection, Json, segment


class Replays:
    """`/v1/articles:replay` and `/v1/replays`. Nothing changes before `apply`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def start(
        self, since: str, until: str | None = None, *, alert: bool = False, reason: str | None = None
    ) -> Json:
        """Read articles again by when they were received: dates, or date-times with an offset."""
        body = {"since": since, "until": until, "alert": alert, "reason": reason}
        given = {name: value for name, value in body.items() if value is not None}
        return await self._connection.ask_json("POST", "/v1/articles:replay", body=given)

    async def again(self, run: str) -> Json:
        """Read the same articles again as another replay did, which may be stalled; it stays until it is discarded."""
        return await self._connection.ask_json("POST", "/v1/articles:replay", body={"again": run})

    def list(self, most: int | None = None) -> AsyncIterator[Json]:
        """The latest first."""
        return self._connection.items("/v1/replays", None, most)

    async def get(self, run: str) -> Json:
        """How far it is, how much it changes, and the first of the changes as `items`."""
        return await self._connection.ask_json("GET", _path(run))

    def changes(self, run: str, effects: Sequence[str] = (), most: int | None = None) -> AsyncIterator[Json]:
        """What it changes, or has changed, record by record; `effects` are created, changed, refreshed, gone."""
        return self._connection.items(_path(run), {"effect": list(effects)} if effects else None, most)

    async def apply(self, run: str) -> Json:
        """Take what it changes. `state` is `applying` where that goes on behind."""
        return await self._connection.ask_json("POST", f"{_path(run)}:apply")

    async def compare(self, run: str) -> Json:
        """Find out again what it would change, against the records as they are now."""
        return await self._connection.ask_json("POST", f"{_path(run)}:compare")

    async def discard(self, run: str) -> Json:
        """Forget what it read."""
        return await self._connection.ask_json("DELETE", _path(run))


def _path(run: str) -> str:
    return f"/v1/replays/{segment(run)}"
