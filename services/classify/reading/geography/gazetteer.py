"""Cities and regions by name, from the reference data."""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from services.classify.reading.geography.words import fold

KEPT = 2  # first letters of a word that are the same in every case
LAST_LATIN = "\u024f"
DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True)
class Spot:
    """A city or region on the map."""

    name: str  # English
    country: str
    geonames_id: int | None
    lat: float
    lon: float
    kind: Literal["city", "region"]
    capital: bool
    thousands: int  # of people
    own_name: bool  # found by its main name or one that was listed by hand, not by another spelling

    @property
    def weight(self) -> float:
        """How likely the name means this one, nothing else known."""
        return math.log10(self.thousands + 1) + (2.0 if self.capital else 0.0) + (0.7 if self.own_name else 0.0)


class Gazetteer:
    """Look up by folded name. Rows are parsed only when a name hits them.

    `by_hand` are names, each with a row, that are as sure as the main one.
    """

    def __init__(self, rows: list[str], names: dict[str, tuple[int, ...]], by_hand: Set[tuple[str, int]]) -> None:
        self._rows = rows
        self._names = names
        self._by_hand = by_hand
        self.longer: dict[str, list[tuple[str, ...]]] = {}  # names of several words by their first
        for name in names:
            if " " in name:
                words = tuple(name.split(" "))
                self.longer.setdefault(words[0], []).append(words[1:])
        self.capitals: dict[str, Spot] = {}
        for row in rows:
            if "\t1\t" in row:
                spot = _parse(row, True)
                if spot.capital:
                    self.capitals[spot.country] = spot

    def cities(self, name: str) -> Iterator[Spot]:
        for index in self._names.get(name, ()):
            row = self._rows[index]
            yield _parse(row, fold(row.split("\t", 2)[1]) == name or (name, index) in self._by_hand)

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def begins_with_any(self, words: Sequence[str]) -> bool:
        """Whether one of some words is a name or the first word of one."""
        return not (self._names.keys().isdisjoint(words) and self.longer.keys().isdisjoint(words))


@lru_cache(maxsize=2)
def gazetteer(cyrillic: bool) -> Gazetteer:
    """The names in one script; loaded once a process."""
    rows = city_rows()
    listed = len(rows)
    rows += [
        "\t".join(("", name, country, lat, lon, "10", "", latin, russian))
        for name, country, lat, lon, latin, russian in table("extra_places.tsv")
    ]
    names: dict[str, tuple[int, ...]] = {}
    by_hand: set[tuple[str, int]] = set()
    exonyms: dict[tuple[str, str], list[str]] = {}
    for form, name, country in table("exonyms.tsv"):
        if (form > LAST_LATIN) == cyrillic:
            exonyms.setdefault((name, country), []).append(form)
    for index, row in enumerate(rows):
        fields = row.split("\t")
        spellings = set((fields[8] if cyrillic else fields[7]).split("|"))
        others = exonyms.get((fields[1], fields[2]), ())
        spellings.update(others)
        by_hand.update((name, index) for name in (spellings if index >= listed else others))
        if not cyrillic:
            spellings.add(fold(fields[1]))
        spellings.discard("")
        for spelling in spellings:
            names[spelling] = (*names[spelling], index) if spelling in names else (index,)
    return Gazetteer(rows, names, by_hand)


@lru_cache(maxsize=1)
def first_names() -> frozenset[str]:
    """First names of many countries, folded."""
    text = gzip.decompress((DATA / "first_names.txt.gz").read_bytes()).decode()
    return frozenset(fold(line.split("\t")[0]) for line in text.split("\n") if line and not line.startswith("#"))


@dataclass(frozen=True, slots=True)
class Regions:
    alone: dict[str, Spot]  # names that need no word beside them
    headed: dict[str, list[Spot]]  # by name (Cyrillic: adjective stem)
    first_words: set[str]  # of names of several words
    beginnings: set[str]  # the first letters of all, which are the same in every case


@lru_cache(maxsize=2)
def regions(cyrillic: bool) -> Regions:
    found = Regions({}, {}, set(), set())
    for name, country, lat, lon, latin, russian in table("regions.tsv"):
        spot = Spot(name, country, None, float(lat), float(lon), "region", False, 100, True)
        for spelling in filter(None, (russian if cyrillic else latin).split("|")):
            if spelling.startswith("="):
                found.alone[spelling[1:]] = spot
            else:
                found.headed.setdefault(spelling, []).append(spot)
        if not cyrillic and "=" in latin:
            found.alone.setdefault(fold(name), spot)
    found.first_words.update(name.split(" ")[0] for name in (*found.alone, *found.headed) if " " in name)
    found.beginnings.update(name[:KEPT] for name in (*found.alone, *found.headed))
    return found


def city_rows() -> list[str]:
    """The table of cities, a line each, its fields between tabs."""
    return gzip.decompress((DATA / "cities.tsv.gz").read_bytes()).decode().split("\n")


def table(name: str) -> list[list[str]]:
    """A table that is written by hand, without its comments."""
    lines = (DATA / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _parse(row: str, own_name: bool) -> Spot:
    number, name, country, lat, lon, thousands, capital, *_ = row.split("\t")
    identity = int(number) if number else None
    return Spot(name, country, identity, float(lat), float(lon), "city", capital == "1", int(thousands), own_name)
