"""Who is in an article: people by name, by office, or by both, each told once over all mentions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set

from services.classify.reading.document import Country, Document, LineKind, Organization, Person, Place
from services.classify.reading.languages.pack import Pack
from services.classify.reading.people.bodies import is_named_like_person
from services.classify.reading.people.coreference import group_named, group_nameless, settle
from services.classify.reading.people.gliner import clear_persons, recognise
from services.classify.reading.people.joining import Told
from services.classify.reading.people.linking import (
    link_last_pair,
    link_listed_offices,
    link_well_known,
    locate_well_known,
)
from services.classify.reading.people.mentions import find_mentions
from services.classify.reading.people.offices import is_bare, offices_of
from services.classify.reading.people.portraits import ABROAD, Portrait, portray
from services.classify.reading.people.someone import distinct
from services.classify.reading.people.topics import is_topic
from services.classify.reading.people.travel import destinations, met_at
from services.classify.reading.people.words import Mentioned

__all__ = ["find_people"]

PARTIES = 2


def find_people(
    document: Document,
    pack: Pack,
    countries: Sequence[Country],
    places: Sequence[Place],
    organizations: Sequence[Organization],
) -> tuple[Person, ...]:
    """Every mention of a single person in title and body, in text order; one `id` a person, from 0 in order."""
    organizations = [body for body in organizations if not is_named_like_person(body, pack)]
    found = recognise(document)
    others = [(country.start, country.end) for country in countries] + [(place.start, place.end) for place in places]
    others += [(body.start, first_word_end(document, body)) for body in organizations]  # a name may stand behind it
    persons = (
        clear_persons(found, countries, organizations)
        if found
        else pack.hooks.recognise_people(document, sorted(others))
    )
    mentioned = Mentioned(countries, places, organizations, persons)
    told_most = countries_told(document, [c for c in countries if not is_topic(document, c, pack)], places)
    told = find_mentions(document, pack, mentioned, told_most)
    unsaid: str | None = pack.table("people").get("unsaid_country")
    home = home_country(document, countries, places, told_most, senders(told), unsaid)
    named = group_named(told, pack)
    locate_well_known(distinct(named.values()), pack)
    grouped = group_nameless(told, named, pack, home)
    link_well_known(grouped, pack)
    link_last_pair(grouped, pack, document.text)
    link_listed_offices(grouped)
    weak = pack.prepared(offices_of).weak
    grouped = [
        (told, someone)
        for told, someone in settle(grouped)
        if someone.named or someone.countries or any(office.group not in weak for office in someone.offices)
    ]
    grouped = [(told, someone) for told, someone in grouped if someone.named or not all(map(is_bare, someone.offices))]
    away = destinations(document, grouped, countries, places, pack)
    there = met_at(document, grouped, places, pack)
    everyone = list({id(someone): someone for _, someone in grouped}.values())
    numbers: dict[int, int] = {}
    portraits: dict[int, Portrait] = {}
    people = []
    for mention, someone in grouped:
        number = numbers.setdefault(id(someone), len(numbers))
        if number not in portraits:
            portraits[number] = portray(
                someone,
                everyone,
                pack,
                home,
                told_most,
                away.get(id(someone), frozenset()),
                there.get(id(someone)),
            )
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


def first_word_end(document: Document, body: Organization) -> int:
    space = document.text.find(" ", body.start, body.end)
    return body.end if space < 0 else space


def countries_told(document: Document, countries: Sequence[Country], places: Sequence[Place]) -> list[str]:
    """The countries of title and body, most often named first."""
    body = [line for line in document.lines if line.kind is not LineKind.BOILERPLATE]
    seen = Counter(c.code for c in countries if any(line.start <= c.start < line.end for line in body))
    seen.update(p.country for p in places if any(line.start <= p.start < line.end for line in body))
    return sorted(seen, key=lambda code: (-seen[code], code))


def home_country(
    document: Document,
    countries: Sequence[Country],
    places: Sequence[Place],
    told_most: Sequence[str],
    sending: Set[str],
    unsaid: str | None,
) -> str | None:
    """The country that an office without one is of: the dateline's, else where things happen, the publisher's if
    told, the most told.

    A dateline of a third country, which the article tells nowhere else, is only where it was written. Countries whose
    ambassadors are told (`sending`) are not where things happen as long as there is another, be it the publisher's or
    the one that the press of the language leaves `unsaid`.
    """
    ends = [line.dateline_end for line in document.lines if line.dateline_end]
    behind = max(ends, default=0)
    told = {mention.code for mention in countries if mention.start >= behind}
    told |= {place.country for place in places if place.start >= behind and not place.dateline}
    written = [p.country for p in places if p.dateline and (p.country in told or len(told) < PARTIES)]
    if written:
        return unsaid if unsaid in written else written[0]
    opening = document.sentences[min(3, len(document.sentences) - 1)].end if document.sentences else 0
    for place in places:
        if place.located and place.start < opening and place.country in told_most[:2]:
            if unsaid in told_most and document.publisher in (None, unsaid):
                return unsaid
            return place.country
    if document.publisher in told_most[:PARTIES]:
        return document.publisher
    if unsaid in told_most and document.publisher in (None, unsaid):
        return unsaid
    hosts = [code for code in told_most if code not in sending]
    if document.publisher in told_most:
        return document.publisher
    if hosts or not told_most:
        return next(iter(hosts), None)
    return document.publisher or unsaid or told_most[0]


def senders(told: Sequence[Told]) -> frozenset[str]:
    """The countries whose ambassadors are told."""
    offices = [office for mention in told for office in mention.offices]
    return frozenset(code for office in offices if office.group in ABROAD for code in office.countries[:1])
