"""A reading as the service gives it: by the rules, with a backend's proposals where one is set.

What goes wrong beside the rules is said in the log, counted, and never stops a reading.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, Protocol

from opentelemetry.metrics import Meter

from services.classify.pool import WorkerDied
from services.classify.reading.reader import SUPPORTED_LANGUAGES, Reading
from services.classify.reading.relevance import ENOUGH

if TYPE_CHECKING:
    from services.classify.backends.base import Backend
    from services.classify.reading.proposals.candidate import Proposal

log = logging.getLogger(__name__)

UNSURE = 0.75
"""A main event read with less confidence sends the article to the backend; one gold article in eight has one."""

Mode = Literal["rules", "hybrid", "llm"]


class ReadClosely(Protocol):
    async def __call__(self, article: Mapping[str, object], proposal: Proposal | None = None, /) -> Reading: ...


class Readings:
    """Reads articles. `rules` asks nobody; `llm` asks of every article; `hybrid` where the rules may fall short."""

    def __init__(
        self, read: ReadClosely, meter: Meter, *, mode: Mode = "rules", backend: Backend | None = None
    ) -> None:
        self._read = read
        self._mode = mode
        self._backend = backend
        self._without = meter.create_counter(
            "communique_readings_without_adapter", description="Readings by grammar where an adapter is missing"
        )
        self._asked = meter.create_counter(
            "communique_backend_requests", description="Questions to the reading backend and what became of them"
        )
        self._said: set[str] = set()

    async def read(self, article: Mapping[str, object]) -> dict[str, Any]:
        """The reading of an article. Raises what reading by the rules raises, nothing of a backend's."""
        reading = await self._read(article)
        self._count_missing(reading)
        if self._backend is None or not is_asked_for(reading, self._mode):
            return reading.result
        proposal = await self._proposal(self._backend, reading, article)
        if proposal is None:
            return reading.result
        try:
            return (await self._read(article, proposal)).result
        except WorkerDied as error:
            self._fell_back("unread", error)
            return reading.result

    async def close(self) -> None:
        if self._backend is not None:
            await self._backend.close()

    async def _proposal(self, backend: Backend, reading: Reading, article: Mapping[str, object]) -> Proposal | None:
        from services.classify.backends.base import BackendFailed
        from services.classify.reading.proposals.candidate import Proposal

        published_at = article.get("published_at")
        try:
            answer = await backend.propose(reading.result["body"], str(published_at) if published_at else None)
        except BackendFailed as error:
            self._fell_back(error.outcome, error)
            return None
        self._asked.add(1, {"backend": backend.name, "outcome": "cached" if answer.cached else "answered"})
        return Proposal(backend.name, answer.candidates, leads=self._mode == "llm")

    def _fell_back(self, outcome: str, error: Exception) -> None:
        name = self._backend.name if self._backend else ""
        self._asked.add(1, {"backend": name, "outcome": outcome})
        log.warning("read by the rules alone, the backend did not help (%s): %s", outcome, error)

    def _count_missing(self, reading: Reading) -> None:
        """One count a reading; one warning an adapter, however many workers lack it."""
        for one in reading.missing:
            self._without.add(1, {"adapter": one.adapter})
            if one.adapter not in self._said:
                self._said.add(one.adapter)
                log.warning("%s is missing, its part is read by grammar alone: %s", one.adapter, one.reason)


def is_asked_for(reading: Reading, mode: Mode) -> bool:
    """Whether the mode sends this article to the backend."""
    if mode == "rules" or reading.result["language"] not in SUPPORTED_LANGUAGES:
        return False
    if mode == "llm":
        return True
    main = [event["confidence"] for event in reading.result["events"] if event["prominence"] == "main"]
    return reading.relevance >= ENOUGH and (not main or min(main) < UNSURE)
