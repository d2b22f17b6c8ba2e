"""A receiver of webhooks on loopback that behaves as a test wants it, well or badly, by path."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from standardwebhooks import Webhook

Behave = Callable[["Request", asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def verify(self, secret: str) -> Any:
        """By the reference library of Standard Webhooks; raises where the signature is wrong."""
        return Webhook(secret).verify(self.body, self.headers)


def answer(status: int, body: str = "", headers: dict[str, str] | None = None) -> Behave:
    async def behave(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(head(status, {"content-length": str(len(body.encode())), **(headers or {})}) + body.encode())

    return behave


def head(status: int, headers: dict[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def in_turn(*behaviours: Behave) -> Behave:
    """One after another; the last for all that follow."""
    left = list(behaviours)

    async def behave(request: Request, writer: asyncio.StreamWriter) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(request, writer)

    return behave


async def hang(_: Request, writer: asyncio.StreamWriter) -> None:
    await writer.wait_closed()


async def reply_hugely(_: Request, writer: asyncio.StreamWriter) -> None:
    size = 5 * 1024 * 1024
    writer.write(head(200, {"content-length": str(size)}))
    for _step in range(size // 65536):
        writer.write(b"x" * 65536)
        await writer.drain()


async def drip(_: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(head(200, {"content-length": "100000"}))
    while not writer.is_closing():
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.05)


@dataclass
class Receiver:
    """Keeps every request; a path without a behaviour answers 200."""

    behaviours: dict[str, Behave] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    port: int = 0
    most_at_once: dict[str, int] = field(default_factory=dict)
    _running: dict[str, int] = field(default_factory=dict)
    _server: asyncio.Server | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def url(self, path: str = "/hook") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def at(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            while (request := await _read(reader)) is not None:
                await self._behave(request, writer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _behave(self, request: Request, writer: asyncio.StreamWriter) -> None:
        self.requests.append(request)
        running = self._running[request.path] = self._running.get(request.path, 0) + 1
        self.most_at_once[request.path] = max(running, self.most_at_once.get(request.path, 0))
        try:
            await self.behaviours.get(request.path, answer(200, "ok"))(request, writer)
        finally:
            self._running[request.path] -= 1


async def _read(reader: asyncio.StreamReader) -> Request | None:
    try:
        raw = (await reader.readuntil(b"\r\n\r\n")).decode()
    except asyncio.IncompleteReadError:
        return None
    first, *lines = raw.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Request(first.split()[1], headers, body)
