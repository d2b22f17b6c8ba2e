"""Offices in a sentence: the head noun, what stands before it and what follows, in the guide's form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.classify.reading.document import Organization, Place
from services.classify.reading.languages.pack import Pack
from services.classify.reading.people.complement import Complement, Part
from services.classify.reading.people.words import Head, Phrase, Word, same_words


@dataclass(frozen=True, slots=True)
class Offices:
    """A language's office table, turned round for look-up."""

    heads: Mapping[str, str]  # words of a head -> its group
    whole: frozenset[str]  # groups whose complement stays in the role
    weak: Mapping[str, Mapping[str, Any]]  # groups that are ranks rather than offices
    attached: frozenset[str]  # groups that are told only beside a name
    country_heads: frozenset[str]  # heads that mean the head of state where only a country follows
    exclusive: frozenset[str]  # titles that stand for no other of their group
    vocabulary: Mapping[str, Any]


def offices_of(pack: Pack) -> Offices:
    table = pack.table("people")
    heads = {word: group for kind in ("heads", "weak") for group, row in table[kind].items() for word in row["words"]}
    whole = frozenset(group for group, row in table["heads"].items() if row.get("whole"))
    attached = frozenset(g for kind in ("heads", "weak") for g, row in table[kind].items() if row.get("attached"))
    country_heads, exclusive = (frozenset(table["words"][name]) for name in ("country_heads", "exclusive"))
    return Offices(heads, whole, table["weak"], attached, country_heads, exclusive, table["words"])


def find_offices(words: Sequence[Word], pack: Pack) -> list[Phrase]:
    """The offices of one sentence in order, none inside another."""
    offices = pack.prepared(offices_of)
    found: list[Phrase] = []
    at = 0
    while at < len(words):
        head = None if words[at].kind != "word" else pack.hooks.office_head(words, at, offices.heads)
        if head is None:
            at += 1
            continue
        least = found[-1].last if found else 0
        phrase = _phrase(words, at, head, least, pack, offices)
        found.append(phrase)
        at = phrase.last
    return found


def _phrase(words: Sequence[Word], at: int, head: Head, least: int, pack: Pack, offices: Offices) -> Phrase:
    before = _before(words, at, head, least, pack, offices)
    after: Complement = pack.hooks.office_complement(words, at + head.length, head, pack.table("people"))
    countries = list(before.countries)
    own_country = words[at].country
    if own_country is not None and own_country.end < words[at].end:
        countries.append(own_country.code)
    role_parts: list[Part] = []
    bodies: list[str] = []
    organization, body, place, own = None, before.body, before.place, before.own
    if not any(part.kind == "body" for part in after.parts):
        organization = before.body_text or before.place_text or head.organization
    for part in after.parts:
        span = words[part.first : part.last]
        if part.kind == "country":
            countries += [c for c in dict.fromkeys(w.country.code for w in span if w.country) if c not in countries]
            continue
        if part.kind == "host":
            continue
        told = [w.country.code for w in span if w.country]
        countries += [code for code in dict.fromkeys(told) if code not in countries]
        if len(span) == 1 and span[0].lower in offices.vocabulary["own_bodies"] and part.kind == "body":
            own = span[0].lower
        elif part.kind == "role" or (
            words[part.first - 1].lower not in offices.vocabulary["at_prepositions"]
            and words[part.first - 2].lower not in offices.vocabulary["at_prepositions"]
            and _stays_in_role(span, head, offices, pack)
        ):
            role_parts.append(part)
        elif organization is not None:
            bodies.append(pack.hooks.body_text(words, part))
        else:
            body = next((w.organization for w in span if w.organization), body)
            place = next((w.place for w in span if w.place), place)
            organization = pack.hooks.body_text(words, part)
            bodies.append(organization)
    role = pack.hooks.role_text(words, before.modifiers, at, head, role_parts)
    said = [head.domain, *(words[i].lower for i in before.modifiers)]
    said += [w.lower for part in role_parts for w in words[part.first : part.last] if w.kind == "word"]
    domain = " ".join(word for word in said if word and word not in offices.vocabulary["deputies"])
    deputy = head.deputy or any(
        role.lower().startswith(word) or f" {word}" in role.lower() for word in offices.vocabulary["deputies"]
    )
    group = head.group
    if (
        head.title.lower() in offices.country_heads
        and countries
        and organization is None
        and not role_parts
        and own is None
    ):
        group = "state"
    return Phrase(
        before.first,
        max(after.end, at + head.length),
        group,
        role,
        organization,
        tuple(countries),
        head.plural,
        head.gender,
        head.case,
        before.definite,
        domain,
        body,
        place,
        own if organization is None else None,
        deputy,
        head.title.lower(),
        tuple(bodies) if head.plural else (),
    )


