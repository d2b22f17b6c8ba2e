"""Replays: what the present reader would change is found out, shown, and taken or left.

The readings of a replay are looked at in families: articles whose reports, old or new, hang together in any way. A
family changes nothing outside of itself, so that each is rehearsed and applied alone, in one transaction, and gives
each record one new version. What is done is kept in that transaction: a replay goes on where it stopped.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict

from opentelemetry import trace
from opentelemetry.trace import Link
from sqlalchemy.exc import SQLAlchemyError

from libs.db import lock_for_transaction
from libs.messages.articles import ArticleClassified
from libs.messages.records import ArticleVersion
from libs.pipeline import Pipeline, Unit
from libs.telemetry import current_traceparent, parent_of
from services.store import rules
from services.store.journeys import tell_journey
from services.store.keeping import LOCK, is_known, is_overtaken, keep_reading, told_aside
from services.store.merging.blocking import sought
from services.store.merging.comparing import agree
from services.store.merging.told import Told
from services.store.recording import Exchange
from services.store.rehearsing import Effect, in_parts, rehearsal_of, write_and_compare
from services.store.tables import replays
from services.store.tables.replays import ReplayChangeRow, ReplayReadingRow, ReplayRow
from services.store.writing import Origin

log = logging.getLogger(__name__)

AT_ONCE = 10  # articles looked at in one transaction, or the last family that was begun
MOST_TOGETHER = 500  # articles of one family; what is beyond follows alone
LOOK_AGAIN = 0.3  # seconds


class UnknownReplay(LookupError):
    """No replay with that id."""


class NotNow(Exception):
    """The replay is not in a state in which this can be done; the reason in one sentence."""


def begin_to_apply(unit: Unit, run: str, by: str) -> ReplayRow:
    """Have the replay applied; one that is applied already stays as it is. Raises `UnknownReplay`, `NotNow`."""
    row = _locked(unit, run)
    if row.state in ("applying", "applied"):
        return row
    if row.state == "discarded":
        raise NotNow("The replay was discarded.")
    if row.state == "reading" and not replays.is_read(unit.session, row):
        read = replays.count_readings(unit.session, run)
        raise NotNow(f"{read} of {row.articles} articles have been read; it can be applied when all are.")
    replays.begin_again(unit.session, run)
    _count_nothing(row)
    row.state, row.ended_by, row.apply_traceparent = "applying", by, current_traceparent()
    return row


def compare_again(unit: Unit, run: str) -> ReplayRow:
    """Have what would change found out again, against the records as they are now. Raises `UnknownReplay`, `NotNow`."""
    row = _locked(unit, run)
    if row.state == "ready":
        replays.begin_again(unit.session, run)
        _count_nothing(row)
        row.state = "comparing"
    elif row.state != "comparing":
        raise NotNow("Only a replay that is ready can be compared again.")
    return row


def discard(unit: Unit, run: str, by: str) -> ReplayRow:
    """Forget what the replay read; nothing has changed. Raises `UnknownReplay`, `NotNow`."""
    row = _locked(unit, run)
    if row.state in ("applying", "applied"):
        raise NotNow("The replay was applied. Records are changed back by corrections, or by another replay.")
    if row.state != "discarded":
        row.read = replays.count_readings(unit.session, run)
        row.state, row.ended_by, row.ended_at = "discarded", by, unit.now
        replays.forget_readings(unit.session, run)
        replays.forget_changes(unit.session, run)
        _count_nothing(row)
    return row


def advance(unit: Unit, run: str) -> bool:
    """Do some of what there is to do for the replay; whether anything was done."""
    row = _locked(unit, run)
    if row.state == "reading":
        if not replays.is_read(unit.session, row):
            return False
        row.state = "comparing"
        return True
    if row.state not in ("comparing", "applying"):
        return False
    until = row.looked_at + AT_ONCE
    while row.looked_at < until:
        first = replays.next_reading(unit.session, run)
        if first is None:
            _finish(unit, row)
            break
        _look_at(unit, row, first)
    return True


def working_off(pipeline: Pipeline) -> Callable[[], Awaitable[None]]:
    """A loop of the pipeline."""

    async def loop() -> None:
        while True:
            moved = False
            for run in await pipeline.database.read(replays.to_do):
                moved |= await pipeline.transaction(lambda unit: advance(unit, run))  # noqa: B023 - awaited here
            await asyncio.sleep(0 if moved else LOOK_AGAIN)

    return loop


def _locked(unit: Unit, run: str) -> ReplayRow:
    lock_for_transaction(unit.session, LOCK)
    row = replays.replay(unit.session, run, lock=True)
    if row is None:
        raise UnknownReplay(run)
    return row


def _finish(unit: Unit, row: ReplayRow) -> None:
    row.read = max(row.read, replays.count_readings(unit.session, row.run))
    if row.state == "comparing":
        row.state, row.compared_at = "ready", unit.now
    else:
        row.state, row.ended_at = "applied", unit.now
        replays.forget_readings(unit.session, row.run)


def _count_nothing(row: ReplayRow) -> None:
    row.looked_at = row.overtaken = row.left_out = row.created = row.changed = row.refreshed = row.gone = 0
    row.compared_at = None


def _look_at(unit: Unit, row: ReplayRow, first: ReplayReadingRow) -> None:
    """Rehearse or apply the family of a reading. One that cannot be is left as it is, and said in the log."""
    articles = [first.article_id]
    savepoint = unit.session.begin_nested()
    try:
        if row.state == "comparing":
            articles, overtaken, effects = _exchange(rehearsal_of(unit), row, first)
            savepoint.rollback()
        else:
            with _span(unit, row):
                articles, overtaken, effects = _exchange(unit, row, first)
            savepoint.commit()
    except SQLAlchemyError:
        raise
    except Exception:
        savepoint.rollback()
        overtaken, effects = 0, []
        row.left_out += 1
        log.exception("replay_left_out", extra={"run": row.run, "article_id": first.article_id})
    replays.mark_done(unit.session, row.run, articles)
    row.looked_at += len(articles)
    row.overtaken += overtaken
    _keep_effects(unit, row, effects)


def _exchange(unit: Unit, row: ReplayRow, first: ReplayReadingRow) -> tuple[list[str], int, list[Effect]]:
    """The articles of the family, how many of them were overtaken, and what became of their records."""
    exchange = Exchange(unit.session)
    mended: list[ArticleClassified] = []
    taken: dict[str, ArticleVersion | None] = {}
    waiting = [first]
    while waiting and len(taken) < MOST_TOGETHER:
        for one in waiting:
            taken[one.article_id] = None
            if is_overtaken(unit, one):
                continue
            reading = ArticleClassified.model_validate_json(one.data)
            taken[one.article_id] = ArticleVersion(article_id=one.article_id, version=one.version)
            if not is_known(unit, reading):
                mended.append(reading)
            keep_reading(unit, reading)
            exchange.put(reading, rules.main_reports(reading))
        waiting = _related(unit, row.run, exchange, taken.keys())
    causes = tuple(one for one in taken.values() if one is not None)
    effects = []
    if causes:
        origin = Origin("replay", causes, quiet=not row.alert, run=row.run)
        effects = write_and_compare(unit, origin, exchange.block())
    for reading in mended:
        tell_journey(unit, reading, {one.record_id: one.change for one in effects})
    return list(taken), len(taken) - len(causes), effects


def _related(unit: Unit, run: str, exchange: Exchange, taken: Collection[str]) -> list[ReplayReadingRow]:
    """Readings that wait and belong to the family: their article reports something in it, as it was or is read."""
    reached = exchange.reached()
    within = {told.article_id for told in reached}
    keys: frozenset[int] = frozenset().union(*(sought(told) for told in reached))
    under = replays.articles_under(unit.session, run, keys)
    rows = replays.waiting(unit.session, run, (within | under) - set(taken))
    return [row for row in rows if row.article_id in within or _agrees(row, reached)]


def _agrees(row: ReplayReadingRow, reached: Sequence[Told]) -> bool:
    return any(agree(told, other) is not None for told in told_aside(row) for other in reached)


def _keep_effects(unit: Unit, row: ReplayRow, effects: Sequence[Effect]) -> None:
    number = replays.next_number(unit.session, row.run)
    for at, effect in enumerate(effects):
        unit.session.add(ReplayChangeRow(run=row.run, number=number + at, **asdict(effect)))
    parts = in_parts(effects)
    row.created += parts["created"]
    row.changed += parts["changed"]
    row.refreshed += parts["refreshed"]
    row.gone += parts["gone"]
    unit.session.flush()


def _span(unit: Unit, row: ReplayRow) -> AbstractContextManager[trace.Span]:
    """In the trace of who applied it, linked to that of the replay."""
    read = trace.get_current_span(parent_of(row.traceparent)).get_span_context()
    links = [Link(read)] if read.is_valid else []
    return unit.tracer.start_as_current_span("apply replay", parent_of(row.apply_traceparent), links=links)
