"""Organisations in a text: international ones with their codes, bodies of state, companies with their countries."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from services.classify.reading.document import Document, Organization
from services.classify.reading.geography.companies import Context, find_bodies, find_companies
from services.classify.reading.geography.countries import find_countries
from services.classify.reading.geography.homes import tell_country
from services.classify.reading.geography.phrases import PhraseList
from services.classify.reading.geography.places import find_places
from services.classify.reading.geography.words import Word, article_words, fold, fold_word
from services.classify.reading.languages.pack import Pack

BLOCS: dict[str, tuple[str, ...]] = {
    "c5 1": ("KG", "KZ", "TJ", "TM", "US", "UZ"),
    "central asia": ("KG", "KZ", "TJ", "TM", "UZ"),
    "g7": ("CA", "DE", "FR", "GB", "IT", "JP", "US"),
    "visegrad": ("CZ", "HU", "PL", "SK"),
    "baltic states": ("EE", "LT", "LV"),
    "quad": ("AU", "IN", "JP", "US"),
    "aukus": ("AU", "GB", "US"),
    "weimar triangle": ("DE", "FR", "PL"),
    "e3": ("DE", "FR", "GB"),
    "benelux": ("BE", "LU", "NL"),
    "nordic countries": ("DK", "FI", "IS", "NO", "SE"),
}
MEMBERS: dict[str, str] = {
    "ASEAN": "BN ID KH LA MM MY PH SG TH TL VN",
    "BRICS": "AE BR CN EG ET ID IN IR RU ZA",
    "CIS": "AM AZ BY KG KZ MD RU TJ UZ",
    "CSTO": "AM BY KG KZ RU TJ",
    "EAEU": "AM BY KG KZ RU",
    "ECO": "AF AZ IR KG KZ PK TJ TM TR UZ",
    "GCC": "AE BH KW OM QA SA",
    "MERCOSUR": "AR BO BR PY UY",
    "OTS": "AZ KG KZ TR UZ",
    "SAARC": "AF BD BT IN LK MV NP PK",
    "SCO": "BY CN IN IR KG KZ PK RU TJ UZ",
}
NAME_LETTERS = 12  # letters of a name for each of its acronym
ACRONYM_BEHIND = re.compile(r"[ \u00a0]?\((?P<acronym>[^\W\d_][\w&-]{1,9})[),;]")


def is_member(country: str, organization: str) -> bool:
    """Whether a country is a member of an organisation, by its code, as far as is known here."""
    return country in MEMBERS.get(organization, "").split()


def expand_bloc(name: str) -> tuple[str, ...]:
    """The countries that a bloc stands for ("C5+1", "Visegrad"); empty for every other organisation.

    `find_organizations` gives a bloc with neither code nor country, under its name here.
    """
    return BLOCS.get(fold(name), ())


@dataclass(frozen=True, slots=True)
class Known:
    """What the lists say of an organisation."""

    name: str
    code: str | None
    country: str | None
    kind: Literal["international", "company"]


def known_list(pack: Pack) -> PhraseList[Known]:
    table = pack.table("organizations")
    entries: list[tuple[str, Known]] = []
    for code, entry in table["international"].items():
        for form in entry["forms"]:
            pattern, _, name = form.partition("=")
            entries.append((pattern, Known(name or entry["name"], code, None, "international")))
    for name, forms in table["blocs"].items():
        entries += [(form, Known(name, None, None, "international")) for form in forms]
    for country, names in table["known"].items():
        entries += [(name, Known(name, None, country, "company")) for name in names]
    return PhraseList(entries)


def find_organizations(document: Document, pack: Pack) -> tuple[Organization, ...]:
    """Every organisation named, in text order; where one stands inside another, the longer one."""
    words = article_words(document)
    countries = find_countries(document, pack)
    starts = frozenset(country.start for country in countries)
    context = Context(document.text, words, countries, find_places(document, pack), pack, starts)
    found = find_known(document.text, words, pack)
    found += find_abbreviated(document.text, words, found)
    found += find_bodies(context)
    found += find_companies(context)
    found = [body for body in found if not _reports(document, body)]
    told = [tell_country(context, organization) for organization in without_overlaps(found)]
    told = _same_country_for_same_name(told)
    return tuple(_with_own_acronyms(document.text, words, told))


def _reports(document: Document, body: Organization) -> bool:
    """Whether a body stands in brackets in a dateline: "Wien (OTS) – …"."""
    around = document.text[body.start - 1 : body.start] + document.text[body.end : body.end + 1]
    return around == "()" and any(line.start <= body.start < (line.dateline_end or 0) for line in document.lines)


def find_known(text: str, words: Sequence[Word], pack: Pack) -> list[Organization]:
    found = []
    for index, count, pattern in pack.prepared(known_list).all_in(words):
        first, last = words[index], words[index + count - 1]
        known = pattern.value
        if not first.capital and not known.name.islower() and expand_bloc(known.name) == ():
            continue
        as_written = known.code is not None and not any(pattern.starred)
        name = text[first.start : last.end] if as_written else known.name
        found.append(Organization(first.start, last.end, name, known.code, known.country, known.kind))
    return found


def find_abbreviated(text: str, words: Sequence[Word], known: Sequence[Organization]) -> list[Organization]:
    """Later mentions by an acronym that stood in brackets behind the full name."""
    acronyms: dict[str, Organization] = {}
    for organization in known:
        match = ACRONYM_BEHIND.match(text, organization.end)
        if match is not None and sum(c.isupper() for c in match["acronym"]) >= 2:
            acronyms[match["acronym"]] = organization
    return [
        replace(acronyms[word.text], start=word.start, end=word.end, name=word.text)
        for word in words
        if word.text in acronyms
    ]


def _with_own_acronyms(text: str, words: Sequence[Word], told: Sequence[Organization]) -> list[Organization]:
    """With the later mentions of bodies by the acronyms that stood in brackets behind their names.

    What the article itself explains so is no other body that the lists know by these letters.
    """
    acronyms: dict[str, Organization] = {}
    for body in told:
        match = ACRONYM_BEHIND.match(text, body.end) if body.code is None and body.country is not None else None
        if match is not None and match["acronym"].isupper() and _abbreviates(match["acronym"], text, body):
            acronyms.setdefault(match["acronym"], body)
    if not acronyms:
        return list(told)
    named = [
        replace(acronyms[word.text], start=word.start, end=word.end, name=word.text)
        for word in words
        if word.text in acronyms
    ]
    starts = {body.start for body in named}
    return sorted([*named, *(body for body in told if body.start not in starts)], key=lambda body: body.start)


def _abbreviates(acronym: str, text: str, body: Organization) -> bool:
    """Whether the words up to the end of a body's name begin with the letters of an acronym, but for one at most."""
    words = text[max(0, body.end - NAME_LETTERS * len(acronym)) : body.end].replace("-", " ").split()
    return (Counter(acronym) - Counter(word[0] for word in words)).total() <= 1


def without_overlaps(found: Sequence[Organization]) -> list[Organization]:
    """In text order; of two that overlap the one from the lists, else the longer."""
    weak = ("state", "other")
    ranked = sorted(found, key=lambda o: (o.kind in weak, o.code is None and o.country is None, o.start - o.end))
    taken: list[tuple[int, int]] = []
    kept: list[Organization] = []
    for organization in ranked:
        index = bisect_left(taken, (organization.start, organization.end))
        free_before = index == 0 or taken[index - 1][1] <= organization.start
        if free_before and (index == len(taken) or organization.end <= taken[index][0]):
            insort(taken, (organization.start, organization.end))
            kept.append(organization)
    return sorted(kept, key=lambda organization: organization.start)


def _same_country_for_same_name(found: Sequence[Organization]) -> list[Organization]:
    """A company named twice keeps the country that one of the mentions tells."""
    told = {fold_word(o.name): o.country for o in found if o.country is not None and o.kind != "state"}
    return [
        replace(o, country=told[fold_word(o.name)])
        if o.country is None and o.code is None and o.kind != "state" and fold_word(o.name) in told
        else o
        for o in found
    ]
