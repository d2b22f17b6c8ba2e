"""Who acts in a stretch of text: people who are not merely mentioned, and the parties that they stand for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from services.classify.reading.document import (
    Count,
    Country,
    Document,
    Figure,
    LineKind,
    Mentions,
    Money,
    Organization,
    Person,
    Place,
    When,
)
from services.classify.reading.geography.organizations import expand_bloc
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless, alternation, pattern, words_pattern
from services.classify.reading.people.topics import topic_nouns

Span = tuple[int, int]
Mention = Country | Place | Organization | Person | When | Money | Count | Figure
M = TypeVar("M", bound=Mention)
REACH = 90  # characters
CHAIN = 8  # countries that one name joins at most
JOINERS = re.compile(r"^[\s,–—-]*+\w{0,4}[\s,–—-]*$")


@dataclass(frozen=True, eq=False)
class Contexts:
    """Words around a name that say whether it takes part."""

    veto_before: Caseless
    veto_roles: Caseless
    not_a_party: Caseless
    party_nouns: Caseless
    sent_from: Caseless
    at_odds: Caseless
    joins: Caseless
    collective: Caseless
    mentioned_behind: Caseless
    mentioned_to_the_end: Caseless
    topic_nouns: Caseless
    listed: Caseless
    absent_behind: Caseless
    owned: Caseless
    led: Caseless  # what somebody leads or has called for: "the government led by X" with its participle behind him
    roster: Caseless
    framed: Caseless
    says_before: Caseless
    says_behind: Caseless
    says_clause: Caseless  # up to who tells it at the end of his sentence
    signs: Caseless
    both_countries: Caseless
    occasions: Caseless
    occasion_of: Caseless  # up to the office of whom it belongs to
    occasion_before: Caseless
    occasion_behind: Caseless
    ratifies: Caseless
    attends: Caseless
    routes: Caseless
    margins: Caseless
    held_at: Caseless  # a gathering at which others meet
    meant: Caseless
    sat_in: Caseless
    sat_in_first: tuple[Caseless, ...]  # ahead of the noun of the meeting, and behind it
    pronouns: Mapping[str, Caseless]


def contexts(pack: Pack) -> Contexts:
    table, actors, people = pack.table("cues"), pack.table("actors"), pack.table("people")["words"]
    return Contexts(
        veto_before=pattern(rf"(?<!\w)(?:{alternation(table['veto_before'])})\W*$"),
        veto_roles=pattern(rf"(?<!\w)(?:{alternation(table['veto_roles'])})(?!\w)"),
        not_a_party=pattern(
            rf"(?<!\w)(?:{alternation(table['not_a_party'])})(?:\s+(?:{alternation(people['articles'])}))?\s+$"
        ),
        party_nouns=pattern(
            rf"^[\s-]{{0,12}}(?:[\w&«»-]{{1,40}}[\s-]{{1,3}}){{0,2}}?(?:{alternation(table['party_nouns'])})(?!\w)"
        ),
        sent_from=pattern(rf"(?<!\w)(?:{alternation(actors['sent_from'])})\s+$"),
        at_odds=pattern(rf"(?<!\w)(?:{alternation(actors['at_odds'])})\s+$"),
        joins=pattern(rf"(?<!\w)(?:{alternation(table['joins'])})(?!\w)"),
        collective=pattern(rf"(?<!\w)(?:{alternation(table['collective'])})(?!\w)"),
        mentioned_behind=pattern(rf"(?<!\w)(?:{alternation(actors['mentioned_behind'])})(?!\w)"),
        mentioned_to_the_end=pattern(rf"(?<!\w)(?:{alternation(actors['mentioned_to_the_end'])})(?!\w)"),
        topic_nouns=topic_nouns(pack),
        absent_behind=pattern(rf"(?<!\w)(?:{alternation(actors['absent_behind'])})\W*$"),
        says_before=pattern(rf"(?<!\w)(?:{alternation(actors['says_before'])})\W*(?:\w+\W+)?$"),
        says_clause=pattern(rf"[,–—»”]\s*(?:{alternation(actors.get('says_clause', ()))})\s[^,;:.]{{0,110}}$"),
        says_behind=pattern(rf"[^\w.]*(?:\w+\s+)?(?:{alternation(actors['says_behind'])})(?!\w)"),
        ratifies=pattern(rf"(?<!\w)(?:{alternation(actors['ratifies'])})(?!\w)"),
        attends=pattern(rf"(?<!\w)(?:{alternation(actors['attends'])})(?!\w)"),
        meant=words_pattern(table["meant"]),
        sat_in=pattern(rf"(?<!\w)(?:{alternation(actors['sat_in'])})\s+$"),
        sat_in_first=tuple(pattern(rf"\W*(?:{alternation(row)})(?!\w)") for row in actors["sat_in_first"]),
        margins=pattern(rf"(?<!\w)(?:{alternation(table['margins'])})\s[^,.;:()]{{0,60}}$"),
        held_at=pattern(rf"(?<!\w)(?:{alternation(actors.get('held_at', ()))})\s[^,.;:()]{{0,40}}$"),
        routes=pattern(rf"\W{{0,3}}(?:{alternation(actors['routes'])})(?!\w)"),
        occasions=pattern(rf"(?<!\w)(?:{alternation(actors['occasions'])})(?!\w)"),
        occasion_of=pattern(rf"(?<!\w)(?:{alternation(actors.get('occasion_of', ()))})(?!\w)"),
        occasion_before=pattern(rf"(?<!\w)(?:{alternation(actors['occasion_before'])})\s+$"),
        occasion_behind=pattern(rf"(?:{alternation(actors['occasion_behind'])})(?!\w)"),
        both_countries=pattern(rf"(?<!\w)(?:{alternation(actors['both_countries'])})(?!\w)"),
        signs=pattern(rf"(?<!\w)(?:{alternation(actors['signs'])})(?!\w)"),
        pronouns={
            gender: pattern(rf"(?<!\w)(?:{alternation(some)})(?!\w)") for gender, some in actors["pronouns"].items()
        },
        roster=pattern(rf"(?<!\w)(?:{alternation(actors['roster'])})(?!\w)"),
        framed=pattern(rf"(?<!\w)(?:{alternation(actors['framed'])})(?!\w)"),
        led=pattern(rf"\s+(?:[\w-]+\s+){{0,2}}?(?:{alternation(actors.get('led', ()))})\s"),
        owned=pattern(rf"['’]s?\s+(?:\w+\s+){{0,2}}?(?:{alternation(actors['owned'])})(?!\w)"),
        listed=pattern(
            rf"^(?:\s?\([^()]{{1,60}}\))?\s*+(?:,|,?\s*+(?:{alternation(people['joiners'])}))(?:\s+(?:{alternation(people['articles'])}))?\s+$"
        ),
    )


def within(mentions: Sequence[M], span: Span) -> list[M]:
    """The mentions that lie in a span; mentions come in text order."""
    first = bisect_left(mentions, span[0], key=_start)
    last = bisect_left(mentions, span[1], lo=first, key=_start)
    return [mention for mention in mentions[first:last] if mention.end <= span[1]]


def encloses(mentions: Sequence[M], start: int, end: int) -> bool:
    """Whether one of the mentions, which come in text order, holds all between two offsets."""
    at = bisect_right(mentions, start, key=_start)
    return at > 0 and end <= mentions[at - 1].end


def _start(mention: Mention) -> int:
    return mention.start


@lru_cache(maxsize=64)  # a sentence is asked for each of its cues
def takers(document: Document, mentions: Mentions, span: Span, words: Contexts) -> tuple[Person, ...]:
    """The people in a span who are not merely mentioned."""
    found: dict[int, Person] = {}
    absent: set[int] = set()  # told by office before their names: "in the presence of the ministers, X and Y"
    before: Person | None = None
    only = False
    for person in within(mentions.people, span):
        if words.absent_behind.search(document.text[max(span[0], person.start - 50) : person.start]):
            absent.add(person.id)
        if person.id in absent and person.id not in found:
            before, only = person, True
            continue
        listed = before is not None and words.listed.match(document.text[before.end : person.start])
        only = bool(only and listed) or vetoed(document, person, words, before.end if before else 0)
        before = person  # who is listed with somebody mentioned is mentioned
        if not only:
            found.setdefault(person.id, person)
    return tuple(found.values())


def vetoed(document: Document, person: Person, words: Contexts, since: int = 0) -> bool:
    """Whether words around say that somebody is only mentioned; `since` is where the person before ends."""
    sentence = document.sentence_at(person.start)
    begin = sentence.start if sentence else 0
    # What stands before a colon or a semicolon says nothing of who acts behind it.
    begin = max(begin, document.text.rfind(":", begin, person.start), document.text.rfind(";", begin, person.start))
    before = document.text[max(begin, person.start - 50) : person.start]
    if words.veto_before.search(before) or words.absent_behind.search(before):
        return True
    if words.owned.match(document.text, person.end, person.end + 60):
        return True
    if words.led.match(document.text, person.end, person.end + 60):
        return True
    if (
        sentence
        and document.lines[sentence.line].kind is LineKind.TITLE
        and document.text[person.end : person.end + 1] == ":"
    ):
        return True  # whose words the headline gives
    if words.mentioned_to_the_end.search(document.text, begin, person.start):
        return True
    if words.mentioned_behind.search(document.text, max(begin, since, person.start - REACH), person.start):
        return True
    return bool(person.role and words.veto_roles.search(person.role))


def is_occasion(document: Document, mentions: Mentions, person: Person, span: Span, words: Contexts) -> bool:
    """Whether somebody is told in a span only as whose visit it is: "signed during the visit of X"."""
    before: Person | None = None
    owner = False  # whether the person before is
    for other in within(mentions.people, span):
        since = max(span[0], other.start - REACH, before.end if before else 0)
        gap = document.text[before.end : other.start] if before and owner else ","
        owner = names_occasion(document, other, since, words) or ("," not in gap and bool(words.listed.match(gap)))
        if other.id == person.id and not owner:
            return False
        before = other
    return True


def names_occasion(document: Document, person: Person, since: int, words: Contexts) -> bool:
    """Whether the words around somebody make him the one whose visit or meeting is the occasion."""
    owned = words.occasion_behind.match(document.text, person.end, person.end + REACH)
    if owned and words.occasion_before.search(document.text[since : person.start]):
        return True
    if words.occasions.search(document.text, since, person.start):
        return True
    return bool(words.occasion_of.search(document.text, since, person.end))


def is_onlooker(document: Document, person: Person, span: Span, words: Contexts) -> bool:
    """Whether the part of the sentence that names somebody says that he was there, and not that he signed."""
    begin = max(document.text.rfind(";", span[0], person.start), span[0])
    end = document.text.find(";", person.start, span[1])
    end = end if end >= 0 else span[1]
    for found in words.attends.finditer(document.text, begin, end):
        if found.start() <= person.start < found.end():
            return True
        if not words.signs.search(document.text[begin : found.start()] + "|" + document.text[found.end() : end]):
            return True
    return False


def find_parties(
    document: Document, mentions: Mentions, span: Span, people: tuple[Person, ...], words: Contexts
) -> dict[str, Span]:
    """Codes of who acts in a span, each with the words that say so."""
    return dict(_find_parties(document, mentions, span, people, words))


@lru_cache(maxsize=64)  # as above
def _find_parties(
    document: Document, mentions: Mentions, span: Span, people: tuple[Person, ...], words: Contexts
) -> Mapping[str, Span]:
    parties, hosting = dict[str, Span](), dict[str, Span]()
    inside: list[Span] = [(p.start, p.end) for p in within(mentions.people, span)]
    together = 0  # parties of one bloc, but one of them
    for person in people:
        code = party_of(person, mentions)
        if code:
            parties.setdefault(code, (person.start, person.end))
    for organization in within(mentions.organizations, span):
        code = organization.country if organization.code is None else None
        if organization.kind == "international" and not code and not blocked(document, organization, words):
            members = expand_bloc(organization.name) if organization.code is None else ()
            together += max(0, len(members) - 1)
            for member in members:
                parties.setdefault(member, (organization.start, organization.end))
        if code and not covered(organization, inside):
            if not blocked(document, organization, words):
                parties.setdefault(code, (organization.start, organization.end))
            elif organization.kind == "other":  # "at the University of Oslo"
                hosting.setdefault(code, (organization.start, organization.end))
    loose: list[Country] = []
    where: list[Country] = []
    shut = span[0]  # the end of a country that only tells where: whoever is listed with it is where, too
    fought = -1  # the end of a country that is only at odds with those listed behind it
    for country in within(mentions.countries, span):
        between = words.at_odds.search(document.text[max(0, country.start - REACH) : country.start])
        if between or (fought > 0 and JOINERS.match(document.text[fought : country.start])):
            fought = country.end
            continue
        listed = country.form == "name" and JOINERS.match(document.text[shut : country.start])
        if encloses(mentions.money, country.start, country.start + 1):
            continue
        if covered(country, inside) or encloses(mentions.organizations, country.start, country.end):
            continue
        if words.topic_nouns.match(document.text, country.end) or names_route(document, mentions, country, words):
            continue
        if locates(document, mentions, country) or is_owned(document, mentions, country):
            continue
        sent = words.sent_from.search(document.text[max(0, country.start - 50) : country.start])
        if sent or words.party_nouns.match(document.text[country.end : country.end + 50]):
            parties.setdefault(country.code, (country.start, country.end))
        elif blocked(document, country, words):
            shut = country.end
        elif listed and shut > span[0]:
            shut = country.end
            where.append(country)
        else:
            loose.append(country)
    shut_out: set[str] = set()
    for organization in within(mentions.organizations, span):
        if not organization.code or covered(organization, inside) or blocked(document, organization, words):
            shut_out.add(organization.code or "")
            continue
        if organization.code in shut_out and document.text[organization.start - 1] == "(":
            continue  # the initials of one that is no party
        if words.topic_nouns.match(document.text, organization.end):
            continue  # "the European Union accession"
        if is_compounded(document, mentions, organization, words) or is_beside(
            document, organization, span, words, parties
        ):
            continue
        sent = words.sent_from.search(document.text[max(0, organization.start - 50) : organization.start])
        if sent or len(parties) - together < 2 or joined(document, organization, [], parties, words):
            parties.setdefault(organization.code, (organization.start, organization.end))
    if not (parties or loose) and len(where) > 1:
        loose = where  # nobody else is told: "ministers in charge of trade in A, B and C"
    for country in loose:
        if len(parties) - together < 2 or joined(document, country, loose, parties, words):
            parties.setdefault(country.code, (country.start, country.end))
    return hosting | parties if len(parties) == 1 else parties


def is_compounded(document: Document, mentions: Mentions, body: Organization, words: Contexts) -> bool:
    """Whether a body is only the first part of a word for a thing: "EU-Ratspräsidentschaft", "UN-backed"."""
    behind = document.text[body.end : body.end + 50]
    if behind[:1] not in ("-", "‑") or not behind[1:2].isalpha() or words.party_nouns.match(behind):
        return False
    second = body.end + 1
    return not any(
        at < len(named) and named[at].start == second
        for named in (mentions.countries, mentions.organizations)
        for at in (bisect_left(named, second, key=_start),)
    )


def is_beside(document: Document, body: Organization, span: Span, words: Contexts, parties: Mapping[str, Span]) -> bool:
    """Whether a body only names the gathering at whose margins others meet, or at which two parties told by name do."""
    before = document.text[max(span[0], body.start - REACH) : body.start]
    return bool(words.margins.search(before) or (len(parties) > 1 and words.held_at.search(before)))


def locates(document: Document, mentions: Mentions, country: Country) -> bool:
    """Whether a country only says where the town before it lies: "in Oslo, Norway", "in Oslo (Norway)"."""
    before = mentions.places[: bisect_left(mentions.places, country.start, key=_start)][-1:]
    gap = document.text[before[0].end : country.start] if before and before[0].country == country.code else None
    return country.form == "name" and gap in (", ", " (")


def is_owned(document: Document, mentions: Mentions, country: Country) -> bool:
    """Whether a country's name stands right behind another's: in a firm's name, "China's Hong Kong Cable Ltd"."""
    before = mentions.countries[: bisect_left(mentions.countries, country.start, key=_start)][-1:]
    gap = document.text[before[0].end : country.start] if before and before[0].code != country.code else None
    return country.form == "name" and gap in ("'s ", "’s ", "' ", "’ ")


