"""A small service with a database of its own, called over ASGI."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from secrets import token_bytes as random_bytes
from typing import Annotated, Any

import httpx
import pytest
from fastapi import Depends, FastAPI, Form, Request
from pydantic import BaseModel, ConfigDict

from libs.db import Database, migrate
from libs.messages import ClientChanged, Key
from libs.messages.clients import Scope
from libs.service import MIGRATIONS, Principal, ServiceSettings, create_app, keep_client, new_router
from libs.service.auth import reader, require, visitor
from libs.service.keys import new_key
from libs.telemetry import Telemetry

SECRET = "Zk3vQ8mW1xR7pT5nB9cY2dF6hJ4gL0sA"


class Thing(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    size: float = 0


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'service.sqlite'}")
    await migrate(opened, {"service": MIGRATIONS})
    yield opened
    await opened.close()


@dataclass(frozen=True)
class Clients:
    """Makes clients known to the service."""

    database: Database

    async def key(self, *scopes: Scope, client_id: str = "cli_one", revision: int = 1, **fields: Any) -> str:
        text, key = new_key(random_bytes, scopes, fields.pop("expires_at", None))
        await self.tell(ClientChanged(client_id=client_id, name="One", revision=revision, keys=(key,), **fields))
        return text

    async def tell(self, client: ClientChanged) -> None:
        await self.database.transaction(lambda session: keep_client(session, client))

    async def keys(self, *keys: Key, revision: int, active: bool = True) -> None:
        await self.tell(ClientChanged(client_id="cli_one", name="One", revision=revision, active=active, keys=keys))


@pytest.fixture
def clients(database: Database) -> Clients:
    return Clients(database)


def settings_of(**given: Any) -> ServiceSettings:
    return ServiceSettings(**{"secret": SECRET, "key_wait_seconds": 0.3, **given})


Make = Callable[..., FastAPI]


@pytest.fixture
def make_app(database: Database, telemetry: Telemetry) -> Make:
    def make(**options: Any) -> FastAPI:
        settings = options.pop("settings", None) or settings_of()
        return create_app(
            service="test",
            title="Test",
            version="1",
            telemetry=telemetry,
            database=database,
            settings=settings,
            routers=[_routes(), *options.pop("routers", [])],
            **options,
        )

    return make


def client_of(app: Any, *, base_url: str = "http://localhost", peer: str = "127.0.0.1") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(peer, 40000))
    return httpx.AsyncClient(transport=transport, base_url=base_url)


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def _routes() -> Any:
    router = new_router()

    @router.post("/v1/articles")
    async def post_article(thing: Thing, caller: Annotated[Principal, Depends(require("ingest"))]) -> dict[str, Any]:
        return {"name": thing.name, "by": caller.client_id}

    @router.post("/v1/things")
    async def post_thing(thing: Thing) -> Thing:
        return thing

    @router.post("/v1/raw")
    async def post_raw(request: Request) -> dict[str, int]:
        return {"bytes": len(await request.body())}

    @router.post("/form")
    async def post_form(name: Annotated[str, Form()]) -> dict[str, str]:
        return {"name": name}

    @router.post("/v1/either")
    async def post_either(caller: Annotated[Principal, Depends(require("admin", "subscribe"))]) -> dict[str, str]:
        return {"by": caller.client_id}

    @router.get("/v1/things/{name}")
    async def get_thing(name: str, caller: Annotated[Principal, Depends(reader())]) -> dict[str, Any]:
        return {"name": name, "by": caller.client_id, "scopes": sorted(caller.scopes)}

    @router.get("/v1/numbers")
    async def get_numbers(size: int = 1) -> dict[str, int]:
        return {"size": size}

    @router.get("/v1/boom")
    async def boom() -> None:
        raise RuntimeError("the secret of the house")

    @router.get("/page")
    async def get_page(caller: Annotated[Principal | None, Depends(visitor)]) -> dict[str, Any]:
        return {"by": caller.client_id if caller else None}

    @router.get("/closed")
    async def get_closed(caller: Annotated[Principal, Depends(require("admin"))]) -> dict[str, Any]:
        return {"by": caller.client_id}

    return router
