"""What is known of a person from the whole article: name, role, organisation, country in the guide's forms."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from services.classify.reading.geography.gazetteer import gazetteer, regions
from services.classify.reading.geography.placenames import adjective_stems, base_forms, place_table
from services.classify.reading.geography.townwords import LARGE, named_after, town_words
from services.classify.reading.geography.words import fold
from services.classify.reading.languages.pack import Pack
from services.classify.reading.people.counterparts import without_own_prefix
from services.classify.reading.people.offices import offices_of
from services.classify.reading.people.origins import likelier
from services.classify.reading.people.sides import without_office
from services.classify.reading.people.someone import Someone
from services.classify.reading.people.words import Phrase

LONGEST_ACRONYM = 2  # letters
GREAT = 4.5  # weight of a city whose name speaks for itself
TOWNS = frozenset({"mayor"})
OF_STATES = frozenset({"president", "premier", "minister", "speaker", "mayor", "state", "government", "commander"})
ABROAD = frozenset({"ambassador"})  # who serve in a country that is not their own


@dataclass(frozen=True, slots=True)
class Portrait:
    name: str | None
    role: str | None
    organization: str | None
    country: str | None


def portray(
    someone: Someone,
    everyone: Sequence[Someone],
    pack: Pack,
    home: str | None,
    told_most: Sequence[str],
    away: Set[str] = frozenset(),
    there: str | None = None,
) -> Portrait:
    """The person's fields; `everyone` is who is mentioned, in order, for offices that point at others.

    `away` are the countries that somebody goes to: none of them is assumed to be his. `there` is where he is met.
    """
    spellings = [told for told in someone.told if told.name]
    name = _in_small_letters(pack.hooks.full_name(spellings)) if spellings else None
    role, organization, office = _office(someone, everyone, pack)
    country = _country(someone, office, everyone, pack, home, told_most, away, there)
    return Portrait(name, role, organization, country)


def _in_small_letters(name: str) -> str:
    """A family name in capitals beside a given name that is not: "Erlan IDRISSOV"."""
    words = name.split()
    shouted = [len(word) > LONGEST_ACRONYM and word.isupper() for word in words]
    if all(shouted) or not any(shouted):
        return name
    return " ".join(word.title() if loud else word for word, loud in zip(words, shouted, strict=True))


def _office(someone: Someone, everyone: Sequence[Someone], pack: Pack) -> tuple[str | None, str | None, Phrase | None]:
    offices = pack.prepared(offices_of)
    real = [t for t in someone.told if any(o.group not in offices.weak for o in t.offices)]
    real = [t for t in real if not all(o.former for o in t.offices)] or real
    if real:
        best = max(real, key=lambda t: (_weight(t.offices), -t.start))
        strong = [o for o in best.offices if o.group not in offices.weak]
        organization = next((o.organization for o in strong if o.organization), None) or next(
            (o.organization for t in real for o in t.offices if o.group == strong[0].group and o.organization), None
        )
        return ", ".join(dict.fromkeys(o.role for o in strong)), organization, strong[-1]
    weak = someone.offices
    groups = {group for office in weak for group in offices.weak[office.group].get("groups", ())}
    for office in (o for o in weak if offices.weak[o.group].get("same")):
        for other in _nearest(someone, everyone):
            if all(o.group == office.group for o in other.offices):
                continue
            if groups and groups.isdisjoint(o.group for o in other.offices):
                continue  # "head of government": no colleague of a president
            role, organization, _ = _office(other, everyone, pack)
            if role and role.lower() in pack.table("people").get("unshared", ()):
                return None, None, office  # the colleague of a „Bundesrat“ holds another office
            if role:
                own = without_own_prefix(role, someone.countries, pack)
                return pack.hooks.role_of(own, office.gender), organization, office
    for office in weak:
        row = offices.weak[office.group]
        if role := office.title if row.get("as_told") else row.get("role"):
            return str(role), None, office
    return None, None, weak[0] if weak else None


def _nearest(someone: Someone, everyone: Sequence[Someone]) -> list[Someone]:
    at = next(i for i, p in enumerate(everyone) if p is someone)
    return [p for p in (*reversed(everyone[:at]), *everyone[at + 1 :]) if p is not someone]


def _weight(offices: Sequence[Phrase]) -> int:
    return sum(len(o.role) + (10 if o.organization else 0) for o in offices)


def _country(
    someone: Someone,
    office: Phrase | None,
    everyone: Sequence[Someone],
    pack: Pack,
    home: str | None,
    told_most: Sequence[str],
    away: Set[str],
    there: str | None,
) -> str | None:
    """Told beside the name; else the body's or place's; else that of the article, but none that somebody goes to."""
    if someone.countries:
        return someone.countries[0]
    for told in someone.offices:
        if told.body is not None and (told.body.country or told.body.kind == "international"):
            return told.body.country
        if told.organization in pack.table("people")["words"]["international"]:
            return None
        if told.place is not None:
            return told.place.country
        hinted = _hinted(told.organization, pack, [home, *told_most] if home else told_most)
        if hinted is not None:
            return hinted
        if told.organization and (told.group in TOWNS or _is_region(told.organization, pack)):
            found = _region_country(told.organization, pack, told_most)
            found = found or (_town_country(told.organization, pack, told_most) if told.group in TOWNS else None)
            if found:
                return found
        town = named_after(fold(told.organization.split()[0]), pack.prepared(town_words)) if told.organization else None
        found = town.country if town is not None else _country_of_last(told, pack, told_most)
        found = found or (_city_of(told.organization, pack, told_most) if told.organization else None)
        if found:
            return found
    if office is None:
        return None
    if office.group in ABROAD and not office.organization:
        names = [" ".join(told.name.tokens) for told in someone.told if told.name and len(told.name.tokens) > 1]
        sender = next((code for code in told_most if code != home), home)
        return likelier(names[0], sender, told_most, None) if names else sender
    name = next((" ".join(told.name.tokens) for told in someone.told if told.name and len(told.name.tokens) > 1), None)
    unsaid: str | None = pack.table("people").get("unsaid_country")
    if someone.holder is not None or is_counterpart(office, pack):  # "his counterpart" is of another country
        known = _nearest(someone, everyone) if someone.holder is None else [someone.holder]
        theirs = next((other.countries[0] for other in known if other.countries), home)
        told_most = [code for code in told_most if code != theirs]
        home = next(iter(told_most), home) if home == theirs else home
    assumed = likelier(name, _of_the_article(someone, office, everyone, pack, home, told_most), told_most, unsaid)
    barred = {*away, *someone.abroad, *without_office(office, pack.table("people")["words"])}
    if there is not None and there not in barred and office.group in OF_STATES and not office.organization:
        return there
    if assumed in barred:
        return next((code for code in (home, *told_most, unsaid) if code and code not in barred), None)
    return assumed


def is_counterpart(office: Phrase, pack: Pack) -> bool:
    return bool(pack.prepared(offices_of).weak.get(office.group, {}).get("same"))


def _hinted(organization: str | None, pack: Pack, told_most: Sequence[str]) -> str | None:
    """The country of a body that few countries have: „Bundeswirtschaftsministerium“."""
    people = pack.table("people")
    for start, few in (*people.get("body_hints", {}).items(), *people["hints"].items()):
        if organization is not None and organization.lower().startswith(start):
            return str(next((code for code in told_most if code in few), few[0]))
    return None


def _of_the_article(
    someone: Someone,
    office: Phrase,
    everyone: Sequence[Someone],
    pack: Pack,
    home: str | None,
    told_most: Sequence[str],
) -> str | None:
    """The home country, or the other of two where a counterpart in the first sentence is of the home country.

    Where no other country is told, a state's office is of the one that the language's press leaves unsaid.
    """
    inside = [t.sentence for t in someone.told if t.offices and not t.headline]
    first = min(inside or [t.sentence for t in someone.told if t.offices], default=None)
    others = {
        p.countries[0]
        for p in everyone
        if p is not someone and p.countries and any(t.sentence == first for t in p.told if t.offices)
    }
    if home not in others:
        return home
    rest = [code for code in told_most[:2] if code not in others]
    if rest or not (office.group in OF_STATES or (office.body is not None and office.body.kind == "state")):
        return next(iter(rest), None)
    unsaid: str | None = pack.table("people").get("unsaid_country")
    rivals = (p for p in everyone if p is not someone and p.named and p.countries[:1] == [home])
    taken = any(_is_same(office, other, pack) for rival in rivals for other in rival.offices)
    return unsaid or (None if taken else home)


def _is_same(office: Phrase, other: Phrase, pack: Pack) -> bool:
    """Whether two offices are one that a country has but once: both of foreign ministers."""
    vague = pack.prepared(offices_of).vague
    one, two = ({word for word in o.domain.split() if word not in vague} for o in (office, other))
    agree = office.group == other.group and office.deputy == other.deputy and office.group in OF_STATES
    return agree and (bool(one & two) or not (one or two)) and not (office.organization or other.organization)


def _is_region(name: str, pack: Pack) -> bool:
    return not {fold(word) for word in name.split()}.isdisjoint(pack.table("geography").get("region_after", ()))


def _region_country(name: str, pack: Pack, told_most: Sequence[str]) -> str | None:
    """Where the region lies whose name, or the adjective of it, stands first."""
    cyrillic = pack.prepared(place_table).cyrillic
    known = regions(cyrillic)
    for word in map(fold, name.split()):
        for form in (word, *(adjective_stems(word) if cyrillic else ())):
            spots = [*known.headed.get(form, ()), *([known.alone[form]] if form in known.alone else [])]
            if spots:
                return str(max(spots, key=lambda spot: spot.country in told_most).country)
    return None


def _country_of_last(office: Phrase, pack: Pack, told_most: Sequence[str]) -> str | None:
    """Where the large town lies with which a body's name ends: «администрация Бреславля»."""
    table = pack.prepared(place_table)
    last = (office.organization or "").rpartition(" ")[2]
    if not table.cyrillic or not last[:1].isupper() or last.isupper() or office.body is not None:
        return None
    map_ = gazetteer(True)
    spots = [spot for form in base_forms(fold(last), table) for spot in map_.cities(form)]
    spots = [spot for spot in spots if spot.thousands >= LARGE or spot.capital]
    likely = max(spots, key=lambda spot: (spot.country in told_most, spot.weight), default=None)
    return str(likely.country) if likely else None


def _city_of(organization: str, pack: Pack, told_most: Sequence[str]) -> str | None:
    """Where the great city lies that a body has in its name: "the Jakarta Port Office"."""
    known = gazetteer(pack.prepared(place_table).cyrillic)
    for word in organization.split():
        spots = known.cities(fold(word)) if word[:1].isupper() else ()
        great = [s for s in spots if s.weight >= GREAT and (s.capital or s.country in told_most)]
        if great:
            return str(great[0].country)
    return None


def _town_country(name: str, pack: Pack, told_most: Sequence[str]) -> str | None:
    """Where the town of a mayor lies: in a country of the article if one has it, else the likeliest."""
    spots = list(gazetteer(pack.prepared(place_table).cyrillic).cities(fold(name)))
    likely = max(spots, key=lambda spot: (spot.country in told_most, spot.weight), default=None)
    return str(likely.country) if likely else None
