"""`/v1/subscriptions/{id}/feed.{atom,json,ics}`: read with a token of its own, good for nothing else."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Header, Query, Response
from sqlmodel import Session

from libs.service import Problem, new_router
from services.notify.api.subscriptions import Desk
from services.notify.feeds import atom, calendar, json_feed
from services.notify.feeds.entries import Channel, Entry, channel_of, entries_of
from services.notify.handlers.subscriptions import hash_token
from services.notify.tables.records import RecordRow, records_for_feeds
from services.notify.tables.subscriptions import SubscriptionRow, instance_id, known_instance_id, subscription

WINDOW = timedelta(days=30)
CANDIDATES = 5000
LONGEST = {"atom": 500, "json": 500, "ics": 2000}

Write = Callable[[Channel, Iterable[Entry]], bytes]
KINDS: dict[str, tuple[Write, str]] = {
    "atom": (atom.atom, atom.MEDIA_TYPE),
    "json": (json_feed.json_feed, json_feed.MEDIA_TYPE),
    "ics": (calendar.calendar, calendar.MEDIA_TYPE),
}

Token = Annotated[str, Query(max_length=100, description="The feed's token, from the answer that made it.")]


def feed_routes(desk: Desk) -> APIRouter:
    router = new_router(prefix="/v1/subscriptions", tags=["feeds"])
    minted = str(uuid.uuid4())

    @router.get("/{subscription_id}/feed.{kind}", summary="The last 30 days and everything still to come")
    async def feed(
        subscription_id: str,
        kind: str,
        token: Token = "",
        if_none_match: Annotated[str | None, Header()] = None,
    ) -> Response:
        if kind not in KINDS:
            raise Problem("not-found")
        row, records, known = await desk.pipeline.database.read(
            lambda session: _read(session, desk, subscription_id, token)
        )
        if known is None:
            known = await desk.pipeline.transaction(lambda unit: instance_id(unit.session, minted))
        return _answer(desk, row, records, kind, uuid.UUID(known), if_none_match)

    return router


def _read(
    session: Session, desk: Desk, subscription_id: str, token: str
) -> tuple[SubscriptionRow, list[RecordRow], str | None]:
    row = subscription(session, subscription_id)
    if row is None or not hmac.compare_digest(row.feed_token_hash, hash_token(token)):
        raise Problem("not-found", "There is no such feed, or its token was renewed.")
    since = desk.pipeline.clock() - WINDOW
    records = records_for_feeds(session, since=since, since_day=since.date(), limit=CANDIDATES)
    return row, records, known_instance_id(session)


def _answer(
    desk: Desk, row: SubscriptionRow, records: list[RecordRow], kind: str, instance: uuid.UUID, known: str | None
) -> Response:
    if kind == "ics":
        first = (desk.pipeline.clock() - WINDOW).date()
        records = [one for one in records if one.last_day is not None and one.last_day >= first]
    public_url = desk.settings.public_url
    entries = entries_of(row, records, instance=instance, public_url=public_url)[: LONGEST[kind]]
    write, media_type = KINDS[kind]
    content = write(channel_of(row, entries, instance=instance, public_url=public_url), entries)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if known is not None and _names(known, etag):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=media_type)


def _names(header: str, etag: str) -> bool:
    """Whether an If-None-Match header holds the tag."""
    tags = [one.strip().removeprefix("W/") for one in header.split(",")]
    return "*" in tags or etag in tags
