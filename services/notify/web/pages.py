"""The pages, without JavaScript: every button is a form."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from libs.messages.values import FORMS, KINDS, SECTORS, STATUSES
from libs.pages import LANGUAGES, language_of, render
from libs.service import Paging, Principal, Problem, new_router, page, require
from services.notify.api.bodies import (
    attempt_body,
    delivery_body,
    feed_links,
    position_of,
    subscription_body,
    wish_of,
)
from services.notify.api.subscriptions import Desk
from services.notify.handlers.deliveries import resend_delivery
from services.notify.handlers.subscriptions import (
    create_subscription,
    delete_subscription,
    pause_subscription,
    ping_subscription,
    resume_subscription,
    rotate_feed_token,
    rotate_secret,
)
from services.notify.tables.deliveries import attempts_of, deliveries_of, last_alerts
from services.notify.tables.records import titles_of
from services.notify.tables.subscriptions import subscriptions_of
from services.notify.web.forms import Written, asked_for, conditions, read_form, said_of

Subscriber = Annotated[Principal, Depends(require("subscribe"))]
Page = tuple[list[dict[str, Any]], dict[str, str], dict[str, dict[str, str]], tuple[str, str] | None]
"""Deliveries, the names of subscriptions, the titles of records, and where the list goes on."""
Act = Callable[[Principal, str], Awaitable[dict[str, Any]]]

STATES = ("pending", "delivered", "failed")
MOST = 200


def page_routes(desk: Desk) -> APIRouter:
    router = new_router(include_in_schema=False)
    acts = _acts(desk)

    @router.get("/subscriptions")
    async def subscriptions(request: Request, caller: Subscriber) -> Response:
        return await _subscriptions(desk, request, caller)

    @router.post("/subscriptions")
    async def subscribe(request: Request, caller: Subscriber) -> Response:
        written = read_form(await request.form())
        if written.given is None:
            return await _subscriptions(desk, request, caller, status_code=422, written=written)
        wish = wish_of(written.given)
        try:
            await desk.check(wish)
            made = await desk.do(
                lambda unit: create_subscription(
                    unit, caller.client_id, wish, limit=desk.settings.max_subscriptions, random=desk.random
                )
            )
        except Problem as problem:
            refused = Written(None, written.values, [one["detail"] for one in problem.errors] or [str(problem.detail)])
            return await _subscriptions(desk, request, caller, status_code=problem.status_code, written=refused)
        links = feed_links(made.row.id, desk.settings.public_url, made.feed_token)
        return await _subscriptions(
            desk, request, caller, status_code=201, shown={"links": links, "secret": made.row.secret}
        )

    @router.post("/subscriptions/{subscription_id}")
    async def act(
        request: Request, caller: Subscriber, subscription_id: str, action: Annotated[str, Form(max_length=40)]
    ) -> Response:
        if action not in acts:
            raise Problem("not-found")
        shown = await acts[action](caller, subscription_id)
        if shown:
            return await _subscriptions(desk, request, caller, shown=shown)
        return RedirectResponse("/subscriptions", 303)

    @router.get("/deliveries")
    async def deliveries(
        request: Request,
        response: Response,
        caller: Subscriber,
        paging: Paging,
        state: str = "",
        subscription: str = "",
    ) -> Response:
        return await _deliveries(desk, request, response, caller, paging, state, subscription)

    @router.post("/deliveries/{delivery_id}")
    async def resend(caller: Subscriber, delivery_id: str) -> Response:
        await desk.do(lambda unit: resend_delivery(unit, caller.client_id, delivery_id))
        return RedirectResponse("/deliveries", 303)

    return router


def _acts(desk: Desk) -> dict[str, Act]:
    """What the buttons of a subscription do; what is shown once afterwards, if anything."""

    async def pause(caller: Principal, subscription_id: str) -> dict[str, Any]:
        await desk.do(lambda unit: pause_subscription(unit, caller.client_id, subscription_id))
        return {}

    async def resume(caller: Principal, subscription_id: str) -> dict[str, Any]:
        await desk.do(lambda unit: resume_subscription(unit, caller.client_id, subscription_id))
        return {}

    async def delete(caller: Principal, subscription_id: str) -> dict[str, Any]:
        await desk.do(lambda unit: delete_subscription(unit, caller.client_id, subscription_id))
        return {}

    async def ping(caller: Principal, subscription_id: str) -> dict[str, Any]:
        await desk.do(lambda unit: ping_subscription(unit, caller.client_id, subscription_id, desk.random))
        return {"sent": True}

    async def new_links(caller: Principal, subscription_id: str) -> dict[str, Any]:
        token = await desk.do(lambda unit: rotate_feed_token(unit, caller.client_id, subscription_id, desk.random))
        return {"links": feed_links(subscription_id, desk.settings.public_url, token)}

    async def new_secret(caller: Principal, subscription_id: str) -> dict[str, Any]:
        old_for = desk.settings.old_secret_for
        secret = await desk.do(
            lambda unit: rotate_secret(unit, caller.client_id, subscription_id, old_for=old_for, random=desk.random)
        )
        return {"secret": secret}

    acts = {"pause": pause, "resume": resume, "delete": delete, "ping": ping}
    return acts | {"new_links": new_links, "new_secret": new_secret}


async def _subscriptions(
    desk: Desk,
    request: Request,
    caller: Principal,
    *,
    status_code: int = 200,
    written: Written | None = None,
    shown: dict[str, Any] | None = None,
) -> Response:
    def read(session: Session) -> list[dict[str, Any]]:
        rows = subscriptions_of(session, caller.client_id, limit=MOST)
        last = last_alerts(session, [row.id for row in rows])
        url = desk.settings.public_url
        return [subscription_body(row, public_url=url, last_alert_at=last.get(row.id)) for row in rows]

    language = language_of(request)
    asked = asked_for(request.query_params.multi_items(), language) if request.method == "GET" else {}
    values = written.values if written else {"language": [language], "channel": ["webhook"], **asked}
    answer = render(
        request,
        "subscriptions.html",
        status_code=status_code,
        subscriptions=await desk.pipeline.database.read(read),
        shown={"sent": False, "links": None, "secret": None, **(shown or {})},
        faults=written.faults if written else [],
        values=values,
        conditions=conditions(values, language),
        said=lambda field, value: said_of(field, value, language),
        sectors=SECTORS,
        kinds=KINDS,
        statuses=tuple(dict.fromkeys(one for some in STATUSES.values() for one in some)),
        forms=tuple(one for some in FORMS.values() for one in some),
        title_languages=LANGUAGES,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


async def _deliveries(
    desk: Desk,
    request: Request,
    response: Response,
    caller: Principal,
    paging: Any,
    state: str,
    subscription: str,
) -> Response:
    after = position_of(paging.after)

    def read(session: Session) -> Page:
        rows = deliveries_of(
            session,
            caller.client_id,
            subscription_id=subscription or None,
            state=state if state in STATES else None,
            after=after,
            limit=paging.limit + 1,
        )
        listed = rows[: paging.limit]
        attempts = attempts_of(session, [row.id for row in listed])
        names = {row.id: row.name for row in subscriptions_of(session, caller.client_id, limit=MOST)}
        bodies = [{**delivery_body(row), "attempts": [attempt_body(one) for one in attempts[row.id]]} for row in listed]
        more = (listed[-1].created_at.isoformat(), listed[-1].id) if len(rows) > paging.limit else None
        titles = titles_of(session, [row.record_id for row in listed if row.record_id])
        return bodies, names, titles, more

    bodies, names, titles, more = await desk.pipeline.database.read(read)
    listed = page(request, response, bodies, more)
    return render(
        request,
        "deliveries.html",
        deliveries=bodies,
        names=names,
        titles=titles,
        pending=any(one["state"] == "pending" and not one["tries"] for one in bodies),
        next=listed["next"],
        states=STATES,
        state=state,
        subscription=subscription,
    )
