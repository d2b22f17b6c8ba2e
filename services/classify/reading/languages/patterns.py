"""The small notation of the packs' word lists, and how it becomes regular expressions.

In a list entry a space is any white space, `*` after letters or a bracket is any ending, `_` is a gap of up to four
words, and `(a|b)`, `?` and `[...]` mean what they mean in a regular expression. Matching ignores case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

GAP = r"(?:\s+[^\s.;:!?]+){0,4}?\s+"
SHARP = re.compile(r"ß(?![^\[\]]*\])")  # outside of brackets; the Swiss write it as two letters
NOTATION = re.compile(r" _ | \?| |(?<=[^\W_]|\))(?<!\\.)\*")


def alternation(words: Iterable[str]) -> str:
    """One alternative per entry, longest first; matches nothing where there are none."""
    ordered = sorted(dict.fromkeys(words), key=lambda word: (-len(word), word))
    return "|".join(fragment(word) for word in ordered) or "(?!)"


def fragment(word: str) -> str:
    """The regular expression of one list entry."""
    written = NOTATION.sub(lambda found: {"*": r"\w*", " ": r"\s+", " ?": r"\s?"}.get(found.group(), GAP), word)
    return SHARP.sub("(?:ß|ss)", written) if "ß" in written else written


def pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


def words_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the entries as whole words."""
    return pattern(rf"(?<!\w)(?:{alternation(words)})(?!\w)")
