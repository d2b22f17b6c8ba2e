"""The text of an article version as it was read: what evidence points into."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from libs.db import Database
from libs.messages.values import format_moment
from libs.service import Principal, Problem, new_router, reader
from services.store import views
from services.store.api.bodies import TextBody, answer
from services.store.api.etags import etag_of, not_modified
from services.store.api.events import ID
from services.store.tables import ReadingRow

Reader = Annotated[Principal, Depends(reader())]
LARGEST = 2**31 - 1


class TextQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: int | None = Field(default=None, ge=1, le=LARGEST, description="The current version where none is named.")


def text_router(database: Database) -> APIRouter:
    router = new_router(tags=["articles"])

    @router.get(
        "/v1/articles/{article_id}/text",
        response_model=TextBody,
        summary="The text that evidence points into, and where boilerplate stands in it",
        responses={304: {"description": "Not modified"}},
    )
    async def text(request: Request, _: Reader, article_id: str, query: Annotated[TextQuery, Query()]) -> Response:
        row = (
            await database.read(lambda session: views.find_text(session, article_id, query.version))
            if ID.fullmatch(article_id)
            else None
        )
        if row is None:
            raise Problem("not-found", "No text of this article or version was read.")
        etag = etag_of(row.article_id, row.version, row.reader, format_moment(row.handled_at))
        return not_modified(request, etag) or answer(shown(row), headers={"ETag": etag})

    return router


def shown(row: ReadingRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in TextBody.model_fields}
