"""A server span and a duration for every request, with the service's own providers.

Method, route, path and status only: no query (feeds carry tokens in it), no headers, no bodies.
"""

from __future__ import annotations

import time
from typing import Any

from opentelemetry.context import Context
from opentelemetry.trace import Span, SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from libs.telemetry import Telemetry

UNTRACED = ("/healthz", "/readyz", "/metrics", "/static/")
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

_PROPAGATOR = TraceContextTextMapPropagator()


class Tracing:
    """Outermost middleware. A caller's traceparent becomes the parent; our own provider decides what is sampled."""

    def __init__(self, app: ASGIApp, telemetry: Telemetry) -> None:
        self.app = app
        self._tracer = telemetry.tracer
        self._duration = telemetry.meter.create_histogram(
            "http.server.request.duration", unit="s", explicit_bucket_boundaries_advisory=BUCKETS
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(UNTRACED):
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        method = scope["method"] if scope["method"] in METHODS else "_OTHER"
        attributes: dict[str, Any] = {"http.request.method": method, "url.scheme": scope.get("scheme", "http")}
        status = 0

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        parent = _PROPAGATOR.extract(dict(Headers(scope=scope)), Context())
        with self._tracer.start_as_current_span(
            method, context=parent, kind=SpanKind.SERVER, attributes={**attributes, "url.path": scope["path"]}
        ) as span:
            try:
                await self.app(scope, receive, watch)
            finally:
                attributes |= _outcome(scope, status)
                _finish(span, method, attributes, status)
                self._duration.record(time.perf_counter() - started, attributes)


def _outcome(scope: Scope, status: int) -> dict[str, Any]:
    outcome: dict[str, Any] = {"http.response.status_code": status} if status else {"error.type": "no_response"}
    route = getattr(scope.get("route"), "path", None)
    if route:
        outcome["http.route"] = route
    if status >= 500:
        outcome["error.type"] = str(status)
    return outcome


def _finish(span: Span, method: str, attributes: dict[str, Any], status: int) -> None:
    span.set_attributes(attributes)
    if "http.route" in attributes:
        span.update_name(f"{method} {attributes['http.route']}")
    if status >= 500 or not status:
        span.set_status(StatusCode.ERROR)
