"""Filters as they are written: AND between fields; within a field `any` of, `all` of and `none` of.

A bare list is `any`. In words and people a star at the end stands for any ending.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from services.notify.rules.codes import is_code
from services.notify.rules.folding import folded

MAX_VALUES = 100

FIELDS = ("sectors", "parties", "countries", "pairs", "kinds", "statuses", "forms", "words", "people")

QUERY_NAMES: dict[str, str] = {
    "sector": "sectors",
    "party": "parties",
    "country": "countries",
    "pair": "pairs",
    "kind": "kinds",
    "status": "statuses",
    "form": "forms",
    "word": "words",
    "person": "people",
}
"""A query names a field in the singular: `sector=a&sector=b` is any, `sector_all=` all, `sector_none=` none."""


def _code(field: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if field == "pairs":
            value = "-".join(sorted(value.split("-", 1)))
        if not is_code(field, value):
            raise PydanticCustomError("unknown_code", "This code is not known")
        return value

    return check


def _words(value: str) -> str:
    if not folded(value).replace("*", ""):
        raise PydanticCustomError("no_words", "There is no word in it")
    return value


def _bare_list_is_any(value: Any) -> Any:
    return {"any": value} if isinstance(value, (list, tuple)) else value


V = TypeVar("V")


class Choice(BaseModel, Generic[V]):
    """What one field must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    any: tuple[V, ...] = Field(default=(), max_length=MAX_VALUES)
    all: tuple[V, ...] = Field(default=(), max_length=MAX_VALUES)
    none: tuple[V, ...] = Field(default=(), max_length=MAX_VALUES)


_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
_Bare = BeforeValidator(_bare_list_is_any)

Sectors = Annotated[Choice[Annotated[_Text, AfterValidator(_code("sectors"))]], _Bare]
Parties = Annotated[Choice[Annotated[_Text, AfterValidator(_code("parties"))]], _Bare]
Countries = Annotated[Choice[Annotated[_Text, AfterValidator(_code("countries"))]], _Bare]
Pairs = Annotated[Choice[Annotated[_Text, AfterValidator(_code("pairs"))]], _Bare]
Kinds = Annotated[Choice[Annotated[_Text, AfterValidator(_code("kinds"))]], _Bare]
Statuses = Annotated[Choice[Annotated[_Text, AfterValidator(_code("statuses"))]], _Bare]
Forms = Annotated[Choice[Annotated[_Text, AfterValidator(_code("forms"))]], _Bare]
Words = Annotated[Choice[Annotated[_Text, AfterValidator(_words)]], _Bare]


class Filter(BaseModel):
    """What a subscription asks for. Without fields it takes everything.

    `parties` take part; `countries` is party, place or a participant's country; `pairs` (`KZ-UZ`) take part both.
    `words` stand in titles, headline, place, projects or organisations; `people` are names of participants.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    sectors: Sectors = Choice()
    parties: Parties = Choice()
    countries: Countries = Choice()
    pairs: Pairs = Choice()
    kinds: Kinds = Choice()
    statuses: Statuses = Choice()
    forms: Forms = Choice()
    words: Words = Choice()
    people: Words = Choice()

    def written(self) -> dict[str, dict[str, list[str]]]:
        """As it is stored and shown: only what was said."""
        shown = self.model_dump(mode="json")
        return {
            field: {name: values for name, values in choice.items() if values}
            for field, choice in shown.items()
            if any(choice.values())
        }


def from_query(query: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The filter that query parameters write, not yet checked; other parameters are passed over."""
    filter_: dict[str, dict[str, list[str]]] = {}
    for name, value in query:
        singular, _, choice = name.partition("_")
        if singular in QUERY_NAMES and choice in ("", "all", "none"):
            filter_.setdefault(QUERY_NAMES[singular], {}).setdefault(choice or "any", []).append(value)
    return filter_


def choices(filter_: Filter) -> Mapping[str, Choice[str]]:
    """The fields that ask for something."""
    found = {field: getattr(filter_, field) for field in FIELDS}
    return {field: choice for field, choice in found.items() if choice != Choice()}
