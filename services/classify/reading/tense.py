"""Does the clause around a phrase look back or ahead? Decided by the words of the pack's tense lists."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from services.classify.reading.document import Document
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless, pattern

Tense = Literal["past", "future"]
CLAUSE_END = re.compile(r"[;:()–—]|,(?!\d)")
SWALLOWED = 4  # words behind a future marker in which a past form is its participle ("will be signed")


@dataclass(frozen=True, slots=True)
class TenseTable:
    marker: Caseless
    future: frozenset[str]
    months: frozenset[str]  # as nouns with a capital: "May" is no verb


@dataclass(frozen=True, slots=True)
class Marker:
    start: int
    end: int
    future: bool


def tense_table(pack: Pack) -> TenseTable:
    dates = pack.table("dates")
    table = dates["tense"]
    months = frozenset(form for forms in dates["months"] for form in forms) if dates["capitalised"] else frozenset()
    future = frozenset(word.lower() for word in table["future"])
    listed = by_first_letter((*future, *(word.lower() for word in table["past"])))
    forms = f"|{table['past_forms']}" if "past_forms" in table else ""
    return TenseTable(pattern(rf"\b(?:(?:{listed})\b{forms})"), future, months)


def by_first_letter(words: Iterable[str]) -> str:
    """Alternatives for words, the longest first, with those that begin alike behind their letter: asked for once."""
    rests: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(letter)}(?:{'|'.join(some)})" for letter, some in rests.items())


def tense_at(document: Document, pack: Pack, start: int, end: int) -> Tense | None:
    """The tense of the clause around a phrase, else of its sentence; None where no marker tells."""
    first, last = sentence_bounds(document, start)
    text = document.text
    table = pack.prepared(tense_table)
    markers = markers_in(text, first, last, table)
    if any(marker.future and marker.start == start for marker in markers):
        return "future"  # the phrase itself looks ahead: "by October", "until early July"
    left, right = first, last
    for match in CLAUSE_END.finditer(text, first, last):
        if match.end() <= start:
            left = match.end()
        elif match.start() >= end:
            right = match.start()
            break
    phrase = (start, end)
    return _tense_between(text, left, right, phrase, markers) or _tense_between(text, first, last, phrase, markers)


@lru_cache(maxsize=64)
def markers_in(text: str, first: int, last: int, table: TenseTable) -> tuple[Marker, ...]:
    """The words of a sentence that tell a tense; asked again for each of its dates."""
    return tuple(
        Marker(match.start(), match.end(), match[0].replace("ё", "е") in table.future)
        for match in table.marker.finditer(text, first, last)
        if not (text[match.start()].isupper() and match[0] in table.months)
    )


def _tense_between(
    text: str, left: int, right: int, phrase: tuple[int, int], markers: Sequence[Marker]
) -> Tense | None:
    """The tense of the marker nearest before a phrase, else of the first one behind it."""
    before: Tense | None = None
    ahead_until = -1
    at = bisect_left(markers, left, key=lambda marker: marker.start)
    for marker in markers[at:]:
        if marker.end > right:
            break
        if phrase[0] <= marker.start < phrase[1] or (not marker.future and marker.start < ahead_until):
            continue
        tense: Tense = "future" if marker.future else "past"
        if marker.start > phrase[0]:
            return before or tense
        before = tense
        if marker.future:
            ahead_until = _words_on(text, marker.end, right, SWALLOWED)
    return before


def _words_on(text: str, position: int, right: int, count: int) -> int:
    for _ in range(count):
        space = text.find(" ", position + 1, right)
        if space < 0:
            return right
        position = space
    return position


def sentence_bounds(document: Document, offset: int) -> tuple[int, int]:
    """The sentence an offset stands in, else its line."""
    sentence = document.sentence_at(offset)
    if sentence is not None:
        return sentence.start, sentence.end
    start = document.text.rfind("\n", 0, offset) + 1
    end = document.text.find("\n", offset)
    return start, len(document.text) if end < 0 else end
