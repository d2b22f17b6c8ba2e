"""What stands around one cue: people, parties, date and place of its clause or sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.classify.reading.cues import Cue
from services.classify.reading.document import Country, Document, Mentions, Money, Organization, Person, Place, When
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import alternation, pattern

Span = tuple[int, int]
YEAR = re.compile(r"(?:19|20)\d\d")
JOINERS = re.compile(r"^[\s,–—-]*\w{0,4}[\s,–—-]*$")


@dataclass(frozen=True)
class Frame:
    cue: Cue
    scope: Span
    people: tuple[Person, ...]
    parties: Mapping[str, Span]
    when: When | None
    place: Place | None
    money: tuple[Money, ...]
    collective: bool  # a joint subject stands for people named before


@dataclass(frozen=True)
class Contexts:
    """Words around a name that say whether it takes part."""

    veto_before: re.Pattern[str]
    veto_roles: re.Pattern[str]
    not_a_party: re.Pattern[str]
    party_nouns: re.Pattern[str]
    joins: re.Pattern[str]
    collective: re.Pattern[str]


def contexts(pack: Pack) -> Contexts:
    table = pack.table("cues")
    return Contexts(
        veto_before=pattern(rf"(?<!\w)(?:{alternation(table['veto_before'])})\W*$"),
        veto_roles=pattern(rf"(?<!\w)(?:{alternation(table['veto_roles'])})(?!\w)"),
        not_a_party=pattern(rf"(?<!\w)(?:{alternation(table['not_a_party'])})\s+$"),
        party_nouns=pattern(rf"^[\s-]*(?:[\w&«»-]+[\s-]+){{0,2}}?(?:{alternation(table['party_nouns'])})(?!\w)"),
        joins=pattern(rf"(?<!\w)(?:{alternation(table['joins'])})(?!\w)"),
        collective=pattern(rf"(?<!\w)(?:{alternation(table['collective'])})(?!\w)"),
    )


def within(mentions: Iterable[object], span: Span) -> list:  # type: ignore[type-arg]
    return [m for m in mentions if span[0] <= m.start and m.end <= span[1]]  # type: ignore[attr-defined]


def make_frames(document: Document, mentions: Mentions, cues: Iterable[Cue], pack: Pack) -> list[Frame]:
    """A frame for each cue, in text order."""
    words = pack.prepared(contexts)
    names = [(o.start, o.end) for o in mentions.organizations] + [(p.start, p.end) for p in mentions.people]
    listed = [cue for cue in cues if not (cue.noun and any(a <= cue.noun[0] and cue.noun[1] <= b for a, b in names))]
    return [
        make_frame(
            document, mentions, cue, scope_of(document, cue, listed), words,
            tuple(o.clause for o in listed if o.sentence == cue.sentence and o.clause != cue.clause),
        )
        for cue in listed
    ]  # fmt: skip


def scope_of(document: Document, cue: Cue, cues: list[Cue]) -> Span:
    """The cue's sentence, or its clause where the sentence tells several happenings."""
    sentence = document.sentences[cue.sentence]
    others = [
        other
        for other in cues
        if other.sentence == cue.sentence and other.strength >= 0.6 and other.clause != cue.clause and cue.strength
    ]
    return cue.clause if others else (sentence.start, sentence.end)


