from __future__ import annotations

import asyncio
from typing import Any

import pytest
from fastapi import FastAPI
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.responses import StreamingResponse

from libs.db import DatabaseUnavailable
from libs.service import Problem, new_router
from libs.service.problem_kinds import BY_STATUS, KINDS
from libs.service.problems import errors_of
from tests.libs.service.conftest import Make, client_of

JSON, TEXT = {"Content-Type": "application/json"}, {"Content-Type": "text/plain"}


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "slug"),
    [
        ("GET", "/nowhere", {}, 404, "not-found"),
        ("GET", "/v1/things", {}, 405, "method-not-allowed"),
        (
            "POST",
            "/v1/things",
            {"content": b"{", "headers": JSON},
            400,
            "malformed-json",
        ),
        (
            "POST",
            "/v1/things",
            {"content": b"name=x", "headers": TEXT},
            415,
            "unsupported-media-type",
        ),
        ("POST", "/v1/things", {"content": b'{"name":1}'}, 415, "unsupported-media-type"),
        ("POST", "/v1/things", {"json": {"size": 1}}, 422, "invalid"),
        ("POST", "/v1/things", {}, 422, "invalid"),
        ("POST", "/v1/raw", {"content": b"x" * 70_000}, 413, "too-large"),
        ("GET", "/v1/boom", {}, 500, "internal"),
    ],
)
async def test_every_error_is_a_problem(
    method: str, path: str, options: dict[str, Any], status: int, slug: str, make_app: Make
) -> None:
    async with client_of(make_app()) as http:
        answer = await http.request(method, path, **options)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    assert (body["type"], body["status"], body["title"]) == (f"/problems/{slug}", status, KINDS[slug].title)


async def test_a_405_still_lists_the_methods(make_app: Make) -> None:
    async with client_of(make_app()) as http:
        answer = await http.get("/v1/things")

    assert answer.headers["allow"] == "POST"


async def test_an_unexpected_error_is_logged_with_its_trace_and_not_told(
    make_app: Make, spans: InMemorySpanExporter, caplog: pytest.LogCaptureFixture
) -> None:
    async with client_of(make_app()) as http:
        answer = await http.get("/v1/boom")

    assert "secret of the house" not in answer.text
    assert "secret of the house" in caplog.text
    span = spans.get_finished_spans()[-1]
    assert span.context is not None
    assert answer.json()["trace_id"] == f"{span.context.trace_id:032x}"
    assert [event.name for event in span.events] == ["exception"]


async def test_each_fault_has_a_pointer_and_no_input_is_echoed(make_app: Make) -> None:
    async with client_of(make_app()) as http:
        answer = await http.post("/v1/things", json={"size": "swordfish", "a/b~c": 1})

    assert answer.json()["errors"] == [
        {"pointer": "/name", "detail": "Field required"},
        {"pointer": "/size", "detail": "Input should be a valid number, unable to parse string as a number"},
        {"pointer": "/a~1b~0c", "detail": "Extra inputs are not permitted"},
    ]
    assert "swordfish" not in answer.text


async def test_a_wrong_parameter_is_named(make_app: Make) -> None:
    async with client_of(make_app()) as http:
        answer = await http.get("/v1/numbers", params={"size": "swordfish"})

    assert answer.json()["errors"][0]["parameter"] == "size"
    assert "swordfish" not in answer.text


def test_a_location_with_a_union_tag_points_into_the_body() -> None:
    faults = [{"loc": ("body", "channel", "webhook", "url"), "msg": "wrong", "type": "x"}]

    assert errors_of(faults, {"channel": {"type": "webhook", "url": 1}}) == [
        {"pointer": "/channel/url", "detail": "wrong"}
    ]


async def test_a_database_that_is_away_is_503_with_a_time_to_come_back(make_app: Make) -> None:
    router = new_router()

    @router.get("/v1/away")
    async def away() -> None:
        raise DatabaseUnavailable("connection refused to db-7")

    async with client_of(make_app(routers=[router])) as http:
        answer = await http.get("/v1/away")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.json()["type"] == "/problems/unavailable"
    assert "db-7" not in answer.text


async def test_a_browser_gets_a_page_and_a_program_json(make_app: Make) -> None:
    async with client_of(make_app()) as http:
        page = await http.get("/nowhere", headers={"Accept": "text/html", "Accept-Language": "de"})
        json = await http.get("/v1/nowhere", headers={"Accept": "text/html"})

    assert page.status_code == json.status_code == 404
    assert "<h1>Hier ist nichts</h1>" in page.text
    assert json.json()["type"] == "/problems/not-found"


async def test_half_an_answer_is_cut_and_not_mended(make_app: Make) -> None:
    router = new_router()

    @router.get("/v1/half")
    async def half() -> StreamingResponse:
        async def parts() -> Any:
            yield b"one"
            raise RuntimeError("in the middle")

        return StreamingResponse(parts())

    app: FastAPI = make_app(routers=[router])
    sent: list[dict[str, Any]] = []
    requests = iter([{"type": "http.request", "body": b"", "more_body": False}])
    scope = {"type": "http", "method": "GET", "path": "/v1/half", "query_string": b"", "headers": []}

    async def receive() -> dict[str, Any]:
        return next(requests, None) or await asyncio.Future()

    async def send(message: Any) -> None:
        sent.append(message)

    with pytest.raises((RuntimeError, ExceptionGroup)):
        await app({**scope, "http_version": "1.1", "scheme": "http", "server": ("here", 80)}, receive, send)

    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]


def test_every_kind_is_explained_and_every_status_leads_to_one() -> None:
    assert all(kind.slug == slug and len(kind.explanation) > 30 for slug, kind in KINDS.items())
    assert all(KINDS[slug].status == status for status, slug in BY_STATUS.items())


def test_a_problem_needs_a_known_slug() -> None:
    with pytest.raises(KeyError):
        Problem("made-up")
