"""What a backend is to the service.

BackendFailed
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from services.classify.reading.proposals.candidate import Candidate


class BackendFailed(Exception):
    """No answer to work with. `outcome` is what the metric calls it: timeout, failed, invalid or resting."""

    def __init__(self, outcome: str, reason: str) -> None:
        super().__init__(reason)
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class Answer:
    """What was proposed. `cached`: remembered from the same text, nobody was asked."""

    candidates: tuple[Candidate, ...]
    cached: bool = False


class Backend(Protocol):
    """Proposes the events of a text. Unbelieved: the reader checks each value against the text."""

    name: str

    async def propose(self, text: str, published_at: str | None) -> Answer:
        """Raises `BackendFailed`, and nothing else, within the backend's own time."""

    async def close(self) -> None: ...
