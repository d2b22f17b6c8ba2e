"""What the origin publishes of the platform as a whole: OpenAPI, AsyncAPI, schemas, the pages of problems."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, RedirectResponse

import schemas
from libs.pages import render
from libs.service import Problem, new_router
from libs.service.problem_kinds import KINDS, ProblemKind

FOLDER = Path(schemas.__file__).parent
MEDIA_TYPES = {".json": "application/schema+json", ".yaml": "application/yaml"}


def openapi() -> dict[str, Any]:
    """The document of all four services, merged when built."""
    document: dict[str, Any] = json.loads((FOLDER / "openapi.json").read_text("utf-8"))
    return document


def document_routes() -> APIRouter:
    router = new_router(include_in_schema=False)

    @router.get("/asyncapi.yaml")
    async def asyncapi() -> Response:
        return RedirectResponse("/schemas/asyncapi.yaml", 308)  # beside the schemas that it refers to

    @router.get("/schemas/{path:path}")
    async def schema(path: str) -> Response:
        published = {str(one.relative_to(FOLDER)): one for kind in MEDIA_TYPES for one in FOLDER.rglob(f"*{kind}")}
        if path not in published:
            raise Problem("not-found")
        return FileResponse(published[path], media_type=MEDIA_TYPES[published[path].suffix])

    @router.get("/problems/{slug}")
    async def problem(request: Request, slug: str) -> Response:
        if slug not in KINDS:
            raise Problem("not-found")
        return render(request, "problem_kind.html", kind=KINDS[slug], kinds=_kinds())

    return router


def _kinds() -> list[ProblemKind]:
    return list(KINDS.values())
