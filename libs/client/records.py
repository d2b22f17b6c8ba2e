"""Records of meetings and agreements: found, looked at, exported, counted."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from pydantic import ConfigDict, ValidationError

from libs.client.connection import Connection, Json, Query, Request, lines, segment
from libs.client.errors import Unreadable
from libs.messages import Record


class FoundRecord(Record):
    """A record with the addresses of its JSON and its page. What a newer platform adds is kept."""

    model_config = ConfigDict(extra="allow")

    url: str = ""
    page: str = ""


class Records:
    """`/v1/events`, `/v1/meetings`, `/v1/agreements`, `/v1/export`, `/v1/stats`.

    A query holds the filters by their names, `{"sector": ["transport", "water"], "party_all": ["KZ", "UZ"]}`.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def events(self, query: Query | None = None, most: int | None = None) -> AsyncIterator[FoundRecord]:
        """Meetings and agreements."""
        return self._list("/v1/events", query, most)

    def meetings(self, query: Query | None = None, most: int | None = None) -> AsyncIterator[FoundRecord]:
        return self._list("/v1/meetings", query, most)

    def agreements(self, query: Query | None = None, most: int | None = None) -> AsyncIterator[FoundRecord]:
        return self._list("/v1/agreements", query, most)

    async def get(self, record_id: str) -> FoundRecord:
        """One record; the id of a merged one gives the survivor."""
        return record_of(await self._connection.ask_json("GET", f"/v1/events/{segment(record_id)}"))

    async def stats(self, query: Query | None = None) -> Json:
        """How many there are, by kind, status, sector, pair of countries and month."""
        return await self._connection.ask_json("GET", "/v1/stats", query=query)

    async def export(self, name: str = "records.ndjson", query: Query | None = None) -> AsyncIterator[bytes]:
        """The lines of `/v1/export/<name>` as they come, each without its line feed."""
        async with self._connection.open(Request("GET", f"/v1/export/{segment(name)}", query)) as response:
            async for line in lines(response):
                yield line

    async def download(self, name: str, query: Query | None = None) -> AsyncIterator[bytes]:
        """The bytes of `/v1/export/<name>` as they come: `records.parquet`, `sources.csv`, `records.ics`…"""
        async with self._connection.open(Request("GET", f"/v1/export/{segment(name)}", query)) as response:
            async for piece in response.aiter_bytes():
                yield piece

    async def exported(self, query: Query | None = None) -> AsyncIterator[FoundRecord]:
        """The records of `records.ndjson`."""
        async for line in self.export("records.ndjson", query):
            if line.strip():
                yield record_of(_object(line))

    async def _list(self, path: str, query: Query | None, most: int | None) -> AsyncIterator[FoundRecord]:
        async for item in self._connection.items(path, query, most):
            yield record_of(item)


def record_of(value: Json) -> FoundRecord:
    """Raises `Unreadable`."""
    try:
        return FoundRecord.model_validate(value)
    except ValidationError as error:
        raise Unreadable(f"the platform's record is not as its schema says: {error.errors()[0]['loc']}") from error


def _object(line: bytes) -> Json:
    try:
        value = json.loads(line)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise Unreadable("a line of the export is not a JSON object")
    return value
