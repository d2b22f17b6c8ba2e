from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI

from libs.service import Dispatcher
from libs.service.paths import SERVICES
from tests.libs.service.conftest import client_of


def named(name: str, told: list[str], *, fails: bool = False) -> FastAPI:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if fails:
            raise RuntimeError(f"{name} cannot start")
        told.append(f"start {name}")
        yield
        told.append(f"stop {name}")

    app = FastAPI(lifespan=lifespan, openapi_url=None)

    @app.get("/{path:path}")
    async def who(path: str) -> str:
        return name

    return app


@pytest.mark.parametrize(
    ("path", "name"), [("/v1/articles/a", "ingest"), ("/try", "classify"), ("/", "store"), ("/v1/stream", "notify")]
)
async def test_each_path_reaches_its_service(path: str, name: str) -> None:
    async with client_of(Dispatcher({service: named(service, []) for service in SERVICES})) as http:
        answer = await http.get(path)

    assert answer.json() == name


async def test_a_path_of_nobody_is_a_problem() -> None:
    async with client_of(Dispatcher({service: named(service, []) for service in SERVICES})) as http:
        answer = await http.get("/v1/nowhere")

    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")
    assert answer.headers["content-type"] == "application/problem+json"


async def test_services_start_in_order_and_stop_in_reverse() -> None:
    told: list[str] = []
    dispatcher = Dispatcher({name: named(name, told) for name in ("ingest", "store")})

    async with dispatcher.lifespan():
        told.append("serving")

    assert told == ["start ingest", "start store", "serving", "stop store", "stop ingest"]


async def test_a_service_that_cannot_start_ends_those_before_it() -> None:
    told: list[str] = []
    apps = {"ingest": named("ingest", told), "store": named("store", told, fails=True)}

    with pytest.raises(RuntimeError, match="store cannot start"):
        async with Dispatcher(apps).lifespan():
            pytest.fail("must not start")

    assert told == ["start ingest"]


async def test_the_lifespan_protocol_is_spoken_too() -> None:
    told: list[str] = []
    incoming = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

    async def receive() -> dict[str, str]:
        return next(incoming)

    async def send(message: dict[str, str]) -> None:  # type: ignore[type-arg]
        told.append(message["type"])

    await Dispatcher({"store": named("store", told)})({"type": "lifespan"}, receive, send)  # type: ignore[arg-type]

    assert told == ["start store", "lifespan.startup.complete", "stop store", "lifespan.shutdown.complete"]
