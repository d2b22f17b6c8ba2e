"""Cities and regions in a text, what they are called on the map, and whether something is put there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from services.classify.reading.datewords import is_said_at
from services.classify.reading.document import Country, Document, Place
from services.classify.reading.geography.countries import find_countries
from services.classify.reading.geography.gazetteer import Gazetteer, Spot, first_names, gazetteer, regions
from services.classify.reading.geography.located import (
    Surroundings,
    at_gathering,
    is_located,
    is_site,
    place_words,
    stands_for_other,
)
from services.classify.reading.geography.placenames import (
    Hit,
    PlaceTable,
    may_begin_name,
    name_at,
    place_table,
    region_at,
)
from services.classify.reading.geography.townwords import town_words
from services.classify.reading.geography.venues import (
    CityAdjectives,
    adjective_at,
    beginning_with,
    city_adjectives,
    stem_of,
    venue_at,
)
from services.classify.reading.geography.words import Word, article_words
from services.classify.reading.languages.pack import Pack
from services.classify.reading.people.folding import is_family_first

REMEMBERED = 50_000  # words that no place's name begins with
MIDDLING = 60  # thousand people; such a city may be told by another spelling
LARGE = 300  # thousand people; a name of such a city needs no support
TOLD_BONUS = 2.0  # a country that the article names
BESIDE_BONUS = 4.0  # a country named right behind the city ("Belem, Brazil", "Malaba, on the Kenyan side")
BESIDE_REACH = 20  # characters
COUNTRIES_BACK = 12
ACRONYM = 4  # letters
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
    names: frozenset[str]  # first names
    homes: frozenset[str]  # countries whose towns the language's press names without them
    found: list[Place] = field(default_factory=list)
    settled: dict[str, Spot] = field(default_factory=dict)  # names that a country beside them made clear


@lru_cache(maxsize=2)
def find_places(document: Document, pack: Pack) -> tuple[Place, ...]:
    """Every city and region named, in text order; "the Turkmen capital" is its city."""
    table = pack.prepared(place_table)
    words = article_words(document)
    countries = find_countries(document, pack)
    around = Surroundings(words, frozenset(c.start for c in countries), pack.prepared(place_words))
    told = Counter(country.code for country in countries)
    homes = frozenset(pack.table("geography")["places"].get("homes", ()))
    search = Search(words, countries, told, around, table, gazetteer(table.cyrillic), first_names(), homes)
    adjectives, towns = pack.prepared(city_adjectives), pack.prepared(town_words)
    datelines = [(line.start, line.dateline_end) for line in document.lines if line.dateline_end is not None]
    dated_until = max((end for _, end in datelines), default=0)
    index = 0
    while index < len(words):
        if words[index].text in table.without or begins_none(words[index], search, adjectives):
            index += 1
            continue
        at = words[index].start
        dateline = at < dated_until and any(start <= at < end for start, end in datelines)
        staged = venue_at(words, index, table, told, adjectives, towns) or adjective_at(
            words, index, search.map, adjectives
        )
        if staged is not None:
            found = staged[1]
            search.found.append(
                as_place(words[index].start, words[index + found - 1].end, staged[2], True, False, False)
            )
            index += found
            continue
        if dateline and search.found and search.found[-1].dateline and at - search.found[-1].end > 1:
            index += 1
            continue  # what follows a dateline's place is a country or an agency
        hit = place_at(search, index, dateline)
        if hit is None and words[index].folded in table.capital:
            hit = capital_at(search, index)
        if hit is None:
            index += 1
            continue
        first, count, spot = hit
        located = dateline or is_located(around, first, search.found) or at_gathering(around, first, index + count)
        if located or not stands_for_other(around, first, index + count):
            start = words[first].start
            if search.found and start < search.found[-1].end:
                start = words[index].start
            site = located and not dateline and is_site(around, first, index + count, search.found)
            search.found.append(as_place(start, words[index + count - 1].end, spot, located, dateline, site))
        index += count
    return tuple(_as_reported(document, pack, _as_settled(_as_hosts(search), search)))


def begins_none(word: Word, search: Search, adjectives: CityAdjectives) -> bool:
    """Whether no town is told from this word on, whatever stands around it; such words are remembered."""
    table = search.table
    told = (
        (word.capital and may_begin_name(word.folded, table, search.map, regions(table.cyrillic)))
        or word.folded in table.capital
        or stem_of(word.folded, adjectives) is not None
        or bool(beginning_with(word.folded, table))
    )
    if not told and len(table.without) < REMEMBERED:
        table.without.add(word.text)
    return not told


def as_place(start: int, end: int, spot: Spot, located: bool, dateline: bool, site: bool) -> Place:
    where = (spot.name, spot.country, spot.geonames_id, spot.lat, spot.lon, spot.kind)
    return Place(start, end, *where, located, dateline, site)


def place_at(search: Search, index: int, dateline: bool) -> Hit | None:
    """The longest name of a region or city that starts here, if its surroundings allow one."""
    words, table = search.words, search.table
    if not words[index].capital:
        return None
    country = country_at(search, words[index].start)
    count, names = name_at(words, index, table, search.map)
    region = region_at(words, index, table, regions(table.cyrillic), search.map, search.told)
    if region is not None and region[1] >= count:  # not the first word of "Colorado Springs"
        return region
    if abbreviates(words[index], count, names) or is_borne(words, index) or is_attribute(search, index, count, names):
        return None
    spots = {spot for name in names for spot in search.map.cities(name)}
    if country is not None:  # only a city that is called as its country, and only where something is put there
        located = dateline or is_located(search.around, index, search.found)
        city = country.form == "name" and located
        spots = {spot for spot in spots if city and spot.country == country.code and spot.capital}
    if not spots:
        return None
    beside = country_behind(search, words[index + count - 1].end)
    best = max(spots, key=lambda spot: (likelihood(spot, search.told, beside), spot.geonames_id or 0))
    if dateline and count == 1 and not table.never.isdisjoint((words[index].folded, *names)):
        return None
    if dateline and is_named_after(search, index + count):
        return None
    if not dateline and not acceptable(search, best, index, count, names):
        return None
    if best.country == beside:
        search.settled[words[index].folded] = best
    return index, count, best


def abbreviates(word: Word, count: int, names: list[str]) -> bool:
    """Whether a few capitals only look like the form of a town's name: «АГУ» is a university."""
    return count == 1 and word.text.isupper() and len(word.text) <= ACRONYM and word.folded not in names


