"""What store does about messages: readings become records, and what changed is told."""

from __future__ import annotations

import logging

from libs.bus import Message
from libs.db import lock_for_transaction
from libs.messages.articles import ArticleClassified, ArticleProgressed, RecordTouched
from libs.messages.envelope import Envelope, InvalidMessage
from libs.pipeline import Subscription, Unit
from services.store import rules
from services.store.merging.sketches import body_of, sketch_of
from services.store.merging.told import instant_of
from services.store.recording import exchange_reports
from services.store.tables import ArticleRow, ReadingRow, readings
from services.store.writing import origin_of, write_block

log = logging.getLogger(__name__)

LOCK = "merging"


def on_article_classified(unit: Unit, reading: ArticleClassified) -> None:
    """Keep the reading; if its version counts, exchange the article's reports and tell which records changed.

    Answers `recorded` once, also where nothing was found or an older version was read.
    """
    lock_for_transaction(unit.session, LOCK)
    touched: list[RecordTouched] = []
    if _keep(unit, reading):
        block = exchange_reports(unit, reading, rules.main_reports(reading))
        touched = write_block(unit, origin_of(reading), block)
    unit.send(
        ArticleProgressed(
            article_id=reading.article_id,
            version=reading.version,
            step="recorded",
            at=unit.now,
            run=reading.run,
            records=tuple(touched),
        ),
        run=reading.run,
    )


def on_dead(unit: Unit, message: Message, reason: str) -> None:
    """Tell the journey that an article version was given up; a body that cannot be read tells nothing more."""
    try:
        data = Envelope.of(message).data
    except InvalidMessage:
        named = _named(message)
    else:
        named = (data.article_id, data.version, data.run) if isinstance(data, ArticleClassified) else None
    if named is None:
        log.warning("dead_message_of_no_article", extra={"message_id": message.id, "topic": message.topic})
        return
    article_id, version, run = named
    unit.send(
        ArticleProgressed(
            article_id=article_id,
            version=version,
            step="failed",
            at=unit.now,
            run=run,
            service=unit.service,
            reason=reason,
        ),
        run=run,
    )


def _keep(unit: Unit, reading: ArticleClassified) -> bool:
    """Keep the reading; whether it is of the article's current version."""
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
    stored = readings.article(unit.session, reading.article_id)
    current = (stored.instant, stored.current_version) if stored else None
    if not rules.counts(instant, reading.version, current):
        return False
    readings.keep_article(
        unit.session, ArticleRow(id=reading.article_id, current_version=reading.version, instant=instant)
    )
    return True


def _named(message: Message) -> tuple[str, int, str] | None:
    """Article and version as the envelope names them, where the body says nothing."""
    article_id, _, version = message.headers.get("ce_subject", "").partition("/")
    if article_id == message.key and version.isdigit():
        return article_id, int(version), ""
    return None


SUBSCRIPTIONS = [
    Subscription(messages=(ArticleClassified,), handle=on_article_classified, batch=50),
]
