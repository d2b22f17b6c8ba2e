from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

SLOW = 1.0

PROGRAM = f"""
import asyncio, sys
from contextlib import asynccontextmanager
from fastapi import FastAPI
from starlette.responses import StreamingResponse
from libs.db import Database
from libs.service import create_app, new_router, serve, ServiceSettings
from libs.telemetry import start_telemetry

settings = ServiceSettings(embedded=True, port=int(sys.argv[1]), shutdown_seconds=10)
router = new_router()

@router.get("/slow")
async def slow() -> str:
    print("working", flush=True)
    await asyncio.sleep({SLOW})
    return "done"

@router.get("/stream")
async def stream() -> StreamingResponse:
    async def parts():
        yield b"begin "
        await app.state.stopping.wait()
        yield b"end"
    return StreamingResponse(parts())

@asynccontextmanager
async def lifespan(_: FastAPI):
    if len(sys.argv) > 3:
        raise RuntimeError("the store is\\n newer than this program")
    print("started", flush=True)
    yield
    print("stopped", flush=True)

app = create_app(service="test", title="Test", version="1", telemetry=start_telemetry("test"), settings=settings,
                 database=Database(sys.argv[2]), routers=[router], lifespan=lifespan)
sys.exit(serve(app, settings))
"""


@contextlib.asynccontextmanager
async def program(port: int, tmp_path: Path, *more: str) -> AsyncIterator[Process]:
    root = Path(__file__).parents[3]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, str(port), f"sqlite:///{tmp_path / 'x.sqlite'}", *more,
        stdout=PIPE, stderr=PIPE, env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def line(process: Process) -> str:
    assert process.stdout is not None
    return (await asyncio.wait_for(process.stdout.readline(), 30)).decode().strip()


async def until_it_listens(http: httpx.AsyncClient) -> None:
    async with asyncio.timeout(30):
        while True:
            with contextlib.suppress(httpx.ConnectError):
                if (await http.get("/healthz")).status_code == 200:
                    return
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_requests_and_streams_end_well_before_the_loops_stop(
    number: signal.Signals, port: int, tmp_path: Path
) -> None:
    async with (
        program(port, tmp_path) as process,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as http,
    ):
        assert await line(process) == "started"
        await until_it_listens(http)
        assert (await http.head("/healthz")).headers["content-length"] == "18"
        stream = asyncio.create_task(http.get("/stream"))
        slow = asyncio.create_task(http.get("/slow"))
        assert await line(process) == "working"

        process.send_signal(number)
        answer = await slow

        assert answer.json() == "done"
        assert (await stream).text == "begin end"
        assert await line(process) == "stopped"
        assert await asyncio.wait_for(process.wait(), 30) == 0
        with pytest.raises(httpx.ConnectError):
            await http.get("/healthz")


async def test_a_start_that_fails_is_one_line_and_status_1(port: int, tmp_path: Path) -> None:
    async with program(port, tmp_path, "fail") as process:
        _, told = await asyncio.wait_for(process.communicate(), 30)

    assert process.returncode == 1
    assert told.decode() == "communique service: the store is newer than this program\n"


async def test_a_port_in_use_is_one_line_and_status_1(port: int, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        async with program(port, tmp_path) as process:
            out, told = await asyncio.wait_for(process.communicate(), 30)

    assert process.returncode == 1
    assert told.decode() == f"communique service: cannot listen on 127.0.0.1:{port}: Address already in use\n"
    assert out == b""