def is_attribute(search: Search, index: int, count: int, names: list[str]) -> bool:
    """Whether what could be a town is the adjective of a noun behind it: «Московский государственный университет»."""
    words, table = search.words, search.around.table
    after = words[index + 1] if index + 1 < len(words) else None
    if (
        count > 1
        or after is None
        or not after.joined
        or after.capital
        or not any(n.endswith(search.table.adjectives) for n in names)
    ):
        return False
    return not (index and words[index].joined and words[index - 1].folded in table.heads)


def is_borne(words: Sequence[Word], index: int) -> bool:
    """Whether an initial stands right before, as in the name that a university bears: "M. V. Lomonosov"."""
    before = words[index - 1] if index else None
    return before is not None and len(before.text) == 1 and before.capital and words[index].start - before.end == 2


def is_named_after(search: Search, after: int) -> bool:
    """Whether a dateline's place goes on as the name of a paper ("Astana Courier –")."""
    if after >= len(search.words):
        return False
    word = search.words[after]
    if word.start - search.words[after - 1].end > 1:
        return False  # behind a dash stands an agency
    return word.joined and word.capital and not word.text.isupper() and country_at(search, word.start) is None


def likelihood(spot: Spot, told: Counter[str], beside: str | None) -> float:
    """How likely a name means this spot, by its size and the countries that the article names."""
    bonus = BESIDE_BONUS if spot.country == beside else TOLD_BONUS if told[spot.country] else 0.0
    return spot.weight + bonus


def country_at(search: Search, start: int) -> Country | None:
    index = bisect_right(search.countries, start, key=lambda country: country.start) - 1
    return search.countries[index] if index >= 0 and start < search.countries[index].end else None


def country_behind(search: Search, end: int) -> str | None:
    """The country named right behind a city."""
    index = bisect_left(search.countries, end, key=lambda country: country.start)
    country = search.countries[index] if index < len(search.countries) else None
    return country.code if country is not None and country.start - end <= BESIDE_REACH else None


def acceptable(search: Search, spot: Spot, index: int, count: int, names: list[str]) -> bool:
    """Enough speaks for a city: words that put something there, its size, or its country in the article."""
    word, table = search.words[index], search.table
    told = bool(search.told[spot.country]) or (spot.country in search.homes and spot.own_name)
    gathering = at_gathering(search.around, index, index + count)
    behind = search.words[index - 1].folded if index and word.joined else ""
    if count == 1 and not gathering and behind in search.around.table.nouns_behind:
        return False  # „in der Burg“
    located = gathering or is_located(search.around, index, search.found)
    if count == 1 and spot.thousands < LARGE and not told and begins_person(search, index):
        return False
    if count == 1 and not table.never.isdisjoint((word.folded, *names)):
        return located and word.folded in search.around.table.never_alone and not is_particle(search, index)
    if located:
        known = spot.own_name or table.cyrillic
        plain = known or (spot.thousands >= MIDDLING and not table.capitals_are_names)
        return spot.thousands >= LARGE or spot.capital or told or (plain and (count > 1 or len(word.text) > 3))
    other_spelling = not spot.own_name and not table.cyrillic
    if personal(search, index, count):
        return False
    if spot.capital:
        return told or not other_spelling or not table.capitals_are_names
    if not told and other_spelling:
        return False
    origin = index > 0 and word.joined and search.words[index - 1].folded in search.around.table.origins
    if origin and spot.thousands >= MIDDLING:
        return True
    if spot.thousands >= LARGE:
        return True
    opens = word.opens and not (spot.country in search.homes and word.folded not in search.names)
    return told and not opens and (spot.own_name or table.cyrillic or spot.thousands >= MIDDLING)


