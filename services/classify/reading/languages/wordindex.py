"""Many word-list entries looked for in one pass: a word's first letters say which entries may begin there.

The time grows with the text and the entries that share a beginning, not with the whole list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.classify.reading.languages.beginnings import SIZE, Tried, first_letters
from services.classify.reading.languages.patterns import Caseless, alternation, lower, pattern

LITERAL = re.compile(r"[^\W_]+")
OPTIONAL = frozenset("?{")
Labelled = tuple[str, Caseless]
Tries = tuple[str, re.Pattern[str], bool]  # label, entries, and whether they look at case


@dataclass(frozen=True)
class WordIndex:
    """Entries under their labels. `find` gives what they match as whole words, the longest of each label."""

    tried: Tried[Tries]
    loose: Sequence[Labelled]  # entries without a literal beginning

    def find(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Label, start and end of all matches; those of one label do not overlap."""
        ends: dict[str, int] = {}
        lowered = lower(text)
        for start, tried in self.tried.among(text, 0, len(text)):
            for label, entries, cased in tried:
                match = entries.match(text if cased else lowered, start) if ends.get(label, 0) <= start else None
                if match:
                    ends[label] = match.end()
                    yield label, start, match.end()
        for label, loose in self.loose:
            for match in loose.finditer(text):
                yield label, match.start(), match.end()


def word_index(lists: Mapping[str, Sequence[str]]) -> WordIndex:
    """An index of lists in the notation of `patterns`."""
    groups: dict[str, dict[str, list[str]]] = {}
    for label, entries in lists.items():
        for entry in (part for listed in entries for part in alternatives(listed)):
            for key in keys_of(entry):
                groups.setdefault(key, {}).setdefault(label, []).append(entry)
    loose = groups.pop("", {})
    listed = {
        key: tuple(to_try(label, pattern(rf"(?:{alternation(some)})(?!\w)")) for label, some in by_label.items())
        for key, by_label in groups.items()
    }
    return WordIndex(
        Tried(listed),
        tuple((label, pattern(rf"(?<!\w)(?:{alternation(entries)})(?!\w)")) for label, entries in loose.items()),
    )


def to_try(label: str, entries: Caseless) -> Tries:
    return label, entries.compiled, entries.cased


def alternatives(entry: str) -> list[str]:
    """The parts of an entry between bars that stand in no bracket."""
    parts, depth = [""], 0
    for letter in entry:
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def keys_of(entry: str) -> Iterable[str]:
    """The beginnings under which an entry is found; nothing but the empty one where it may begin with anything."""
    key = key_of(entry)
    return (key,) if key else first_letters(pattern(alternation([entry]))) or ("",)


def key_of(entry: str) -> str:
    """The letters that every match of an entry begins with, as far as they are plain; empty where none is."""
    literal = LITERAL.match(entry)
    if literal is None:
        return ""
    letters = literal.group()
    if entry[literal.end() : literal.end() + 1] and entry[literal.end()] in OPTIONAL:
        letters = letters[:-1]
    return letters[:SIZE].lower().partition("ß")[0]
