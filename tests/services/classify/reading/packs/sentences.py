"""Sentences that every pack must read, made from the small templates beside this file. People in them are invented."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import get_month_names

from libs.messages.values import FORMS, SECTORS, STATUSES
from services.classify.reading.languages.pack import load_pack

PUBLISHED = "2026-05-14"  # a Thursday


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text and what it must be read as. `name` says which row of the contract it stands for."""

    language: str
    name: str
    text: str
    expected: Any

    @property
    def article(self) -> dict[str, object]:
        return {"id": "x", "language": self.language, "published_at": PUBLISHED, "text": self.text}


def event_sentences(language: str) -> Iterator[Sentence]:
    """Every kind, form and status."""
    told = templates(language)
    for kind, statuses in STATUSES.items():
        for form in FORMS[kind]:
            for status in statuses:
                text = told["statuses"][kind][status].format(**told["forms"][kind][form])
                yield Sentence(language, f"{kind}-{form}-{status}", text, (kind, form, status))


def month_sentences(language: str) -> Iterator[Sentence]:
    """Every month, by the name that CLDR has for it behind a day."""
    for number, name in get_month_names("wide", "format", language).items():
        yield Sentence(language, f"month-{number}", said(language, "month", name), f"2025-{number:02}-05")


def currency_sentences(language: str) -> Iterator[Sentence]:
    """Every currency of the pack, by its first word."""
    for code, words in load_pack(language).table("money")["currencies"].items():
        value = {"value": 250e6, "currency": code}
        yield Sentence(language, f"currency-{code}", said(language, "currency", words[0]), value)


def office_sentences(language: str) -> Iterator[Sentence]:
    """Every group of offices, and every rank that has an office of its own, by its first word."""
    table = load_pack(language).table("people")
    rows = {**table["heads"], **{name: row for name, row in table["weak"].items() if "role" in row}}
    for group, row in rows.items():
        word: str = row["words"][0]
        office = f"{word[0].upper()}{word[1:]}"
        yield Sentence(language, f"office-{group}", said(language, "office", office), row.get("role", word))


def sector_sentences(language: str) -> Iterator[Sentence]:
    """Every sector, by words of this test's own."""
    for sector in SECTORS:
        words = templates(language)["sectors"][sector]
        yield Sentence(language, f"sector-{sector}", said(language, "sector", words), sector)


def said(language: str, template: str, word: str) -> str:
    sentence: str = templates(language)["sentences"][template]
    return sentence.format(**{template: word})


@cache
def templates(language: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(f"{language}.toml").read_text("utf-8"))
