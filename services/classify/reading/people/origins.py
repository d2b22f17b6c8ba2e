"""Where a name is likely from, to choose between the countries that an article tells; never a proof of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from services.classify.reading.people.folding import first_name_gender, fold, is_family_first

TABLE = Path(__file__).parent.parent / "data" / "name_origins.tsv"
FAMILY_FIRST = frozenset({"CN", "KR", "KP", "TW", "HK", "MO", "SG", "VN", "MY"})
JAPAN = "JP"
HYPHENATED = frozenset({"KR", "KP", "TW", "HK"})  # "Won Hee-ryong"
# A name written in syllables of Japanese: "Yukio Hatoyama", "Taro Kono".
JAPANESE = re.compile(
    r"(?:(?:[kgnhbpmr]y|sh|ch|ts|[kgsztdnhbpmyrwfj])?[aeiouāēīōū]|n(?![aeiou])|(?:tt|kk|ss|pp)(?=[aeiouhy]))+"
)
SHORTEST = 3  # letters before an ending


def likelier(name: str | None, country: str | None, told_most: Sequence[str], unsaid: str | None) -> str | None:
    """The country, or that of the article's others which the name speaks for where it speaks against this one.

    `unsaid` is the country that the press of the article's language leaves unsaid.
    """
    if name is None or country is None:
        return country
    fitting = origins(name)
    if fitting is not None:
        return country if country in fitting else next((code for code in told_most if code in fitting), country)
    if country == JAPAN and all(JAPANESE.fullmatch(token.lower()) for token in name.split()):
        return country
    if country in {*FAMILY_FIRST, JAPAN} and first_name_gender(name.split()[0]) is not None:
        return next((code for code in told_most if code not in {*FAMILY_FIRST, JAPAN}), unsaid or country)
    return country


@lru_cache(maxsize=5000)
def origins(name: str) -> frozenset[str] | None:
    """The countries where such names are common; None where the name does not tell."""
    tokens = name.split()
    if 2 <= len(tokens) <= 3 and is_family_first(tokens[0]) and not is_family_first(tokens[-1]):
        return HYPHENATED if "-" in tokens[-1] else FAMILY_FIRST
    key = fold(tokens[-1])
    found = [codes for ending, codes in _endings() if key.endswith(ending) and len(key) - len(ending) >= SHORTEST]
    return found[0] if found and len(tokens) > 1 else None


@lru_cache(maxsize=1)
def _endings() -> list[tuple[str, frozenset[str]]]:
    """The table, longest endings first."""
    rows = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return sorted(((fold(ending), frozenset(codes.split())) for ending, codes in rows), key=lambda row: -len(row[0]))
