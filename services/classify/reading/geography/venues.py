"""Cities told by a building ("in the Kremlin") or by an adjective of one ("im Hamburger Rathaus")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from services.classify.reading.geography.gazetteer import KEPT, Gazetteer, Spot, gazetteer, table
from services.classify.reading.geography.placenames import Hit, PlaceTable, base_forms
from services.classify.reading.geography.townwords import LARGE, TownWords, named_after
from services.classify.reading.geography.words import Word, fold
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless, alternation, pattern

AHEAD = 3  # words from a preposition to the building
QUOTED = 2  # characters
ADJECTIVES = 2  # between a town's and its building


@dataclass(frozen=True, slots=True, eq=False)
class CityAdjectives:
    """How a language makes adjectives of cities, and which nouns behind one are somewhere to meet.

    Equal to itself alone, so that what it makes of a word is remembered.
    """

    prepositions: frozenset[str]
    known: dict[str, str]  # stem to the city's folded name
    beginnings: frozenset[str]  # the first letters of these
    ending: Caseless
    regular: bool  # other cities' adjectives are the name and the ending
    between: Caseless  # "in der Berliner alten Oper"
    venues: Caseless
    metonyms: Caseless  # behind a building: its owner is meant


def city_adjectives(pack: Pack) -> CityAdjectives:
    places = pack.table("geography")["places"]
    adjectives = places.get("adjectives", {})
    words = (*places["prepositions"], *places["prepositions_with_head"], *places["venues"])
    return CityAdjectives(
        frozenset(fold(word) for word in words),
        dict(adjectives.get("known", {})),
        frozenset(stem[:KEPT] for stem in adjectives.get("known", {})),
        pattern(rf"(?:{adjectives.get('ending', '(?!)')})$"),
        bool(adjectives.get("regular")),
        pattern(rf"(?:{alternation(adjectives.get('between', ()))})$"),
        pattern(rf"(?:{alternation(adjectives.get('venues', ()))})$"),
        pattern(rf"(?:{alternation(places['metonyms'])})$"),
    )


@lru_cache(maxsize=2)
def venues(cyrillic: bool) -> dict[str, list[tuple[tuple[str, ...], Spot]]]:
    """By the first word of a building's name: the words behind it, and its city."""
    found: dict[str, list[tuple[tuple[str, ...], Spot]]] = {}
    map_ = gazetteer(False)
    for name, country, latin, russian in table("venues.tsv"):
        city = max((s for s in map_.cities(fold(name)) if s.country == country), key=lambda spot: spot.weight)
        for spelling in filter(None, (russian if cyrillic else latin).split("|")):
            first, *rest = spelling.split(" ")
            found.setdefault(first, []).append((tuple(rest), city))
    return found


@lru_cache(maxsize=2)
def venue_beginnings(cyrillic: bool) -> frozenset[str]:
    """The first letters of buildings' names."""
    return frozenset(first[:KEPT] for first in venues(cyrillic))


def venue_at(
    words: Sequence[Word], index: int, names: PlaceTable, told: Counter[str], rules: CityAdjectives, towns: TownWords
) -> Hit | None:
    """The city of the building named at this word, where something is put in it."""
    best: Hit | None = None
    for rest, city in beginning_with(words[index].folded, names):
        behind = words[index + 1 : index + 1 + len(rest)]
        whole = len(behind) == len(rest) and all(
            word.joined and part in base_forms(word.folded, names) for word, part in zip(behind, rest, strict=True)
        )
        if whole and (best is None or told[city.country] > told[best[2].country]):
            best = index, 1 + len(rest), city
            rivals = {other.name for others, other in beginning_with(words[index].folded, names) if others == rest}
            if len(rivals) > 1 and not told[city.country]:
                best = None  # several towns have such a building
    if best is None or not is_entered(words, index, rules) or is_elsewhere(words, index, best[2], towns):
        return None
    following = words[index + best[1] : index + best[1] + 1]
    return None if any(word.joined and rules.metonyms.match(word.folded) for word in following) else best


def is_elsewhere(words: Sequence[Word], index: int, city: Spot, towns: TownWords) -> bool:
    """Whether the adjective of another town stands before a building: «Казанского Кремля»."""
    if not index or not words[index].joined or not words[index - 1].capital:
        return False
    spot = named_after(words[index - 1].folded, towns)
    return spot is not None and spot.name.split()[0] != city.name.split()[0]


@lru_cache(maxsize=20_000)
def beginning_with(word: str, names: PlaceTable) -> Sequence[tuple[tuple[str, ...], Spot]]:
    """The buildings whose names begin with a word in any case, by the words behind it."""
    if word[:KEPT] not in venue_beginnings(names.cyrillic):
        return ()
    known = venues(names.cyrillic)
    return [one for form in base_forms(word, names) for one in known.get(form, ())]


def adjective_at(words: Sequence[Word], index: int, map_: Gazetteer, rules: CityAdjectives) -> Hit | None:
    """The city whose adjective stands at this word, before a building or gathering in which something is put."""
    stem = stem_of(words[index].folded, rules)
    if stem is None:
        return None
    following = words[index + 1 : index + 2 + ADJECTIVES]
    while len(following) > 1 and following[0].joined and rules.between.match(following[0].folded):
        following = following[1:]
    noun = following[0] if following else None
    if noun is None or not noun.joined or not rules.venues.match(noun.folded):
        return None
    name = rules.known.get(stem) or (stem if rules.regular and words[index].capital else "")
    city = max(map_.cities(name), key=lambda spot: spot.weight, default=None) if name else None
    return (index, 1, city) if city is not None and is_entered(words, index, rules) else None


@lru_cache(maxsize=20_000)
def town_of_adjective(word: str, rules: CityAdjectives) -> tuple[str, Spot] | None:
    """The large town whose regular adjective a word is, and how it is called: „Zürcher“ is of „Zürich“."""
    folded = fold(word)
    stem = stem_of(folded, rules) if rules.regular else None
    if stem is None or len(folded) != len(word):
        return None
    name = rules.known.get(stem, stem)
    large = [spot for spot in gazetteer(False).cities(name) if spot.thousands >= LARGE or spot.capital]
    city = max(large, key=lambda spot: spot.weight, default=None)
    alike = next((at for at, (a, b) in enumerate(zip(folded, name, strict=False)) if a != b), len(name))
    return (word[:alike] + name[alike:], city) if city is not None else None


@lru_cache(maxsize=20_000)
def stem_of(word: str, rules: CityAdjectives) -> str | None:
    """What a word is without the ending of a city's adjective; None where it is none."""
    if not rules.regular and word[:KEPT] not in rules.beginnings:
        return None
    ending = rules.ending.search(word)
    return word[: ending.start()] if ending else None


def in_quotes(words: Sequence[Word], before: int) -> bool:
    """Whether nothing but a space and a quotation mark stands between two words."""
    return words[before + 1].start - words[before].end <= QUOTED and not words[before + 1].opens


def is_entered(words: Sequence[Word], index: int, rules: CityAdjectives) -> bool:
    """Whether a preposition of place stands before a building, its articles and adjectives between them."""
    for back in range(1, AHEAD + 1):
        if index < back or not (words[index - back + 1].joined or in_quotes(words, index - back)):
            return False
        if words[index - back].folded in rules.prepositions:
            return True
    return False
