"""The application around every service's routes: problems, limits, keys, tracing, health, documentation."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse

from libs.db import Database
from libs.pages import environment, render, static_files
from libs.service.auth import Authenticator
from libs.service.described import Described
from libs.service.head import HeadRequests
from libs.service.headers import SecurityHeaders
from libs.service.health import Check, readiness
from libs.service.limits import CAPS, BodyLimits, BodyTimes
from libs.service.problems import UnexpectedErrors, install
from libs.service.rate import RateLimiter
from libs.service.settings import ServiceSettings
from libs.service.strict_json import JsonRoute
from libs.service.tracing import Tracing
from libs.telemetry import Telemetry

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def _nothing(_: FastAPI) -> AsyncIterator[None]:
    yield


def create_app(
    *,
    service: str,
    title: str,
    version: str,
    telemetry: Telemetry,
    database: Database,
    settings: ServiceSettings,
    routers: Sequence[APIRouter],
    checks: Mapping[str, Check] | None = None,
    degraded: Collection[str] = (),
    lifespan: Lifespan = _nothing,
    templates: Path | None = None,
    body_caps: Mapping[str, int] = CAPS,
) -> FastAPI:
    """One service's application.

    `checks` decide `/readyz`; those named in `degraded` are said and do no harm. `lifespan` starts and stops the loops.
    `templates` is the folder of the service's own pages. `app.state` holds settings, authenticator, limiter, pages, and
    `stopping`, an event for streams that would otherwise never end.
    """
    app = Described(title=title, version=version, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.service = service
    app.state.settings = settings
    app.state.authenticator = Authenticator(database, settings)
    app.state.limiter = RateLimiter(settings.rate_per_minute)
    app.state.pages = environment(templates)
    app.state.stopping = asyncio.Event()
    install(app)
    for router in routers:
        if router.route_class is not JsonRoute:
            raise TypeError("make routers with libs.service.new_router, which reads JSON strictly")
        app.include_router(router)
    app.include_router(_own_routes(telemetry, checks or {}, degraded, settings))
    app.mount("/static", static_files())
    # Added from the inside to the outside.
    app.add_middleware(UnexpectedErrors)
    app.add_middleware(HeadRequests)
    app.add_middleware(BodyLimits, caps=body_caps, times=BodyTimes(settings.body_idle_seconds, settings.body_seconds))
    app.add_middleware(SecurityHeaders, https=settings.public_url.startswith("https:"))
    app.add_middleware(Tracing, telemetry=telemetry)
    return app


def _own_routes(
    telemetry: Telemetry, checks: Mapping[str, Check], degraded: Collection[str], settings: ServiceSettings
) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "alive"}

    @router.get("/readyz")
    async def readyz(request: Request) -> JSONResponse:
        if request.app.state.stopping.is_set():
            return JSONResponse({"ready": False, "degraded": False, "checks": {"process": "stopping"}}, 503)
        found = await readiness(checks, degraded=degraded, timeout=settings.check_seconds)
        return JSONResponse(found.body(), 503 if found.failing else 200)

    @router.get("/metrics")
    async def metrics() -> Response:
        text = await asyncio.to_thread(telemetry.metrics_text)
        return Response(text, media_type="text/plain; version=0.0.4")

    @router.get("/docs")
    async def docs(request: Request) -> Response:
        return render(request, "docs.html", api=request.app.openapi())

    return router