@dataclass(slots=True)
class _Before:
    first: int
    modifiers: list[int]
    countries: list[str]
    body: Organization | None = None
    place: Place | None = None
    definite: bool = True
    own: str | None = None
    place_text: str | None = None
    body_text: str | None = None
    former: bool = False


def _before(words: Sequence[Word], at: int, head: Head, least: int, pack: Pack, offices: Offices) -> _Before:
    """What stands before the head: "First Deputy", "Kazakhstan's Energy", "the company's"."""
    found = _Before(at, [], [])
    vocabulary = offices.vocabulary
    here = at - 1
    while here >= least:
        word = words[here]
        if word.lower in vocabulary["former"]:
            found.former = True
        elif word.lower in vocabulary["passing"]:
            pass
        elif pack.hooks.is_office_modifier(words, here, head, vocabulary) or (
            word.lower in vocabulary["joiners"]
            and found.modifiers
            and here > least
            and _joins(words, here, head, pack, vocabulary)
        ):
            found.modifiers.insert(0, here)
        elif word.country and word.country.form != "inhabitant" and not found.countries:
            codes = [
                w.country.code
                for w in words[least:at]
                if w.country and w.start >= word.country.start and w.end <= word.country.end
            ]
            found.countries = list(dict.fromkeys(codes))
            while here > least and words[here - 1].country is word.country:
                here -= 1
        elif (
            word.organization
            and found.body is None
            and (words[here + 1].lower in vocabulary["possessive"] or here + 1 == found.first)
        ):
            found.body = word.organization
            span = [w for w in words[least:at] if w.organization is word.organization]
            found.body_text = word.organization.name if same_words(word.organization.name, span) else _spelt(span)
            while here > least and words[here - 1].organization is word.organization:
                here -= 1
        elif (
            head.group in vocabulary["names_before"]
            and here + 1 == found.first
            and word.capital
            and word.kind == "word"
            and not (word.country or word.place or word.organization or found.modifiers)
            and word.lower not in vocabulary["common"]
        ):
            found.place_text = word.text
        elif _acronym(word) and here + 1 == found.first and found.body is None and not found.place_text:
            found.place_text = word.text
        elif (
            word.place
            and not found.place
            and (words[here + 1].lower in vocabulary["possessive"] or here + 1 == found.first)
            and word.text.endswith(vocabulary["place_before"])
        ):
            found.place = word.place
            found.place_text = document_text(words, here)
            while here > least and words[here - 1].place is word.place:
                here -= 1
        elif word.lower in vocabulary["own_bodies"] and words[here + 1].lower in vocabulary["possessive"]:
            found.own = word.lower
        elif word.lower in vocabulary["possessive"]:
            here -= 1
            continue
        else:
            if word.lower in vocabulary["own_articles"] and found.own is None:
                found.own = word.lower
            found.definite = word.lower not in vocabulary["new_person"] and not word.lower.startswith(
                tuple(vocabulary["belongings"])
            )
            break
        found.first = here
        here -= 1
    return found


def _joins(words: Sequence[Word], here: int, head: Head, pack: Pack, vocabulary: Mapping[str, Any]) -> bool:
    """ "Works and Transport Minister", «Чрезвычайный и Полномочный Посол»."""
    domains = vocabulary["domains"]
    return all(
        word.lower in domains or pack.hooks.is_office_modifier(words, at, head, vocabulary)
        for at, word in ((here - 1, words[here - 1]), (here + 1, words[here + 1]))
    )


def _stays_in_role(span: Sequence[Word], head: Head, offices: Offices, pack: Pack) -> bool:
    bodies = offices.vocabulary["whole_bodies"]
    if head.group in offices.whole:
        return not any(w.organization and w.organization.kind != "state" for w in span) or any(
            w.lower in offices.vocabulary["domains"] for w in span
        )
    return any(pack.hooks.is_whole_body(w, bodies) for w in span)


def _acronym(word: Word) -> bool:
    return word.kind == "word" and word.text.isupper() and len(word.text) >= 3 and word.country is None


def _spelt(span: Sequence[Word]) -> str:
    return " ".join(word.text for word in span)


def document_text(words: Sequence[Word], at: int) -> str:
    """The words of the place that covers this one."""
    return " ".join(w.text for w in words if w.place is words[at].place)
