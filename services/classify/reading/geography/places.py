"""Cities and regions in a text, what they are called on the map, and whether something is put there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from services.classify.reading.document import Country, Document, Place
from services.classify.reading.geography.countries import find_countries
from services.classify.reading.geography.gazetteer import Gazetteer, Spot, gazetteer, regions
from services.classify.reading.geography.located import Surroundings, is_located, place_words, stands_for_other
from services.classify.reading.geography.placenames import Hit, PlaceTable, name_at, place_table, region_at
from services.classify.reading.geography.words import Word, article_words
from services.classify.reading.languages.pack import Pack

LARGE = 300  # thousand people; a name of such a city needs no support
TOLD_BONUS = 2.0  # a country that the article names
BESIDE_BONUS = 4.0  # a country named right behind the city ("Belem, Brazil", "Malaba, on the Kenyan side")
BESIDE_REACH = 20  # characters
CAPITAL_REACH = 250  # back to the country whose capital is meant


@dataclass(slots=True)
class Search:
    """One article being searched."""

    words: tuple[Word, ...]
    countries: Sequence[Country]
    told: Counter[str]
    around: Surroundings
    table: PlaceTable
    map: Gazetteer
    found: list[Place] = field(default_factory=list)
    settled: dict[str, Spot] = field(default_factory=dict)  # names that a country beside them made clear


def find_places(document: Document, pack: Pack) -> tuple[Place, ...]:
    """Every city and region named, in text order; "the Turkmen capital" is its city."""
    table = pack.prepared(place_table)
    words = article_words(document)
    countries = find_countries(document, pack)
    around = Surroundings(words, frozenset(c.start for c in countries), pack.prepared(place_words))
    told = Counter(country.code for country in countries)
    search = Search(words, countries, told, around, table, gazetteer(table.cyrillic))
    taken = {country.start for country in countries if country.form != "adjective"}
    datelines = [(line.start, line.dateline_end) for line in document.lines if line.dateline_end is not None]
    index = 0
    while index < len(words):
        dateline = any(start <= words[index].start < end for start, end in datelines)
        hit = place_at(search, index, dateline)
        if hit is None and words[index].folded in table.capital:
            hit = capital_at(search, index)
        if hit is None:
            index += 1
            continue
        first, count, spot = hit
        located = dateline or is_located(around, first, search.found)
        if words[first].start in taken and not located:
            index += 1
            continue
        if located or not stands_for_other(around, first, index + count):
            start = words[first].start
            if search.found and start < search.found[-1].end:
                start = words[index].start
            search.found.append(as_place(start, words[index + count - 1].end, spot, located, dateline))
        index += count
    return tuple(_as_settled(_as_hosts(search), search))


def as_place(start: int, end: int, spot: Spot, located: bool, dateline: bool) -> Place:
    return Place(
        start, end, spot.name, spot.country, spot.geonames_id, spot.lat, spot.lon, spot.kind, located, dateline
    )


def place_at(search: Search, index: int, dateline: bool) -> Hit | None:
    """The longest name of a region or city that starts here, if its surroundings allow one."""
    words, table = search.words, search.table
    if not words[index].capital:
        return None
    region = region_at(words, index, table, regions(table.cyrillic), search.map, search.told)
    if region is not None:
        return region
    count, names = name_at(words, index, table, search.map)
    spots = {spot for name in names for spot in search.map.cities(name)}
    if not spots:
        return None
    beside = country_behind(search, words[index + count - 1].end)
    best = max(spots, key=lambda spot: (likelihood(spot, search.told, beside), spot.geonames_id or 0))
    if not dateline and not acceptable(search, best, index, count, names):
        return None
    if best.country == beside:
        search.settled[words[index].folded] = best
    return index, count, best


def likelihood(spot: Spot, told: Counter[str], beside: str | None) -> float:
    """How likely a name means this spot, by its size and the countries that the article names."""
    bonus = BESIDE_BONUS if spot.country == beside else TOLD_BONUS if told[spot.country] else 0.0
    return spot.weight + bonus


def country_behind(search: Search, end: int) -> str | None:
    """The country named right behind a city."""
    for country in search.countries:
        if country.start >= end:
            return country.code if country.start - end <= BESIDE_REACH else None
    return None


def acceptable(search: Search, spot: Spot, index: int, count: int, names: list[str]) -> bool:
    """Enough speaks for a city: words that put something there, its size, or its country in the article."""
    word, table = search.words[index], search.table
    told = bool(search.told[spot.country])
    located = is_located(search.around, index, search.found)
    if count == 1 and not table.never.isdisjoint((word.folded, *names)):
        return located and word.folded in search.around.table.never_alone
    if located:
        return spot.thousands >= LARGE or spot.capital or told or len(word.text) > 3
    if table.capitals_are_names and beside_capitals(search.words, index):
        return spot.capital or spot.thousands >= 1000
    if spot.capital or (spot.thousands >= LARGE and spot.own_name):
        return True
    return told and not word.opens


def beside_capitals(words: Sequence[Word], index: int) -> bool:
    """Part of a longer run of capitalised words, such as a person's name."""
    before = words[index - 1] if index and words[index].joined else None
    return before is not None and before.capital and not before.opens and len(before.text) > 1


def capital_at(search: Search, index: int) -> Hit | None:
    """The city meant by "the Turkmen capital", "the capital of Turkmenistan", "the capital" of a country just named."""
    words, countries = search.words, search.countries
    start, end = words[index].start, words[index].end
    beside = [c for c in countries if c.end <= start and start - c.end <= 3]
    after = [c for c in countries if 0 < c.start - end <= 8 and c.form == "name"]
    earlier = [c for c in countries if start - CAPITAL_REACH < c.start < start]
    chosen = beside[-1:] or after[:1] or earlier[-1:]
    code = chosen[0].code if chosen else next((p.country for p in search.found if p.dateline), None)
    if code is None or code not in search.map.capitals:
        return None
    first = index
    while beside and first > 0 and words[first].start > beside[-1].start:
        first -= 1
    return first, 1, search.map.capitals[code]


def _as_hosts(search: Search) -> Iterator[Place]:
    """A place that hosts is a stage as well."""
    for place in search.found:
        hosts = not place.located and search.around.hosts_after(place.end)
        yield replace(place, located=True) if hosts else place


def _as_settled(places: Iterator[Place], search: Search) -> Iterator[Place]:
    """One name is one place in an article: what a country beside it settled holds for all its mentions."""
    names = {spot.name: spot for spot in search.settled.values()}
    for place in places:
        spot = names.get(place.name)
        if spot is None or spot.country == place.country:
            yield place
        else:
            yield as_place(place.start, place.end, spot, place.located, place.dateline)
