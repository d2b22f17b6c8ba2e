"""Embedded mode's front: four applications in one process, on one port, by the path table."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from libs.service.paths import service_of
from libs.service.problem_kinds import KINDS
from libs.service.problems import MEDIA_TYPE, problem_body


class Dispatcher:
    """An ASGI application. Starts the applications in their order and stops them in the reverse of it."""

    def __init__(self, apps: Mapping[str, FastAPI]) -> None:
        self.apps = dict(apps)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        app = self.apps.get(service_of(scope["path"]) or "")
        if app is not None:
            await app(scope, receive, send)
        elif scope["type"] == "http":
            await JSONResponse(problem_body(KINDS["not-found"]), 404, media_type=MEDIA_TYPE)(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    @asynccontextmanager
    async def lifespan(self) -> AsyncIterator[None]:
        """All applications' lifespans; one that cannot start ends those before it."""
        async with AsyncExitStack() as stack:
            for app in self.apps.values():
                await stack.enter_async_context(app.router.lifespan_context(app))
            yield

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        async with self.lifespan():
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})
