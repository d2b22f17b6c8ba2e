"""What is said about replays: which stored articles are read again. Ingest says it, classify hands it on to store."""

from __future__ import annotations

from typing import ClassVar

from libs.messages.envelope import Data, register
from libs.messages.values import Moment


class Replay(Data):
    """A replay as it is now; of two that are told the one with the higher `revision` holds.

    Articles received from `since` to before `until` are read again. `articles` is how many, which is certain once
    `complete` says that all were handed out; `failed` could not be read or kept. With `alert` whoever subscribed is
    alerted of what the replay changes.
    """

    run: str
    revision: int
    since: Moment
    until: Moment
    alert: bool = False
    reason: str | None = None
    client_id: str
    by: str
    started_at: Moment
    articles: int
    complete: bool = False
    failed: int = 0

    def key(self) -> str:
        return self.run

    def subject(self) -> str:
        return f"{self.run}/{self.revision}"


@register
class ReplayOrdered(Replay):
    """A replay as ingest has it; versions of articles that carry its id in `run` follow."""

    type: ClassVar[str] = "communique.replay.ordered.v1"
    topic: ClassVar[str] = "articles.received"


@register
class ReplayAnnounced(Replay):
    """The same, handed on to store, which keeps the readings of the replay aside until they are applied."""

    type: ClassVar[str] = "communique.replay.announced.v1"
    topic: ClassVar[str] = "articles.classified"
