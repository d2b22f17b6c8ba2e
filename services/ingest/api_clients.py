"""Ingest's HTTP door for operators: clients and their keys."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from libs.pipeline import Pipeline
from libs.service import Paging, Principal, Problem, new_router, page, require
from services.ingest import clients, tables
from services.ingest.bodies import ClientIn, ClientOut, ClientPatch, ClientsOut, KeyIn, KeyOut, NewKeyOut, rfc3339
from services.ingest.tables import ClientRow, KeyRow

Operator = Annotated[Principal, Depends(require("admin"))]


def client_routes(pipeline: Pipeline) -> APIRouter:
    """`/v1/clients` and `/v1/keys`."""
    router = new_router(tags=["clients"])

    @router.post("/v1/clients", status_code=201, response_model=ClientOut, summary="Make a client")
    async def post_client(_: Operator, body: ClientIn) -> ClientOut:
        made = await pipeline.transaction(lambda unit: clients.create_client(unit, body.name, secrets.token_bytes))
        return _client(made, [])

    @router.get("/v1/clients", response_model=ClientsOut, summary="Clients with their keys")
    async def list_clients(request: Request, response: Response, _: Operator, paging: Paging) -> dict[str, Any]:
        after = str(paging.after[0]) if paging.after else ""

        def read(session: Any) -> list[ClientOut]:
            found = tables.clients(session, after, paging.limit + 1)
            return [_client(one, tables.keys_of(session, one.id)) for one in found]

        found = await pipeline.database.read(read)
        shown = [one.model_dump() for one in found[: paging.limit]]
        return page(request, response, shown, (shown[-1]["id"],) if len(found) > paging.limit else None)

    @router.patch("/v1/clients/{client_id}", response_model=ClientOut, summary="Rename, stop or allow a client")
    async def patch_client(_: Operator, client_id: str, body: ClientPatch) -> ClientOut:
        def change(unit: Any) -> ClientOut:
            changed = clients.change_client(unit, client_id, name=body.name, active=body.active)
            return _client(changed, tables.keys_of(unit.session, client_id))

        try:
            return await pipeline.transaction(change)
        except clients.UnknownClient:
            raise Problem("not-found") from None

    @router.post("/v1/keys", status_code=201, response_model=NewKeyOut, summary="Make a key; shown this once")
    async def post_key(_: Operator, response: Response, body: KeyIn) -> NewKeyOut:
        response.headers["Cache-Control"] = "no-store"
        if body.expires_at is not None and body.expires_at <= pipeline.clock():
            raise Problem("invalid", errors=[{"pointer": "/expires_at", "detail": "Lies in the past."}])
        try:
            text, row = await pipeline.transaction(
                lambda unit: clients.create_key(unit, body.client_id, body.scopes, body.expires_at, secrets.token_bytes)
            )
        except clients.UnknownClient:
            raise Problem("invalid", errors=[{"pointer": "/client_id", "detail": "No client has this id."}]) from None
        except clients.TooManyKeys:
            raise Problem("limit-reached", f"A client has at most {clients.MOST_KEYS} keys.") from None
        return NewKeyOut(**_key(row).model_dump(), key=text)

    @router.delete("/v1/keys/{key_id}", response_model=KeyOut, summary="Revoke a key")
    async def delete_key(_: Operator, key_id: str) -> KeyOut:
        try:
            return _key(await pipeline.transaction(lambda unit: clients.revoke_key(unit, key_id)))
        except clients.UnknownKey:
            raise Problem("not-found") from None

    return router


def _client(row: ClientRow, keys: list[KeyRow]) -> ClientOut:
    listed = [_key(one) for one in keys]
    return ClientOut(id=row.id, name=row.name, active=row.active, created_at=rfc3339(row.created_at), keys=listed)


def _key(row: KeyRow) -> KeyOut:
    return KeyOut(
        id=row.id,
        client_id=row.client_id,
        scopes=row.scopes,
        created_at=rfc3339(row.created_at),
        expires_at=rfc3339(row.expires_at) if row.expires_at else None,
        revoked_at=rfc3339(row.revoked_at) if row.revoked_at else None,
    )
