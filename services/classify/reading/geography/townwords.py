"""The town or region that an adjective is made of, where a language has such: «Пекинский университет»."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from services.classify.reading.geography.gazetteer import Spot, gazetteer, regions
from services.classify.reading.geography.placenames import place_table
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless, pattern

LARGE = 90  # thousand people; smaller towns name few bodies that others deal with


@dataclass(frozen=True, slots=True, eq=False)
class TownWords:
    """How adjectives of towns end and what stands there in the town's name; equal to itself alone."""

    ending: Caseless  # one group: the letters that make the adjective, without the case
    attribute: Caseless  # any adjective, in any case
    bases: tuple[str, ...]
    known: dict[str, str]
    never: frozenset[str]
    cyrillic: bool


def town_words(pack: Pack) -> TownWords:
    adjectives = pack.table("geography")["places"].get("adjectives", {})
    made = adjectives.get("made", {})
    return TownWords(
        pattern(rf"(?:{made.get('ending', '(?!)')})$"),
        pattern(rf"\w{{2,}}(?:{made.get('attribute', '(?!)')})$"),
        tuple(made.get("bases", ())),
        dict(adjectives.get("known", {})),
        frozenset(made.get("never", ())),
        pack.prepared(place_table).cyrillic,
    )


@lru_cache(maxsize=20_000)
def named_after(word: str, words: TownWords) -> Spot | None:
    """The region or large town whose adjective a folded word is, in any case."""
    ending = words.ending.search(word)
    if ending is None:
        return None
    stem, whole = word[: ending.start()], word[: ending.start()] + ending[1]
    if len(stem) < 2 or whole in words.never:
        return None
    map_, known = gazetteer(words.cyrillic), regions(words.cyrillic)
    if whole in known.headed:
        return known.headed[whole][0]
    names = (words.known[whole],) if whole in words.known else (whole, *(stem + base for base in words.bases))
    found = [known.alone[name] for name in names if name in known.alone]
    found += [spot for name in names for spot in map_.cities(name) if spot.thousands >= LARGE or spot.capital]
    return max(found, key=lambda spot: spot.weight, default=None)