def is_particle(search: Search, index: int) -> bool:
    """Whether a word begins a family name with a small word and a capital behind it: "Van der Berg"."""
    small, last = (*search.words[index + 1 : index + 3], None, None)[:2]
    if small is None or last is None or not (small.joined and last.joined and last.capital):
        return False
    return small.folded in search.around.table.particles


def begins_person(search: Search, index: int) -> bool:
    """Whether a first name stands here and another name right behind it, where nouns have capitals, too."""
    after = search.words[index + 1] if index + 1 < len(search.words) else None
    if after is None or not after.joined or not after.capital or search.table.capitals_are_names:
        return False
    return search.words[index].folded in search.names and not after.text.endswith(search.table.noun_endings)


def personal(search: Search, index: int, count: int) -> bool:
    """Beside another capitalised word, as the parts of a person's name are; in German only beside a first name."""
    words = search.words
    behind = index + count
    before = words[index - 1] if index and words[index].joined else None
    after = words[behind] if behind < len(words) and words[behind].joined else None
    neighbours = [word for word in (before, after) if word is not None and word.capital and len(word.text) > 1]
    neighbours = [word for word in neighbours if country_at(search, word.start) is None and not word.text.isupper()]
    if before is not None and before in neighbours and is_family_first(before.text):
        return True
    if search.table.capitals_are_names:
        return any(not word.opens for word in neighbours)
    return any(word.folded in search.names for word in neighbours) or (
        bool(neighbours) and words[index].folded in search.names
    )


def capital_at(search: Search, index: int) -> Hit | None:
    """The city meant by "the Turkmen capital", "the capital of Turkmenistan", "the capital" of a country just named."""
    words, countries = search.words, search.countries
    start, end = words[index].start, words[index].end
    place = bisect_left(countries, start, key=lambda country: country.start)
    beside = [c for c in countries[max(0, place - 1) : place] if c.end <= start and start - c.end <= 3]
    after = [c for c in countries[place : place + 1] if 0 < c.start - end <= 8 and c.form == "name"]
    chosen = beside[-1:] or after[:1]
    if not chosen and is_located(search.around, index, ()):
        before = countries[max(0, place - COUNTRIES_BACK) : place]
        chosen = [c for c in before if start - CAPITAL_REACH < c.start and c.form == "name"][-1:]
    code = chosen[0].code if chosen else None
    if not after and is_of_region(search, index):
        return None
    if code is None or code not in search.map.capitals:
        return None
    named = place_at(search, index + 1, False) if index + 1 < len(words) and words[index + 1].joined else None
    if named is not None and named[2].name != search.map.capitals[code].name:
        return None  # of a province: "to its capital Changsha"
    first = index
    while beside and first > 0 and words[first].start > beside[-1].start:
        first -= 1
    return first, 1, search.map.capitals[code]


def is_of_region(search: Search, index: int) -> bool:
    """Whether a capital is that of something else than a country ("the capital of the Algarve")."""
    words = search.words
    behind = index + 1
    while behind < len(words) and words[behind].joined and words[behind].folded in search.around.table.possessives:
        behind += 1
    if behind >= len(words) or not words[behind].joined or not words[behind].capital:
        return False
    named = region_at(words, behind, search.table, regions(search.table.cyrillic), search.map, search.told)
    return behind > index + 1 or named is not None


def _as_hosts(search: Search) -> Iterator[Place]:
    """A place that hosts is a stage as well."""
    for place in search.found:
        hosts = not place.located and search.around.hosts_after(place.end) and _may_be_subject(place, search)
        hosts = hosts and not _is_owner(place, search)
        yield replace(place, located=True) if hosts else place


def _as_reported(document: Document, pack: Pack, places: Iterator[Place]) -> Iterator[Place]:
    """Where something was only said ("the ministry announced in Oslo") nothing else happens."""
    for place in places:
        told = place.located and not (place.dateline or place.site)
        yield replace(place, site=True) if told and is_said_at(document, pack, place.start, place.end) else place


def _is_owner(place: Place, search: Search) -> bool:
    """Whether a region is only whose something is: „den Landtag von Tirol besucht“."""
    first = bisect_left(search.words, place.start, key=lambda word: word.start)
    before = search.words[first - 1] if first and search.words[first].joined else None
    return before is not None and place.kind == "region" and before.folded in search.around.table.possessives


def _may_be_subject(place: Place, search: Search) -> bool:
    """In the nominative or accusative, as far as its form tells; not "the delegation of Tatarstan visited"."""
    first, last = (bisect_left(search.words, at, key=lambda word: word.start) for at in (place.start, place.end))
    name = " ".join(word.folded for word in search.words[first:last])
    alone = regions(search.table.cyrillic).alone
    return not search.table.cyrillic or name in search.map or name in alone or name.endswith(search.table.accusative)


def _as_settled(places: Iterator[Place], search: Search) -> Iterator[Place]:
    """One name is one place in an article: what a country beside it settled holds for all its mentions."""
    names = {spot.name: spot for spot in search.settled.values()}
    for place in places:
        spot = names.get(place.name)
        if spot is None or spot.country == place.country:
            yield place
        else:
            yield as_place(place.start, place.end, spot, place.located, place.dateline, place.site)