def make_frame(
    document: Document, mentions: Mentions, cue: Cue, scope: Span, words: Contexts, rivals: tuple[Span, ...]
) -> Frame:
    """`rivals` are the clauses of the sentence's other cues: their dates are not this cue's."""
    sentence = document.sentences[cue.sentence]
    whole = (sentence.start, sentence.end)
    if cue.speech:
        scope = (sentence.start, cue.start) if cue.start - sentence.start > 3 else scope
        people = takers(document, mentions, scope, words)
        return Frame(
            cue, scope, people, find_parties(document, mentions, scope, people, words),
            when_of(mentions, cue, cue.clause, cue.clause, ()), None, (), False,
        )  # fmt: skip
    if cue.vague:
        cue = clarified(cue, mentions, takers(document, mentions, whole, words), whole)
    people = takers(document, mentions, scope, words)
    if scope != whole and len(people) < 2:
        people = takers(document, mentions, whole, words)
    parties = find_parties(document, mentions, scope, people, words)
    if scope != whole and len(parties) < 2:
        parties = {**parties, **find_parties(document, mentions, whole, people, words)}
    return Frame(
        cue,
        scope,
        people,
        parties,
        dated(document, when_of(mentions, cue, scope, whole, rivals), cue),
        place_of(mentions, cue, scope, whole),
        tuple(within(mentions.money, scope)),
        bool(words.collective.search(document.text, sentence.start, sentence.end)),
    )


def clarified(cue: Cue, mentions: Mentions, people: tuple[Person, ...], span: Span) -> Cue:
    """"They agreed": a paper where a sum is named, else a meeting of the people who did, else nothing."""
    if within(mentions.money, span):
        return cue
    if len({party_of(person, mentions) for person in people} - {None}) >= 2:
        return replace(cue, kind="meeting", form="talks", status="held", channel="in_person")
    return replace(cue, strength=0.3 if cue.title else 0.0)


def takers(document: Document, mentions: Mentions, span: Span, words: Contexts) -> tuple[Person, ...]:
    """The people in a span who are not merely mentioned."""
    found: dict[int, Person] = {}
    for person in within(mentions.people, span):
        if not vetoed(document, person, words):
            found.setdefault(person.id, person)
    return tuple(found.values())


def vetoed(document: Document, person: Person, words: Contexts) -> bool:
    sentence = next((s for s in document.sentences if s.start <= person.start < s.end), None)
    begin = sentence.start if sentence else 0
    if words.veto_before.search(document.text[max(begin, person.start - 50) : person.start]):
        return True
    return bool(person.role and words.veto_roles.search(person.role))


def find_parties(
    document: Document, mentions: Mentions, span: Span, people: tuple[Person, ...], words: Contexts
) -> dict[str, Span]:
    """Codes of who acts in a span, each with the words that say so."""
    parties: dict[str, Span] = {}
    inside: list[Span] = [(p.start, p.end) for p in within(mentions.people, span)]
    for person in people:
        code = party_of(person, mentions)
        if code:
            parties.setdefault(code, (person.start, person.end))
    for organization in within(mentions.organizations, span):
        code = organization.country if organization.code is None else None
        if code and not covered(organization, inside) and not blocked(document, organization, words):
            parties.setdefault(code, (organization.start, organization.end))
    loose: list[Country] = []
    for country in within(mentions.countries, span):
        if any(money.start <= country.start < money.end for money in mentions.money):
            continue
        if covered(country, inside) or any(covered(country, [(o.start, o.end)]) for o in mentions.organizations):
            continue
        if words.party_nouns.match(document.text[country.end : country.end + 50]):
            parties.setdefault(country.code, (country.start, country.end))
        elif not blocked(document, country, words):
            loose.append(country)
    for organization in within(mentions.organizations, span):
        if organization.code and not covered(organization, inside) and not blocked(document, organization, words):
            if len(parties) < 2 or joined(document, organization, [], parties):
                parties.setdefault(organization.code, (organization.start, organization.end))
    for country in loose:
        if len(parties) < 2 or joined(document, country, loose, parties):
            parties.setdefault(country.code, (country.start, country.end))
    return parties


def distant_parties(document: Document, mentions: Mentions, span: Span) -> dict[str, Span]:
    """Countries in a span that are named as a place or through their city: parties only where others are missing."""
    found: dict[str, Span] = {}
    for country in within(mentions.countries, span):
        if not any(money.start <= country.start < money.end for money in mentions.money):
            found.setdefault(country.code, (country.start, country.end))
    for place in within(mentions.places, span):
        if not place.dateline:
            found.setdefault(place.country, (place.start, place.end))
    return found


