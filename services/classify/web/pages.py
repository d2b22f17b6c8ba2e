"""The page `/try`: paste an article, see what is read in it, each value with its words."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response

from libs.pages import render
from libs.service import Principal, Problem, new_router, reader
from libs.service.sessions import refuse_foreign_origin
from services.classify.api import reading_of
from services.classify.handlers import Read
from services.classify.web.marking import marked

Reading = Annotated[Principal, Depends(reader())]

SAMPLES = Path(__file__).parent / "samples.toml"
EMPTY: dict[str, Any] = {"title": None, "text": "", "published_at": None}


def page_routes(read: Read) -> APIRouter:
    router = new_router(include_in_schema=False)

    @router.get("/try")
    async def empty(request: Request, _: Reading, sample: str = "") -> Response:
        article = samples().get(sample, EMPTY)
        return render(request, "try.html", article=article, reading=None, pieces=[], refused="")

    @router.post("/try", dependencies=[Depends(refuse_foreign_origin)])
    async def read_now(
        request: Request,
        _: Reading,
        text: Annotated[str, Form()] = "",
        title: Annotated[str, Form()] = "",
        published_at: Annotated[str, Form()] = "",
    ) -> Response:
        article: dict[str, Any] = {"title": title or None, "text": text, "published_at": published_at or None}
        if not text.strip():
            return render(request, "try.html", article=article, reading=None, pieces=[], refused="text_needed")
        try:
            reading = await reading_of(read, {"id": None, **article, "text": text.replace("\r\n", "\n")})
        except Problem as problem:
            why = str(problem.detail)
            return render(request, "try.html", status_code=422, article=article, reading=None, pieces=[], refused=why)
        return render(request, "try.html", article=article, reading=reading, pieces=marked(reading), refused="")

    return router


@cache
def samples() -> dict[str, dict[str, str]]:
    """An article to try in each language."""
    found = tomllib.loads(SAMPLES.read_text(encoding="utf-8"))
    return {language: {**article, "text": article["text"].strip()} for language, article in found.items()}
