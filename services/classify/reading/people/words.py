"""Words of a sentence with what earlier stages know of each, and what the office grammar of a language hands back."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeVar

from services.classify.reading.document import Country, Document, Organization, Place, Sentence

WORD = re.compile(
    r"(?P<initial>(?=\w\w?\.)(?:[CGKPSTZ]h|D[jz]|Ts|Y[aeou]|J[aeu]|Д[жз]|[A-ZÀ-ÞА-ЯЁƏİŞÇ]ю?)\.(?=\s?-?[A-ZÀ-ÞА-ЯЁƏİŞÇ]))"
    r"|(?P<word>[^\W\d_]+(?:(?:[-‑][^\W_]+)|(?:['’ʻʼ`‘](?!s\b)[^\W\d_]+))*)"
    r"|(?P<number>\d+)"
    r"|(?P<mark>[^\w\s])"
)

Gender = Literal["m", "f"]


class Word(NamedTuple):
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


@dataclass(frozen=True, slots=True, eq=False)
class Heads:
    """The words of offices with their groups. Equal to itself alone, so that a pack remembers what it makes of it."""

    groups: Mapping[str, str]


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
    title: str = ""  # the head alone, lower case
    bodies: tuple[str, ...] = ()  # of a plural: "mayors of A and B"
    former: bool = False
    institution: bool = False  # names whose agency it is, no person


def says_where(office: Phrase, apposition: Phrase) -> bool:
    """Whether an apposition says whose a title is: "Ambassador X, the new ambassador of Y"."""
    told = office.countries or office.organization
    return office.title == apposition.title and bool(apposition.countries) and not told


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What covers the text, to be looked up by offset."""

    countries: Sequence[Country]
    places: Sequence[Place]
    organizations: Sequence[Organization]
    persons: Sequence[tuple[int, int]]


def words_of(document: Document, sentence: Sentence, mentioned: Mentioned) -> list[Word]:
    """The words of one sentence in order; what covers a word is attached to it."""
    spans = mentioned.persons
    first = bisect_left(spans, (sentence.start, 0))
    last = bisect_left(spans, (sentence.end, 0))
    bodies = [
        m
        for m in _inside(mentioned.organizations, sentence)
        if not any(m.start < a < m.end for a, _ in spans[first:last])
    ]
    countries, places = _inside(mentioned.countries, sentence), _inside(mentioned.places, sentence)
    words = []
    for match in WORD.finditer(document.text, sentence.start, sentence.end):
        start, end = match.span()
        country = _covering(countries, start) if countries else None
        place = _covering(places, start) if places else None
        body = _covering(bodies, start) if bodies else None
        while first < last and spans[first][1] <= start:
            first += 1
        person = first if first < last and spans[first][0] <= start else None
        if (
            person is not None
            and body is not None
            and body.kind == "company"
            and body.start <= spans[person][0]
            and body.end < spans[person][1]
        ):
            person = None  # the body that he is head of: «Председатель Милли Меджлиса | Сахиба Гафарова»
        shown = match.group()
        words.append(Word(start, end, shown, match.lastgroup or "mark", shown.lower(), country, place, body, person))
    return words


M = TypeVar("M", Country, Place, Organization)


def _inside(mentions: Sequence[M], sentence: Sentence) -> list[M]:
    """The mentions of a sentence; mentions come in text order."""
    at = bisect_left(mentions, sentence.start, key=lambda mention: mention.start)
    found = []
    while at < len(mentions) and mentions[at].start < sentence.end:
        found.append(mentions[at])
        at += 1
    return found


def _covering(mentions: Sequence[M], offset: int) -> M | None:
    for mention in mentions:
        if mention.start <= offset < mention.end:
            return mention
    return None


def spelt(span: Sequence[Word]) -> str:
    """The words with a space wherever the text has one between them."""
    shown = ""
    for before, word in zip([None, *span], span, strict=False):
        shown += ("" if before is None or before.end == word.start else " ") + word.text
    return shown


def same_words(name: str, span: Sequence[Word]) -> bool:
    """Whether a body's name is the words shown in another case, and not another body that they stand for."""
    named = [word.lower()[:3] for word in re.findall(r"\w+", name)]
    return named == [part.lower()[:3] for word in span for part in re.findall(r"\w+", word.text)]
