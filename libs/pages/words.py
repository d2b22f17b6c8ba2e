"""The words of the pages and of the vocabulary, in English, Russian and German: data in `labels/`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel import Locale

FOLDER = Path(__file__).parent / "labels"
LANGUAGES: tuple[str, ...] = ("en", "ru", "de")


@cache
def labels(language: str) -> Mapping[str, Mapping[str, str]]:
    """All labels of a language by group (`field`, `kind`, `status`, `form`, `channel`, `sector`, …) and code."""
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def label(group: str, code: str | None, language: str) -> str:
    """The word for a code; a code without one is shown as it is."""
    if not code:
        return ""
    return labels(language).get(group, {}).get(code, code)


def country_name(code: str | None, language: str) -> str:
    """The name of a country by its ISO 3166-1 alpha-2 code; an organisation's acronym stays what it is."""
    if not code:
        return ""
    return _locale(language).territories.get(code, code) if len(code) == 2 and code.isupper() else code


@cache
def _locale(language: str) -> Locale:
    return Locale(language)
