"""`/v1/deliveries`: what was sent, what came back, and sending it again."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import AwareDatetime
from sqlmodel import Session

from libs.service import Paging, Problem, new_router, page
from services.notify.api.answers import DeliveriesOut, DeliveryOut, DeliveryState, WholeDeliveryOut
from services.notify.api.bodies import delivery_body, position_of
from services.notify.api.subscriptions import Desk, Subscriber
from services.notify.handlers.deliveries import resend_delivery
from services.notify.tables.deliveries import (
    AttemptRow,
    DeliveryRow,
    alert,
    attempts_of,
    deliveries_of,
    owned_delivery,
)


def delivery_routes(desk: Desk) -> APIRouter:
    router = new_router(prefix="/v1/deliveries", tags=["deliveries"])

    @router.get(
        "", response_model=DeliveriesOut, response_model_exclude_unset=True, summary="Own deliveries, the newest first"
    )
    async def list_all(
        request: Request,
        response: Response,
        caller: Subscriber,
        paging: Paging,
        subscription: str | None = None,
        state: DeliveryState | None = None,
        since: Annotated[AwareDatetime | None, Query(description="Made at or after this time.")] = None,
    ) -> dict[str, Any]:
        after = position_of(paging.after)

        def read(session: Session) -> tuple[list[DeliveryRow], dict[str, list[AttemptRow]]]:
            rows = deliveries_of(
                session,
                caller.client_id,
                subscription_id=subscription,
                state=state,
                since=since,
                after=after,
                limit=paging.limit + 1,
            )
            return rows, attempts_of(session, [row.id for row in rows])

        rows, attempts = await desk.pipeline.database.read(read)
        shown = rows[: paging.limit]
        more = (shown[-1].created_at.isoformat(), shown[-1].id) if len(rows) > paging.limit else None
        return page(request, response, [delivery_body(row, attempts[row.id]) for row in shown], more)

    @router.get(
        "/{delivery_id}",
        response_model=WholeDeliveryOut,
        response_model_exclude_unset=True,
        summary="One delivery with its attempts and the body that is sent",
    )
    async def show(caller: Subscriber, delivery_id: str) -> dict[str, Any]:
        def read(session: Session) -> dict[str, Any] | None:
            row = owned_delivery(session, delivery_id, caller.client_id)
            if row is None:
                return None
            sent = alert(session, delivery_id)
            body = delivery_body(row, attempts_of(session, [delivery_id])[delivery_id])
            return {**body, "body": sent.body.decode() if sent else None}

        found = await desk.pipeline.database.read(read)
        if found is None:
            raise Problem("not-found")
        return found

    @router.post(
        "/{delivery_id}:resend",
        response_model=DeliveryOut,
        response_model_exclude_unset=True,
        status_code=202,
        summary="Send the same bytes under the same id again",
    )
    async def resend(caller: Subscriber, delivery_id: str) -> dict[str, Any]:
        return delivery_body(await desk.do(lambda unit: resend_delivery(unit, caller.client_id, delivery_id)))

    return router
