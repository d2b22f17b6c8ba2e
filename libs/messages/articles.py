"""What is said about articles: received, classified, and how far each has come."""

from __future__ import annotations

from typing import ClassVar, Literal

from libs.messages.envelope import Data, register
from libs.messages.values import (
    Amount,
    Channel,
    Date,
    Figure,
    Kind,
    Moment,
    Participant,
    Place,
    Prominence,
    Quote,
    Status,
    Value,
)


class ArticleMetadata(Data):
    """What stays with an article version all the way. `version` counts a client's versions of the article from 1.

    `published_at` is kept as sent (a date or a date-time); `run` is empty, or the id of the replay that caused it;
    `backfill` makes records and no alerts; `withdrawn` marks the version by which the feed takes the story back.
    """

    article_id: str
    client_id: str
    external_id: str | None = None
    version: int
    content_hash: str
    source: str | None = None
    url: str | None = None
    published_at: str | None = None
    received_at: Moment
    backfill: bool = False
    withdrawn: bool = False
    run: str = ""

    def key(self) -> str:
        return self.article_id

    def subject(self) -> str:
        return f"{self.article_id}/{self.version}"


@register
class ArticleReceived(ArticleMetadata):
    """One version of an article as posted, unparsed. Exactly one of text and html is set, none when withdrawn."""

    type: ClassVar[str] = "communique.article.received.v1"
    topic: ClassVar[str] = "articles.received"

    language: str | None = None
    title: str | None = None
    text: str | None = None
    html: str | None = None


class SourceReport(Value):
    """A report as a source of a record: the guide's fields alone."""

    id: str
    prominence: Prominence = "main"
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


class Report(SourceReport):
    """What one article says of one meeting or agreement.

    `evidence` and `field_confidence` are keyed by JSON Pointer into the report; `postpones` names the report of the
    same article whose meeting this one is put off to.
    """

    confidence: float = 1.0
    field_confidence: dict[str, float] = {}
    evidence: dict[str, tuple[Quote, ...]] = {}
    postpones: str | None = None


class FigureTold(Figure):
    """A figure with the words that tell it."""

    evidence: tuple[Quote, ...] = ()


@register
class ArticleClassified(ArticleMetadata):
    """A reading: the text of one version, where boilerplate stands in it, and the reports and figures found in it.

    `outcome` is `read`, or why there was nothing to read. `language` is the one found, ISO 639-1.
    """

    type: ClassVar[str] = "communique.article.classified.v1"
    topic: ClassVar[str] = "articles.classified"

    outcome: Literal["read", "unsupported_language", "withdrawn"] = "read"
    language: str | None = None
    title: str | None = None
    reader: str
    text: str = ""
    boilerplate: tuple[tuple[int, int], ...] = ()
    reports: tuple[Report, ...] = ()
    figures: tuple[FigureTold, ...] = ()


class ReportFound(Value):
    """A report as the journey shows it."""

    id: str
    prominence: Prominence
    kind: Kind
    status: Status


class RecordTouched(Value):
    """A record that an article version had to do with; `report_id` is null where its last report left the record."""

    id: str
    version: int
    change: Literal["created", "updated", "merged", "split", "retracted", "unchanged"]
    report_id: str | None = None


@register
class ArticleProgressed(Data):
    """One fact for the journey of one article version.

    classified: `outcome`, `language`, `reader`, `figures`, `reports`. recorded: `records`. alerted: `record_id`,
    `record_version`, `matched`. delivered: one delivery's end, `delivery_id`, `delivered` or not. failed: `service`,
    `reason`.
    """

    type: ClassVar[str] = "communique.article.progressed.v1"
    topic: ClassVar[str] = "articles.progressed"

    article_id: str
    version: int
    step: Literal["classified", "recorded", "alerted", "delivered", "failed"]
    at: Moment
    run: str = ""
    outcome: Literal["read", "unsupported_language", "withdrawn"] | None = None
    language: str | None = None
    reader: str | None = None
    figures: int | None = None
    reports: tuple[ReportFound, ...] = ()
    records: tuple[RecordTouched, ...] = ()
    record_id: str | None = None
    record_version: int | None = None
    matched: int | None = None
    delivery_id: str | None = None
    delivered: bool | None = None
    service: str | None = None
    reason: str | None = None

    def key(self) -> str:
        return self.article_id

    def subject(self) -> str:
        parts = (
            self.article_id,
            self.version,
            self.step,
            self.record_id,
            self.record_version,
            self.delivery_id,
            self.service,
        )
        return "/".join("" if part is None else str(part) for part in parts).rstrip("/")