def party_of(person: Person, mentions: Mentions) -> str | None:
    """The party that somebody stands for: the international organisation, else the country."""
    if person.organization:
        for organization in mentions.organizations:
            if organization.code and organization.name.casefold() == person.organization.casefold():
                return organization.code
    if person.country:
        return person.country
    return next((o.code for o in mentions.organizations if o.code and covered(o, [(person.start, person.end)])), None)


def covered(mention: Country | Organization, spans: Iterable[Span]) -> bool:
    return any(start <= mention.start and mention.end <= end for start, end in spans)


def blocked(document: Document, mention: Country | Organization, words: Contexts) -> bool:
    return bool(words.not_a_party.search(document.text[max(0, mention.start - 40) : mention.start]))


def joined(
    document: Document, country: Country | Organization, loose: list[Country], parties: Mapping[str, Span]
) -> bool:
    """Listed in one breath with somebody who is a party."""
    neighbours = [(other.start, other.end) for other in loose if other is not country] + list(parties.values())
    return any(
        JOINERS.match(document.text[min(country.end, end) : max(country.start, start)]) for start, end in neighbours
    )


def when_of(mentions: Mentions, cue: Cue, scope: Span, whole: Span, rivals: tuple[Span, ...]) -> When | None:
    """The date told nearest to the cue, in its scope before its sentence. A dateline's date is not the event's."""
    for span in dict.fromkeys((cue.clause, scope, whole)):
        dates = [
            when
            for when in within(mentions.dates, span)
            if not when.dateline and not any(a <= when.start < b for a, b in rivals)
        ]
        if dates:
            return min(dates, key=lambda when: (distance(when, cue), when.start))
    return None


def dated(document: Document, when: When | None, cue: Cue) -> When | None:
    """The date, if it fits what the cue says of time: what is done lies before the publication, what is planned after."""
    published = day_of(document.published_at)
    if when is None or published is None:
        return when
    first, last = period(when)
    if cue.status in ("held", "signed", "in_force"):
        vague = when.precision == "year" and first.year >= published.year
        return None if vague or (first.year > published.year and cue.kind == "agreement") else when
    if cue.status == "planned" and last < published and not YEAR.search(document.text[when.start : when.end]):
        ahead = replace(when, first=next_year(when.first), last=next_year(when.last) if when.last else None)
        return ahead if when.precision in ("day", "month") and not when.relative else when
    return when


def next_year(day: date) -> date:
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def day_of(moment: date | datetime | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def place_of(mentions: Mentions, cue: Cue, scope: Span, whole: Span) -> Place | None:
    if cue.kind == "meeting" and cue.channel != "in_person":
        return None
    for span in dict.fromkeys((cue.clause, scope, whole)):
        places = [place for place in within(mentions.places, span) if place.located and not place.dateline]
        if places:
            return min(places, key=lambda place: (distance(place, cue), place.kind != "city", place.start))
    return None


def distance(mention: When | Place, cue: Cue) -> int:
    return max(mention.start - cue.end, cue.start - mention.end, 0)


def dates_agree(one: When, other: When) -> bool:
    """Whether two dates may be of one event: the coarser one holds the finer, or their days overlap."""
    first, last = period(one)
    start, end = period(other)
    return first <= end and start <= last


def period(when: When) -> tuple[date, date]:
    if when.last:
        return when.first, when.last
    if when.precision == "year":
        return when.first.replace(month=1, day=1), when.first.replace(month=12, day=31)
    if when.precision == "month":
        following = (when.first.replace(day=28).toordinal()) + 4
        ending = date.fromordinal(following).replace(day=1).toordinal() - 1
        return when.first.replace(day=1), date.fromordinal(ending)
    return when.first, when.first
