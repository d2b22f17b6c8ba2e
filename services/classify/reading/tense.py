"""Does the clause around a phrase look back or ahead? Decided by the words of the pack's tense lists."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from services.classify.reading.document import Document
from services.classify.reading.languages.pack import Pack

Tense = Literal["past", "future"]
CLAUSE_END = re.compile(r"[;:()–—]|,(?!\d)")
SWALLOWED = 4  # words behind a future marker in which a past form is its participle ("will be signed")


@dataclass(frozen=True, slots=True)
class TenseTable:
    marker: re.Pattern[str]
    future: frozenset[str]


def tense_table(pack: Pack) -> TenseTable:
    table = pack.table("dates")["tense"]
    future = frozenset(word.lower() for word in table["future"])
    words = sorted((*future, *(word.lower() for word in table["past"])), key=len, reverse=True)
    return TenseTable(re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE), future)


def tense_at(document: Document, pack: Pack, start: int, end: int) -> Tense | None:
    """The tense of the clause around a phrase, else of its sentence; None where no marker tells."""
    first, last = sentence_bounds(document, start)
    text = document.text
    table = pack.prepared(tense_table)
    if any(match[0] in table.future for match in table.marker.finditer(text, start, end)):
        return "future"  # the phrase itself looks ahead: "by October", "until early July"
    left, right = first, last
    for match in CLAUSE_END.finditer(text, first, last):
        if match.end() <= start:
            left = match.end()
        elif match.start() >= end:
            right = match.start()
            break
    phrase = (start, end)
    return _tense_between(text, left, right, phrase, table) or _tense_between(text, first, last, phrase, table)


def _tense_between(text: str, left: int, right: int, phrase: tuple[int, int], table: TenseTable) -> Tense | None:
    markers: list[tuple[int, Tense]] = []
    ahead_until = -1
    for match in table.marker.finditer(text, left, right):
        if phrase[0] <= match.start() < phrase[1]:
            continue
        if match[0].lower().replace("ё", "е") in table.future:
            markers.append((match.start(), "future"))
            ahead_until = _words_on(text, match.end(), right, SWALLOWED)
        elif match.start() >= ahead_until:
            markers.append((match.start(), "past"))
    before = [tense for position, tense in markers if position < phrase[0]]
    after = [tense for position, tense in markers if position > phrase[0]]
    return before[-1] if before else after[0] if after else None


def _words_on(text: str, position: int, right: int, count: int) -> int:
    for _ in range(count):
        space = text.find(" ", position + 1, right)
        if space < 0:
            return right
        position = space
    return position


def sentence_bounds(document: Document, offset: int) -> tuple[int, int]:
    """The sentence an offset stands in, else its line."""
    index = bisect_right(document.sentences, offset, key=lambda sentence: sentence.start) - 1
    if index >= 0 and offset < document.sentences[index].end:
        return document.sentences[index].start, document.sentences[index].end
    start = document.text.rfind("\n", 0, offset) + 1
    end = document.text.find("\n", offset)
    return start, len(document.text) if end < 0 else end
