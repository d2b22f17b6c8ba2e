"""Towns in the genitive behind an office: «аким Костаная», «мэр Хэфэя»."""

from __future__ import annotations

from functools import lru_cache

from services.classify.reading.geography.gazetteer import gazetteer, regions
from services.classify.reading.geography.placenames import base_forms, place_table
from services.classify.reading.geography.words import fold_word
from services.classify.reading.languages.pack import Pack, load_pack
from services.classify.reading.languages.ru.morphology import readings

GENITIVE = ("а", "я", "ы", "и")


def unknown_town(word: str) -> str | None:
    """The nominative of a town in the genitive that the dictionary does not know; else None."""
    return None if any(found.known for found in readings(word.lower())) else town(word)


@lru_cache(maxsize=4000)
def town(word: str) -> str | None:
    """The nominative of a town that stands in the genitive; else None."""
    if not word[0].isupper() or not word.endswith(GENITIVE):
        return None
    map_ = gazetteer(True)
    forms = base_forms(fold_word(word), load_pack("ru").prepared(place_table))[1:]
    known = [(max(spot.weight for spot in spots), form) for form in forms if (spots := list(map_.cities(form)))]
    return max(known)[1].capitalize() if known else None


def without_town(text: str, span: tuple[int, int], pack: Pack) -> tuple[int, int]:
    """The span of a person without the town that the recogniser took into his name behind an office."""
    first, _, rest = text[span[0] : span[1]].partition(" ")
    if not rest or not is_over_towns(text[: span[0]].rpartition("\n")[2].split(" ")[-2:], pack):
        return span
    return (span[0] + len(first) + 1, span[1]) if town(first) or is_region(first) else span


def is_region(word: str) -> bool:
    """Whether a region is called so, in any case: «Татарстана»."""
    known = regions(True).alone
    return any(form in known for form in base_forms(fold_word(word), load_pack("ru").prepared(place_table)))


def is_over_towns(before: list[str], pack: Pack) -> bool:
    """Whether these words end in an office that is of a town: «аким», «мэром», «мэру города»."""
    if len(before) < 2 or before[-1]:
        return False
    offices = pack.prepared(town_offices)
    return any(found.lemma in offices for found in readings(before[-2].lower().strip('«"„(')))


def town_offices(pack: Pack) -> frozenset[str]:
    return frozenset(pack.table("people")["heads"]["mayor"]["words"])
