"""Words with their places in the text, folded so that spellings meet."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import NamedTuple

from services.classify.reading.document import Document, LineKind

WORD = re.compile(r"[^\W_]+")
JOINERS = re.compile(r"[ \u00a0\u202f.'’‘`´ʼ+-]{0,3}")
SENTENCE_START = re.compile(r"[\n.!?:;»”“\"–—•■►][\s«„“\"(\[]{0,20}$")
LONGEST_ABBREVIATION = 3  # letters of a word whose dot is no full stop
_FOLDED: dict[str, str] = {}


def fold(text: str) -> str:
    """Lower case, words apart by one space, Latin letters without marks, ё as е."""
    return " ".join(fold_word(word) for word in WORD.findall(text))


def fold_word(word: str) -> str:
    folded = _FOLDED.get(word)
    if folded is None:
        folded = (word if word.isascii() or not MARKED.search(word) else word.translate(_MARKS)).lower()
        if len(_FOLDED) < 50_000:
            _FOLDED[word] = folded
    return folded


def _mark_table() -> dict[int, str]:
    import unicodedata

    table = {ord("ß"): "ss", ord("ø"): "o", ord("Ø"): "O", ord("ı"): "i", ord("ł"): "l", ord("Ł"): "L", ord("ё"): "е"}
    table |= {ord("Ё"): "Е", ord("æ"): "ae", ord("Æ"): "Ae", ord("đ"): "d", ord("Đ"): "D", ord("ə"): "a", ord("Ə"): "A"}
    for point in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(point))[0]
        if base.isascii() and base.isalpha() and point not in table:
            table[point] = base
    return table


_MARKS = _mark_table()
MARKED = re.compile(f"[{''.join(map(chr, _MARKS))}]")


class Word(NamedTuple):
    start: int
    end: int
    text: str
    folded: str
    joined: bool  # to the word before it: by a space, hyphen, apostrophe or dot at most
    opens: bool  # stands first in its line or sentence, as far as its neighbours tell
    tight: bool  # joined without any space: "Xi'an"

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


@lru_cache(maxsize=16)
def words_of(text: str) -> tuple[Word, ...]:
    """All words of a text."""
    words: list[Word] = []
    before, length = 0, 0
    for match in WORD.finditer(text):
        start, end = match.span()
        gap, word = text[before:start], match[0]
        joined, opens, tight = parted_by(gap)
        if joined and length > LONGEST_ABBREVIATION and "." in gap and gap != ".":
            joined = tight = False  # a full stop, not an abbreviation's dot
        words.append(Word(start, end, word, fold_word(word), joined, opens, tight))
        before, length = end, end - start
    if words:
        words[0] = words[0]._replace(joined=False, opens=True, tight=False)
    return tuple(words)


@lru_cache(maxsize=5000)
def parted_by(gap: str) -> tuple[bool, bool, bool]:
    """Of what stands between two words: whether it joins them, opens a sentence, joins them without a space."""
    joined = JOINERS.fullmatch(gap) is not None
    return joined, SENTENCE_START.search(gap) is not None, joined and " " not in gap


@lru_cache(maxsize=2)
def article_words(document: Document) -> tuple[Word, ...]:
    """The words of a document that do not stand in boilerplate."""
    words = words_of(document.text)
    if all(line.kind is not LineKind.BOILERPLATE for line in document.lines):
        return words
    cut = [(line.start, line.end) for line in document.lines if line.kind is LineKind.BOILERPLATE]
    kept: list[Word] = []
    after = 0
    for start, end in cut:
        first, last = (bisect_left(words, at, key=lambda word: word.start) for at in (start, end))
        kept += words[after:first]
        after = last
    return (*kept, *words[after:])


def line_kind(document: Document, offset: int) -> LineKind:
    """The kind of the line that an offset stands in; what stands in none is body."""
    index = bisect_right(document.lines, offset, key=lambda line: line.start) - 1
    return document.lines[index].kind if index >= 0 and offset < document.lines[index].end else LineKind.BODY
