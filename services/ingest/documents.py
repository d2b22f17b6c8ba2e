"""What the origin publishes of the platform as a whole: OpenAPI, AsyncAPI, schemas, the pages of problems."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

import schemas
from libs.pages import render
from libs.service import Problem, new_router
from libs.service.problem_kinds import KINDS, ProblemKind

FOLDER = Path(schemas.__file__).parent


def document_routes() -> APIRouter:
    router = new_router(include_in_schema=False)

    @router.get("/openapi.json")
    async def openapi() -> Response:
        return FileResponse(FOLDER / "openapi.json", media_type="application/json")

    @router.get("/asyncapi.yaml")
    async def asyncapi() -> Response:
        return FileResponse(FOLDER / "asyncapi.yaml", media_type="application/yaml")

    @router.get("/schemas/messages/{name}")
    async def schema(name: str) -> Response:
        known = {path.name: path for path in (FOLDER / "messages").glob("*.json")}
        if name not in known:
            raise Problem("not-found")
        return FileResponse(known[name], media_type="application/schema+json")

    @router.get("/problems/{slug}")
    async def problem(request: Request, slug: str) -> Response:
        if slug not in KINDS:
            raise Problem("not-found")
        return render(request, "problem_kind.html", kind=KINDS[slug], kinds=_kinds())

    return router


def _kinds() -> list[ProblemKind]:
    return list(KINDS.values())
