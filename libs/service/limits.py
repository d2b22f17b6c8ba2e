"""What a request's body may be: its size by path, packed and unpacked, and the time it may take.

Pure ASGI, so that nothing is held back: bytes are counted as they come, since Content-Length may lie or be absent,
and gzip is unpacked in bounded steps, so that a bomb never unfolds.
"""

from __future__ import annotations

import asyncio
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from libs.service.problems import Problem, answer

KIB = 1024
DEFAULT_CAP = 64 * KIB
ARTICLE_CAP = 1024 * KIB
BATCH_CAP = 5 * 1024 * KIB
CAPS: Mapping[str, int] = MappingProxyType(
    {
        "/v1/articles": ARTICLE_CAP,
        "/v1/articles:batch": BATCH_CAP,
        "/v1/extract": ARTICLE_CAP,
        "/try": ARTICLE_CAP,
    }
)
STEP = 64 * KIB
HEAR_OUT = 16 * 1024 * KIB


@dataclass(frozen=True, slots=True)
class BodyTimes:
    """Seconds a body may be silent, and may take as a whole."""

    idle: float = 10
    whole: float = 60


class BodyLimits:
    """Middleware. `caps` are bytes by exact path; every other path has `DEFAULT_CAP`."""

    def __init__(self, app: ASGIApp, caps: Mapping[str, int] = CAPS, times: BodyTimes | None = None) -> None:
        self.app = app
        self._caps = caps
        self._times = times or BodyTimes()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            body = self._guarded(scope, receive)
        except Problem as problem:
            # The unread body would otherwise be taken for the next request of this connection.
            problem.headers = {**(problem.headers or {}), "Connection": "close"}
            await answer(Request(scope), problem)(scope, receive, send)
            return
        await self.app(scope, body, send)

    def _guarded(self, scope: Scope, receive: Receive) -> Receive:
        headers = Headers(scope=scope)
        cap = self._caps.get(scope["path"], DEFAULT_CAP)
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length[:20]) > cap:
            raise too_large(cap)
        encodings = [one.strip().lower() for one in headers.get("content-encoding", "").split(",") if one.strip()]
        if encodings in ([], ["identity"]):
            return _Body(receive, cap, self._times)
        if encodings not in (["gzip"], ["x-gzip"]):
            raise Problem("unsupported-encoding", headers={"Accept-Encoding": "gzip"})
        # What the application sees is unpacked: these headers would tell it a lie.
        scope["headers"] = [
            (name, value) for name, value in scope["headers"] if name not in (b"content-encoding", b"content-length")
        ]
        return _Unpacked(_Body(receive, cap, self._times), cap)


class _Body:
    """Receive that counts and watches the clock until the body has ended."""

    def __init__(self, receive: Receive, cap: int, times: BodyTimes) -> None:
        self._receive = receive
        self._cap = cap
        self._times = times
        self._until = time.monotonic() + times.whole
        self._count = 0
        self._ended = False

    async def __call__(self) -> Message:
        if self._ended:  # what comes now is the disconnect, for which a stream waits as long as it likes
            return await self._receive()
        try:
            left = self._until - time.monotonic()
            async with asyncio.timeout(max(0.001, min(self._times.idle, left))):
                message = await self._receive()
        except TimeoutError:
            raise Problem("too-slow", headers={"Connection": "close"}) from None
        self._count += len(message.get("body", b""))
        self._ended = not message.get("more_body", False)
        if self._count > self._cap:
            await self._hear_out()
            raise too_large(self._cap)
        return message

    async def _hear_out(self) -> None:
        """Whoever is cut off while sending sees a broken connection and no answer; a proxy makes that 503."""
        heard = 0
        while not self._ended and heard < HEAR_OUT:
            try:
                async with asyncio.timeout(self._times.idle):
                    message = await self._receive()
            except TimeoutError:
                return
            heard += len(message.get("body", b""))
            self._ended = message["type"] != "http.request" or not message.get("more_body", False)


class _Unpacked:
    """Receive that gives the unpacked bytes, at most `STEP` at a time."""

    def __init__(self, receive: _Body, cap: int) -> None:
        self._receive = receive
        self._cap = cap
        self._inflate = zlib.decompressobj(31)
        self._packed = b""
        self._more = True
        self._count = 0
        self._given = False

    async def __call__(self) -> Message:
        if self._given:
            return await self._receive()
        while True:
            if not self._packed and self._more:
                message = await self._receive()
                if message["type"] != "http.request":
                    return message
                self._packed, self._more = message.get("body", b""), message.get("more_body", False)
            out = self._step()
            if self._inflate.eof or (not self._more and not self._packed and not out):
                return await self._last(out)
            if out:
                return {"type": "http.request", "body": out, "more_body": True}

    def _step(self) -> bytes:
        try:
            out = self._inflate.decompress(self._packed, STEP)
        except zlib.error:
            raise _not_gzip() from None
        self._packed = self._inflate.unconsumed_tail
        self._count += len(out)
        if self._count > self._cap:
            raise too_large(self._cap)
        return out

    async def _last(self, out: bytes) -> Message:
        rest = self._inflate.unused_data
        while self._more and not rest:  # the stream has ended, the body says so in a message of its own
            message = await self._receive()
            rest, self._more = message.get("body", b""), message.get("more_body", False)
        if not self._inflate.eof or rest:
            raise _not_gzip()
        self._given = True
        return {"type": "http.request", "body": out, "more_body": False}


def too_large(cap: int) -> Problem:
    limit = f"{cap // (1024 * KIB)} MiB" if cap >= 1024 * KIB else f"{cap // KIB} KiB"
    return Problem("too-large", f"At most {limit} are read here.", headers={"Connection": "close"})


def _not_gzip() -> Problem:
    return Problem("malformed-request", "The body is not one complete gzip stream.", headers={"Connection": "close"})
