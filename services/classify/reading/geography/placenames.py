"""Where the name of a city or region stands, in whatever case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from services.classify.reading.geography.gazetteer import KEPT, Gazetteer, Regions, Spot
from services.classify.reading.geography.words import Word, fold, fold_word
from services.classify.reading.languages.pack import Pack

Hit = tuple[int, int, Spot]  # first word, words from the index on, what it is


@dataclass(frozen=True, slots=True, eq=False)
class PlaceTable:
    """What a pack says of places. Equal to itself alone, so that what it makes of a word is remembered."""

    never: frozenset[str]
    endings: Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]  # by their last letter, the longest first
    region_after: frozenset[str]
    region_before: frozenset[str]
    capital: frozenset[str]
    capitals_are_names: bool  # two capitalised words on end are a person's, as they are not in German
    cyrillic: bool
    accusative: tuple[str, ...]  # endings of names that something is done to
    adjectives: tuple[str, ...]  # endings of adjectives that are also towns' names
    noun_endings: tuple[str, ...]  # endings of nouns that often stand behind a town
    without: set[str] = field(default_factory=set)  # words seen that name no place, whatever stands around them


def place_table(pack: Pack) -> PlaceTable:
    table = pack.table("geography")["places"]
    endings: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for ending, bases in sorted(table.get("endings", {}).items(), key=lambda item: -len(item[0])):
        endings.setdefault(fold_word(ending)[-1], []).append((fold_word(ending), tuple(bases)))
    return PlaceTable(
        frozenset(fold(word) for word in table["never"]),
        endings,
        frozenset(fold(word) for word in table["region_after"]),
        frozenset(fold(word).split(" ")[0] for word in table["region_before"]),
        frozenset(fold(word) for word in table["capital"]),
        table["capitals_are_names"],
        table["script"] == "cyrillic",
        tuple(table["accusative"]),
        tuple(fold(ending) for ending in table.get("town_adjectives", ())),
        tuple(table.get("noun_endings", ())),
    )


def may_begin_name(word: str, table: PlaceTable, map_: Gazetteer, known: Regions) -> bool:
    """Whether the name of a city or region may begin with a folded word, in any case."""
    forms = base_forms(word, table)
    if map_.begins_with_any(forms) or not known.first_words.isdisjoint(forms):
        return True
    if word[:KEPT] not in known.beginnings:
        return False
    names = [*forms, *(stem for form in forms for stem in adjective_stems(form))]
    return any(name in known.alone or name in known.headed for name in names)


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
                following[-1].capital or following[-1].tight
            ):
                if count > length:
                    best, length = [], count
                best.append(" ".join((first, *rest)))
    if length:
        return length, best
    singles = [form for form in firsts if form in map_]
    return (1, singles) if singles else (0, [])


@lru_cache(maxsize=20_000)
def base_forms(word: str, table: PlaceTable) -> Sequence[str]:
    """What a word may be in the nominative: itself, and itself with its ending taken back."""
    forms = [word]
    for ending, bases in table.endings.get(word[-1:], ()):
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            stem = word[: -len(ending)]
            forms += [stem + base for base in bases]
    if not table.cyrillic and not table.capitals_are_names and word.endswith("s") and len(word) > 4:
        forms.append(word[:-1])
    return forms


def region_at(
    words: Sequence[Word], index: int, table: PlaceTable, known: Regions, map_: Gazetteer, told: Counter[str]
) -> Hit | None:
    """A region: a name that stands alone, or a name with a word such as region, Gebiet, область beside it."""
    begins = None
    for count in (3, 2, 1):
        if index + count > len(words) or not all(word.joined for word in words[index + 1 : index + count]):
            continue
        if count > 1 and table.cyrillic:
            if begins is None:
                begins = not known.first_words.isdisjoint(base_forms(words[index].folded, table))
            if not begins:
                continue  # in Cyrillic only known names have several words
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
    elif not table.cyrillic:
        for form in base_forms(words[-1].folded, table)[1:]:
            yield (*(word.folded for word in words[:-1]), form)
    elif len(words) == 2:
        for first in base_forms(words[0].folded, table):
            for second in base_forms(words[1].folded, table):
                yield first, second
