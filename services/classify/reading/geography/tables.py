"""Names to look up, prepared once from the language tables and the reference data."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from services.classify.reading.geography.words import fold, fold_word
from services.classify.reading.languages.pack import Pack

DATA = Path(__file__).parents[1] / "data"
KEY = 3  # first letters of a word that choose what to look for: no stem has fewer
WRITTEN_SMALL = frozenset({"TD"})  # its name has three letters, yet is no abbreviation


@dataclass(frozen=True, slots=True)
class Endings:
    """The endings that stems may have, to be asked for by the last letter of a word."""

    listed: tuple[str, ...]
    by_letter: Mapping[str, Sequence[str]]
    bare: Sequence[str]  # the empty one, where it is listed: it fits any word

    def that_may_end(self, word: str) -> Sequence[str]:
        return self.by_letter.get(word[-1:], self.bare)


def endings_of(listed: Iterable[str]) -> Endings:
    listed = tuple(listed)
    letters = {ending[-1] for ending in listed if ending}
    by_letter = {letter: tuple(one for one in listed if one[-1:] in ("", letter)) for letter in letters}
    return Endings(listed, by_letter, tuple(one for one in listed if not one))


@dataclass(frozen=True, slots=True)
class CountryTable:
    names: dict[str, str]
    short_names: dict[str, str]  # written in capitals only, as "US"
    adjectives: dict[str, str]
    inhabitants: dict[str, str]
    compounds: dict[str, str]  # only before another adjective: Sino-, туркмено-
    shared: dict[str, tuple[str, ...]]  # abbreviations that several countries may claim
    adjective_endings: Endings
    inhabitant_endings: Endings
    longest: int  # words of the longest name
    heads: frozenset[str]  # first words of the names and adjectives that have several
    beginnings: frozenset[str]  # first letters of all that is listed
    tongues: tuple[str, ...] = ()  # endings of languages, which have capitals where adjectives have none
    without: set[str] = field(default_factory=set)  # words seen that name no country, whatever stands behind them


@lru_cache(maxsize=1)
def base_names() -> dict[str, dict[str, str]]:
    """Folded country names by language, from CLDR."""
    names: dict[str, dict[str, str]] = json.loads(gzip.decompress((DATA / "countries.json.gz").read_bytes()))
    return names


def country_table(pack: Pack) -> CountryTable:
    table = pack.table("geography")
    names = dict(base_names().get(pack.language, {}))
    short_names: dict[str, str] = {}
    for code, spellings in table.get("names", {}).items():
        for spelling in spellings:
            (short_names if is_short(spelling) else names)[fold(spelling)] = code
    for name in [name for name, code in names.items() if len(name) <= 3 and code not in WRITTEN_SMALL]:
        short_names.setdefault(name, names[name])
    names = {name: code for name, code in names.items() if name not in short_names}
    adjectives = {fold(stem): code for code, stems in table.get("adjectives", {}).items() for stem in stems}
    inhabitants = {fold(stem): code for code, stems in table.get("inhabitants", {}).items() for stem in stems}
    compounds = {fold(stem): code for code, stems in table.get("compounds", {}).items() for stem in stems}
    shared = {fold_word(name): tuple(codes) for name, codes in table.get("abbreviations", {}).items()}
    compound_names = (name.split() for group in (names, short_names, adjectives, inhabitants) for name in group)
    listed = (*names, *short_names, *adjectives, *inhabitants, *compounds, *shared)
    return CountryTable(
        names,
        short_names,
        adjectives,
        inhabitants,
        compounds,
        shared,
        endings_of(fold_word(ending) for ending in table["adjective_endings"]),
        endings_of(fold_word(ending) for ending in table["inhabitant_endings"]),
        max(len(name.split()) for name in names),
        frozenset(words[0] for words in compound_names if len(words) > 1),
        frozenset(name[:KEY] for name in listed),
        tuple(table.get("tongues", ())),
    )


def is_short(name: str) -> bool:
    """An abbreviation: capitals only (one small letter allowed, as in РУз)."""
    letters = [c for c in name if c.isalpha()]
    return len(letters) <= 4 and sum(c.isupper() for c in letters) >= max(2, len(letters) - 1)
