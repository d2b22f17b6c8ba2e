"""Trace context as text: what headers of messages and rows of outbox, dead letters and deliveries keep.

W3C Trace Context, https://www.w3.org/TR/trace-context/
"""

from __future__ import annotations

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

Traceparent = str

_PROPAGATOR = TraceContextTextMapPropagator()


def current_traceparent() -> Traceparent | None:
    """The span that is current here, as a traceparent; None outside any span."""
    carrier: dict[str, str] = {}
    _PROPAGATOR.inject(carrier)
    return carrier.get("traceparent")


def parent_of(traceparent: Traceparent | None, tracestate: str | None = None) -> Context:
    """A context whose current span is the remote one; an empty context (a new trace) where there is none."""
    if not traceparent:
        return Context()
    carrier = {"traceparent": traceparent}
    if tracestate:
        carrier["tracestate"] = tracestate
    return _PROPAGATOR.extract(carrier, Context())


def trace_id_of(traceparent: Traceparent | None) -> str | None:
    """The 32 hexadecimal digits of the trace."""
    span = trace.get_current_span(parent_of(traceparent)).get_span_context()
    return trace.format_trace_id(span.trace_id) if span.is_valid else None
