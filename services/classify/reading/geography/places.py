"""Cities and regions in a text, what they are called on the map, and whether something is put there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from services.classify.reading.document import Country, Document, Place
from services.classify.reading.geography.countries import find_countries
from services.classify.reading.geography.gazetteer import CYRILLIC, Gazetteer, Regions, Spot, gazetteer, regions
from services.classify.reading.geography.located import Surroundings, is_located, place_words, stands_for_other
from services.classify.reading.geography.words import Word, article_words, fold, fold_word
from services.classify.reading.languages.pack import Pack

LARGE = 300  # thousand people; a name of such a city needs no support
TOLD_BONUS = 2.0  # a country that the article names
DATELINE_REACH = 90
DATELINE_CLOSE = re.compile(
    r"[ ,]*(?:\([^)\n]{2,60}\)|/[^/\n]{2,60}/)|[^.\n]{0,60}?\s[–—-]\s|[^.\n–—]{0,40}?[:.](?=\s)"
)
CAPITAL_REACH = 250  # back to the country whose capital is meant


@dataclass(frozen=True, slots=True)
class PlaceTable:
    never: frozenset[str]
    endings: tuple[tuple[str, tuple[str, ...]], ...]
    region_after: frozenset[str]
    region_before: frozenset[str]
    capital: frozenset[str]
    cyrillic: bool


def place_table(pack: Pack) -> PlaceTable:
    table = pack.table("geography")["places"]
    endings = sorted(table.get("endings", {}).items(), key=lambda item: -len(item[0]))
    return PlaceTable(
        frozenset(fold(word) for word in table["never"]),
        tuple((fold_word(ending), tuple(bases)) for ending, bases in endings),
        frozenset(fold(word) for word in table["region_after"]),
        frozenset(fold(word).split(" ")[0] for word in table["region_before"]),
        frozenset(fold(word) for word in table["capital"]),
        pack.language in CYRILLIC,
    )


def find_places(document: Document, pack: Pack) -> tuple[Place, ...]:
    """Every city and region named, in text order; "the Turkmen capital" is its city."""
    table = pack.prepared(place_table)
    map_ = gazetteer(table.cyrillic)
    words = article_words(document)
    countries = find_countries(document, pack)
    told = Counter(country.code for country in countries)
    taken = {country.start for country in countries if country.form != "adjective"}
    surroundings = Surroundings(words, frozenset(c.start for c in countries), pack.prepared(place_words))
    datelines = dateline_spans(document)
    found: list[Place] = []
    index = 0
    while index < len(words):
        in_dateline = any(start <= words[index].start < end for start, end in datelines)
        hit = place_at(words, index, table, map_, told, surroundings, in_dateline, found)
        if hit is None and words[index].folded in table.capital:
            hit = capital_at(words, index, countries, map_, found)
        if hit is None:
            index += 1
            continue
        first, count, spot = hit
        if words[first].start in taken and not (in_dateline or is_located(surroundings, first, found)):
            index += 1
            continue
        start, end = words[first].start, words[index + count - 1].end
        if found and start < found[-1].end:
            start = words[index].start
        located = in_dateline or is_located(surroundings, first, found)
        if located or not stands_for_other(surroundings, first, index + count):
            found.append(as_place(start, end, spot, located, in_dateline))
        index += count
    return tuple(host_places(found, surroundings))


def as_place(start: int, end: int, spot: Spot, located: bool, dateline: bool) -> Place:
    return Place(
        start, end, spot.name, spot.country, spot.geonames_id, spot.lat, spot.lon, spot.kind, located, dateline
    )


Hit = tuple[int, int, Spot]  # first word, words from the index on, what it is


def place_at(
    words: Sequence[Word],
    index: int,
    table: PlaceTable,
    map_: Gazetteer,
    told: Counter[str],
    around: Surroundings,
    in_dateline: bool,
    found: Sequence[Place],
) -> Hit | None:
    """The longest name of a region or city that starts here, if its surroundings allow one."""
    word = words[index]
    if not word.capital:
        return None
    region = region_at(words, index, table, regions(table.cyrillic), map_, told)
    if region is not None:
        return region
    count, names = name_at(words, index, table, map_)
    if count == 0:
        return None
    spots = {spot for name in names for spot in map_.cities(name)}
    if not spots:
        return None
    best = max(spots, key=lambda spot: (spot.weight + (TOLD_BONUS if told[spot.country] else 0), spot.geonames_id or 0))
    if in_dateline or acceptable(best, words, index, count, names, table, told, around, found):
        return index, count, best
    return None


def acceptable(
    spot: Spot,
    words: Sequence[Word],
    index: int,
    count: int,
    names: list[str],
    table: PlaceTable,
    told: Counter[str],
    around: Surroundings,
    found: Sequence[Place],
) -> bool:
    """Enough speaks for a city: words that put something there, its size, or its country in the article."""
    located = is_located(around, index, found)
    if count == 1 and (words[index].folded in table.never or not table.never.isdisjoint(names)):
        return located and words[index].folded in around.table.never_alone
    if located:
        return spot.thousands >= LARGE or spot.capital or bool(told[spot.country]) or len(words[index].text) > 3
    if beside_capitals(words, index, count):
        return spot.capital or spot.thousands >= 1000
    if spot.capital or spot.thousands >= LARGE:
        return True
    return bool(told[spot.country]) and not words[index].opens


def beside_capitals(words: Sequence[Word], index: int, count: int) -> bool:
    """Part of a longer run of capitalised words, such as a person's name."""
    before = words[index - 1] if index and words[index].joined else None
    return before is not None and before.capital and not before.opens and len(before.text) > 1


