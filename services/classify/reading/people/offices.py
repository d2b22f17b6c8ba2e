"""Offices in a sentence: the head noun, what stands before it and what follows, in the guide's form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from services.classify.reading.languages.pack import Pack
from services.classify.reading.people.before import words_before
from services.classify.reading.people.complement import Complement, Part
from services.classify.reading.people.words import Head, Heads, Phrase, Word, spelt

OF_NOTHING = frozenset({"director", "deputy", "secretary", "adviser", "council"})  # offices of anybody
FOR_COUNTRIES = frozenset({"ambassador", "director", "president", "chairman", "secretary", "adviser"})
OF_BODIES = frozenset({"director", "president", "chairman", "secretary", "adviser", "deputy"})
LISTED = 5  # people that are named one by one
OWNED = 3  # words from a possessive to the office that it owns
OF_TOWNS = frozenset({"mayor", "director", "chairman", "secretary", "deputy", "council", "adviser", "region", "leader"})


@dataclass(frozen=True, slots=True)
class Offices:
    """A language's office table, turned round for look-up."""

    heads: Heads
    whole: frozenset[str]  # groups whose complement stays in the role
    weak: Mapping[str, Mapping[str, Any]]  # groups that are ranks rather than offices
    attached: frozenset[str]  # groups that are told only beside a name
    country_heads: frozenset[str]  # heads that mean the head of state where only a country follows
    exclusive: frozenset[str]  # titles that stand for no other of their group
    vague: frozenset[str]  # words of a domain that tell no minister from another
    delegations: frozenset[str]
    apart: Mapping[str, int]  # titles of one group that are never one office, by which they are of
    vocabulary: Mapping[str, Any]


def offices_of(pack: Pack) -> Offices:
    table = pack.table("people")
    heads = {word: group for kind in ("heads", "weak") for group, row in table[kind].items() for word in row["words"]}
    whole = frozenset(group for group, row in table["heads"].items() if row.get("whole"))
    attached = frozenset(g for kind in ("heads", "weak") for g, row in table[kind].items() if row.get("attached"))
    country_heads, exclusive = (frozenset(table["words"][name]) for name in ("country_heads", "exclusive"))
    vague, delegations = (frozenset(table["words"][name]) for name in ("vague", "delegations"))
    apart = {title: number for number, row in enumerate(table["words"]["apart"]) for title in row}
    return Offices(
        Heads(heads),
        whole,
        table["weak"],
        attached,
        country_heads,
        exclusive,
        vague,
        delegations,
        apart,
        table["words"],
    )


def find_offices(words: Sequence[Word], pack: Pack) -> list[Phrase]:
    """The offices of one sentence in order, none inside another."""
    offices = pack.prepared(offices_of)
    found: list[Phrase] = []
    owner: int | None = None  # where an office begins whose own adviser follows
    office_head = pack.hooks.office_head
    at = 0
    while at < len(words):
        head = None if words[at].kind != "word" else office_head(words, at, offices.heads)
        if head is None or (head.title.lower() in offices.vocabulary["named_too"] and _is_first_name(words, at)):
            at += 1
            continue
        least = found[-1].last if found else 0
        phrase = _phrase(words, at, head, least, pack, offices)
        at = phrase.last
        if _owns_office(words, phrase, pack, offices):
            owner = phrase.first  # "the president's principal adviser"
            continue
        if owner is not None:
            phrase, owner = replace(phrase, first=owner), None
        if found and found[-1].former and _goes_on(words, found[-1], phrase, offices):
            phrase = replace(phrase, former=True)  # "served as minister, premier and president"
        if phrase.plural and _is_counted(words, phrase.first):
            continue  # "more than 30 rectors"
        if phrase.plural and _names_gathering(words, phrase.first, offices.vocabulary):
            continue  # "the Forum of Rectors of A and B"
        if not phrase.institution:
            found.append(phrase)
        elif found and phrase.first - found[-1].last <= 2:
            countries = found[-1].countries or phrase.countries
            found[-1] = replace(found[-1], last=phrase.last, countries=countries)
    return found


