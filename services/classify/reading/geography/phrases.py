"""Phrases of several words in a list, found word by word; a star in the list stands for any ending."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from services.classify.reading.geography.words import WORD, Word, fold_word

T = TypeVar("T")

LONGEST_ENDING = 4
REMEMBERED = 20_000  # words of texts
KEY = 2  # letters of the first word that a list is kept by


@dataclass(frozen=True, slots=True)
class Pattern(Generic[T]):
    words: tuple[str, ...]
    starred: tuple[bool, ...]
    exact: str | None  # an acronym stands in the text just so
    value: T


class PhraseList(Generic[T]):
    """Look up the longest phrase that starts at a word."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._by_key: dict[str, list[Pattern[T]]] = {}
        self._asked: dict[str, Sequence[Pattern[T]]] = {}  # by the folded words that came up so far
        for text, value in entries:
            pattern = compiled(text, value)
            self._by_key.setdefault(pattern.words[0][:KEY], []).append(pattern)
        for patterns in self._by_key.values():
            patterns.sort(key=lambda pattern: -len(pattern.words))
        self._firsts = {key: tuple({p.words[0] for p in patterns}) for key, patterns in self._by_key.items()}

    def at(self, words: Sequence[Word], index: int) -> tuple[int, Pattern[T]] | None:
        """How many words the longest phrase here takes, and which it is."""
        for pattern in self.beginning_with(words[index].folded):
            if fits(pattern, words, index):
                return len(pattern.words), pattern
        return None

    def beginning_with(self, word: str) -> Sequence[Pattern[T]]:
        """The phrases whose first word this folded one may be: none for nearly all words."""
        found = self._asked.get(word)
        if found is None:
            key = word[:KEY]
            same = self._by_key[key] if word.startswith(self._firsts.get(key, ())) else ()
            found = [p for p in same if is_word(word, p.words[0], p.starred[0])]
            if len(self._asked) < REMEMBERED:
                self._asked[word] = found
        return found

    def all_in(self, words: Sequence[Word]) -> Iterator[tuple[int, int, Pattern[T]]]:
        """Every phrase from left to right: first word, words, pattern; none inside another."""
        asked = self._asked
        after = 0
        for index, word in enumerate(words):
            phrases = asked[word.folded] if word.folded in asked else self.beginning_with(word.folded)
            if phrases and index >= after and (found := self.at(words, index)) is not None:
                yield index, found[0], found[1]
                after = index + found[0]


def compiled(text: str, value: T) -> Pattern[T]:
    parts = [(match[0], text[match.end() : match.end() + 1] == "*") for match in WORD.finditer(text)]
    single = len(parts) == 1 and not parts[0][1] and not text.islower()
    return Pattern(
        tuple(fold_word(part) for part, _ in parts), tuple(star for _, star in parts), text if single else None, value
    )


def fits(pattern: Pattern[T], words: Sequence[Word], index: int) -> bool:
    if index + len(pattern.words) > len(words):
        return False
    if pattern.exact is not None:
        return words[index].text in (pattern.exact, pattern.exact.upper())
    for offset, (expected, starred) in enumerate(zip(pattern.words, pattern.starred, strict=True)):
        word = words[index + offset]
        if offset and not word.joined:
            return False
        if not is_word(word.folded, expected, starred):
            return False
    return True


def is_word(folded: str, expected: str, starred: bool) -> bool:
    if starred:
        return folded.startswith(expected) and len(folded) - len(expected) <= LONGEST_ENDING
    return folded == expected
