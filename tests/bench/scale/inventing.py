"""Invented records with the skew of real ones: few busy countries and sectors, Zipf's law in people and words.

A database grows with time, so records come at a steady rate that ends on one day: ten thousand are the last five
weeks, a million the last ten years. Everything follows from the number of the record, so that two processes agree.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate
from typing import Any

from libs.messages.articles import Report
from libs.messages.ids import make_id
from libs.messages.values import FORMS, SECTORS
from libs.pages import country_name, label

END = datetime(2026, 11, 20, 12, tzinfo=UTC)
A_DAY = 270  # records
LANGUAGES = ("en", "ru", "de")
PEOPLE_OF_A_COUNTRY = 120
VOCABULARY = 20_000  # words a language
SOURCES = 150

BUSIEST_FIRST = (
    "KZ UZ DE CN RU US FR TR KG TM AZ TJ JP KR IN GB IT PL AE IR AM GE BY UA PK AF MN SA QA EG HU RS CZ AT CH NL BE ES"
    " SE FI NO DK LT LV EE RO BG GR SK SI HR PT IE CA MX BR AR CL ZA NG KE ET VN TH MY ID SG PH AU NZ IL JO IQ OM KW"
    " BH MA DZ TN LK BD NP"
)
COUNTRIES = tuple(BUSIEST_FIRST.split())
VERBS = {
    "en": {"meeting": "held talks", "agreement": "signed an agreement"},
    "ru": {"meeting": "провели переговоры", "agreement": "подписали соглашение"},
    "de": {"meeting": "führten Gespräche", "agreement": "unterzeichneten ein Abkommen"},
}
AND = {"en": "and", "ru": "и", "de": "und"}
SYLLABLES = {
    "en": "ba con der est for gen hal ing ker lon mar nes ord pro quin ra sta ter um ver wich ton",
    "ru": "ба вод гра дол ени жур зем ина кор лес мир нов ост при рас сто тра ури фон хол цен шин",
    "de": "ab bau cher dorf ein füh gen haus ich kraft lan mög nung ober pfle rich schaf tung über wald",
}
LATIN_SYLLABLES = "ba ka da mu ra se li no ta ber yu shi gal zha kul ten os mar bek"
CYRILLIC_SYLLABLES = "ба ка да му ра се ли но та бер ю ши гал жа кул тен ос мар бек"
LATIN, CYRILLIC = LATIN_SYLLABLES.split(), CYRILLIC_SYLLABLES.split()
ROLES = {"en": "Minister of Trade", "ru": "министр торговли", "de": "Handelsminister"}


@dataclass(frozen=True, slots=True)
class Invented:
    """A record as its tables take it, with the article and the report that it was made of."""

    number: int
    record_id: str
    article_id: str
    created_at: datetime
    versions: int
    document: dict[str, Any]
    report: dict[str, Any]


class Skewed:
    """Values of which the first come much more often than the last (Zipf)."""

    def __init__(self, values: Sequence[Any], exponent: float = 1.0) -> None:
        self.values = values
        self._sums = list(accumulate(1 / (at + 1) ** exponent for at in range(len(values))))

    def one(self, chance: random.Random) -> Any:
        return self.values[bisect_left(self._sums, chance.random() * self._sums[-1])]

    def some(self, chance: random.Random, number: int) -> list[Any]:
        """Different ones; fewer where chance picks the same again and again."""
        return list(dict.fromkeys(self.one(chance) for _ in range(number * 3)))[:number]


@cache
def countries() -> Skewed:
    return Skewed(COUNTRIES, 1.1)


@cache
def sectors() -> Skewed:
    return Skewed(("trade", "politics", "transport", *(one for one in SECTORS if one not in _BUSY)), 0.9)


@cache
def vocabulary(language: str) -> Skewed:
    return Skewed(_made(SYLLABLES[language].split(), VOCABULARY), 1.0)


@cache
def people() -> dict[str, Skewed]:
    """Of each country, as (Latin, Cyrillic) names."""
    firsts, lasts = _named(400, 2), _named(4000, 3)
    found = {}
    for at, country in enumerate(COUNTRIES):
        chance = random.Random(f"people {country}")
        names = [(chance.choice(firsts), lasts[(at * 47 + n * 13) % len(lasts)]) for n in range(PEOPLE_OF_A_COUNTRY)]
        found[country] = Skewed([tuple(f"{f} {s}".title() for f, s in zip(*one, strict=True)) for one in names])
    return found


def invent(number: int, of: int) -> Invented:
    """The record with this number (from 1) of a database of so many."""
    age = of - number  # by age, so that the newest are the same in every database
    chance = random.Random(age)
    created = END - timedelta(days=age / A_DAY)
    kind = "meeting" if chance.random() < 0.7 else "agreement"
    status = _status(kind, chance)
    many = chance.random()
    parties = sorted(countries().some(chance, 1 if many < 0.05 else 2 if many < 0.88 else 3 if many < 0.96 else 8))
    language = chance.choices(LANGUAGES, (5, 4, 2))[0]
    topics = sorted(sectors().some(chance, chance.choices((1, 2, 3), (6, 3, 1))[0]))
    host = chance.choice(parties)
    place = {
        "name": _capital(host),
        "country": host,
        "geonames_id": 1000 + COUNTRIES.index(host),
        "lat": 1.0,
        "lon": 2.0,
    }
    when = _when(status, created.date(), chance)
    participants = [_person(country, language, chance) for country in parties[:4] if chance.random() < 0.7]
    article_id, record_id = f"art_{age:016d}", f"evt_{age:016d}"
    told = {
        "kind": kind,
        "status": status,
        "form": chance.choice(FORMS[kind]) if chance.random() < 0.9 else None,
        "channel": "in_person",
        "date": when,
        "place": place if chance.random() < 0.8 else None,
        "parties": parties,
        "participants": participants,
        "sectors": topics,
        "projects": [_phrase(language, chance, 2).title()] if chance.random() < 0.15 else [],
        "amount": None,
        "count": None,
    }
    report = {"id": f"rep_{age:016d}", "prominence": "main", **told}
    headline = _phrase(language, chance, 8).capitalize()
    source = {
        "article_id": article_id,
        "version": 1,
        "source": f"Courier {age % SOURCES}",
        "url": f"https://example.org/{age}",
        "language": language,
        "published_at": created.date().isoformat(),
        "title": headline,
        "copy_of": None,
        "reader": "1.0.0+en.4",
        "report": report,
    }
    document = {
        **told,
        "participants": [_with_variant(one, language) for one in participants],
        "figures": [],
        "titles": _titles(kind, parties, place["name"], topics),
        "headline": {"text": headline, "language": language, "article_id": article_id},
        "confidence": 0.9,
        "field_confidence": {"/status": 0.98, "/date": 0.96},
        "codes": {"cameo": "040", "plover": {"event": "CONSULT", "mode": None, "contexts": []}},
        "evidence": {
            pointer: [{"article_id": article_id, "version": 1, "start": 10, "end": 60, "quote": headline[:50]}]
            for pointer in ("/kind", "/status", "/date", "/parties/0", "/participants/0", "/sectors/0")
        },
        "differences": {},
        "sources": [source],
        "independent_sources": 1,
    }
    return Invented(number, record_id, article_id, created, 2 if chance.random() < 0.15 else 1, document, report)


def report_of(invented: Invented) -> Report:
    return Report.model_validate({**invented.report, "confidence": 0.9})


def stranger() -> str:
    """An id that no invented record has."""
    return make_id("evt", "stranger")


def _status(kind: str, chance: random.Random) -> str:
    statuses = ("held", "planned", "cancelled") if kind == "meeting" else ("signed", "planned", "proposed", "in_force")
    return chance.choices(statuses, (80, 17, 3) if kind == "meeting" else (75, 10, 10, 5))[0]


def _when(status: str, day: date, chance: random.Random) -> dict[str, Any] | None:
    known = chance.random()
    if known < 0.03:
        return None
    ahead = round(chance.expovariate(1 / 20)) + 1 if status in ("planned", "proposed") else -chance.choice((0, 0, 1, 2))
    start = day + timedelta(days=ahead)
    if known < 0.08:
        return {"start": start.replace(day=1).isoformat(), "end": None, "precision": "month"}
    return {"start": start.isoformat(), "end": None, "precision": "day"}


def _person(country: str, language: str, chance: random.Random) -> dict[str, Any]:
    latin, cyrillic = people()[country].one(chance)
    name = cyrillic if language == "ru" else latin
    return {"name": name, "role": ROLES[language], "organization": None, "country": country}


def _with_variant(person: dict[str, Any], language: str) -> dict[str, Any]:
    return {**person, "language": language, "variants": []}


def _titles(kind: str, parties: Sequence[str], place: str, topics: Sequence[str]) -> dict[str, str]:
    found = {}
    for language in LANGUAGES:
        names = f" {AND[language]} ".join(_country(one, language) for one in parties)
        subjects = ", ".join(_sector(one, language) for one in topics)
        found[language] = f"{names} {VERBS[language][kind]}: {place} ({subjects})"
    return found


def _phrase(language: str, chance: random.Random, words: int) -> str:
    return " ".join(vocabulary(language).one(chance) for _ in range(words))


@cache
def _country(code: str, language: str) -> str:
    return country_name(code, language) or code


@cache
def _sector(code: str, language: str) -> str:
    return label("sector", code, language)


@cache
def _capital(country: str) -> str:
    return "".join(random.Random(f"capital {country}").choices(LATIN, k=3)).title()


def _made(syllables: Sequence[str], number: int) -> list[str]:
    chance = random.Random(syllables[0])
    found: dict[str, None] = {}
    while len(found) < number:
        found["".join(chance.choices(syllables, k=chance.choice((2, 3, 3, 4))))] = None
    return list(found)


def _named(number: int, syllables: int) -> list[tuple[str, str]]:
    chance = random.Random(f"names {number}")
    picked = [chance.choices(range(len(LATIN)), k=syllables) for _ in range(number)]
    return [("".join(LATIN[at] for at in one), "".join(CYRILLIC[at] for at in one)) for one in picked]


_BUSY = ("trade", "politics", "transport")
