"""`/v1/subscriptions`: each client sees and changes its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from libs.pipeline import Pipeline, Unit
from libs.service import Paging, Principal, Problem, new_router, page, require
from services.notify.api.answers import DeliveryOut, RecoveredOut, SubscriptionOut, SubscriptionsOut
from services.notify.api.bodies import (
    Between,
    SecretIn,
    SubscriptionChange,
    SubscriptionIn,
    changed_wish,
    delivery_body,
    position_of,
    subscription_body,
    wish_of,
)
from services.notify.channels.guard import BadUrl, BlockedAddress, Guard, check_url
from services.notify.handlers.deliveries import NotReceiving, UnknownDelivery, recover_deliveries
from services.notify.handlers.subscriptions import (
    NoWebhook,
    Random,
    TooManySubscriptions,
    UnknownSubscription,
    Wish,
    change_subscription,
    create_subscription,
    delete_subscription,
    pause_subscription,
    ping_subscription,
    resume_subscription,
    rotate_feed_token,
    rotate_secret,
)
from services.notify.settings import Settings
from services.notify.tables.deliveries import last_alerts
from services.notify.tables.subscriptions import SubscriptionRow, owned_subscription, subscriptions_of

T = TypeVar("T")

Subscriber = Annotated[Principal, Depends(require("subscribe"))]


@dataclass(frozen=True, slots=True)
class Desk:
    """What the routes of this service work with; `wake` tells the loops that there may be something to send."""

    pipeline: Pipeline
    settings: Settings
    guard: Guard
    random: Random
    wake: Callable[[], None]

    async def do(self, work: Callable[[Unit], T]) -> T:
        """One command in one transaction, its refusals as problems."""
        try:
            result = await self.pipeline.transaction(work)
        except (UnknownSubscription, UnknownDelivery):
            raise Problem("not-found") from None
        except TooManySubscriptions:
            raise Problem("limit-reached", f"A client has at most {self.settings.max_subscriptions} of them.") from None
        except NoWebhook:
            raise Problem("conflict", "The subscription has no webhook.") from None
        except NotReceiving:
            raise Problem("conflict", "The subscription is disabled or has no webhook; resume it first.") from None
        self.wake()
        return result

    async def check(self, wish: Wish) -> None:
        """Refuse what can never work: a webhook inside, an end in the past."""
        if wish.expires_at is not None and wish.expires_at <= self.pipeline.clock():
            raise invalid("/expires_at", "The time has passed.")
        if wish.url is None:
            return
        try:
            await self.guard.refuse_blocked(check_url(wish.url, https_only=self.settings.webhook_https_only))
        except (BadUrl, BlockedAddress) as error:
            raise invalid("/channel/url", str(error)) from None

    async def owned(self, caller: Principal, subscription_id: str) -> SubscriptionRow:
        """The caller's subscription; somebody else's is not there."""
        row = await self.pipeline.database.read(
            lambda session: owned_subscription(session, subscription_id, caller.client_id)
        )
        if row is None:
            raise Problem("not-found")
        return row

    async def shown(self, caller: Principal, subscription_id: str, **shown: Any) -> dict[str, Any]:
        def read(session: Session) -> tuple[SubscriptionRow | None, datetime | None]:
            row = owned_subscription(session, subscription_id, caller.client_id)
            return row, last_alerts(session, [subscription_id]).get(subscription_id)

        row, last = await self.pipeline.database.read(read)
        if row is None:
            raise Problem("not-found")
        return subscription_body(row, public_url=self.settings.public_url, last_alert_at=last, **shown)


def invalid(pointer: str, detail: str) -> Problem:
    return Problem("invalid", errors=[{"pointer": pointer, "detail": detail}])


def subscription_routes(desk: Desk) -> APIRouter:
    router = new_router(prefix="/v1/subscriptions", tags=["subscriptions"])

    @router.post(
        "",
        response_model=SubscriptionOut,
        response_model_exclude_unset=True,
        status_code=201,
        summary="Subscribe; the only answer with secret and tokens",
    )
    async def create(caller: Subscriber, given: SubscriptionIn, response: Response) -> dict[str, Any]:
        wish = wish_of(given)
        await desk.check(wish)
        made = await desk.do(
            lambda unit: create_subscription(
                unit, caller.client_id, wish, limit=desk.settings.max_subscriptions, random=desk.random
            )
        )
        response.headers["Location"] = f"{desk.settings.public_url.rstrip('/')}/v1/subscriptions/{made.row.id}"
        response.headers["Cache-Control"] = "no-store"
        return subscription_body(
            made.row, public_url=desk.settings.public_url, show_secret=True, feed_token=made.feed_token
        )

    @router.get("", response_model=SubscriptionsOut, response_model_exclude_unset=True, summary="Own subscriptions")
    async def list_all(request: Request, response: Response, caller: Subscriber, paging: Paging) -> dict[str, Any]:
        after = position_of(paging.after)

        def read(session: Session) -> tuple[list[SubscriptionRow], dict[str, datetime]]:
            rows = subscriptions_of(session, caller.client_id, after=after, limit=paging.limit + 1)
            return rows, last_alerts(session, [row.id for row in rows])

        rows, last = await desk.pipeline.database.read(read)
        shown = rows[: paging.limit]
        more = (shown[-1].created_at.isoformat(), shown[-1].id) if len(rows) > paging.limit else None
        url = desk.settings.public_url
        items = [subscription_body(row, public_url=url, last_alert_at=last.get(row.id)) for row in shown]
        return page(request, response, items, more)

    @router.get(
        "/{subscription_id}",
        response_model=SubscriptionOut,
        response_model_exclude_unset=True,
        summary="One subscription",
    )
    async def show(caller: Subscriber, subscription_id: str) -> dict[str, Any]:
        return await desk.shown(caller, subscription_id)

    @router.put(
        "/{subscription_id}",
        response_model=SubscriptionOut,
        response_model_exclude_unset=True,
        summary="Replace a subscription; the secret stays where none is given",
    )
    async def replace(caller: Subscriber, subscription_id: str, given: SubscriptionIn) -> dict[str, Any]:
        return await change(caller, subscription_id, wish_of(given))

    @router.patch(
        "/{subscription_id}",
        response_model=SubscriptionOut,
        response_model_exclude_unset=True,
        summary="Change what is given",
    )
    async def patch(caller: Subscriber, subscription_id: str, given: SubscriptionChange) -> dict[str, Any]:
        return await change(caller, subscription_id, changed_wish(await desk.owned(caller, subscription_id), given))

    async def change(caller: Principal, subscription_id: str, wish: Wish) -> dict[str, Any]:
        await desk.owned(caller, subscription_id)
        await desk.check(wish)
        is_new = await desk.do(
            lambda unit: change_subscription(unit, caller.client_id, subscription_id, wish, desk.random)
        )
        return await desk.shown(caller, subscription_id, show_secret=is_new)

    @router.delete("/{subscription_id}", status_code=204, summary="Delete it with its alerts and deliveries")
    async def delete(caller: Subscriber, subscription_id: str) -> None:
        await desk.do(lambda unit: delete_subscription(unit, caller.client_id, subscription_id))

    _actions(router, desk)
    return router


def _actions(router: APIRouter, desk: Desk) -> None:
    @router.post(
        "/{subscription_id}:pause",
        response_model=SubscriptionOut,
        response_model_exclude_unset=True,
        summary="Match and send nothing until it is resumed",
    )
    async def pause(caller: Subscriber, subscription_id: str) -> dict[str, Any]:
        await desk.do(lambda unit: pause_subscription(unit, caller.client_id, subscription_id))
        return await desk.shown(caller, subscription_id)

    @router.post(
        "/{subscription_id}:resume",
        response_model=SubscriptionOut,
        response_model_exclude_unset=True,
        summary="Go on, also after it was disabled",
    )
    async def resume(caller: Subscriber, subscription_id: str) -> dict[str, Any]:
        await desk.do(lambda unit: resume_subscription(unit, caller.client_id, subscription_id))
        return await desk.shown(caller, subscription_id)

    @router.post(
        "/{subscription_id}:rotate-secret",
        response_model=SubscriptionOut,
        response_model_exclude_unset=True,
        summary="A new secret; the old one signs along for a day",
    )
    async def rotate(caller: Subscriber, subscription_id: str, given: SecretIn | None = None) -> dict[str, Any]:
        secret = given.secret if given else None
        await desk.do(
            lambda unit: rotate_secret(
                unit,
                caller.client_id,
                subscription_id,
                old_for=desk.settings.old_secret_for,
                random=desk.random,
                secret=secret,
            )
        )
        return await desk.shown(caller, subscription_id, show_secret=True)

    @router.post(
        "/{subscription_id}:rotate-token",
        response_model=SubscriptionOut,
        response_model_exclude_unset=True,
        summary="New addresses of the feeds; the old ones end at once",
    )
    async def rotate_token(caller: Subscriber, subscription_id: str) -> dict[str, Any]:
        token = await desk.do(lambda unit: rotate_feed_token(unit, caller.client_id, subscription_id, desk.random))
        return await desk.shown(caller, subscription_id, feed_token=token)

    @router.post(
        "/{subscription_id}:ping",
        response_model=DeliveryOut,
        response_model_exclude_unset=True,
        status_code=202,
        summary="Send test.ping, once",
    )
    async def ping(caller: Subscriber, subscription_id: str) -> dict[str, Any]:
        sending = await desk.do(lambda unit: ping_subscription(unit, caller.client_id, subscription_id, desk.random))
        return delivery_body(sending, [])

    @router.post(
        "/{subscription_id}:recover",
        response_model=RecoveredOut,
        response_model_exclude_unset=True,
        status_code=202,
        summary="Send again what failed in a time",
    )
    async def recover(caller: Subscriber, subscription_id: str, given: Between) -> dict[str, Any]:
        until = given.until or desk.pipeline.clock()
        sent = await desk.do(
            lambda unit: recover_deliveries(unit, caller.client_id, subscription_id, given.since, until)
        )
        return {"resent": sent}
