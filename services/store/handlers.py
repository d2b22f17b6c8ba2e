"""What store does about messages: readings become records, or wait for their replay, and what changed is told."""

from __future__ import annotations

import logging

from libs.bus import Message
from libs.db import lock_for_transaction
from libs.messages.articles import ArticleClassified, ArticleProgressed, RecordTouched
from libs.messages.envelope import Envelope, InvalidMessage, run_in
from libs.messages.replays import ReplayAnnounced
from libs.pipeline import Subscription, Unit
from services.store import rules
from services.store.keeping import LOCK, keep_aside, keep_reading, on_replay_announced
from services.store.recording import exchange_reports
from services.store.writing import origin_of, write_block

log = logging.getLogger(__name__)


def on_classified(unit: Unit, told: ArticleClassified | ReplayAnnounced) -> None:
    if isinstance(told, ReplayAnnounced):
        on_replay_announced(unit, told)
    elif told.run:
        on_article_read_again(unit, told)
    else:
        on_article_classified(unit, told)


def on_article_classified(unit: Unit, reading: ArticleClassified) -> None:
    """Keep the reading; if its version counts, exchange the article's reports and tell which records changed.

    Answers `recorded` once, also where nothing was found or an older version was read.
    """
    lock_for_transaction(unit.session, LOCK)
    touched: list[RecordTouched] = []
    if keep_reading(unit, reading):
        block = exchange_reports(unit, reading, rules.main_reports(reading))
        touched = write_block(unit, origin_of(reading), block)
    _answer(unit, reading, touched)


def on_article_read_again(unit: Unit, reading: ArticleClassified) -> None:
    """Keep a replay's reading aside. One of a discarded replay is not answered, so that no more of it is read."""
    if keep_aside(unit, reading):
        _answer(unit, reading, [])


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


def _answer(unit: Unit, reading: ArticleClassified, touched: list[RecordTouched]) -> None:
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


def _named(message: Message) -> tuple[str, int, str] | None:
    """Article and version as the envelope names them, where the body says nothing."""
    article_id, _, version = message.headers.get("ce_subject", "").partition("/")
    is_replay = message.headers.get("ce_type") == ReplayAnnounced.type
    if article_id == message.key and version.isdigit() and not is_replay:
        return article_id, int(version), run_in(message.body)
    return None


SUBSCRIPTIONS = [
    Subscription(messages=(ArticleClassified, ReplayAnnounced), handle=on_classified, batch=50),
]
