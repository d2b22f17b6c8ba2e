"""The guard at the moment of connecting: it resolves, checks, and dials exactly the address that it has checked.

Nobody resolves a second time, so a name that answers differently the next time gains nothing.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from typing import Any

import httpcore
import httpx

from services.notify.channels.addresses import Network, is_allowed

Resolve = Callable[[str, int], Awaitable[list[str]]]

LOWEST_HIGH_PORT = 1024
LONGEST_URL = 2000
KEPT_CONNECTIONS = 8


class BlockedAddress(Exception):
    """The host has no address that may be reached."""


class BadUrl(ValueError):
    """No webhook can be there."""


async def resolve(host: str, port: int) -> list[str]:
    """All addresses of the host, in the system's order."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def check_url(url: str, *, https_only: bool = False) -> httpx.URL:
    """The address taken apart; raises `BadUrl` with a sentence for its owner."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError, UnicodeError):
        raise BadUrl("This is not a URL.") from None
    if any(character.isspace() or not character.isprintable() for character in url):
        raise BadUrl("There is a space in the URL.")
    if len(url) > LONGEST_URL:
        raise BadUrl(f"The URL has more than {LONGEST_URL} characters.")
    if parsed.scheme not in (("https",) if https_only else ("http", "https")) or not parsed.host:
        raise BadUrl("The URL must begin with https://." if https_only else "The URL must begin with http or https.")
    if parsed.userinfo:
        raise BadUrl("A user name or password in the URL is not allowed; deliveries are signed.")
    if parsed.port is not None and parsed.port not in (80, 443) and parsed.port < LOWEST_HIGH_PORT:
        raise BadUrl("The port must be 80, 443 or above 1023.")
    if parsed.fragment:
        raise BadUrl("A fragment is never sent; leave it out.")
    return parsed


class Guard:
    """Which hosts may be reached. `allowed` are CIDRs let through beside the public internet."""

    def __init__(self, allowed: Sequence[Network], *, resolve: Resolve = resolve, timeout: float = 3) -> None:
        self._allowed = allowed
        self._resolve = resolve
        self._timeout = timeout

    async def addresses(self, host: str, port: int) -> list[str]:
        """The addresses that may be dialled. Raises `BlockedAddress`, or `OSError` when the name has none."""
        try:
            async with asyncio.timeout(self._timeout):
                found = await self._resolve(host, port)
        except TimeoutError:
            raise OSError(f"the name {host} was not resolved in time") from None
        except UnicodeError:
            raise OSError(f"{host} is not a host name") from None
        reachable = [address for address in found if is_allowed(address, self._allowed)]
        if found and not reachable:
            raise BlockedAddress(f"{host} is at {found[0]}, which webhooks may not reach")
        return reachable

    async def refuse_blocked(self, url: httpx.URL) -> None:
        """Raises `BlockedAddress` for what is certainly not reachable; a name unknown today may be known tomorrow."""
        try:
            await self.addresses(url.host, url.port or (443 if url.scheme == "https" else 80))
        except OSError:
            return


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections for httpcore; TLS and the Host header still go by the name."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            addresses = await self._guard.addresses(host, port)
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                return await self._network.connect_tcp(
                    address, port, timeout=timeout, local_address=local_address, socket_options=socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        raise BlockedAddress("webhooks reach no local sockets")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class GuardedTransport(httpx.AsyncBaseTransport):
    """An httpx transport whose every connection the guard has checked. No proxy, redirects or retries of its own."""

    def __init__(self, guard: Guard, *, connections: int) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=connections,
            max_keepalive_connections=KEPT_CONNECTIONS,  # httpcore looks at every one of them at every request
            keepalive_expiry=15,
            network_backend=GuardedBackend(guard),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.AsyncByteStream)
        response = await self._pool.handle_async_request(
            httpcore.Request(
                request.method,
                httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            response.status, headers=response.headers, stream=_Body(response), extensions=response.extensions
        )

    async def aclose(self) -> None:
        await self._pool.aclose()


class _Body(httpx.AsyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._response.aiter_stream():
            yield part

    async def aclose(self) -> None:
        await self._response.aclose()
