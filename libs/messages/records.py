"""What is said about records: the full record with what changed in it, and why."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from libs.messages.articles import SourceReport
from libs.messages.envelope import Data, register
from libs.messages.values import (
    Amount,
    Channel,
    Date,
    Evidence,
    Figure,
    Kind,
    Moment,
    Participant,
    Place,
    Status,
    Value,
)

Change = Literal["created", "updated", "merged", "split", "retracted"]
State = Literal["active", "merged", "retracted"]
Cause = Literal["article", "replay", "correction"]

MAX_SOURCES_IN_MESSAGE = 50


class Variant(Participant):
    """The same person as another article names them."""

    language: str | None = None


class RecordParticipant(Participant):
    """A participant in the chosen spelling, with the others kept."""

    language: str | None = None
    variants: tuple[Variant, ...] = ()


class RecordFigure(Figure):
    article_id: str


class Source(Value):
    """One article that reports the event; `copy_of` names the article that it repeats."""

    article_id: str
    version: int
    source: str | None = None
    url: str | None = None
    language: str | None = None
    published_at: str | None = None
    title: str | None = None
    copy_of: str | None = None
    reader: str
    report: SourceReport


class Headline(Value):
    text: str
    language: str | None = None
    article_id: str


class Plover(Value):
    event: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()


class Codes(Value):
    """Derived codes of CAMEO and PLOVER; lossy both ways."""

    cameo: str
    plover: Plover


class DifferingValue(Value):
    value: Any
    article_ids: tuple[str, ...]
    chosen: bool
    evidence: tuple[Evidence, ...] = ()


class Difference(Value):
    """Where sources differ: every value with who says it, and the rule that chose."""

    rule: str
    values: tuple[DifferingValue, ...]


class HistoryEntry(Value):
    version: int
    at: Moment
    change: Change
    cause: Cause
    status: Status
    changed: tuple[str, ...] = ()
    article_id: str | None = None
    trace_id: str | None = None


class RecordHead(Value):
    """Which record, in which of its versions."""

    id: str
    version: int
    state: State = "active"
    merged_into: str | None = None


class RecordLineage(RecordHead):
    previous_ids: tuple[str, ...] = ()


class RecordValues(Value):
    """The values of a record: the guide's fields, with the figures told beside them."""

    kind: Kind
    status: Status
    form: str | None = None
    channel: Channel | None = None
    date: Date | None = None
    place: Place | None = None
    parties: tuple[str, ...] = ()
    participants: tuple[Participant, ...] = ()
    sectors: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    amount: Amount | None = None
    count: int | None = None
    figures: tuple[RecordFigure, ...] = ()


class Record(RecordValues, RecordLineage):
    """The merged, versioned account of one event, as `GET /v1/events/{id}` gives it but for `url` and `page`."""

    participants: tuple[RecordParticipant, ...] = ()
    titles: dict[str, str] = {}
    headline: Headline | None = None
    confidence: float = 1.0
    field_confidence: dict[str, float] = {}
    codes: Codes | None = None
    evidence: dict[str, tuple[Evidence, ...]] = {}
    differences: dict[str, Difference] = {}
    sources: tuple[Source, ...] = ()
    independent_sources: int = 1
    history: tuple[HistoryEntry, ...] = ()
    created_at: Moment
    updated_at: Moment


class ArticleVersion(Value):
    article_id: str
    version: int


class Lineage(Value):
    """Where a record came from or went: ids of other records."""

    merged_into: str | None = None
    absorbed: tuple[str, ...] = ()
    split_from: str | None = None


class RecordChanged(Data):
    """One version of a record. `previous` holds the old value of each field in `changed` (JSON Pointers).

    `quiet` versions match subscriptions and tell nobody: backfill, and replays that do not say otherwise. `instance` is
    this platform's own id, which the ids in feeds and calendars are made from.
    """

    topic: ClassVar[str] = "events.recorded"

    record: Record
    change: Change
    changed: tuple[str, ...] = ()
    previous: dict[str, Any] = Field(default_factory=dict)
    cause: Cause = "article"
    caused_by: tuple[ArticleVersion, ...] = ()
    lineage: Lineage = Lineage()
    quiet: bool = False
    run: str = ""
    instance: str = ""

    def key(self) -> str:
        return self.record.id

    def subject(self) -> str:
        return f"{self.record.id}/{self.record.version}"


@register
class MeetingRecorded(RecordChanged):
    type: ClassVar[str] = "communique.meeting.recorded.v1"


@register
class AgreementRecorded(RecordChanged):
    type: ClassVar[str] = "communique.agreement.recorded.v1"
