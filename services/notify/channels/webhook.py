"""One attempt to deliver: signed as Standard Webhooks wants it, sent once, answered or not.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import httpcore
import httpx
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer

from libs.telemetry import current_traceparent, parent_of
from services.notify.channels.guard import BadUrl, BlockedAddress, check_url
from services.notify.handlers.deliveries import Attempted
from services.notify.rules.schedule import read_retry_after
from services.notify.tables.deliveries import Claimed

log = logging.getLogger(__name__)

USER_AGENT = "Communique/1.0 (webhooks)"
READ_AT_MOST = 16 * 1024
KEPT_EXCERPT = 2 * 1024

NETWORK_ERRORS = (
    httpx.TransportError,
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for the whole answer, for connecting, and for the body once the status is known."""

    total: float = 15
    connect: float = 5
    body: float = 2


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    excerpt: str
    retry_after: str | None


class Webhook:
    """Sends attempts through a transport; nothing is followed, remembered or read from the environment."""

    def __init__(
        self,
        transport: httpx.AsyncBaseTransport,
        *,
        tracer: Tracer,
        clock: Callable[[], datetime],
        limits: Limits,
        https_only: bool = False,
    ) -> None:
        self._transport = transport
        self._tracer = tracer
        self._clock = clock
        self._limits = limits
        self._https_only = https_only

    async def attempt(self, claimed: Claimed) -> Attempted:
        """Try once; never raises but when it is cancelled. A span of its own continues the trace of the record."""
        at, started = self._clock(), time.perf_counter()
        status, excerpt, retry_after, error = None, "", None, None
        attributes: dict[str, str | int] = {
            "http.request.method": "POST",
            "messaging.message.id": claimed.id,
            "communique.try": claimed.tries + 1,
        }
        with self._tracer.start_as_current_span(
            "send webhook", context=parent_of(claimed.traceparent), kind=SpanKind.CLIENT, attributes=attributes
        ) as span:
            try:
                answer = await self._send(claimed, at)
                status, excerpt = answer.status, answer.excerpt
                retry_after = read_retry_after(answer.retry_after, at)
                error = None if 200 <= status < 300 else f"answered {status}"
            except (BadUrl, BlockedAddress) as refused:
                error = str(refused)
            except TimeoutError:
                error = f"no answer within {self._limits.total:g} s"
            except NETWORK_ERRORS as failed:
                error = f"{type(failed).__name__}: {failed}"[:300].rstrip(": ")
            except Exception as unexpected:
                log.exception("attempt_failed_unexpectedly", extra={"delivery": claimed.id})
                error = f"could not be sent: {type(unexpected).__name__}"
            _finish(span, status, error)
            return Attempted(
                delivery_id=claimed.id,
                subscription_id=claimed.subscription_id,
                at=at,
                milliseconds=round((time.perf_counter() - started) * 1000),
                status=status,
                excerpt=excerpt,
                error=error,
                retry_after=retry_after,
                traceparent=current_traceparent(),
            )

    async def _send(self, claimed: Claimed, at: datetime) -> Answer:
        url = check_url(claimed.url, https_only=self._https_only)
        timeout = {
            "connect": self._limits.connect,
            "read": self._limits.total,
            "write": self._limits.total,
            "pool": self._limits.total,
        }
        request = httpx.Request(
            "POST",
            url,
            headers={**signed_headers(claimed, at), **_trace_headers()},
            content=claimed.body,
            extensions={"timeout": timeout},
        )
        async with asyncio.timeout(self._limits.total):
            response = await self._transport.handle_async_request(request)
        try:
            excerpt = await self._excerpt(response)
        finally:
            await response.aclose()
        return Answer(response.status_code, excerpt, response.headers.get("retry-after"))

    async def _excerpt(self, response: httpx.Response) -> str:
        """The beginning of the body, as far as it comes at once: the status has decided already."""
        read = b""
        try:
            async with asyncio.timeout(self._limits.body):
                assert isinstance(response.stream, httpx.AsyncByteStream)
                async for part in response.stream:
                    read += part
                    if len(read) >= READ_AT_MOST:
                        break
        except (TimeoutError, *NETWORK_ERRORS) as error:
            log.debug("reply_cut_short", extra={"error": type(error).__name__})
        return read[:KEPT_EXCERPT].decode("utf-8", "replace").replace("\0", "\ufffd")


def signed_headers(claimed: Claimed, at: datetime) -> dict[str, str]:
    """The headers that a receiver verifies; the id stays the same at every attempt, the time is the attempt's."""
    timestamp = str(int(at.timestamp()))
    return {
        "content-type": "application/json",
        "user-agent": USER_AGENT,
        "webhook-id": claimed.id,
        "webhook-timestamp": timestamp,
        "webhook-signature": sign(claimed.id, timestamp, claimed.body, claimed.secrets),
    }


def sign(message_id: str, timestamp: str, body: bytes, secrets: Sequence[str]) -> str:
    """A signature for each secret, the newest first; a receiver needs only one of them to be right."""
    signed = b".".join((message_id.encode(), timestamp.encode(), body))
    digests = (hmac.digest(base64.b64decode(one.removeprefix("whsec_")), signed, hashlib.sha256) for one in secrets)
    return " ".join(f"v1,{base64.b64encode(digest).decode()}" for digest in digests)


def _trace_headers() -> dict[str, str]:
    traceparent = current_traceparent()
    return {"traceparent": traceparent} if traceparent else {}


def _finish(span: Span, status: int | None, error: str | None) -> None:
    if status is not None:
        span.set_attribute("http.response.status_code", status)
    if error is not None:
        span.set_status(Status(StatusCode.ERROR, error))