def names_route(document: Document, mentions: Mentions, country: Country, words: Contexts) -> bool:
    """Whether a country is one of those joined to the name of a pipeline or railway."""
    end, joined = country.end, False
    for other in mentions.countries[bisect_left(mentions.countries, country.end, key=_start) :][:CHAIN]:
        if other.start == end + 1 and document.text[end] in "-–—":
            end, joined = other.end, True
    before = country.start > 0 and document.text[country.start - 1] in "-–—"
    return (joined or before) and words.routes.match(document.text, end) is not None


def distant_parties(document: Document, mentions: Mentions, span: Span) -> dict[str, Span]:
    """Countries in a span that are named as a place or through their city: parties only where others are missing."""
    found: dict[str, Span] = {}
    for country in within(mentions.countries, span):
        if not encloses(mentions.money, country.start, country.start + 1):
            found.setdefault(country.code, (country.start, country.end))
    for place in within(mentions.places, span):
        if not place.dateline:
            found.setdefault(place.country, (place.start, place.end))
    return found


def party_of(person: Person, mentions: Mentions) -> str | None:
    """The party that somebody stands for: the international organisation, else the country."""
    code = codes_by_name(mentions).get((person.organization or "").casefold())
    if code or person.country:
        return code or person.country
    return next((o.code for o in within(mentions.organizations, (person.start, person.end)) if o.code), None)


@lru_cache(maxsize=2)
def codes_by_name(mentions: Mentions) -> Mapping[str, str]:
    """The codes of the bodies that have one, by their names as they are compared."""
    return {body.name.casefold(): body.code for body in reversed(mentions.organizations) if body.code}


def covered(mention: Country | Organization, spans: Iterable[Span]) -> bool:
    return any(start <= mention.start and mention.end <= end for start, end in spans)


def blocked(document: Document, mention: Country | Organization, words: Contexts) -> bool:
    return bool(words.not_a_party.search(document.text[max(0, mention.start - 40) : mention.start]))


def joined(
    document: Document,
    country: Country | Organization,
    loose: list[Country],
    parties: Mapping[str, Span],
    words: Contexts,
) -> bool:
    """Listed in one breath with somebody who is a party."""
    neighbours = [(other.start, other.end) for other in loose if other is not country] + list(parties.values())
    bounds = ((min(country.end, end), max(country.start, start)) for start, end in neighbours)
    gaps = (document.text[begin:end] for begin, end in bounds if end - begin <= REACH)
    named = isinstance(country, Country) and country.form == "name"  # "A, B and the C"
    return any(JOINERS.match(gap) or (named and words.listed.match(gap)) for gap in gaps)
