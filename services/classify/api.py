"""Classify's HTTP door: read a text now, and the vocabulary of what is read."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, model_validator

from libs.messages import values
from libs.pages import LANGUAGES, label
from libs.service import Principal, Problem, new_router, reader
from services.classify.handlers import Read
from services.classify.pool import WorkerDied
from services.classify.reading.reader import SUPPORTED_LANGUAGES, UnreadableArticle

Reading = Annotated[Principal, Depends(reader())]


class Text(BaseModel):
    """A text to be read now. Needs a title, text or html."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    published_at: str | None = None
    title: str | None = None
    text: str | None = None
    html: str | None = None

    @model_validator(mode="after")
    def have_a_text(self) -> Text:
        if not (self.text or self.html or self.title or "").strip():
            raise ValueError("Needs text or html.")
        return self


def routes(read: Read) -> APIRouter:
    router = new_router(tags=["reading"])

    @router.post("/v1/extract", summary="Read a text now; nothing is stored")
    async def extract(_: Reading, text: Text) -> dict[str, Any]:
        return await reading_of(read, text.model_dump())

    @router.get("/v1/vocabulary", summary="Kinds, statuses, forms, channels and sectors with labels")
    async def vocabulary() -> dict[str, Any]:
        return {
            "languages": list(SUPPORTED_LANGUAGES),
            "kinds": _labelled("kind", values.KINDS),
            "statuses": {kind: _labelled("status", codes) for kind, codes in values.STATUSES.items()},
            "forms": {kind: _labelled("form", codes) for kind, codes in values.FORMS.items()},
            "channels": _labelled("channel", values.CHANNELS),
            "sectors": _labelled("sector", values.SECTORS),
        }

    return router


async def reading_of(read: Read, article: dict[str, Any]) -> dict[str, Any]:
    """Raises problems for what cannot be read."""
    try:
        return await read(article)
    except UnreadableArticle as error:
        raise Problem("invalid", str(error)) from None
    except WorkerDied:
        raise Problem("handling-failed", "Reading this text did not come to an end.") from None


def _labelled(group: str, codes: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{"code": code, "labels": {one: label(group, code, one) for one in LANGUAGES}} for code in codes]
