"""Every error as an RFC 9457 problem: one exception to raise, one place that answers.

https://www.rfc-editor.org/rfc/rfc9457. Browsers that open a page get the same as a page. Input is never echoed and
no stack trace leaves the process.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from opentelemetry import trace
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from libs.db import DatabaseUnavailable
from libs.pages import render
from libs.service.problem_kinds import KINDS, ProblemKind, kind_for_status

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 5
MAX_ERRORS = 20
MAX_POINTER = 200


class Problem(HTTPException):
    """What a caller did wrong, or what is wrong here. Title and status come with the slug from `problem_kinds`.

    `errors` are `{"pointer": "/json/pointer", "detail": "…"}`, or `parameter` in place of `pointer`.
    """

    def __init__(
        self,
        slug: str,
        detail: str = "",
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.kind = KINDS[slug]
        self.errors = list(errors)
        super().__init__(self.kind.status, detail or self.kind.title, dict(headers or {}))

    def body(self) -> dict[str, Any]:
        """The problem as JSON: what answers carry, also line by line in a batch."""
        return problem_body(self.kind, str(self.detail), self.errors)


def problem_body(kind: ProblemKind, detail: str = "", errors: Sequence[Mapping[str, str]] = ()) -> dict[str, Any]:
    body: dict[str, Any] = {"type": f"/problems/{kind.slug}", "title": kind.title, "status": kind.status}
    if detail and detail != kind.title:
        body["detail"] = detail
    if errors:
        body["errors"] = [dict(error) for error in errors]
    span = trace.get_current_span().get_span_context()
    if span.is_valid:
        body["trace_id"] = trace.format_trace_id(span.trace_id)
    return body


def answer(request: Request, problem: Problem) -> Response:
    """The problem as a response: a page for a browser that opens a page, JSON for everybody else."""
    headers = {**(problem.headers or {}), "Cache-Control": "no-store"}
    if _wants_page(request):
        if problem.status_code == 401 and request.method == "GET":
            target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/login?next={quote(target, safe='/')}", 303, {"Cache-Control": "no-store"})
        page = render(request, "problem.html", status_code=problem.status_code, problem=problem.body())
        page.headers.update(headers)
        return page
    content = json.dumps(problem.body(), ensure_ascii=False).encode("utf-8", "replace")
    return Response(content, problem.status_code, headers, MEDIA_TYPE)


def errors_of(error: Sequence[Mapping[str, Any]], body: Any = None) -> list[dict[str, str]]:
    """Pydantic's errors in our form. `body` is what was validated; union tags in a location are not in it."""
    return [_error(one, body) for one in error[:MAX_ERRORS]]


def install(app: FastAPI) -> None:
    """Answer every exception of the application with a problem."""

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if isinstance(error, Problem):
            return answer(request, error)
        known = kind_for_status(error.status_code)
        return answer(request, Problem(known.slug, headers=error.headers))

    async def on_invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return answer(request, Problem("invalid", errors=errors_of(error.errors(), error.body)))

    async def on_database(request: Request, error: Exception) -> Response:
        logger.warning("database_unavailable", extra={"reason": str(error)})
        return answer(request, Problem("unavailable", headers={"Retry-After": str(RETRY_SECONDS)}))

    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(DatabaseUnavailable, on_database)


class UnexpectedErrors:
    """Innermost middleware: what nobody expected is logged with its trace and answered as `internal`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception as error:
            if scope["type"] != "http":
                raise
            trace.get_current_span().record_exception(error)
            logger.exception("request_failed", extra={"method": scope["method"], "path": scope["path"]})
            if started:
                raise  # the server cuts the connection, so that half an answer is not taken for a whole one
            await answer(Request(scope), Problem("internal"))(scope, receive, send)


def _wants_page(request: Request) -> bool:
    return not request.url.path.startswith("/v1") and "text/html" in request.headers.get("accept", "")


def _error(one: Mapping[str, Any], body: Any) -> dict[str, str]:
    where, *path = one["loc"] or ("body",)
    detail = _detail(one)
    if where != "body":
        return {"parameter": str(path[0] if path else where)[:MAX_POINTER], "detail": detail}
    return {"pointer": _pointer(path, body)[:MAX_POINTER], "detail": detail}


def _detail(one: Mapping[str, Any]) -> str:
    if one["type"] == "union_tag_invalid":  # pydantic's own words repeat the input
        return f"Must be one of {one['ctx']['expected_tags']}"
    return str(one["msg"]).removeprefix("Value error, ")


def _pointer(path: Sequence[int | str], body: Any) -> str:
    pointer = ""
    for at, part in enumerate(path):
        inside = (isinstance(body, dict) and part in body) or (
            isinstance(body, list) and isinstance(part, int) and part < len(body)
        )
        if inside:
            body = body[part]
        elif at < len(path) - 1:
            continue
        pointer += "/" + str(part).replace("~", "~0").replace("/", "~1")
    return pointer