def name_at(words: Sequence[Word], index: int, table: PlaceTable, map_: Gazetteer) -> tuple[int, list[str]]:
    """How many words the longest name takes, and what it may be in the nominative."""
    firsts = base_forms(words[index].folded, table)
    best: list[str] = []
    length = 0
    for first in firsts:
        for rest in map_.longer.get(first, ()):
            count = len(rest) + 1
            if count < length or index + count > len(words):
                continue
            following = words[index + 1 : index + count]
            if all(w.joined and r in base_forms(w.folded, table) for w, r in zip(following, rest, strict=True)) and (
                following[-1].capital or "-" in words[index].text
            ):
                if count > length:
                    best, length = [], count
                best.append(" ".join((first, *rest)))
    if length:
        return length, best
    singles = [form for form in firsts if form in map_]
    return (1, singles) if singles else (0, [])


def base_forms(word: str, table: PlaceTable) -> list[str]:
    """What a word may be in the nominative: itself, and itself with its ending taken back."""
    forms = [word]
    for ending, bases in table.endings:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            stem = word[: -len(ending)]
            forms += [stem + base for base in bases]
    if not table.cyrillic and word.endswith("s") and len(word) > 4:
        forms.append(word[:-1])
    return forms


def region_at(
    words: Sequence[Word], index: int, table: PlaceTable, known: Regions, map_: Gazetteer, told: Counter[str]
) -> Hit | None:
    """A region: a name that stands alone, or a name with a word such as region, Gebiet, область beside it."""
    for count in (3, 2, 1):
        if index + count > len(words) or not all(word.joined for word in words[index + 1 : index + count]):
            continue
        phrases = [" ".join(forms) for forms in joined_forms(words[index : index + count], table)]
        for phrase in phrases:
            if phrase in known.alone:
                return index, count, known.alone[phrase]
        after = words[index + count] if index + count < len(words) else None
        headed = after is not None and after.joined and after.folded in table.region_after
        before = words[index - 1] if index and words[index].joined else None
        if not headed and not (before is not None and before.folded in table.region_before and not table.cyrillic):
            continue
        spot = headed_region(phrases, known, map_, table, told)
        if spot is not None:
            return index, count + (1 if headed else 0), spot
    return None


def headed_region(
    phrases: list[str], known: Regions, map_: Gazetteer, table: PlaceTable, told: Counter[str]
) -> Spot | None:
    for phrase in phrases:
        names = [phrase] if not table.cyrillic else adjective_stems(phrase)
        for name in names:
            if name in known.headed:
                return max(known.headed[name], key=lambda spot: told[spot.country])
    if table.cyrillic:
        return None
    cities = [spot for phrase in phrases for spot in map_.cities(phrase) if told[spot.country]]
    if not cities:
        return None
    seat = max(cities, key=lambda spot: spot.weight)
    return replace(seat, name=f"{seat.name} Region", geonames_id=None, kind="region", capital=False)


def adjective_stems(word: str) -> list[str]:
    return [word[:-cut] for cut in (2, 3, 1) if len(word) > cut + 2]


def joined_forms(words: Sequence[Word], table: PlaceTable) -> Iterator[tuple[str, ...]]:
    """The phrase as written, and with each word in the nominative where only endings differ."""
    yield tuple(word.folded for word in words)
    if len(words) == 1:
        for form in base_forms(words[0].folded, table)[1:]:
            yield (form,)
    elif len(words) == 2 and table.cyrillic:
        for first in base_forms(words[0].folded, table):
            for second in base_forms(words[1].folded, table):
                yield first, second


def capital_at(
    words: Sequence[Word], index: int, countries: Sequence[Country], map_: Gazetteer, found: Sequence[Place]
) -> Hit | None:
    """The city that "the Turkmen capital", "the capital of Turkmenistan" or, of a country just named, "the capital" is."""
    start, end = words[index].start, words[index].end
    beside = [c for c in countries if c.end <= start and start - c.end <= 3]
    after = [c for c in countries if 0 < c.start - end <= 8 and c.form == "name"]
    earlier = [c for c in countries if start - CAPITAL_REACH < c.start < start]
    chosen = beside[-1:] or after[:1] or earlier[-1:]
    code = chosen[0].code if chosen else next((p.country for p in found if p.dateline), None)
    if code is None or code not in map_.capitals:
        return None
    first = index
    while beside and first > 0 and words[first].start > beside[-1].start:
        first -= 1
    return first, 1, map_.capitals[code]


def dateline_spans(document: Document) -> list[tuple[int, int]]:
    """Where the datelines stand: as cleaning marked them."""
    return [(line.start, line.dateline_end) for line in document.lines if line.dateline_end is not None]


def host_places(found: list[Place], around: Surroundings) -> Iterator[Place]:
    """A place that hosts is a stage as well."""
    for place in found:
        yield replace(place, located=True) if not place.located and around.hosts_after(place.end) else place
