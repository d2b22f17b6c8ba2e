"""What the stages of reading hand on: a text, its lines and sentences, and what is mentioned in it.

All offsets are code points in `Document.text`, end exclusive. Stages add, none changes what an earlier one found.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal


class LineKind(StrEnum):
    TITLE = "title"
    BODY = "body"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text; a body line may begin with a dateline, which `dateline_end` closes."""

    start: int
    end: int
    kind: LineKind
    dateline_end: int | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a title or body line; boilerplate has none."""

    index: int
    start: int
    end: int
    line: int  # index into Document.lines


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A cleaned text: NFC; title, blank line, main text. Made by clean and segment, read by everything after.

    Equal to itself alone, so that a stage remembers cheaply what it found in one.
    """

    text: str
    language: str
    title: str | None
    published_at: date | datetime | None
    lines: tuple[Line, ...]
    sentences: tuple[Sentence, ...]
    publisher: str | None = None  # the country that it is at home in

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that an offset stands in; none in a row that is no part of the article."""
        index = bisect_right(self.sentences, offset, key=lambda sentence: sentence.start) - 1
        return self.sentences[index] if index >= 0 and offset < self.sentences[index].end else None

    def slice(self, start: int, end: int) -> str:
        return self.text[start:end]


@dataclass(frozen=True, slots=True)
class Country:
    """A country named, as noun ("Turkey"), adjective ("Turkish", "Kazakh-Turkmen": two), inhabitant ("the Turks")."""

    start: int
    end: int
    code: str  # ISO 3166-1 alpha-2
    form: Literal["name", "adjective", "inhabitant"]


@dataclass(frozen=True, slots=True)
class Place:
    """A city or region. `located` says that words around it put something there ("in Astana", a dateline).

    `site`: what is put there is a thing ("a plant in Astana"), no happening.
    """

    start: int
    end: int
    name: str  # English
    country: str
    geonames_id: int | None
    lat: float | None
    lon: float | None
    kind: Literal["city", "region"]
    located: bool
    dateline: bool = False
    site: bool = False


@dataclass(frozen=True, slots=True)
class Organization:
    """An organisation. `code` where it counts as a party itself (EU, OTS, ADB); `country` where it counts for one."""

    start: int
    end: int
    name: str  # nominative, the article's language
    code: str | None = None
    country: str | None = None
    kind: Literal["international", "state", "company", "other"] = "other"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by name, by office, or both. `start` to `end` covers name and office where they stand together.

    `id` is the same for all mentions of one person in the article ("the minister" after his name); `name`, `role`,
    `organization` and `country` are what is known of the person from the whole article, in the guide's forms.
    """

    start: int
    end: int
    id: int
    name: str | None
    role: str | None
    organization: str | None
    country: str | None
    by_name: bool  # this mention has the name, not only the office


@dataclass(frozen=True, slots=True)
class When:
    """A date phrase resolved. `relative` was resolved against `published_at`; `dateline` stands in one.

    `said` is when something was reported, not when it was done ("the ministry said on Friday"); `attribute` goes with
    the noun before it ("the victory of 20 June").
    """

    start: int
    end: int
    first: date
    last: date | None
    precision: Literal["day", "month", "year"]
    relative: bool = False
    dateline: bool = False
    said: bool = False
    attribute: bool = False
    fixed: bool = False  # its side of the publication is told: "last Friday"
    bound: bool = False  # "since May", "until Friday": from when or until when something is so


@dataclass(frozen=True, slots=True)
class Money:
    start: int
    end: int
    value: float
    currency: str  # ISO 4217


@dataclass(frozen=True, slots=True)
class Count:
    """How many documents ("12 documents", "a package of five agreements")."""

    start: int
    end: int
    value: int


@dataclass(frozen=True, slots=True)
class Figure:
    """An economic figure of the guide, with its sentence as evidence."""

    start: int
    end: int
    metric: Literal["trade_turnover", "export", "import", "investment", "freight"]
    value: float | None
    unit: str | None
    change_pct: float | None
    period: str | None
    target: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Mentions:
    """Everything found by the annotators, each list in text order. Equal to itself alone, as a document is."""

    countries: tuple[Country, ...] = ()
    places: tuple[Place, ...] = ()
    organizations: tuple[Organization, ...] = ()
    people: tuple[Person, ...] = ()
    dates: tuple[When, ...] = ()
    money: tuple[Money, ...] = ()
    counts: tuple[Count, ...] = ()
    figures: tuple[Figure, ...] = ()
