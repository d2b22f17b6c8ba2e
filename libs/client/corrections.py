"""Corrections of records by a person: made, listed, taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

from libs.client.connection import Connection, Json, segment


class Corrections:
    """`/v1/corrections`. Each says why; `by` names who says so where that is not the key's client."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def merge(self, records: Sequence[str], reason: str, by: str | None = None) -> Json:
        """These records are one."""
        return await self._make("merge", reason, by, records=list(records))

    async def split(self, record: str, articles: Sequence[str], reason: str, by: str | None = None) -> Json:
        """These articles tell another event than the rest of the record."""
        return await self._make("split", reason, by, record=record, articles=list(articles))

    async def retract(self, record: str, reason: str, by: str | None = None) -> Json:
        """There is no such event."""
        return await self._make("retract", reason, by, record=record)

    async def fix(self, record: str, field: str, value: Any, reason: str, by: str | None = None) -> Json:
        """The field has this value, as a record shows it."""
        return await self._make("fix", reason, by, record=record, field=field, value=value)

    def list(self, record: str | None = None, most: int | None = None) -> AsyncIterator[Json]:
        """The latest first, those taken back among them."""
        return self._connection.items("/v1/corrections", {"record": record}, most)

    async def get(self, correction_id: str) -> Json:
        return await self._connection.ask_json("GET", f"/v1/corrections/{segment(correction_id)}")

    async def take_back(self, correction_id: str) -> Json:
        """Have it count no more."""
        return await self._connection.ask_json("DELETE", f"/v1/corrections/{segment(correction_id)}")

    async def _make(self, action: str, reason: str, by: str | None, **fields: Any) -> Json:
        body = {"action": action, **fields, "reason": reason, **({"by": by} if by else {})}
        return await self._connection.ask_json("POST", "/v1/corrections", body=body)
