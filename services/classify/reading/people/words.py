"""Words of a sentence with what earlier stages know of each, and what the office grammar of a language hands back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from services.classify.reading.document import Country, Document, Organization, Place, Sentence

WORD = re.compile(
    r"(?P<initial>[A-ZÀ-ÞА-ЯЁƏİŞÇ][hжю]?\.(?=\s?-?[A-ZÀ-ÞА-ЯЁƏİŞÇ]))"
    r"|(?P<word>[^\W\d_]+(?:(?:[-‑][^\W_]+)|(?:['’ʻʼ`‘](?!s\b)[^\W\d_]+))*)"
    r"|(?P<number>\d+)"
    r"|(?P<mark>[^\w\s])"
)

Gender = Literal["m", "f"]


@dataclass(frozen=True, slots=True)
class Word:
    """One word or mark, with the mentions that cover it and what the name recogniser takes it for."""

    start: int
    end: int
    text: str
    kind: str  # word, initial, number, mark
    lower: str
    country: Country | None = None
    place: Place | None = None
    organization: Organization | None = None
    person: int | None = None  # the recognised person's span it belongs to

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Head:
    """The noun of an office ("minister"), as one language's table and morphology know it."""

    title: str  # nominative singular as it stands in a role
    group: str  # heads of one group may speak of one person
    plural: bool = False
    gender: Gender | None = None
    case: str | None = None
    length: int = 1  # words it takes
    organization: str | None = None  # in one word with it: „KfW-Vorständin“
    domain: str = ""  # in one word with it: „Handels“
    deputy: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """An office as the grammar of a language reads it: which words, and what they say."""

    first: int  # index of the first word
    last: int  # index after the last
    group: str
    role: str
    organization: str | None = None
    countries: tuple[str, ...] = ()
    plural: bool = False
    gender: Gender | None = None
    case: str | None = None
    definite: bool = True
    domain: str = ""  # what tells this minister from others, lower case
    body: Organization | None = None
    place: Place | None = None
    own: str | None = None  # "the company": a body told before
    deputy: bool = False
    bodies: tuple[str, ...] = ()  # of a plural: "mayors of A and B"


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What covers the text, to be looked up by offset."""

    countries: Sequence[Country]
    places: Sequence[Place]
    organizations: Sequence[Organization]
    persons: Sequence[tuple[int, int]]


def words_of(document: Document, sentence: Sentence, mentioned: Mentioned) -> list[Word]:
    """The words of one sentence in order; what covers a word is attached to it."""
    text = document.text
    countries = [m for m in mentioned.countries if m.start < sentence.end and m.end > sentence.start]
    places = [m for m in mentioned.places if m.start < sentence.end and m.end > sentence.start]
    bodies = [
        m
        for m in mentioned.organizations
        if m.start < sentence.end and m.end > sentence.start and not any(m.start < a < m.end for a, _ in mentioned.persons)
    ]
    persons = [(at, span) for at, span in enumerate(mentioned.persons) if sentence.start <= span[0] < sentence.end]
    words = []
    for match in WORD.finditer(text, sentence.start, sentence.end):
        start, end = match.span()
        shown = match.group()
        words.append(
            Word(
                start,
                end,
                shown,
                match.lastgroup or "mark",
                shown.lower(),
                next((m for m in countries if m.start <= start < m.end), None),
                next((m for m in places if m.start <= start < m.end), None),
                next((m for m in bodies if m.start <= start < m.end), None),
                next((at for at, (a, b) in persons if a <= start < b), None),
            )
        )
    return words


def shares_word(name: str, span: Sequence[Word]) -> bool:
    """Whether a body's name is made of the words shown, and not another body that they stand for."""
    shown = {word.lower[:4] for word in span}
    return any(word.lower()[:4] in shown for word in re.split(r"[\s«»„“”\"]+", name) if len(word) > 1)
