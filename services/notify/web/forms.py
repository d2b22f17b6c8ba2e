"""The form of a new subscription: what a browser sends, as the body that a program would post, and the other way round:
the filter that an address asks for, as the form shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from libs.pages import country_name, label
from services.notify.api.bodies import SubscriptionIn
from services.notify.rules.filters import QUERY_NAMES, from_query

LISTED = ("sectors", "kinds", "statuses", "forms")
WRITTEN = ("parties", "countries", "pairs", "words", "people")
CHOICES = ("all", "none")
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: as a body where it is whole, and as it stood in the fields, to be shown again."""

    given: SubscriptionIn | None
    values: dict[str, list[str]]
    faults: list[str]


@dataclass(frozen=True, slots=True)
class Condition:
    """A part of the filter that the form shows ready to be taken away: `sector_none` is `water`."""

    name: str
    value: str
    said: str


def read_form(form: FormData) -> Written:
    values = {name: [str(one) for one in form.getlist(name)] for name in form}
    try:
        return Written(SubscriptionIn.model_validate(_body(values)), values, [])
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        return Written(None, values, [_fault(one["loc"], one["msg"]) for one in found])


def asked_for(query: Iterable[tuple[str, str]], language: str) -> dict[str, list[str]]:
    """The fields of a form that asks for the filter in an address, under a name that says it."""
    values: dict[str, list[str]] = {}
    said = []
    for name, value in query:
        singular, _, choice = name.partition("_")
        if singular not in QUERY_NAMES or choice not in ("", *CHOICES) or not value.strip():
            continue
        field = QUERY_NAMES[singular]
        values.setdefault(name if choice else field, []).append(value.strip())
        if choice != "none":
            said.append(said_of(field, value.strip(), language))
    for field in WRITTEN:
        if field in values:
            values[field] = [", ".join(values[field])]
    return {**values, "name": [", ".join(dict.fromkeys(said))[:LONGEST_NAME]]}


def conditions(values: Mapping[str, Sequence[str]], language: str) -> list[Condition]:
    """What must all or must not be, which has no field of its own."""
    return [
        Condition(name, value, f"{label('choice', choice, language)} {said_of(QUERY_NAMES[singular], value, language)}")
        for name, listed in values.items()
        for singular, _, choice in (name.partition("_"),)
        if singular in QUERY_NAMES and choice in CHOICES
        for value in listed
    ]


def said_of(field: str, value: str, language: str) -> str:
    """A value of a filter in words."""
    if field in ("parties", "countries", "pairs"):
        return " – ".join(country_name(code, language) for code in value.split("-"))
    groups = {"sectors": "sector", "kinds": "kind", "statuses": "status", "forms": "form"}
    return label(groups[field], value, language) if field in groups else value


def _body(values: dict[str, list[str]]) -> dict[str, Any]:
    channel = (
        {"type": "webhook", "url": _one(values, "url")} if _one(values, "channel") == "webhook" else {"type": "none"}
    )
    exact = [(name, value) for name, listed in values.items() if name.endswith(CHOICES) for value in listed]
    filter_ = from_query(exact)
    for name in LISTED:
        if values.get(name):
            filter_.setdefault(name, {})["any"] = values[name]
    for name in WRITTEN:
        if parts := _parts(_one(values, name)):
            filter_.setdefault(name, {})["any"] = parts
    body: dict[str, Any] = {"name": _one(values, "name"), "channel": channel, "filter": filter_}
    return body | {name: _one(values, name) for name in ("updates", "language", "time_zone") if _one(values, name)}


def _one(values: dict[str, list[str]], name: str) -> str:
    return next(iter(values.get(name, [])), "").strip()


def _parts(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


def _fault(location: Sequence[int | str], message: str) -> str:
    names = [
        str(one) for one in location if isinstance(one, str) and one not in ("filter", "channel", "any", "webhook")
    ]
    return f"{names[0]}: {message}" if names else message