def _is_counted(words: Sequence[Word], first: int) -> bool:
    """Whether a number too great for a list of people stands before a plural."""
    number = words[first - 1] if first else None
    return number is not None and number.kind == "number" and number.text.isdigit() and int(number.text) > LISTED


def _names_gathering(words: Sequence[Word], first: int, vocabulary: Mapping[str, Any]) -> bool:
    """Whether the word before a plural is of a body or gathering that is called after its members."""
    at = first - 1
    while at >= 0 and words[at].lower in (*vocabulary["of"], *vocabulary["articles"]):
        at -= 1
    return at >= 0 and words[at].lower in vocabulary["gatherings"]


def _is_first_name(words: Sequence[Word], at: int) -> bool:
    """Whether an office that is a first name too is one here: a capital that is no place stands behind."""
    after = words[at + 1] if at + 1 < len(words) else None
    return after is not None and after.capital and after.text[1:2].islower() and not (after.place or after.country)


def _goes_on(words: Sequence[Word], before: Phrase, phrase: Phrase, offices: Offices) -> bool:
    """Whether two offices are neighbours in a list."""
    between = words[before.last : phrase.first]
    return bool(between) and all(word.text == "," or word.lower in offices.vocabulary["joiners"] for word in between)


def is_bare(phrase: Phrase) -> bool:
    """Whether an office says of nobody who he is: "the head", «руководитель»."""
    told = phrase.organization or phrase.countries or phrase.place or phrase.domain or phrase.body or phrase.own
    return phrase.group in OF_NOTHING and not told and len(phrase.role.split()) == 1


def _owns_office(words: Sequence[Word], phrase: Phrase, pack: Pack, offices: Offices) -> bool:
    """Whether a possessive and another office stand right behind."""
    behind = phrase.last
    while behind < len(words) and words[behind].lower in offices.vocabulary["possessive"]:
        behind += 1
    if behind == phrase.last or phrase.plural:
        return False
    for at in range(behind, min(len(words), behind + OWNED)):
        if words[at].kind != "word":
            return False
        if pack.hooks.office_head(words, at, offices.heads) is not None:
            return True
    return False


