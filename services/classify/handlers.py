"""Classify's use cases: read what was received and say what was read; hand replays on to store."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from libs.bus import Message
from libs.messages import (
    ArticleClassified,
    ArticleProgressed,
    ArticleReceived,
    ReplayAnnounced,
    ReplayOrdered,
)
from libs.messages.envelope import run_in
from libs.pipeline import PermanentError, Subscription, Unit
from services.classify import rules
from services.classify.pool import WorkerDied
from services.classify.reading.reader import READER_VERSION, SUPPORTED_LANGUAGES, UnreadableArticle

Read = Callable[[Mapping[str, object]], Awaitable[dict[str, Any]]]

MOST_DEATHS = 2


@dataclass(frozen=True, slots=True)
class Reader:
    """Prepares readings with the pool's `read`."""

    read: Read

    async def prepare(self, received: ArticleReceived | ReplayOrdered) -> ArticleClassified | ReplayAnnounced:
        """The reading. Raises `PermanentError` for what cannot be read: what killed a worker twice is buried unread."""
        if isinstance(received, ReplayOrdered):
            return ReplayAnnounced.model_validate(received.model_dump())
        if received.withdrawn:
            return rules.withdrawn(received, READER_VERSION)
        for death in range(1, MOST_DEATHS + 1):
            try:
                reading = await self.read(rules.article_of(received))
                return rules.classified(received, reading, SUPPORTED_LANGUAGES)
            except UnreadableArticle as error:
                raise PermanentError(str(error)) from error
            except WorkerDied as error:
                if death == MOST_DEATHS:
                    raise PermanentError(f"reading it ended a worker twice: {error}") from error
        raise AssertionError("unreachable")


def on_received(unit: Unit, told: ArticleClassified | ReplayAnnounced) -> None:
    if isinstance(told, ReplayAnnounced):
        unit.send(told)
    else:
        on_article_received(unit, told)


def on_article_received(unit: Unit, classified: ArticleClassified) -> None:
    """Tell store what was read, and ingest that it was."""
    unit.send(classified, run=classified.run)
    progressed = ArticleProgressed(
        article_id=classified.article_id,
        version=classified.version,
        step="classified",
        at=unit.now,
        run=classified.run,
        outcome=classified.outcome,
        language=classified.language,
        reader=classified.reader,
        figures=len(classified.figures),
        reports=rules.found(classified.reports),
    )
    unit.send(progressed, run=classified.run)


def on_dead(unit: Unit, message: Message, reason: str) -> None:
    """The journey of the article ends here, or its part in a replay."""
    article_id, _, version = message.headers.get("ce_subject", "").partition("/")
    is_replay = message.headers.get("ce_type") == ReplayOrdered.type
    if article_id == message.key and version.isdecimal() and not is_replay:
        run = run_in(message.body)
        failed = ArticleProgressed(
            article_id=article_id,
            version=int(version),
            step="failed",
            at=unit.now,
            run=run,
            service=unit.service,
            reason=reason,
        )
        unit.send(failed, run=run)


def subscriptions(reader: Reader, batch: int) -> list[Subscription]:
    return [Subscription((ArticleReceived, ReplayOrdered), on_received, reader.prepare, batch)]
