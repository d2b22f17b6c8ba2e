"""Notify's composition: constructs everything, decides nothing."""

from __future__ import annotations

import asyncio
import random
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
from sqlmodel import Session

from libs.bus import Bus
from libs.db import Database
from libs.pipeline import Pipeline
from libs.pipeline.patience import utc_now
from libs.service import CLIENTS_SUBSCRIPTION, create_app, dead_router
from libs.service import MIGRATIONS as CLIENT_MIGRATIONS
from libs.service.service import Service, lifespan, starting, stopping
from libs.telemetry import Telemetry
from services.notify.api.deliveries import delivery_routes
from services.notify.api.feeds import feed_routes
from services.notify.api.stream import stream_routes
from services.notify.api.subscriptions import Desk, subscription_routes
from services.notify.channels.guard import Guard, GuardedTransport
from services.notify.channels.webhook import Limits, Webhook
from services.notify.delivery import Delivery, DeliverySettings
from services.notify.handlers.deliveries import Patience
from services.notify.handlers.listeners import Listeners
from services.notify.handlers.records import Surroundings, on_dead, subscriptions
from services.notify.settings import Settings
from services.notify.stream import Stream
from services.notify.tables.deliveries import delete_finished_before, keep_last_alerts
from services.notify.tables.records import forget_records
from services.notify.waking import Waker, waking
from services.notify.web.pages import page_routes

FOLDER = Path(__file__).parent
HISTORIES = {"clients": CLIENT_MIGRATIONS, "notify": FOLDER / "migrations"}


def build(
    settings: Settings,
    *,
    telemetry: Telemetry,
    bus: Bus,
    transport: httpx.AsyncBaseTransport | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> Service:
    """`transport` takes the place of the guarded one, which alone may be used outside tests."""
    waker = Waker()
    surroundings = Surroundings(Listeners(), settings.public_url)
    handled = [waking(one, waker) for one in subscriptions(surroundings)]
    pipeline = Pipeline(
        service="notify",
        instance=f"notify@{settings.instance}",
        database=Database(settings.database),
        bus=bus,
        telemetry=telemetry,
        subscriptions=[*handled, CLIENTS_SUBSCRIPTION],
        on_dead=on_dead,
        clock=clock,
    )
    guard = Guard(settings.allowed_networks, timeout=settings.webhook_resolve_timeout)
    sending = transport or GuardedTransport(guard, connections=settings.webhook_concurrency)
    delivery = make_delivery(pipeline, settings, sending)
    stream = make_stream(pipeline, settings)
    waker.add(delivery.wake)
    waker.add(stream.wake)
    for name, loop in (
        ("delivery", delivery.run),
        ("stream", stream.run),
        ("forgetting", partial(forget_old, pipeline, stream, settings)),
    ):
        pipeline.run_beside(name, loop)
    start_pipeline, stop_pipeline = starting(pipeline, HISTORIES), stopping(pipeline)

    async def start() -> None:
        waker.start()
        await start_pipeline()

    async def stop() -> None:
        stream.end_all()
        await delivery.stop()
        await stop_pipeline()
        await sending.aclose()

    desk = Desk(pipeline, settings, guard, secrets.token_bytes, waker.wake)
    app = create_app(
        service="notify",
        title="Communiqué: subscriptions and deliveries",
        version="1",
        telemetry=telemetry,
        database=pipeline.database,
        settings=settings,
        routers=[
            subscription_routes(desk),
            delivery_routes(desk),
            feed_routes(desk),
            stream_routes(desk, stream),
            page_routes(desk),
            dead_router("notify", pipeline),
        ],
        checks={"database": pipeline.database.check, "bus": bus.check},
        degraded=("bus",),
        lifespan=lifespan(start, stop),
        templates=FOLDER / "web" / "templates",
    )
    app.state.stream = stream
    pipeline.run_beside("stream_end", lambda: stream.end_when(app.state.stopping))
    return Service(app, pipeline, pipeline.database, start, stop)


def make_delivery(pipeline: Pipeline, settings: Settings, transport: httpx.AsyncBaseTransport) -> Delivery:
    """The delivery loop of one process."""
    limits = Limits(settings.webhook_timeout, settings.webhook_connect_timeout, settings.webhook_reply_timeout)
    return Delivery(
        pipeline,
        Webhook(
            transport,
            tracer=pipeline.telemetry.tracer,
            clock=pipeline.clock,
            limits=limits,
            https_only=settings.webhook_https_only,
        ),
        owner=f"notify@{settings.instance}",
        patience=Patience(settings.webhook_schedule, settings.disable_after),
        settings=DeliverySettings(
            concurrency=settings.webhook_concurrency,
            per_endpoint=settings.webhook_per_endpoint,
            lease=settings.webhook_lease,
            attempt=settings.webhook_timeout + settings.webhook_reply_timeout,
            poll=settings.webhook_poll,
        ),
        random=random.random,
    )


def make_stream(pipeline: Pipeline, settings: Settings) -> Stream:
    """The live stream of one process."""
    return Stream(
        pipeline,
        public_url=settings.public_url,
        limit=settings.max_streams,
        backlog=settings.stream_backlog,
        poll=settings.stream_poll,
        keep_days=settings.stream_keep_days,
    )


async def forget_old(pipeline: Pipeline, stream: Stream, settings: Settings) -> None:
    """Forget, for ever and again, what nobody will ask for any more."""
    while True:
        before = pipeline.clock() - timedelta(days=settings.keep_deliveries_days)

        def forget(session: Session, before: datetime = before) -> None:
            keep_last_alerts(session)
            delete_finished_before(session, before)

        await stream.forget_old()
        await pipeline.database.transaction(forget)
        old = pipeline.clock() - timedelta(days=settings.keep_records_days)
        while await pipeline.database.transaction(partial(forget_records, before=old)):
            pass
        await asyncio.sleep(settings.housekeeping)
