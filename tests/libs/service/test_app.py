from __future__ import annotations

import asyncio

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from tests.libs.service.conftest import Clients, Make, bearer, client_of, settings_of


async def well() -> None:
    """A check that finds nothing wrong."""


async def ill() -> None:
    raise ConnectionError("db-7 refused us")


async def hanging() -> None:
    await asyncio.sleep(60)


async def test_the_process_says_that_it_lives(make_app: Make) -> None:
    async with client_of(make_app(checks={"database": ill})) as http:
        answer = await http.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


async def test_ready_when_all_checks_are_well(make_app: Make) -> None:
    async with client_of(make_app(checks={"database": well, "bus": well}, degraded=["bus"])) as http:
        answer = await http.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "degraded": False, "checks": {"database": "ok", "bus": "ok"}}


async def test_not_ready_with_the_check_that_fails_and_not_its_secrets(
    make_app: Make, caplog: pytest.LogCaptureFixture
) -> None:
    checks = {"database": ill, "bus": hanging}

    async with client_of(make_app(checks=checks, settings=settings_of(check_seconds=0.1))) as http:
        answer = await http.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": "ConnectionError", "bus": "no answer within 0.1 s"}
    assert [record.reason for record in caplog.records if record.message == "check_failed"] == ["db-7 refused us"]  # type: ignore[attr-defined]


async def test_ready_and_degraded_without_what_can_wait(make_app: Make) -> None:
    async with client_of(make_app(checks={"database": well, "bus": ill}, degraded=["bus"])) as http:
        answer = await http.get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["degraded"] is True


async def test_not_ready_while_stopping(make_app: Make) -> None:
    app = make_app()
    app.state.stopping.set()

    async with client_of(app) as http:
        answer = await http.get("/readyz")

    assert answer.status_code == 503


async def test_metrics_count_requests_by_route(make_app: Make) -> None:
    async with client_of(make_app()) as http:
        await http.get("/v1/numbers", params={"size": 3})
        metrics = await http.get("/metrics")

    assert metrics.headers["content-type"].startswith("text/plain")
    assert 'http_route="/v1/numbers"' in metrics.text
    assert "http_server_request_duration_seconds_count" in metrics.text


async def test_a_request_is_one_server_span_under_the_callers(make_app: Make, spans: InMemorySpanExporter) -> None:
    unsampled = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"

    async with client_of(make_app(settings=settings_of(embedded=True))) as http:
        await http.get("/v1/things/wheat", params={"token": "ft_secret"}, headers={"traceparent": unsampled})

    (span,) = spans.get_finished_spans()
    assert span.kind is SpanKind.SERVER
    assert span.name == "GET /v1/things/{name}"
    assert span.context is not None
    assert span.parent is not None
    assert f"{span.context.trace_id:032x}" == "0af7651916cd43dd8448eb211c80319c"
    assert f"{span.parent.span_id:016x}" == "b7ad6b7169203331"
    assert span.attributes is not None
    assert span.attributes["http.response.status_code"] == 200
    assert span.attributes["url.path"] == "/v1/things/wheat"


async def test_spans_hold_no_query_no_key_and_no_body(
    make_app: Make, clients: Clients, spans: InMemorySpanExporter
) -> None:
    key = await clients.key("ingest")

    async with client_of(make_app()) as http:
        await http.post("/v1/articles?token=ft_hidden", json={"name": "a long story"}, headers=bearer(key))

    told = " ".join(span.to_json() for span in spans.get_finished_spans())
    assert "/v1/articles" in told
    assert not any(secret in told for secret in ("ft_hidden", "a long story", key))


async def test_a_failed_request_is_a_failed_span(make_app: Make, spans: InMemorySpanExporter) -> None:
    async with client_of(make_app()) as http:
        await http.get("/v1/boom")

    (span,) = spans.get_finished_spans()
    assert span.status.status_code is StatusCode.ERROR
    assert span.attributes is not None
    assert span.attributes["error.type"] == "500"


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/static/style.css"])
async def test_what_machines_ask_all_day_makes_no_spans(path: str, make_app: Make, spans: InMemorySpanExporter) -> None:
    async with client_of(make_app()) as http:
        answer = await http.get(path)

    assert answer.status_code == 200
    assert spans.get_finished_spans() == ()


@pytest.mark.parametrize("path", ["/docs", "/v1/numbers", "/nowhere", "/v1/boom"])
async def test_every_answer_carries_the_security_headers(path: str, make_app: Make) -> None:
    async with client_of(make_app(settings=settings_of(public_url="https://communique.example.org"))) as http:
        answer = await http.get(path)

    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert answer.headers["cache-control"] in ("private, no-cache", "no-store")


async def test_head_is_get_without_the_body(make_app: Make) -> None:
    async with client_of(make_app()) as http:
        head, get = await http.head("/v1/numbers"), await http.get("/v1/numbers")
        missing = await http.head("/v1/nowhere")

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"]
    assert (missing.status_code, missing.content) == (404, b"")


async def test_the_documentation_needs_nothing_from_outside(make_app: Make) -> None:
    async with client_of(make_app()) as http:
        page = await http.get("/docs")
        description = await http.get("/openapi.json")

    assert "POST /v1/articles" in page.text
    assert "http://" not in page.text
    assert "https://" not in page.text
    assert "<script" not in page.text
    operation = description.json()["paths"]["/v1/articles"]["post"]
    assert operation["security"] == [{"HTTPBearer": []}]
    assert operation["requestBody"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Thing"}
