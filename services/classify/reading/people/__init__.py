"""Who is in an article: people by name, by office, or by both, each told once over all mentions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from services.classify.reading.document import Country, Document, LineKind, Organization, Person, Place
from services.classify.reading.languages.pack import Pack
from services.classify.reading.people.coreference import group_mentions, settle
from services.classify.reading.people.joining import Told, join
from services.classify.reading.people.linking import link_last_pair, link_lists, link_well_known
from services.classify.reading.people.names import find_names, knows, lists_of
from services.classify.reading.people.offices import find_offices, offices_of
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
    organizations = [body for body in organizations if not _named_like_person(body, pack)]
    persons = pack.hooks.recognise_people(document)
    mentioned = Mentioned(countries, places, organizations, persons)
    told_most = countries_told(document, countries, places)
    home = home_country(document, places, told_most)
    told = _mentions(document, pack, mentioned)
    grouped = group_mentions(told, pack, home)
    link_well_known(grouped, pack)
    link_last_pair(grouped)
    weak = pack.prepared(offices_of).weak
    grouped = [
        (told, someone)
        for told, someone in settle(grouped)
        if someone.named or someone.countries or any(office.group not in weak for office in someone.offices)
    ]
    numbers: dict[int, int] = {}
    portraits: dict[int, Portrait] = {}
    people = []
    for mention, someone in grouped:
        number = numbers.setdefault(id(someone), len(numbers))
        if number not in portraits:
            portraits[number] = portray(someone, [g[1] for g in grouped], pack, home, told_most)
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


def countries_told(document: Document, countries: Sequence[Country], places: Sequence[Place]) -> list[str]:
    """The countries of title and body, most often named first."""
    body = [line for line in document.lines if line.kind is not LineKind.BOILERPLATE]
    seen = Counter(c.code for c in countries if any(line.start <= c.start < line.end for line in body))
    seen.update(p.country for p in places if any(line.start <= p.start < line.end for line in body))
    return sorted(seen, key=lambda code: (-seen[code], code))


def home_country(document: Document, places: Sequence[Place], told_most: Sequence[str]) -> str | None:
    """The country that an office without one is of: the dateline's, else where things happen, else the most told."""
    for place in places:
        if place.dateline:
            return place.country
    opening = document.sentences[min(3, len(document.sentences) - 1)].end if document.sentences else 0
    for place in places:
        if place.located and place.start < opening and place.country in told_most[:2]:
            return place.country
    return told_most[0] if told_most else None


def _mentions(document: Document, pack: Pack, mentioned: Mentioned) -> list[Told]:
    vocabulary = dict(pack.table("people")["words"])
    sentences: list[tuple[int, bool, list[Word], list[Phrase]]] = []
    for sentence in document.sentences:
        headline = document.lines[sentence.line].kind is LineKind.TITLE
        words = words_of(document, sentence, mentioned)
        sentences.append((sentence.index, headline, words, find_offices(words, pack)))
    keys: frozenset[str] = frozenset()
    found = [find_names(words, phrases, pack, headline, knows(keys, pack)) for _, headline, words, phrases in sentences]
    for at, names in enumerate(found):
        index, headline, words, _ = sentences[at]
        if not headline and any(not name.sure and len(name.tokens) > 1 for name in names):
            asked = _asked(document, index, pack, mentioned)
            if asked is not None:
                words = words_of(document, document.sentences[index], asked)
                sentences[at] = (index, headline, words, find_offices(words, pack))
                found[at] = find_names(words, sentences[at][3], pack, headline, knows(keys, pack))
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
        told += join(words, _with_bodies(words, phrases, mentioned, pack), names, vocabulary, index, headline)
    kept = [mention for mention in told if _kept(mention, pack)]
    return link_lists(kept)


def _named_like_person(body: Organization, pack: Pack) -> bool:
    """A body that is really its chairman: "the concern Myrat Artykov"."""
    names = body.name.split()
    return (
        body.kind in {"company", "other"}
        and 2 <= len(names) <= 3
        and pack.hooks.looks_like_family_name(names[-1])
        and all(name[0].isupper() and name[1:2].islower() for name in names)
    )


def _with_bodies(
    words: list[Word], phrases: list[Phrase], mentioned: Mentioned, pack: Pack
) -> list[Phrase]:
    """Offices of a body told before ("the company's president"), and each body by its fullest name."""
    found = []
    for phrase in phrases:
        if phrase.own is not None and phrase.organization is None:
            pronoun = phrase.own in pack.table("people")["words"]["own_articles"]
            body = _told_before(phrase.own, words[phrase.first].start, mentioned.organizations, pronoun)
            if body is not None:
                phrase = replace(phrase, organization=body.name, body=body)
        if phrase.body is not None and phrase.organization == phrase.body.name:
            phrase = replace(phrase, organization=_introduced(phrase.body, mentioned.organizations))
        found.append(phrase)
    return found


def _told_before(
    own: str, start: int, organizations: Sequence[Organization], pronoun: bool
) -> Organization | None:
    """The last body whose name or kind the word fits."""
    before = [body for body in reversed(organizations) if body.end <= start]
    if pronoun:
        return next((body for body in before if body.kind != "state"), None)
    by_name = next((body for body in before if own[:4] in body.name.lower()), None)
    return by_name or next((body for body in before if body.kind in {"company", "other"}), None)


def _introduced(body: Organization, organizations: Sequence[Organization]) -> str:
    """ "EBRD" by the name that the article spelt out before it, as in "Bank for Reconstruction (EBRD)"."""
    full = body.name
    for other in organizations:
        if other.start >= body.start:
            break
        same = other.code is not None and other.code == body.code
        if (same or other.name == body.name) and len(other.name) > len(full):
            full = other.name
    for other, after in pairwise(organizations):
        if after.name == body.name and after.start <= body.start and 0 < after.start - other.end <= 2:
            full = max(full, other.name, key=len)
    return full


def _asked(document: Document, index: int, pack: Pack, mentioned: Mentioned) -> Mentioned | None:
    """What is mentioned, with the persons of a doubtful sentence; nothing where none are found."""
    sentence = document.sentences[index]
    spans = pack.hooks.doubtful_people(document.slice(sentence.start, sentence.end))
    persons = [(sentence.start + start, sentence.start + end) for start, end in spans]
    clear = [
        span
        for span in persons
        if not any(m.start < span[1] and m.end > span[0] for m in (*mentioned.countries, *mentioned.organizations))
    ]
    return Mentioned(mentioned.countries, mentioned.places, mentioned.organizations, clear) if clear else None


def _kept(told: Told, pack: Pack) -> bool:
    """A name that only its capitals speak for needs an office beside it; some offices need a name."""
    if told.name is not None:
        return told.name.sure or bool(told.offices)
    offices = pack.prepared(offices_of)
    return all(office.definite and office.group not in offices.attached for office in told.offices) and not any(
        office.group in offices.weak
        and not office.countries
        and office.organization
        and not offices.weak[office.group].get("role")
        for office in told.offices
    )
