"""Facets of a list, and the filter in words: what can be added to it, and what can be taken away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from babel import Locale

from libs.pages import label
from services.store.merging.wording import party_name
from services.store.web.asking import CHOICES, Asked
from services.store.web.words import words_in

SHOWN = ("kind", "status", "sector", "party", "place", "form", "language")
SINGLE = ("kind", "status", "form")
FIRST = 8
MOST = 40
DAYS = ("date_from", "date_to")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet, how many records have it, and the address that asks for those alone."""

    label: str
    records: int
    address: str


@dataclass(frozen=True, slots=True)
class Facet:
    """`first` are the values with the most records, `more` those that follow."""

    name: str
    heading: str
    first: tuple[Value, ...]
    more: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition of the filter in words, and the address without it."""

    label: str
    address: str


def facets_of(counts: Mapping[str, Mapping[str, int]], asked: Asked, path: str, language: str) -> list[Facet]:
    """Facets whose every value leads to as many records as it says."""
    found = []
    for name in SHOWN:
        chosen = {value for suffix in ("", "_all") for value in asked.values(f"{name}{suffix}")}
        many = bool(chosen) and name not in SINGLE
        ranked = sorted(counts.get(name, {}).items(), key=lambda pair: (-pair[1], pair[0]))
        values = [
            Value(
                value_label(name, value, language),
                number,
                asked.address(path, more=[(f"{name}_all" if many else name, value)]),
            )
            for value, number in ranked
            if value not in chosen
        ][:MOST]
        if values:
            heading = field_label(name, language)
            found.append(Facet(name, heading, tuple(values[:FIRST]), tuple(values[FIRST:])))
    return found


def chips_of(asked: Asked, path: str, language: str) -> list[Chip]:
    return [
        Chip(condition(name, value, language), asked.address(path, less=[(name, value)]))
        for name, value in asked.filters
    ]


def condition(name: str, value: str, language: str) -> str:
    """One condition of a filter in words: `Sector: water`."""
    words = words_in(language)
    field = next((name.removesuffix(one) for one in CHOICES if one and name.endswith(one)), name)
    said = value_label(field, value, language)
    if field in DAYS:
        return f"{words(field)} {said}"
    if name.endswith("_none"):
        said = f"{words('not')} {said}"
    return f"{field_label(field, language)}: {said}"


def field_label(name: str, language: str) -> str:
    own = {"q": "search", "sector": "sector", "party": "party", "person": "person"}
    if name in own:
        return words_in(language)(own[name])
    known = label("field", name, language)
    return words_in(language)(name) if known == name else known


def value_label(name: str, value: str, language: str) -> str:
    known: Callable[[str, str], str] | None = LABELS.get(name)
    return known(value, language) if known else label(name, value, language)


def _place(value: str, language: str) -> str:
    name, comma, country = value.rpartition(", ")
    return f"{name}, {party_name(country, language)}" if comma else value


def _pair(value: str, language: str) -> str:
    return " – ".join(party_name(code, language) for code in value.split("-"))


def _language(value: str, language: str) -> str:
    return str(Locale(language).languages.get(value, value))


LABELS: dict[str, Callable[[str, str], str]] = {
    "party": party_name,
    "country": party_name,
    "place": _place,
    "pair": _pair,
    "language": _language,
}
