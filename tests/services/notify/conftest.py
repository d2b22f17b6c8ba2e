"""The service as a whole, on files of its own: messages in, HTTP, and a receiver of webhooks on loopback."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar, overload

import httpx
import pytest
from sqlmodel import Session, func, select

from libs.bus import open_bus
from libs.messages import ArticleProgressed, ClientChanged, Envelope
from libs.messages.clients import Scope
from libs.messages.envelope import Data
from libs.pipeline.tables import OutboxRow
from libs.service import keep_client, new_key
from libs.service.service import Service
from libs.telemetry import Telemetry
from services.notify.app import build
from services.notify.settings import Settings
from tests.services.notify.receiver import Receiver

SECRET = "Zk3vQ8mW1xR7pT5nB9cY2dF6hJ4gL0sA"
FAST = (0.0, 0.05, 0.1, 0.1)

T = TypeVar("T")


@overload
async def until(found: Callable[[], Awaitable[T | None]], *, within: float = 10) -> T: ...
@overload
async def until(found: Callable[[], T | None], *, within: float = 10) -> T: ...
async def until(found: Callable[[], Any], *, within: float = 10) -> Any:
    """What `found` gives as soon as it is something."""
    end = time.monotonic() + within
    while True:
        value = found()
        result = await value if isinstance(value, Awaitable) else value
        if result:
            return result
        assert time.monotonic() < end, f"not within {within} s"
        await asyncio.sleep(0.02)


@dataclass
class Platform:
    """One running notify with what belongs to it."""

    service: Service
    http: httpx.AsyncClient
    settings: Settings
    revisions: dict[str, int] = field(default_factory=dict)

    async def key(self, *scopes: Scope, client_id: str = "cli_one") -> dict[str, str]:
        """A client's new key, as a header."""
        text, key = new_key(secrets.token_bytes, scopes or ("subscribe",))
        revision = self.revisions[client_id] = self.revisions.get(client_id, 0) + 1
        told = ClientChanged(client_id=client_id, name=client_id, revision=revision, keys=(key,))
        await self.service.database.transaction(lambda session: keep_client(session, told))
        return {"Authorization": f"Bearer {text}"}

    async def subscribe(self, key: dict[str, str], url: str | None = None, **fields: Any) -> dict[str, Any]:
        channel = {"type": "webhook", "url": url} if url else {"type": "none"}
        given = {"name": "Test", "channel": channel, **fields}
        response = await self.http.post("/v1/subscriptions", json=given, headers=key)
        assert response.status_code == 201, response.text
        made: dict[str, Any] = response.json()
        return made

    async def tell(self, *data: Data) -> None:
        """Publish messages as the other services would."""
        now = datetime.now(UTC)
        wrapped = [Envelope.wrap(one, source="store", now=now, run=getattr(one, "run", "")) for one in data]
        await self.service.pipeline.bus.publish(*(one.to_message() for one in wrapped))

    async def facts(self, step: str) -> list[ArticleProgressed]:
        """What was told about articles, in order."""

        def read(session: Session) -> list[bytes]:
            query = select(OutboxRow.body).where(OutboxRow.topic == "articles.progressed").order_by(OutboxRow.id)  # type: ignore[arg-type]
            return list(session.exec(query))

        all_facts = [ArticleProgressed.model_validate_json(body) for body in await self.service.database.read(read)]
        return [fact for fact in all_facts if fact.step == step]

    async def answered(self, number: int) -> list[ArticleProgressed]:
        """The `alerted` facts as soon as there are so many."""

        def told(session: Session) -> int:
            query = select(func.count()).select_from(OutboxRow).where(OutboxRow.topic == "articles.progressed")
            return session.exec(query).one()

        async def enough() -> list[ArticleProgressed]:
            if await self.service.database.read(told) < number:
                return []
            facts = await self.facts("alerted")
            return facts if len(facts) >= number else []

        return await until(enough, within=40)

    async def deliveries(self, key: dict[str, str], **query: Any) -> list[dict[str, Any]]:
        response = await self.http.get("/v1/deliveries", params=query, headers=key)
        assert response.status_code == 200, response.text
        items: list[dict[str, Any]] = response.json()["items"]
        return items

    async def delivery_in(self, key: dict[str, str], state: str, **query: Any) -> dict[str, Any]:
        """The first delivery in that state, as soon as there is one."""

        async def there() -> dict[str, Any] | None:
            return next(iter(await self.deliveries(key, state=state, **query)), None)

        return await until(there)


Start = Callable[..., Awaitable[Platform]]


def settings_of(folder: Path, **given: Any) -> Settings:
    defaults = {
        "secret": SECRET,
        "data": folder,
        "public_url": "https://communique.example.org",
        "instance": "one",
        "key_wait_seconds": 0.2,
        "webhook_allow": "127.0.0.0/8",
        "webhook_schedule": FAST,
        "webhook_poll": 0.2,
        "webhook_timeout": 1,
        "webhook_reply_timeout": 0.3,
    }
    return Settings(**{**defaults, **given})


@pytest.fixture
async def start(tmp_path: Path, telemetry: Telemetry) -> AsyncIterator[Start]:
    """Starts as many instances as a test wants, on the same files unless told otherwise."""
    running: list[Platform] = []

    async def start_one(**given: Any) -> Platform:
        settings = settings_of(tmp_path, **given)
        bus = open_bus(settings.bus, instance=f"notify@{settings.instance}")
        service = build(settings, telemetry=telemetry, bus=bus)
        await service.start()
        http = httpx.AsyncClient(
            transport=httpx.ASGITransport(service.app), base_url="https://communique.example.org", timeout=20
        )
        platform = Platform(service, http, settings)
        running.append(platform)
        return platform

    yield start_one
    for platform in running:
        await platform.http.aclose()
        await platform.service.stop()


@pytest.fixture
async def platform(start: Start) -> Platform:
    return await start()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    started = Receiver()
    await started.start()
    yield started
    await started.stop()
