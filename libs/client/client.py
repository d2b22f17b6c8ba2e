"""A platform as a Python object: the whole HTTP surface."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any, Self

import httpx

from libs.client.articles import Articles
from libs.client.connection import DEFAULT_TIMEOUT, Connection, Json, Query, Sleep, read_object
from libs.client.corrections import Corrections
from libs.client.errors import Busy
from libs.client.operating import Clients, DeadLetters
from libs.client.records import Records
from libs.client.replays import Replays
from libs.client.stream import Streamed, follow
from libs.client.subscriptions import Deliveries, Subscriptions


class Client:
    """Speaks to the platform at `base_url` with one key. To be used as a context.

    async with Client("http://localhost:8000", key) as platform:
        receipt = await platform.articles.post({"title": …, "text": …})

    Every call raises `ClientError`s alone. `timeout` bounds each step of a request in seconds; `patience` is how many
    seconds in all a request waits when the platform says that it is busy. Raises ValueError for an impossible address.
    """

    def __init__(
        self,
        base_url: str,
        key: str = "",
        timeout: float = DEFAULT_TIMEOUT,
        *,
        patience: float = 0,
        transport: httpx.AsyncBaseTransport | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._connection = Connection(
            base_url, key, timeout=timeout, patience=patience, transport=transport, sleep=sleep
        )
        self.articles = Articles(self._connection)
        self.records = Records(self._connection)
        self.corrections = Corrections(self._connection)
        self.replays = Replays(self._connection)
        self.subscriptions = Subscriptions(self._connection)
        self.deliveries = Deliveries(self._connection)
        self.clients = Clients(self._connection)
        self.dead = DeadLetters(self._connection)

    @property
    def base_url(self) -> str:
        return self._connection.base_url

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        await self._connection.close()

    async def extract(self, text: Mapping[str, Any]) -> Json:
        """What is read in a text, now; nothing is stored."""
        return await self._connection.ask_json("POST", "/v1/extract", body=text)

    async def vocabulary(self) -> Json:
        """Kinds, statuses, forms, channels and sectors with their labels."""
        return await self._connection.ask_json("GET", "/v1/vocabulary")

    async def readiness(self) -> Json:
        """`ready`, `degraded` and the `checks`, also where the answer is that it is not ready."""
        try:
            return read_object(await self._connection.ask("GET", "/readyz"))
        except Busy as busy:
            if "ready" in busy.problem:
                return {name: busy.problem[name] for name in ("ready", "degraded", "checks") if name in busy.problem}
            raise

    def stream(
        self, query: Query | None = None, *, last_event_id: str = "", resume_within: float = 60.0
    ) -> AsyncIterator[Streamed]:
        """What happens from now on; `query` holds filters, or `subscription`. See `libs.client.stream.follow`."""
        return follow(self._connection, query, last_event_id=last_event_id, resume_within=resume_within)
