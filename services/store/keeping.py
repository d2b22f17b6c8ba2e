"""Readings as they come: kept for good, or aside until the replay that they belong to is applied."""

from __future__ import annotations

from datetime import datetime

from libs.db import lock_for_transaction
from libs.messages.articles import ArticleClassified, Report
from libs.messages.replays import ReplayAnnounced
from libs.pipeline import Unit
from libs.telemetry import current_traceparent
from services.store import rules
from services.store.merging.blocking import emitted
from services.store.merging.sketches import body_of, sketch_of
from services.store.merging.told import Told, instant_of
from services.store.tables import ArticleRow, ReadingRow, readings, replays
from services.store.tables.replays import ReplayReadingRow, ReplayRow

LOCK = "merging"


def keep_reading(unit: Unit, reading: ArticleClassified) -> bool:
    """Keep the reading in place of any earlier one; whether it is of the article's current version."""
    instant = instant_of(reading.published_at, reading.received_at)
    readings.keep_reading(
        unit.session,
        ReadingRow(
            article_id=reading.article_id,
            version=reading.version,
            client_id=reading.client_id,
            external_id=reading.external_id,
            content_hash=reading.content_hash,
            source=reading.source,
            url=reading.url,
            published_at=reading.published_at,
            received_at=reading.received_at,
            instant=instant,
            backfill=reading.backfill,
            withdrawn=reading.withdrawn,
            run=reading.run,
            outcome=reading.outcome,
            language=reading.language,
            title=reading.title,
            reader=reading.reader,
            text=reading.text,
            boilerplate=[list(span) for span in reading.boilerplate],
            reports=[report.model_dump(mode="json") for report in reading.reports],
            figures=[figure.model_dump(mode="json") for figure in reading.figures],
            sketch=list(sketch_of(body_of(reading.text, reading.boilerplate))),
            handled_at=unit.now,
        ),
    )
    if not rules.counts(instant, reading.version, _current(unit, reading.article_id)):
        return False
    readings.keep_article(
        unit.session, ArticleRow(id=reading.article_id, current_version=reading.version, instant=instant)
    )
    return True


def keep_aside(unit: Unit, reading: ArticleClassified) -> bool:
    """Keep a replay's reading until the replay is applied; False where it was discarded.

    What comes late, by way of the dead letters, is compared or applied as the others were.
    """
    lock_for_transaction(unit.session, LOCK)  # taken before the row's, as by who works a replay off
    replay = replays.replay(unit.session, reading.run, lock=True)
    if replay is not None and replay.state == "discarded":
        return False
    instant = instant_of(reading.published_at, reading.received_at)
    main = [report for _, report in rules.main_reports(reading)]
    row = ReplayReadingRow(
        run=reading.run,
        article_id=reading.article_id,
        version=reading.version,
        kept_at=unit.now,
        instant=instant,
        reader=reading.reader,
        reports=[report.model_dump(mode="json") for report in main],
        data=reading.model_dump_json(),
        step="kept",
    )
    told = told_aside(row)
    replays.keep_reading(unit.session, row, frozenset().union(*(emitted(one) for one in told)))
    if replay is not None and replay.state in ("ready", "applied"):
        replay.state = "comparing" if replay.state == "ready" else "applying"
    return True


def on_replay_announced(unit: Unit, replay: ReplayAnnounced) -> None:
    """Keep the replay as it is now; its readings may have come before."""
    lock_for_transaction(unit.session, LOCK)
    row = replays.replay(unit.session, replay.run, lock=True)
    if row is not None and row.revision >= replay.revision:
        return
    if row is None:
        row = ReplayRow(
            run=replay.run,
            revision=0,
            since=replay.since,
            until=replay.until,
            alert=replay.alert,
            reason=replay.reason,
            client_id=replay.client_id,
            made_by=replay.by,
            started_at=replay.started_at,
            articles=0,
            complete=False,
            failed=0,
            state="reading",
            traceparent=current_traceparent(),
        )
        unit.session.add(row)
    row.revision = replay.revision
    row.articles, row.complete, row.failed = replay.articles, replay.complete, replay.failed
    unit.session.flush()


def is_overtaken(unit: Unit, row: ReplayReadingRow) -> bool:
    """Whether the article was edited, withdrawn or read again since the replay read it: what is newer holds."""
    if not rules.counts(row.instant, row.version, _current(unit, row.article_id)):
        return True
    known = readings.reading(unit.session, row.article_id, row.version)
    return known is not None and known.handled_at > row.kept_at and known.run != row.run


def is_known(unit: Unit, reading: ArticleClassified) -> bool:
    """Whether this version was read before, however; not where that had failed."""
    return readings.reading(unit.session, reading.article_id, reading.version) is not None


def told_aside(row: ReplayReadingRow) -> list[Told]:
    """What the reading reports, as far as it takes to find what it may belong to."""
    return [
        Told(
            report=Report.model_validate(one),
            article_id=row.article_id,
            version=row.version,
            instant=row.instant,
            reader=row.reader,
        )
        for one in row.reports
    ]


def _current(unit: Unit, article_id: str) -> tuple[datetime, int] | None:
    stored = readings.article(unit.session, article_id)
    return (stored.instant, stored.current_version) if stored else None
