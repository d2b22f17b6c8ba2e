"""Who is in an article: people by name, by office, or by both, each told once over all mentions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from services.classify.reading.document import Country, Document, LineKind, Organization, Person, Place
from services.classify.reading.languages.pack import Pack
from services.classify.reading.people.coreference import group_mentions
from services.classify.reading.people.joining import Told, join
from services.classify.reading.people.names import find_names, knows, lists_of
from services.classify.reading.people.offices import find_offices
from services.classify.reading.people.portraits import Portrait, portray
from services.classify.reading.people.words import Mentioned, Phrase, Word, words_of

__all__ = ["find_people"]


def find_people(
    document: Document,
    pack: Pack,
    countries: Sequence[Country],
    places: Sequence[Place],
    organizations: Sequence[Organization],
) -> tuple[Person, ...]:
    """Every mention of a single person in title and body, in text order; one `id` a person, from 0 in order."""
    persons = pack.hooks.recognise_people(document)
    mentioned = Mentioned(countries, places, organizations, persons)
    told = _mentions(document, pack, mentioned)
    grouped = group_mentions(told, pack)
    home = home_country(document, countries, places)
    numbers: dict[int, int] = {}
    portraits: dict[int, Portrait] = {}
    people = []
    for mention, someone in grouped:
        number = numbers.setdefault(id(someone), len(numbers))
        if number not in portraits:
            portraits[number] = portray(someone, [g[1] for g in grouped], pack, home, document)
        seen = portraits[number]
        people.append(
            Person(
                mention.start,
                mention.end,
                number,
                seen.name,
                seen.role,
                seen.organization,
                seen.country,
                mention.name is not None,
            )
        )
    return tuple(people)


def home_country(document: Document, countries: Sequence[Country], places: Sequence[Place]) -> str | None:
    """The country that an office without one is of: the dateline's, else the most often named."""
    for place in places:
        if place.dateline:
            return place.country
    body = [line for line in document.lines if line.kind is not LineKind.BOILERPLATE]
    seen = Counter(c.code for c in countries if any(line.start <= c.start < line.end for line in body))
    seen.update(p.country for p in places if any(line.start <= p.start < line.end for line in body))
    return min(seen, key=lambda code: (-seen[code], code)) if seen else None


def _mentions(document: Document, pack: Pack, mentioned: Mentioned) -> list[Told]:
    vocabulary = dict(pack.table("people")["words"])
    sentences: list[tuple[int, bool, list[Word], list[Phrase]]] = []
    for sentence in document.sentences:
        headline = document.lines[sentence.line].kind is LineKind.TITLE
        words = words_of(document, sentence, mentioned)
        sentences.append((sentence.index, headline, words, find_offices(words, pack)))
    keys: frozenset[str] = frozenset()
    found = [find_names(words, phrases, pack, headline, knows(keys, pack)) for _, headline, words, phrases in sentences]
    particles = pack.prepared(lists_of).particles
    keys = frozenset(
        key
        for names in found
        for name in names
        if name.sure
        for token in name.tokens
        if len(token.rstrip(".")) > 2 and token.lower() not in particles
        for key in pack.hooks.name_keys(token)
    )
    told: list[Told] = []
    for index, headline, words, phrases in sentences:
        names = find_names(words, phrases, pack, headline, knows(keys, pack))
        mentions = join(words, phrases, names, vocabulary, index, headline)
        told += [m for m in mentions if _kept(m)]
    return told


def _kept(told: Told) -> bool:
    """A name that only its capitals speak for needs an office beside it."""
    if told.name is None:
        return all(office.definite for office in told.offices)
    return told.name.sure or bool(told.offices)
