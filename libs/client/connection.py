"""One connection to a platform: requests, answers and refusals, whatever they are about."""

from __future__ import annotations

import asyncio
import ipaddress
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import httpx

from libs.client.errors import Busy, Unreachable, Unreadable, refusal

Json = dict[str, Any]
Query = Mapping[str, str | int | bool | datetime | Sequence[str] | None]
Sleep = Callable[[float], Awaitable[None]]

DEFAULT_TIMEOUT = 30.0
RETRY_SECONDS = 1.0
MOST_REDIRECTS = 5
PAGE = 200
REDIRECTS = (301, 302, 307, 308)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked. `timeout` in seconds stands for the connection's own."""

    method: str
    path: str
    query: Query | None = None
    content: bytes | None = None
    headers: Mapping[str, str] | None = None
    timeout: httpx.Timeout | None = None


class Connection:
    """Raises `ClientError`s alone. `patience` is how many seconds a request may wait for a platform that is busy.

    Raises ValueError for an address or a key that cannot be one.
    """

    def __init__(
        self,
        base_url: str,
        key: str,
        *,
        timeout: float,
        patience: float,
        transport: httpx.AsyncBaseTransport | None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        host = _host(base_url)
        if key and not (key.isascii() and key.isprintable() and " " not in key):
            raise ValueError("the key has characters that no key has")
        self._patience = patience
        self._sleep = sleep
        self._http = httpx.AsyncClient(
            base_url=self.base_url,
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=timeout,
            transport=transport,
            trust_env=not _is_here(host),
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def ask(
        self,
        method: str,
        path: str,
        *,
        query: Query | None = None,
        body: Any = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """A whole answer. `body` is sent as JSON, `content` as it is."""
        named = dict(headers or {})
        if body is not None:
            content = as_json(body)
            named["Content-Type"] = "application/json"
        async with self.open(Request(method, path, query, content, named)) as response:
            await response.aread()
            return response

    async def ask_json(self, method: str, path: str, *, query: Query | None = None, body: Any = None) -> Json:
        return read_object(await self.ask(method, path, query=query, body=body))

    async def items(self, path: str, query: Query | None = None, most: int | None = None) -> AsyncIterator[Json]:
        """The items of a list, page by page; at most `most` of them."""
        asked = dict(query or {})
        given = 0
        while most is None or given < most:
            limit = PAGE if most is None else min(PAGE, most - given)
            found = await self.ask_json("GET", path, query={**asked, "limit": limit})
            for item in found.get("items", ()):
                yield item
                given += 1
            if not found.get("next"):
                return
            asked["cursor"] = found["next"]

    @asynccontextmanager
    async def open(self, request: Request) -> AsyncIterator[httpx.Response]:
        """An answer whose body is still to be read, which `lines` does."""
        response = await self._patiently(request)
        try:
            yield response
        except httpx.HTTPError as error:
            raise unreachable(self.base_url, error) from error
        finally:
            await response.aclose()

    async def _patiently(self, request: Request) -> httpx.Response:
        waited = 0.0
        while True:
            try:
                return await self._send(request)
            except Busy as busy:
                pause = RETRY_SECONDS if busy.retry_after is None else busy.retry_after
                if waited + pause > self._patience:
                    raise
                waited += pause
                await self._sleep(pause)

    async def _send(self, request: Request) -> httpx.Response:
        path, query = request.path, parameters(request.query)
        for _ in range(MOST_REDIRECTS):
            response = await self._exchange(request, path, query)
            target = response.headers.get("location")
            if response.status_code not in REDIRECTS or target is None:
                break
            # Of a redirect only the path is followed: the key goes to nobody but the address that it was given for.
            await response.aclose()
            parts = urlsplit(target)
            path = parts.path
            query = parse_qsl(parts.query, keep_blank_values=True)
        if response.status_code < 300:
            return response
        try:
            await response.aread()
        except httpx.HTTPError as error:
            raise unreachable(self.base_url, error) from error
        finally:
            await response.aclose()
        raise refusal(response.status_code, _problem(response), _retry_after(response))

    async def _exchange(self, request: Request, path: str, query: list[tuple[str, str]]) -> httpx.Response:
        try:
            built = self._http.build_request(
                request.method,
                path,
                params=httpx.QueryParams(tuple(query)),
                content=request.content,
                headers=request.headers,
                timeout=request.timeout or self._http.timeout,
            )
            return await self._http.send(built, stream=True)
        except (httpx.HTTPError, OSError) as error:
            raise unreachable(self.base_url, error) from error


async def lines(response: httpx.Response) -> AsyncIterator[bytes]:
    """The lines of a body as they come. Only a line feed ends one: JSON may hold other separators of lines."""
    rest = b""
    async for piece in response.aiter_bytes():
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield line.removesuffix(b"\r")
    if rest:
        yield rest


def segment(name: str) -> str:
    """A name as one segment of a path, whatever stands in it."""
    return quote(name, safe="") if name.strip(".") else "%2E" * len(name)


def parameters(query: Query | None) -> list[tuple[str, str]]:
    """Lists repeat the name; None is left out."""
    found: list[tuple[str, str]] = []
    for name, value in (query or {}).items():
        if value is None:
            continue
        several = [value] if isinstance(value, (str, int, datetime)) else list(value)
        found.extend((name, _written(one)) for one in several)
    return found


def as_json(value: Any) -> bytes:
    """UTF-8, nothing escaped, but for what UTF-8 cannot say: the platform then points at it."""
    try:
        return json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(value).encode()


def read_object(response: httpx.Response) -> Json:
    """The JSON object in the body; raises `Unreadable`."""
    try:
        value = json.loads(response.content)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise Unreadable(f"{response.request.url.path} did not answer with a JSON object")
    return value


def unreachable(base_url: str, error: Exception) -> Unreachable:
    reason = " ".join(str(error).split()) or type(error).__name__
    return Unreachable(f"no answer from {base_url}: {reason}")


def _problem(response: httpx.Response) -> Json:
    try:
        value = read_object(response)
    except Unreadable:
        return {"title": f"{response.status_code} {response.reason_phrase}".strip(), "status": response.status_code}
    return value if "title" in value else {**value, "title": f"status {response.status_code}"}


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds, from a number or from a date."""
    value = response.headers.get("retry-after", "")
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _written(value: str | int | bool | datetime) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _host(base_url: str) -> str:
    try:
        parts = urlsplit(base_url)
        host = parts.hostname if parts.scheme in ("http", "https") and parts.port != 0 else None
    except ValueError:
        host = None
    if not host:
        raise ValueError(f"{base_url!r} is no address like http://localhost:8000")
    return host


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
