"""Filters as a query writes them: `sector=a&sector=b` is any, `sector_all=` all, `sector_none=` none."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from libs.messages.records import State
from libs.messages.values import FORMS, SECTORS, Kind, Status
from libs.service.paging import DEFAULT_LIMIT, MAX_LIMIT
from services.store.selection import ACTIVE, Choice, Selection

MAX_VALUES = 50
FACETS = ("form", "sector", "party", "country", "place", "language")
ALL_FORMS = tuple(form for forms in FORMS.values() for form in forms)


def _one_of(known: tuple[str, ...]) -> AfterValidator:
    def check(value: str) -> str:
        if value not in known:
            raise PydanticCustomError("unknown_code", "This code is not known")
        return value

    return AfterValidator(check)


def _like(pattern: str, says: Literal["party", "country", "pair", "language"]) -> AfterValidator:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise PydanticCustomError(f"no_{says}", "This is not written as it should be")
        return value

    return AfterValidator(check)


def _upper_country(value: str) -> str:
    """Two letters are a country however they are written; acronyms of organisations keep their letters."""
    return value.upper() if len(value) == 2 else value


def _sorted_pair(value: str) -> str:
    return "-".join(sorted(_upper_country(one) for one in value.split("-")))


def _plain(value: str) -> str:
    if "\0" in value:
        raise PydanticCustomError("no_text", "The character U+0000 is not allowed")
    return value


def _a_day(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise PydanticCustomError("no_date", "Dates are written like 2026-11-20")
    return value


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise PydanticCustomError("no_time", "The time is out of range") from None


Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]
Sector = Annotated[str, _one_of(SECTORS)]
Form = Annotated[str, _one_of(ALL_FORMS)]
Party = Annotated[str, AfterValidator(_upper_country), _like(r"[A-Z][A-Za-z0-9+]{1,15}", "party")]
Country = Annotated[str, AfterValidator(_upper_country), _like(r"[A-Z][A-Za-z0-9+]{1,15}", "country")]
Pair = Annotated[str, AfterValidator(_sorted_pair), _like(r"[A-Z][A-Za-z0-9+]{1,15}-[A-Z][A-Za-z0-9+]{1,15}", "pair")]
Language = Annotated[str, _like(r"[a-z]{2,3}", "language")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), AfterValidator(_plain)]
Day = Annotated[date, BeforeValidator(_a_day)]


def _listed(value: object) -> object:
    values = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(one.strip() for some in values for one in str(some).split(",")))


FacetName = Literal["kind", "status", "form", "sector", "party", "country", "place", "language", "month"]
Facets = Annotated[list[FacetName], BeforeValidator(_listed)]


def _many(description: str | None = None) -> Any:
    return Field(default=[], max_length=MAX_VALUES, description=description)


class RecordFilter(BaseModel):
    """Which records. AND between fields; a parameter given twice means any of its values."""

    model_config = ConfigDict(extra="forbid")

    kind: list[Kind] = _many()
    kind_none: list[Kind] = _many()
    status: list[Status] = _many()
    status_none: list[Status] = _many()
    form: list[Form] = _many()
    form_none: list[Form] = _many()
    sector: list[Sector] = _many()
    sector_all: list[Sector] = _many()
    sector_none: list[Sector] = _many()
    party: list[Party] = _many("Takes part.")
    party_all: list[Party] = _many()
    party_none: list[Party] = _many()
    country: list[Country] = _many("Party, place or a participant's country.")
    country_all: list[Country] = _many()
    country_none: list[Country] = _many()
    place: list[Text] = _many("Where it takes place, by its English name: `Astana, KZ`.")
    place_all: list[Text] = _many()
    place_none: list[Text] = _many()
    pair: list[Pair] = _many("Both take part: `KZ-UZ`.")
    pair_all: list[Pair] = _many()
    pair_none: list[Pair] = _many()
    person: list[Text] = _many("A participant, in any alphabet.")
    person_all: list[Text] = _many()
    person_none: list[Text] = _many()
    language: list[Language] = _many("Of a source.")
    language_all: list[Language] = _many()
    language_none: list[Language] = _many()
    state: list[State] = Field(default=[], description="`active` where nothing is said.")
    date_from: Day | None = Field(default=None, description="Takes place on this day or later.")
    date_to: Day | None = Field(default=None, description="Takes place on this day or earlier.")
    updated_since: Instant | None = Field(default=None, description="Changed at this time or later.")
    q: Text | None = Field(
        default=None,
        description="Words that stand in it, all of them, in any language and alphabet. "
        "Three letters or more may be the beginning of a word.",
    )

    def selection(self, *, kind: Kind | None = None, states: tuple[str, ...] = ACTIVE) -> Selection:
        """The filter as plain values. `states` holds where the query names none."""
        kinds = Choice(tuple(self.kind), (kind,) if kind else (), tuple(self.kind_none))
        return Selection(
            kinds=kinds,
            statuses=self._choice("status"),
            states=tuple(self.state) or states,
            facets={name: self._choice(name) for name in FACETS},
            pairs=self._choice("pair"),
            people=self._choice("person"),
            date_from=self.date_from,
            date_to=self.date_to,
            updated_since=self.updated_since,
            q=self.q or "",
        )

    def _choice(self, name: str) -> Choice:
        def values(suffix: str) -> tuple[str, ...]:
            return tuple(getattr(self, f"{name}{suffix}", ()))

        return Choice(values(""), values("_all"), values("_none"))


class ListQuery(RecordFilter):
    """A filter, in which order, and which page of it."""

    sort: Literal["created", "updated", "date"] = Field(
        default="created", description="By when a record was made, last changed, or takes place."
    )
    order: Literal["newest", "oldest"] = Field(default="newest", description="Records without a date count as oldest.")
    as_of: Instant | None = Field(
        default=None, description="Records as they stood at this time; a page may then hold less than `limit`."
    )
    facets: Facets = Field(
        default=[],
        description="Names with commas between them: how many records have each value. "
        "Of many that more than one condition finds the newest are counted, 1,000 at most, and `complete` is false.",
    )
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="How many items a page has.")
    cursor: str | None = Field(default=None, max_length=1000, description="`next` of the page before.")
