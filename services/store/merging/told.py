"""A report with what merging needs to know of the article that tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from libs.messages.articles import FigureTold, Report
from libs.messages.values import Date, Participant
from services.store.merging.offices import Offices, offices_of

FINISHED = frozenset({"held", "signed", "in_force"})
LONGEST = 62  # days; a longer date says no more than none


@dataclass(frozen=True)
class Span:
    """The days that a date may mean, both ends included."""

    first: date
    last: date

    def gap(self, other: Span) -> int:
        """Days between the two, 0 where they share one."""
        return max(0, (other.first - self.last).days, (self.first - other.last).days)


@dataclass(frozen=True, slots=True)
class Known:
    """A participant with what people are known again by; the name is empty where there is none."""

    person: Participant
    name: str
    country: str | None
    offices: Offices


@dataclass(frozen=True, eq=False)
class Told:
    """One report as one article version tells it. `instant` is when it was published, for order and windows.

    `sketch` stands for the words of the article's body, as `sketches` makes it; `figures` are the article's where this
    report carries them.
    """

    report: Report
    article_id: str
    version: int
    instant: datetime
    reader: str
    source: str | None = None
    url: str | None = None
    language: str | None = None
    published_at: str | None = None
    title: str | None = None
    sketch: frozenset[int] = frozenset()
    figures: tuple[FigureTold, ...] = ()

    @property
    def id(self) -> str:
        return self.report.id

    @cached_property
    def order(self) -> tuple[datetime, str, str]:
        """The canonical order: publication, then article, then report."""
        return self.instant, self.article_id, self.report.id

    @cached_property
    def published(self) -> date:
        return self.instant.date()

    @cached_property
    def wide(self) -> Span | None:
        """When it takes place, be it told as a year."""
        return span_of(self.report.date) if self.report.date is not None else None

    @cached_property
    def span(self) -> Span | None:
        """When it takes place; None where the text does not tell better than a season."""
        span = self.wide
        return span if span is not None and (span.last - span.first).days <= LONGEST else None

    @cached_property
    def runs(self) -> frozenset[int]:
        """What stands for the article's wording."""
        return frozenset(one for one in self.sketch if one >= 0)

    @cached_property
    def marks(self) -> frozenset[int]:
        """What stands for the names and numbers in the article."""
        return frozenset(one for one in self.sketch if one < 0)

    @cached_property
    def people(self) -> tuple[Known, ...]:
        """Who takes part, as far as is known of which country."""
        return tuple(
            Known(person, person.name or "", person.country, offices_of(person)) for person in self.report.participants
        )

    @property
    def finished(self) -> bool:
        return self.report.status in FINISHED

    @property
    def to_the_day(self) -> bool:
        return self.report.date is not None and self.report.date.precision == "day"


def span_of(told: Date) -> Span | None:
    """The days a told date covers; None where it is no date at all."""
    try:
        first = date.fromisoformat(told.start)
        last = date.fromisoformat(told.end) if told.end else first
    except ValueError:
        return None
    if last < first:
        last = first
    if told.precision == "month":
        last = _end_of_month(last)
    elif told.precision == "year":
        last = date(last.year, 12, 31)
    return Span(first, last)


def instant_of(published_at: str | None, received_at: datetime) -> datetime:
    """When a version was published, in UTC: a date counts from its start, and without either the receipt stands in."""
    if published_at:
        try:
            moment = datetime.fromisoformat(published_at)
        except ValueError:
            return received_at
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return received_at


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