def _phrase(words: Sequence[Word], at: int, head: Head, least: int, pack: Pack, offices: Offices) -> Phrase:
    before = words_before(words, at, head, least, pack, offices.vocabulary)
    after: Complement = pack.hooks.office_complement(words, at + head.length, head, pack.table("people"))
    countries = list(before.countries)
    own_country = words[at].country
    if own_country is not None and own_country.end < words[at].end:
        countries.append(own_country.code)
    role_parts: list[Part] = []
    bodies: list[str] = []
    capital = before.place is not None and head.group not in OF_TOWNS  # "Tokyo's top diplomat"
    organization, body, place, own = None, before.body, before.place, before.own
    if not any(part.kind == "body" for part in after.parts):
        organization = before.body_text or (None if capital else before.place_text) or head.organization
    for part in after.parts:
        span = words[part.first : part.last]
        if part.kind == "country":
            near = {words[part.first - 1].lower, words[part.first - 2].lower}
            if head.group in FOR_COUNTRIES and near & set(offices.vocabulary["for_words"]):
                role_parts.append(part)  # "Special Representative for Afghanistan"
                continue
            countries += [c for c in dict.fromkeys(w.country.code for w in span if w.country) if c not in countries]
            continue
        if part.kind == "host":
            continue
        beside = {words[part.first].lower, words[part.first - 1].lower}
        told = [] if beside & set(offices.vocabulary["for_words"]) else [w.country.code for w in span if w.country]
        countries += [code for code in dict.fromkeys(told) if code not in countries]
        if len(span) == 1 and span[0].lower in offices.vocabulary["own_bodies"] and part.kind == "body":
            own = span[0].lower
        elif part.kind == "role" or (
            words[part.first - 1].lower not in offices.vocabulary["at_prepositions"]
            and words[part.first - 2].lower not in offices.vocabulary["at_prepositions"]
            and _stays_in_role(span, head, offices, pack)
        ):
            role_parts.append(part)
            states = (w.organization.country for w in span if w.organization and w.organization.kind == "state")
            countries += [code for code in dict.fromkeys(states) if code and not countries]  # "speaker of the Sejm"
        elif organization is not None:
            bodies.append(pack.hooks.body_text(words, part))
            owner = next((w.organization for w in span if w.organization and w.organization.code), None)
            if body is None and owner is not None and not head.plural:  # "the Commission of the African Union"
                body, organization = owner, f"{organization} {spelt(words[part.first - 1 : part.last])}"
        else:
            body = next((w.organization for w in span if w.organization), body)
            place = next((w.place for w in span if w.place), place)
            organization = pack.hooks.body_text(words, part)
            bodies.append(organization)
    role = pack.hooks.role_text(words, before.modifiers, at, head, role_parts)
    said = [head.domain, *(words[i].lower for i in before.modifiers if words[i].kind == "word")]
    said += [w.lower for part in role_parts for w in words[part.first : part.last] if w.kind == "word"]
    domain = " ".join(word for word in said if word and word not in offices.vocabulary["deputies"])
    deputy = head.deputy or any(
        role.lower().startswith(word) or f" {word}" in role.lower() for word in offices.vocabulary["deputies"]
    )
    if not head.plural and len(set(countries)) > 1 and _is_compound(words, before.first, max(after.end, at + 1)):
        countries = []  # "President of the Norway-Ghana Council" is of either
    group = head.group
    if (
        head.title.lower() in offices.country_heads
        and countries
        and organization is None
        and not role_parts
        and own is None
    ):
        group = "state"
    if body is not None and body.kind == "international" and head.group in OF_BODIES:
        countries = []  # whoever is there for a country is not of it
    common = [w.lower for part in after.parts for w in words[part.first : part.last] if not w.country]
    rank = " ".join([head.title.lower(), *common])
    if common and countries and offices.heads.groups.get(rank) in offices.weak:  # «глава молдавского правительства»
        group, role, organization, body = offices.heads.groups[rank], rank, None, None
    heads_ministry = head.title.lower() in offices.vocabulary["ministry_heads"]
    ministry = _ministry(organization, offices.vocabulary) if heads_ministry else None
    if ministry is not None:
        countries = countries or [code for code in (body.country if body else None,) if code]
        row = offices.weak[ministry]
        group, role, domain, organization, body = row["groups"][0], row["role"], row["domain"], None, None
    return Phrase(
        before.first,
        max(after.end, at + head.length),
        group,
        role,
        organization,
        tuple(countries),
        head.plural,
        head.gender,
        None if before.acting else head.case,
        before.definite,
        domain,
        body,
        place,
        own if organization is None else None,
        deputy,
        head.title.lower(),
        tuple(bodies) if head.plural else (),
        before.former,
        before.institution,
    )


def _is_compound(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether two countries joined by a hyphen stand among these words."""
    for word in words[first:last]:
        if word.country is not None and word.country.end < word.end and "-" in word.text:
            return True
    return any(
        words[at].text in {"-", "–", "‑"} and words[at - 1].country and words[at + 1].country
        for at in range(first + 1, min(last, len(words) - 1))
    )


def _ministry(organization: str | None, vocabulary: Mapping[str, Any]) -> str | None:
    """The rank of who heads a ministry: "the head of the Foreign Ministry" is the minister."""
    shown = f" {organization.lower()}" if organization else ""
    kinds = {"diplomat": vocabulary["foreign_ministries"], **vocabulary.get("ministries", {})}
    return next((kind for kind, names in kinds.items() if any(f" {name}" in shown for name in names)), None)


def _stays_in_role(span: Sequence[Word], head: Head, offices: Offices, pack: Pack) -> bool:
    bodies = offices.vocabulary["whole_bodies"]
    if head.group in offices.whole:
        return not any(w.organization and w.organization.kind != "state" for w in span) or any(
            w.lower in offices.vocabulary["domains"] for w in span
        )
    private = offices.vocabulary.get("private_bodies", ())
    return any(pack.hooks.is_whole_body(w, bodies) for w in span) and not any(w.lower in private for w in span)
