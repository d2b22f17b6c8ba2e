"""The words that only store's pages use, in three languages: data in `words/`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from babel import Locale

from libs.pages import LANGUAGES, country_name
from services.store.merging.wording import party_name

FOLDER = Path(__file__).parent / "words"
NO_COUNTRIES = ("EU", "EZ", "UN", "XA", "XB", "ZZ")
ORGANISATIONS = ("UN", "EU", "OTS", "CIS", "SCO", "EAEU", "ADB", "EBRD", "WB", "IMF", "AIIB", "IsDB", "OSCE", "NATO")


def words_in(language: str) -> Callable[[str], str]:
    """A function from a code to its word; a code without a word is shown as it is."""
    known = _words(language)
    return lambda code: known.get(code, code)


@cache
def parties_in(language: str) -> tuple[tuple[str, str], ...]:
    """Codes of parties with their names, organisations first, then countries by name."""
    territories = Locale("en").territories
    codes = [str(code) for code in territories if re.fullmatch("[A-Z]{2}", str(code)) and code not in NO_COUNTRIES]
    countries = sorted(
        ((code, country_name(code, language)) for code in codes), key=lambda pair: pair[1].casefold().replace("ё", "е")
    )
    return tuple((code, party_name(code, language)) for code in ORGANISATIONS) + tuple(countries)


@cache
def _words(language: str) -> Mapping[str, str]:
    chosen = language if language in LANGUAGES else "en"
    found: dict[str, str] = tomllib.loads((FOLDER / f"{chosen}.toml").read_text(encoding="utf-8"))
    return found
