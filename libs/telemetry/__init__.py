"""OpenTelemetry and logging: one set-up for every service, and trace context as it travels in messages and rows."""

from libs.telemetry.context import Traceparent, current_traceparent, parent_of, trace_id_of
from libs.telemetry.logs import log_to
from libs.telemetry.setup import Telemetry, start_telemetry

__all__ = [
    "Telemetry",
    "Traceparent",
    "current_traceparent",
    "log_to",
    "parent_of",
    "start_telemetry",
    "trace_id_of",
]
