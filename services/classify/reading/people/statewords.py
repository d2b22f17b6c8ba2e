""" "The Republic of Turkey", «Республики Казахстан», „der Türkischen Republik“: the state's own words in its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.classify.reading.document import Country
from services.classify.reading.people.words import Word

LONGEST_ENDING = 2


def with_state_words(words: Sequence[Word], vocabulary: Mapping[str, Any]) -> list[Word]:
    """The words with each country's name grown over what says that it is a state."""
    found = list(words)
    for at, word in enumerate(words):
        country = word.country
        if country is None or (at and words[at - 1].country is country):
            continue
        last = _last(words, at)
        first = _first(words, at, vocabulary) if country.form == "name" else at
        behind = words[last + 2] if last + 2 < len(words) else None
        region = behind is not None and behind.place is not None  # „der Russischen Republik Tatarstan“
        if country.form == "adjective" and not region and _is_state(words, last + 1, vocabulary["state_words_behind"]):
            last += 1
        if first < at or last > _last(words, at):
            whole = Country(words[first].start, words[last].end, country.code, "name")
            found[first : last + 1] = [w._replace(country=whole) for w in words[first : last + 1]]
    return found


def _last(words: Sequence[Word], at: int) -> int:
    last = at
    while last + 1 < len(words) and words[last + 1].country is words[at].country:
        last += 1
    return last


def _first(words: Sequence[Word], at: int, vocabulary: Mapping[str, Any]) -> int:
    here = at - 1
    if here > 0 and words[here].lower in vocabulary["state_links"]:
        here -= 1
    elif vocabulary["state_links"]:
        return at
    if not _is_state(words, here, vocabulary["state_words"]):
        return at
    kinds = tuple(vocabulary["state_kinds"])
    while here > 0 and words[here - 1].capital and words[here - 1].lower.startswith(kinds):
        here -= 1
    return here


def _is_state(words: Sequence[Word], at: int, stems: Sequence[str]) -> bool:
    """A form of one of the words: „Staates“, not „Staatschef“."""
    if not 0 <= at < len(words) or not words[at].capital or words[at].country is not None:
        return False
    shown = words[at].lower
    return any(shown.startswith(stem) and len(shown) - len(stem) <= LONGEST_ENDING for stem in stems)
