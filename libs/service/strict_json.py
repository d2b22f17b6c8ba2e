"""Bodies as JSON, more strictly than JSON: what would break a database or another reader later is refused at the door.

NaN and infinities, NUL, lone surrogates and deep nesting are refused with a pointer to the place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Iterator
from email.message import Message as ContentType
from typing import Any, TypeVar

from fastapi import APIRouter, Request, Response, params
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from libs.service.problems import Problem, errors_of

MAX_DEPTH = 32

M = TypeVar("M", bound=BaseModel)


def read_json(raw: bytes) -> Any:
    """The value, or the problem `malformed-json` or `invalid`."""
    try:
        value = from_json(raw, allow_inf_nan=False)
    except ValueError as error:
        raise _fault(raw, error) from None
    _refuse_oddities(value)
    return value


def parse(model: type[M], raw: bytes) -> M:
    """The value as a model, or the problem with a pointer to each fault. For lines of a batch; routes need no call."""
    value = read_json(raw)
    try:
        return model.model_validate(value)
    except ValidationError as error:
        located = [{**one, "loc": ("body", *one["loc"])} for one in error.errors(include_url=False)]
        raise Problem("invalid", errors=errors_of(located, value)) from None


class JsonRoute(APIRoute):
    """A route whose JSON body is read by `read_json`; a body of another content type is refused."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        takes_json = self.body_field is not None and not isinstance(self.body_field.field_info, params.Form)

        async def handle_strictly(request: Request) -> Response:
            request = _JsonRequest(request.scope, request.receive)
            if takes_json and not _is_json(request.headers.get("content-type", "")) and await request.body():
                raise Problem("unsupported-media-type", "The body must be application/json.")
            return await handle(request)

        return handle_strictly


def new_router(**options: Any) -> APIRouter:
    """The router that `create_app` takes: an `APIRouter` of `JsonRoute`s."""
    return APIRouter(route_class=JsonRoute, **options)


class _JsonRequest(Request):
    async def json(self) -> Any:
        if not hasattr(self, "_json"):
            self._json = read_json(await self.body())
        return self._json


def _is_json(content_type: str) -> bool:
    header = ContentType()
    header["content-type"] = content_type
    subtype = header.get_content_subtype()
    return header.get_content_maintype() == "application" and (subtype == "json" or subtype.endswith("+json"))


def _refuse_oddities(value: Any) -> None:
    for pointer, one in _walk(value):
        if isinstance(one, str) and "\0" in one:
            raise _refused(pointer, "The character U+0000 is not allowed.")
        if isinstance(one, str) and any("\ud800" <= character <= "\udfff" for character in _suspects(one)):
            raise _refused(pointer, "A lone surrogate is not a character.")
        if isinstance(one, float) and (one != one or one in (float("inf"), float("-inf"))):
            raise _refused(pointer, "The number is not finite.")
        if pointer.count("/") > MAX_DEPTH:
            raise _refused(pointer, f"Nested deeper than {MAX_DEPTH} levels.")


def _suspects(text: str) -> str:
    """The text if it can hold a surrogate at all; encoding is the fastest test."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text
    return ""


def _walk(value: Any) -> Iterator[tuple[str, Any]]:
    """Every value and every name in the document with its JSON Pointer."""
    stack: list[tuple[str, Any]] = [("", value)]
    while stack:
        pointer, one = stack.pop()
        yield pointer, one
        if isinstance(one, dict):
            for name, inner in one.items():
                yield pointer, name
                stack.append((f"{pointer}/{_escaped(name)}", inner))
        elif isinstance(one, list):
            stack.extend((f"{pointer}/{at}", inner) for at, inner in enumerate(one))


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _fault(raw: bytes, error: ValueError) -> Problem:
    """Say where: Python's own reader takes NaN and lone surrogates, so that the walk can point at them."""
    if "recursion" in str(error):
        return _refused("", f"Nested deeper than {MAX_DEPTH} levels.")
    try:
        _refuse_oddities(json.loads(raw.decode()))
    except Problem as problem:
        return problem
    except (ValueError, RecursionError):
        pass
    return Problem("malformed-json", f"The body is not JSON: {error}.")


def _refused(pointer: str, detail: str) -> Problem:
    return Problem("invalid", errors=[{"pointer": pointer, "detail": detail}])
