"""A service's tracer and meter. Nothing global: in embedded mode four services share one process."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.metrics import Meter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import MetricReader, PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ALWAYS_ON, ParentBased
from opentelemetry.trace import Tracer
from prometheus_client import CollectorRegistry, generate_latest


@dataclass(frozen=True)
class Telemetry:
    """What a service is given to trace and measure with; closed at the end so that nothing stays unsent."""

    service: str
    tracer: Tracer
    meter: Meter
    tracer_provider: TracerProvider
    meter_provider: MeterProvider
    registry: CollectorRegistry

    def metrics_text(self) -> bytes:
        """The metrics in Prometheus' text format."""
        return generate_latest(self.registry)

    def close(self) -> None:
        """Send what is left, within the exporters' own time limits; blocks."""
        self.tracer_provider.shutdown()
        self.meter_provider.shutdown()


def start_telemetry(
    service: str, *, instance: str = "", otlp_endpoint: str | None = None, processors: Sequence[SpanProcessor] = ()
) -> Telemetry:
    """Spans go to `processors`; with an endpoint (`http://host:4318`) spans and metrics go there over OTLP/HTTP.

    `OTEL_METRICS_EXPORTER=none` keeps metrics to `/metrics`, for endpoints that take spans alone.
    """
    resource = Resource.create({"service.name": service, "service.instance.id": instance or service})
    # A caller that does not sample must not switch ours off: its flag says nothing about us.
    sampler = ParentBased(ALWAYS_ON, remote_parent_not_sampled=ALWAYS_ON, local_parent_not_sampled=ALWAYS_ON)
    tracer_provider = TracerProvider(resource=resource, sampler=sampler, shutdown_on_exit=False)
    for processor in processors:
        tracer_provider.add_span_processor(processor)
    registry = CollectorRegistry()
    readers: list[MetricReader] = [PrometheusMetricReader(registry=registry)]
    if otlp_endpoint:
        base = otlp_endpoint.rstrip("/")
        tracer_provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{base}/v1/traces")))
        if os.environ.get("OTEL_METRICS_EXPORTER", "otlp") == "otlp":
            readers.append(PeriodicExportingMetricReader(OTLPMetricExporter(endpoint=f"{base}/v1/metrics")))
    meter_provider = MeterProvider(resource=resource, metric_readers=readers, shutdown_on_exit=False)
    return Telemetry(
        service,
        tracer_provider.get_tracer(f"services.{service}"),
        meter_provider.get_meter(f"services.{service}"),
        tracer_provider,
        meter_provider,
        registry,
    )
