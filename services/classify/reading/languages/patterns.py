"""The small notation of the packs' word lists, and how it becomes regular expressions.

In a list entry a space is any white space, `*` after letters or a bracket is any ending, `_` is a gap of up to four
words, and `(a|b)`, `?` and `[...]` mean what they mean in a regular expression. Matching ignores case.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache

GAP = r"(?:\s+[^\s.;:!?]+){0,4}?\s+"
SHARP = re.compile(r"ß(?![^\[\]]*\])")  # outside of brackets; the Swiss write it as two letters
NOTATION = re.compile(r" _ | \?| |(?<=[^\W_]|\))(?<!\\.)\*")
KEPT_CASE = re.compile(r"(\\.|\(\?P[<=]\w+[>)])")  # escapes, and the names of groups
CASED = "(?-i:"
SHORT = 200  # characters that are put in lower case sooner than looked up

_remembered = lru_cache(maxsize=16)(str.lower)


def lower(text: str) -> str:
    """The text in lower case, letter for letter."""
    lowered = text.lower() if len(text) < SHORT else _remembered(text)
    return lowered if len(lowered) == len(text) else text.replace("İ", "i").lower()  # the only letter that becomes two


class Caseless:
    """A pattern that ignores case.

    The regex engine does so letter by letter, which takes several times as long as to put text and pattern in lower
    case: so the text of a match is in lower case, its offsets are those of the text. A pattern that looks at the case
    of some letters (`(?-i:...)`) is left to the engine.
    """

    __slots__ = ("cased", "compiled")

    def __init__(self, expression: str) -> None:
        self.cased = CASED in expression
        self.compiled = re.compile(expression, re.IGNORECASE) if self.cased else re.compile(in_lower_case(expression))

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.compiled.search(text if self.cased else lower(text), start, end)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.compiled.match(text if self.cased else lower(text), start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.compiled.fullmatch(text if self.cased else lower(text), start, end)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        return self.compiled.finditer(text if self.cased else lower(text), start, end)

    def sub(self, replacement: str, text: str) -> str:
        return self.compiled.sub(replacement, text if self.cased else lower(text))


def in_lower_case(expression: str) -> str:
    """The expression for a text in lower case."""
    return "".join(part if at % 2 else part.lower() for at, part in enumerate(KEPT_CASE.split(expression)))


def alternation(words: Iterable[str]) -> str:
    """One alternative per entry, longest first; matches nothing where there are none."""
    ordered = sorted(dict.fromkeys(words), key=lambda word: (-len(word), word))
    return "|".join(fragment(word) for word in ordered) or "(?!)"


def fragment(word: str) -> str:
    """The regular expression of one list entry."""
    written = NOTATION.sub(lambda found: {"*": r"\w*", " ": r"\s+", " ?": r"\s?"}.get(found.group(), GAP), word)
    return SHARP.sub("(?:ß|ss)", written) if "ß" in written else written


def pattern(expression: str) -> Caseless:
    return Caseless(expression)


def words_pattern(words: Iterable[str]) -> Caseless:
    """Any of the entries as whole words."""
    return pattern(rf"(?<!\w)(?:{alternation(words)})(?!\w)")
