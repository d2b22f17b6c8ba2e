"""Who calls, and what they may do: keys and sessions as FastAPI dependencies."""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from libs.db import Database
from libs.messages.clients import Scope
from libs.service.keys import read_key
from libs.service.problems import Problem
from libs.service.sessions import COOKIE, read_session, refuse_foreign_origin
from libs.service.settings import ServiceSettings
from libs.service.tables import FoundKey, find_key

CACHE_SECONDS = 2.0
CACHE_SIZE = 10_000
LOOK_AGAIN_SECONDS = 0.1
MAX_WAITING = 100
FORWARDING_HEADERS = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")


@dataclass(frozen=True, slots=True)
class Principal:
    """Who calls. Whoever reads without a key has an empty `client_id` and the scope `read`."""

    client_id: str
    key_id: str
    scopes: frozenset[str]
    name: str = ""

    def may(self, *scopes: Scope) -> bool:
        """Whether one of the scopes is there."""
        return not self.scopes.isdisjoint(scopes)


ANONYMOUS = Principal("", "", frozenset(("read",)))

BEARER = HTTPBearer(auto_error=False, description="A key: `cq_…`")
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]


class Authenticator:
    """Checks keys and sessions against this service's table of clients.

    A key found good is believed for `CACHE_SECONDS`. One that is not known is looked up again for `key_wait_seconds`,
    since the news of it may still be on its way; only so many callers at a time are given that patience.
    """

    def __init__(
        self, database: Database, settings: ServiceSettings, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._database = database
        self._settings = settings
        self._now = now
        self._cache: dict[str, tuple[float, FoundKey]] = {}
        self._waiting = 0

    async def by_key(self, text: str) -> Principal:
        """Raises the problem `unauthenticated`."""
        presented = read_key(text)
        found = await self._find(presented.id) if presented else None
        if presented is None or found is None or not presented.opens(found.hash):
            raise unauthenticated("The key is not known.", error="invalid_token")
        return self._principal(found)

    async def by_session(self, cookie: str) -> Principal:
        """Raises the problem `unauthenticated`."""
        secret = self._settings.secret.get_secret_value()
        key_id = read_session(secret, cookie, self._settings.session_hours * 3600) if secret else None
        found = await self._find(key_id) if key_id else None
        if found is None:
            raise unauthenticated("The session has ended.")
        return self._principal(found)

    def _principal(self, found: FoundKey) -> Principal:
        if found.expires_at is not None and found.expires_at <= self._now():
            raise unauthenticated("The key has expired.", error="invalid_token")
        return Principal(found.client_id, found.id, found.scopes, found.client_name)

    async def _find(self, key_id: str) -> FoundKey | None:
        since, cached = self._cache.get(key_id, (0.0, None))
        if cached is not None and time.monotonic() - since < CACHE_SECONDS:
            return cached
        found = await self._look_up(key_id)
        if found is None:
            self._cache.pop(key_id, None)
            return None
        if len(self._cache) >= CACHE_SIZE:
            self._cache.clear()
        self._cache[key_id] = (time.monotonic(), found)
        return found

    async def _look_up(self, key_id: str) -> FoundKey | None:
        found = await self._database.read(lambda session: find_key(session, key_id))
        if found is not None or self._waiting >= MAX_WAITING:
            return found
        self._waiting += 1
        try:
            until = time.monotonic() + self._settings.key_wait_seconds
            while found is None and time.monotonic() < until:
                await asyncio.sleep(LOOK_AGAIN_SECONDS)
                found = await self._database.read(lambda session: find_key(session, key_id))
            return found
        finally:
            self._waiting -= 1


def require(*scopes: Scope) -> Callable[..., Awaitable[Principal]]:
    """A dependency: a key or session with one of the scopes. `Annotated[Principal, Depends(require("ingest"))]`."""

    async def required(request: Request, bearer: Bearer) -> Principal:
        principal = await authenticate(request, bearer)
        if principal is None:
            raise unauthenticated("Send a key in the header Authorization.")
        if not principal.may(*scopes):
            raise missing_scope(*scopes)
        return principal

    return required


def reader() -> Callable[..., Awaitable[Principal]]:
    """A dependency: whoever may read records. Without a key only from this machine in embedded mode."""

    async def reading(request: Request, bearer: Bearer) -> Principal:
        principal = await authenticate(request, bearer)
        if principal is None and sits_here(request):
            return ANONYMOUS
        if principal is None:
            raise unauthenticated("Send a key in the header Authorization.")
        if not principal.may("read") and not sits_here(request):
            raise missing_scope("read")
        return principal

    return reading


async def visitor(request: Request, bearer: Bearer) -> Principal | None:
    """A dependency: who calls, or None; a session that has ended is nobody."""
    try:
        return await authenticate(request, bearer)
    except Problem as problem:
        if problem.status_code == 401 and bearer is None:
            return None
        raise


async def authenticate(request: Request, bearer: HTTPAuthorizationCredentials | None) -> Principal | None:
    """Who calls by key, else by session; None for who shows neither. Counts towards the key's rate limit."""
    authenticator: Authenticator = request.app.state.authenticator
    cookie = request.cookies.get(COOKIE)
    if bearer is not None:
        principal = await authenticator.by_key(bearer.credentials)
    elif request.headers.get("authorization"):
        raise unauthenticated("The header Authorization holds no Bearer key.", error="invalid_request")
    elif cookie:
        refuse_foreign_origin(request)
        principal = await authenticator.by_session(cookie)
    else:
        return None
    request.state.principal = principal
    request.app.state.limiter.count(request, principal.key_id)
    return principal


def sits_here(request: Request) -> bool:
    """Whether reading is open and the caller is on this machine, not behind a proxy and not a page that borrowed
    our address (DNS rebinding)."""
    settings: ServiceSettings = request.app.state.settings
    if not settings.reads_openly or request.client is None:
        return False
    if any(name in request.headers for name in FORWARDING_HEADERS):
        return False
    return _is_loopback(request.client.host) and _is_loopback(request.url.hostname or "")


def unauthenticated(detail: str, *, error: str = "") -> Problem:
    challenge = 'Bearer realm="communique"' + (f', error="{error}"' if error else "")
    return Problem("unauthenticated", detail, headers={"WWW-Authenticate": challenge})


def missing_scope(*scopes: str) -> Problem:
    needed = " or ".join(scopes)
    challenge = f'Bearer realm="communique", error="insufficient_scope", scope="{" ".join(scopes)}"'
    return Problem("missing-scope", f"The key lacks the scope {needed}.", headers={"WWW-Authenticate": challenge})


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
