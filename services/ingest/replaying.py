"""Replays: stored articles handed out to be read again by the present reader.

A replay has only so many articles under way at a time, so that what is posted meanwhile waits for no more than these.
How far it has come is kept in the transaction that hands out, so that it goes on where it stopped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from opentelemetry import trace
from opentelemetry.trace import Link

from libs.db import lock_for_transaction
from libs.messages import ArticleProgressed, ArticleReceived, ReplayOrdered
from libs.messages.ids import make_id
from libs.pipeline import Pipeline, Unit
from libs.telemetry import current_traceparent, parent_of
from services.ingest import tables
from services.ingest.tables import ArticleRow, ReplayedRow, ReplayRow, VersionRow

LOCK = "replays"
AT_ONCE = 100  # articles in one transaction
LOOK_AGAIN = 0.3  # seconds


@dataclass(frozen=True, slots=True)
class Asked:
    """Which articles are to be read again, by when they were received; why, and who says so."""

    since: datetime
    until: datetime
    alert: bool
    reason: str | None
    client_id: str
    by: str


def start_replay(unit: Unit, asked: Asked) -> ReplayRow:
    """Keep the replay and tell store of it; its articles are handed out later."""
    row = ReplayRow(
        run=make_id("run", asked.client_id, asked.since.isoformat(), asked.until.isoformat(), unit.now.isoformat()),
        revision=0,
        since=asked.since,
        until=asked.until,
        alert=asked.alert,
        reason=asked.reason,
        client_id=asked.client_id,
        made_by=asked.by,
        started_at=unit.now,
        traceparent=current_traceparent(),
        articles=tables.count_replayable(unit.session, asked.since, asked.until),
        sent=0,
        answered=0,
        failed=0,
        complete=False,
        behind_at=asked.since,
        behind_id="",
    )
    unit.session.add(row)
    _tell(unit, row)
    return row


def hand_out(unit: Unit, window: int) -> bool:
    """Have some articles of each replay read again, at most `window` under way; whether there may be more to do."""
    lock_for_transaction(unit.session, LOCK)
    more = [_hand_out(unit, row, window) for row in tables.unfinished_replays(unit.session, lock=True)]
    return any(more)


def on_replayed(unit: Unit, fact: ArticleProgressed) -> None:
    """An article of a replay was kept aside, or failed. Facts of replays say nothing of the article's own journey."""
    if not (fact.step == "recorded" or (fact.step == "failed" and fact.service in ("classify", "store"))):
        return
    row = tables.replay(unit.session, fact.run, lock=True)
    article = tables.replayed(unit.session, fact.run, fact.article_id)
    if row is None or article is None or (article.failed and fact.step == "failed"):
        return
    row.answered += not article.failed
    failed = row.failed + (fact.step == "failed") - article.failed
    if fact.step == "failed":
        article.failed = True
    else:
        unit.session.delete(article)
    if failed != row.failed:
        row.failed = failed
        _tell(unit, row)


def handing_out(pipeline: Pipeline, window: int) -> Callable[[], Awaitable[None]]:
    """A loop of the pipeline."""

    async def loop() -> None:
        while True:
            unfinished = await pipeline.database.read(tables.unfinished_replays)
            room = any(row.sent - row.answered < window for row in unfinished)
            more = room and await pipeline.transaction(lambda unit: hand_out(unit, window))
            await asyncio.sleep(0 if more else LOOK_AGAIN)

    return loop


def _hand_out(unit: Unit, row: ReplayRow, window: int) -> bool:
    room = min(AT_ONCE, window - (row.sent - row.answered))
    if room <= 0:
        return False
    found = tables.replayable(unit.session, row, room)
    links = tables.traceparents(unit.session, [version.message_id for _, version in found])
    with unit.tracer.start_as_current_span("replay articles", parent_of(row.traceparent)):
        for article, version in found:
            _send_again(unit, row.run, article, version, links.get(version.message_id))
        unit.session.add_all(ReplayedRow(run=row.run, article_id=one.id, failed=False) for one, _ in found)
        row.sent += len(found)
        if found:
            row.behind_at, row.behind_id = found[-1][1].received_at, found[-1][1].article_id
        if len(found) < room:
            # An article that was edited or withdrawn meanwhile is not read again for this replay.
            row.complete, row.articles = True, row.sent
            _tell(unit, row)
    return not row.complete


def _send_again(unit: Unit, run: str, article: ArticleRow, version: VersionRow, traceparent: str | None) -> None:
    """In the replay's trace, linked to the one in which the version came."""
    old = trace.get_current_span(parent_of(traceparent)).get_span_context()
    attributes = {"communique.trace_id": version.trace_id} if version.trace_id else {}
    with unit.tracer.start_as_current_span(
        "replay article", attributes=attributes, links=[Link(old)] if old.is_valid else []
    ):
        received = ArticleReceived(
            article_id=article.id,
            client_id=article.client_id,
            external_id=article.external_id,
            version=version.version,
            content_hash=version.content_hash,
            source=version.source,
            url=version.url,
            published_at=version.published_at,
            received_at=version.received_at,
            backfill=version.backfill,
            run=run,
            language=version.language,
            title=version.title,
            text=version.text,
            html=version.html,
        )
        unit.send(received, run=run)


def _tell(unit: Unit, row: ReplayRow) -> None:
    row.revision += 1
    unit.send(
        ReplayOrdered(
            run=row.run,
            revision=row.revision,
            since=row.since,
            until=row.until,
            alert=row.alert,
            reason=row.reason,
            client_id=row.client_id,
            by=row.made_by,
            started_at=row.started_at,
            articles=row.articles,
            complete=row.complete,
            failed=row.failed,
        )
    )
