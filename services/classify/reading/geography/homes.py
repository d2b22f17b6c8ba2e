"""Where a body is at home: the country that its name or the words beside it tell."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from services.classify.reading.document import Organization
from services.classify.reading.geography.companies import Context, Markers, first_from, markers
from services.classify.reading.geography.gazetteer import gazetteer
from services.classify.reading.geography.placenames import place_table
from services.classify.reading.geography.townwords import named_after, town_words
from services.classify.reading.geography.venues import city_adjectives, stem_of

ADJECTIVE_REACH = 3  # words between "Korean" and the company's head word
TOWN_REACH = 2  # words from a town's adjective to the name of a body
GREAT = 300  # thousand people of a town abroad whose name says where a body is
SEAT = 100  # … of a capital
FOLLOWING = 24  # characters behind a name in which its country or city is told


def tell_country(context: Context, organization: Organization) -> Organization:
    """The organisation with the country that its name or the words beside it tell."""
    if organization.code is not None or organization.country is not None:
        return organization
    country = (
        _inside(context, organization)
        or _adjective_before(context, organization)
        or _behind(context, organization, context.pack.prepared(markers))
        or _by_name(context, organization)
        or _by_town(context, organization)
        or _town_adjective_before(context, organization)
        or _by_town_behind(context, organization)
        or _by_great_town(context, organization)
    )
    return organization if country is None else replace(organization, country=country)


def _by_name(context: Context, organization: Organization) -> str | None:
    """The country that alone calls a body of state so: „Bundestag“, "the Kremlin", «Госдума»."""
    named = context.words[context.word_at(organization.start)].folded
    alone: dict[str, str] = context.pack.table("organizations")["state"]["alone"]
    return next((code for start, code in alone.items() if named.startswith(start)), None) if alone else None


def _by_town(context: Context, organization: Organization) -> str | None:
    """The country of the town whose adjective a name begins with."""
    first = context.words[context.word_at(organization.start)]
    spot = named_after(first.folded, context.pack.prepared(town_words)) if first.capital else None
    return spot.country if spot is not None else None


def _town_adjective_before(context: Context, organization: Organization) -> str | None:
    """The country of the town whose adjective leads to a name: „der Kieler Anlagenbauer X“."""
    table = context.pack.prepared(city_adjectives)
    index = context.word_at(organization.start)
    for word in reversed(context.words[max(0, index - TOWN_REACH) : index]):
        stem = stem_of(word.folded, table) if table.regular and word.capital else None
        spots = list(gazetteer(False).cities(table.known.get(stem, stem))) if stem else []
        if spots:
            return max(spots, key=lambda spot: spot.weight).country
    return None


def _by_town_behind(context: Context, organization: Organization) -> str | None:
    """The country of the town that a body's name ends with: „Stadtwerke Kiel“, „Hochschule Fulda“."""
    homes: Sequence[str] = context.pack.table("geography")["places"].get("homes", ())
    words = context.words[context.word_at(organization.start) : context.word_at(organization.end)]
    if not homes or len(words) < 2 or not words[-1].capital or context.pack.hooks.is_common_noun(words[-1].text):
        return None
    spots = [s for s in gazetteer(False).cities(words[-1].folded) if s.own_name or s.thousands >= GREAT]
    spots = [spot for spot in spots if spot.country in homes or spot.capital or spot.thousands >= GREAT]
    return max(spots, key=lambda spot: spot.weight).country if spots else None


def _by_great_town(context: Context, organization: Organization) -> str | None:
    """The country of the capital or great town that a body's name begins or ends with: "University of Oslo"."""
    words = context.words[context.word_at(organization.start) : context.word_at(organization.end)]
    if organization.kind != "other" or len(words) < 2:
        return None
    map_ = gazetteer(context.pack.prepared(place_table).cyrillic)
    for word in (words[-1], words[0]):
        spots = list(map_.cities(word.folded)) if word.capital else []
        spots = [spot for spot in spots if spot.thousands >= (SEAT if spot.capital else GREAT)]
        if spots:
            return max(spots, key=lambda spot: spot.weight).country
    return None


def _inside(context: Context, organization: Organization) -> str | None:
    country = first_from(context.countries, organization.start)
    if country is not None and country.start < organization.end:
        return country.code
    place = first_from(context.places, organization.start)
    return place.country if place is not None and place.start < organization.end else None


def _adjective_before(context: Context, organization: Organization) -> str | None:
    """ "the Korean company X", "Kazakhstan's ministry", "der kasachische Versorger X"."""
    index = context.word_at(organization.start)
    allowed = index - ADJECTIVE_REACH
    place = bisect_left(context.countries, organization.start, key=lambda country: country.start)
    country = context.countries[place - 1] if place else None
    if country is None or country.end > organization.start:
        return None
    between = context.text[country.end : organization.start]
    close = len(between) <= 60 and not re.search(r"[.,;:!?()\n]", between)
    return country.code if close and context.word_at(country.start) >= allowed - 1 else None


def _behind(context: Context, organization: Organization, marks: Markers) -> str | None:
    """ "X of Korea", "X aus Bremerhaven", "the ministry in Astana", "X (Germany)"."""
    index = context.word_at(organization.end)
    until = organization.end + FOLLOWING
    bracketed = context.text[organization.end : organization.end + 2] == " ("
    if bracketed:  # what stands in the brackets: "X (Germany)", not where something is done: "X (XYZ) in Oslo"
        closing = context.text.find(")", organization.end, until)
        until = closing if closing > 0 else until
    linked = bracketed or (index < len(context.words) and context.words[index].folded in marks.from_place)
    country = first_from(context.countries, organization.end)
    if country is not None and country.start < until and country.form == "name":
        gap = context.text[organization.end : country.start]
        if linked or not gap.strip(" »”“\"'’"):
            return country.code
    place = first_from(context.places, organization.end)
    return place.country if linked and place is not None and place.start < until else None
