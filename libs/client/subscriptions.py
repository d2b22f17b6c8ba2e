"""Subscriptions and what was delivered for them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

from libs.client.connection import Connection, Json, segment

PATH = "/v1/subscriptions"


class Subscriptions:
    """`/v1/subscriptions`: one's own."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def create(
        self, name: str, channel: Mapping[str, Any], filter: Mapping[str, Any] | None = None, **more: Any
    ) -> Json:
        """The only answer with the secret and the feeds' tokens.

        `channel` is `{"type": "webhook", "url": …}` or `{"type": "none"}`; `more` are `updates`, `language`,
        `time_zone`, `expires_at`.
        """
        body = {"name": name, "channel": channel, "filter": filter or {}, **more}
        return await self._connection.ask_json("POST", PATH, body=body)

    def list(self, most: int | None = None) -> AsyncIterator[Json]:
        return self._connection.items(PATH, None, most)

    async def get(self, subscription_id: str) -> Json:
        return await self._connection.ask_json("GET", _path(subscription_id))

    async def change(self, subscription_id: str, **changes: Any) -> Json:
        """What is given is changed, the rest stays."""
        return await self._connection.ask_json("PATCH", _path(subscription_id), body=changes)

    async def delete(self, subscription_id: str) -> None:
        await self._connection.ask("DELETE", _path(subscription_id))

    async def pause(self, subscription_id: str) -> Json:
        return await self._act(subscription_id, "pause")

    async def resume(self, subscription_id: str) -> Json:
        """Go on, also after the platform disabled it."""
        return await self._act(subscription_id, "resume")

    async def ping(self, subscription_id: str) -> Json:
        """Send `test.ping` to the webhook; the delivery."""
        return await self._act(subscription_id, "ping")

    async def rotate_secret(self, subscription_id: str) -> Json:
        """A new secret; the old one signs along for a day."""
        return await self._act(subscription_id, "rotate-secret")

    async def rotate_token(self, subscription_id: str) -> Json:
        """New addresses of the feeds; the old ones end at once."""
        return await self._act(subscription_id, "rotate-token")

    async def _act(self, subscription_id: str, action: str) -> Json:
        return await self._connection.ask_json("POST", f"{_path(subscription_id)}:{action}")


class Deliveries:
    """`/v1/deliveries`: what was sent for one's own subscriptions, and what came back."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(
        self,
        *,
        subscription: str | None = None,
        state: str | None = None,
        since: datetime | None = None,
        most: int | None = None,
    ) -> AsyncIterator[Json]:
        """The newest first, with their attempts."""
        query = {"subscription": subscription, "state": state, "since": since}
        return self._connection.items("/v1/deliveries", query, most)

    async def get(self, delivery_id: str) -> Json:
        return await self._connection.ask_json("GET", f"/v1/deliveries/{segment(delivery_id)}")

    async def resend(self, delivery_id: str) -> Json:
        """The same bytes under the same id once more."""
        return await self._connection.ask_json("POST", f"/v1/deliveries/{segment(delivery_id)}:resend")


def _path(subscription_id: str) -> str:
    return f"{PATH}/{segment(subscription_id)}"
