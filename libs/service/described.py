"""What every service's OpenAPI says beside its routes: that any answer may be a problem, and how one looks."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from libs.service.problems import MEDIA_TYPE

PROBLEMS: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "A problem, as RFC 9457 has it; its type is a page that explains it",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
}
PLACE = {
    "type": "object",
    "description": "Where in the body (a JSON Pointer) or in which parameter, and what is wrong there.",
    "properties": {name: {"type": "string"} for name in ("pointer", "parameter", "detail")},
    "required": ["detail"],
}
PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": PLACE},
        "trace_id": {"type": "string"},
    },
    "required": ["type", "title", "status"],
}


class Described(FastAPI):
    """An application whose every operation may answer with a problem."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(responses=PROBLEMS, **settings)

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            whole = super().openapi()
            whole.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
        schema: dict[str, Any] = self.openapi_schema or {}
        return schema
