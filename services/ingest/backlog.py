"""Nothing outruns reading: how much is accepted and not classified yet, and what to do about what never was."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from libs.pipeline import Pipeline
from libs.pipeline.tables import mark_unsent
from libs.service import Problem
from services.ingest import tables
from services.ingest.settings import Settings

log = logging.getLogger(__name__)

COUNT_EVERY = 0.5
PUBLISH_AGAIN_EVERY = 600.0
PUBLISH_AGAIN_ROWS = 1000


class Backlog:
    """Counts in the background and adds what this process accepts meanwhile."""

    def __init__(self, pipeline: Pipeline, settings: Settings) -> None:
        self._pipeline = pipeline
        self._settings = settings
        self._waiting = 0

    def admit(self, articles: int = 1) -> None:
        """Raises the problem `overloaded` when reading is too far behind."""
        if self._waiting >= self._settings.max_unclassified:
            retry = {"Retry-After": str(self._settings.overload_retry_seconds)}
            raise Problem("overloaded", "Too many articles wait to be read.", headers=retry)
        self._waiting += articles

    async def count(self) -> None:
        """A loop of the pipeline."""
        gauge = self._pipeline.telemetry.meter.create_gauge(
            "communique_unclassified", description="Versions not read yet"
        )
        while True:
            self._waiting = await self._pipeline.database.read(tables.count_unclassified)
            gauge.set(self._waiting)
            await asyncio.sleep(COUNT_EVERY)

    async def publish_again(self) -> None:
        """A loop of the pipeline: versions not classified for a day are published again under the same id."""
        while True:
            before = self._pipeline.clock() - timedelta(hours=self._settings.republish_after_hours)
            again = await self._pipeline.transaction(
                lambda unit: mark_unsent(
                    unit.session,
                    tables.unclassified_since(unit.session, before, PUBLISH_AGAIN_ROWS),  # noqa: B023
                )
            )
            if again:
                log.warning("published_again", extra={"versions": again})
            await asyncio.sleep(PUBLISH_AGAIN_EVERY)

    async def forget_answers(self) -> None:
        """A loop of the pipeline: answers to Idempotency-Keys are kept for a day."""
        while True:
            before = self._pipeline.clock() - timedelta(hours=self._settings.idempotency_hours)
            await self._pipeline.transaction(lambda unit: tables.forget_idempotency(unit.session, before))  # noqa: B023
            await asyncio.sleep(PUBLISH_AGAIN_EVERY)
