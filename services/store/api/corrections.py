"""Corrections by a person: made, listed, taken back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Literal, Protocol, TypeVar

from fastapi import APIRouter, Body, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from libs.db import Database
from libs.messages.articles import RecordTouched
from libs.pipeline import Unit
from libs.service import Principal, Problem, new_router, page, reader, require
from libs.service.paging import DEFAULT_LIMIT, MAX_LIMIT
from services.store.api.bodies import CorrectedBody, CorrectionBody, CorrectionPage, answer, dumped, linked
from services.store.api.events import after_of
from services.store.correcting import Asked, CorrectionRefused, correct, take_back
from services.store.merging.corrections import FieldName
from services.store.tables import CorrectionRow, corrections

T = TypeVar("T")
Reader = Annotated[Principal, Depends(reader())]
Operator = Annotated[Principal, Depends(require("admin"))]


class Transact(Protocol):
    def __call__(self, work: Callable[[Unit], T]) -> Awaitable[T]: ...


def _distinct(values: list[str]) -> list[str]:
    if len(set(values)) < len(values):
        raise PydanticCustomError("twice", "Each may be named once")
    return values


Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,80}$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000, pattern=r"^[^\x00]*$")]


class _Correction(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: Words = Field(description="Why, for whoever comes after.")
    by: Words | None = Field(default=None, description="Who says so; the key's client where nobody is named.")


class Merge(_Correction):
    """These records are one. The oldest stays, the others lead to it."""

    action: Literal["merge"]
    records: Annotated[list[Id], AfterValidator(_distinct)] = Field(min_length=2, max_length=20)


class Split(_Correction):
    """These articles tell another event than the rest of the record."""

    action: Literal["split"]
    record: Id
    articles: Annotated[list[Id], AfterValidator(_distinct)] = Field(min_length=1, max_length=200)


class Retract(_Correction):
    """There is no such event. What else is told of it changes nothing until this is taken back."""

    action: Literal["retract"]
    record: Id


class Fix(_Correction):
    """The field has this value, whatever the sources say; what they say stays beside it."""

    action: Literal["fix"]
    record: Id
    field: FieldName
    value: Any = Field(description="As the record shows it; null for what is not known.")


Asking = Annotated[Merge | Split | Retract | Fix, Body(discriminator="action")]


class CorrectionQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    record: Id | None = Field(default=None, description="About any of the articles of this record.")
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="How many items a page has.")
    cursor: str | None = Field(default=None, max_length=1000, description="`next` of the page before.")


def correction_router(database: Database, transact: Transact) -> APIRouter:
    router = new_router(tags=["corrections"])

    @router.post(
        "/v1/corrections",
        status_code=201,
        response_model=CorrectedBody,
        summary="Correct records; scope `admin`",
    )
    async def make(principal: Operator, asking: Asking) -> JSONResponse:
        asked = _asked(asking, principal)
        try:
            row, touched = await transact(lambda unit: correct(unit, asked))
        except CorrectionRefused as refused:
            raise Problem("invalid", errors=[{"pointer": refused.pointer, "detail": refused.detail}]) from refused
        location = {"Location": f"/v1/corrections/{row.id}"}
        return answer(_shown(row) | {"changes": _changes(touched)}, 201, location)

    @router.get(
        "/v1/corrections",
        response_model=CorrectionPage,
        summary="Corrections, the latest first, those taken back among them",
    )
    async def listed(request: Request, _: Reader, query: Annotated[CorrectionQuery, Query()]) -> JSONResponse:
        position = after_of(query.cursor, request.url.path, int)
        after = int(position[0]) if position else None
        rows = await database.read(
            lambda session: corrections.select_corrections(session, query.record, after, query.limit + 1)
        )
        shown = rows[: query.limit]
        last = (shown[-1].number,) if len(rows) > query.limit else None
        head = Response()
        return answer(page(request, head, [_shown(row) for row in shown], last), headers=linked(head))

    @router.get("/v1/corrections/{correction_id}", response_model=CorrectionBody, summary="One correction")
    async def one(_: Reader, correction_id: Id) -> JSONResponse:
        row = await database.read(lambda session: corrections.correction(session, correction_id))
        if row is None:
            raise Problem("not-found", "There is no correction with this id.")
        return answer(_shown(row))

    @router.delete(
        "/v1/corrections/{correction_id}",
        response_model=CorrectedBody,
        summary="Take a correction back; scope `admin`",
    )
    async def undo(principal: Operator, correction_id: Id) -> JSONResponse:
        by = principal.name or principal.client_id
        found = await transact(lambda unit: take_back(unit, correction_id, by))
        if found is None:
            raise Problem("not-found", "There is no correction with this id.")
        row, touched = found
        return answer(_shown(row) | {"changes": _changes(touched)})

    return router


def _asked(asking: Merge | Split | Retract | Fix, principal: Principal) -> Asked:
    return Asked(
        action=asking.action,
        records=tuple(asking.records) if isinstance(asking, Merge) else (asking.record,),
        reason=asking.reason,
        by=asking.by or principal.name or principal.client_id,
        client_id=principal.client_id,
        articles=tuple(asking.articles) if isinstance(asking, Split) else (),
        field=asking.field if isinstance(asking, Fix) else "",
        value=asking.value if isinstance(asking, Fix) else None,
    )


def _shown(row: CorrectionRow) -> dict[str, Any]:
    told = {
        "id": row.id,
        "action": row.action,
        **row.asked,
        "reason": row.reason,
        "by": row.made_by,
        "client_id": row.client_id,
        "at": row.made_at,
        "undone_by": row.undone_by,
        "undone_at": row.undone_at,
    }
    return dumped(CorrectionBody.model_validate(told))


def _changes(touched: list[RecordTouched]) -> list[dict[str, Any]]:
    return [{"record": one.id, "version": one.version, "change": one.change} for one in touched]
