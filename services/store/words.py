"""The words that records are found by, and what a search asks for: the same spellings on both sides.

A word stands in its own letters, in Latin ones, and with German umlauts spelt out; a word of a person's name also in
the spelling in which ways of transliteration meet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from anyascii import anyascii

from services.store.merging.names import fold

WORD = re.compile(r"[^\W_]+")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
LONGEST_WORD = 60  # letters; the rest of a longer one is not looked at
MOST_WORDS = 4000  # of a record
MOST_ASKED = 20  # of a search
WHOLE = 2  # letters; so short a word must stand whole, a longer one may be the beginning
MANY = 50_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One word of a search. A record has it if it has all words of one of the spellings, or what begins with them."""

    spellings: tuple[tuple[str, ...], ...]
    prefix: bool


def words_of(document: Mapping[str, Any]) -> list[str]:
    """All words that a record is found by, each once."""
    told: list[str] = [*document["titles"].values(), *document["projects"]]
    names: list[str] = []
    for source in document["sources"]:
        told += [source["title"] or "", source["source"] or ""]
    for person in document["participants"]:
        for spelling in (person, *person["variants"]):
            names.append(spelling["name"] or "")
            told += [spelling["role"] or "", spelling["organization"] or ""]
    if document["place"]:
        told.append(document["place"]["name"])
    found = dict.fromkeys(one for word in _words((*names, *told)) for spelt in _spellings(word) for one in spelt)
    found |= dict.fromkeys(folded for word in _words(names) if (folded := fold(word)))
    return list(found)[:MOST_WORDS]


def asked_for(q: str) -> list[Asked]:
    """What a search asks for, word by word: a record must have all of them."""
    asked = []
    for word in list(_words([q]))[:MOST_ASKED]:
        folded = fold(word)
        spellings = dict.fromkeys((*_spellings(word), *([(folded,)] if len(folded) > WHOLE else [])))
        asked.append(Asked(tuple(spellings), prefix=len(word) > WHOLE))
    return asked


def has_all(words: Iterable[str], asked: Iterable[Asked]) -> bool:
    """Whether the words of a record are what a search asks for; the databases decide alike."""
    known = set(words)
    return all(any(all(_among(known, one, term.prefix) for one in spelt) for spelt in term.spellings) for term in asked)


def _among(known: set[str], word: str, prefix: bool) -> bool:
    return word in known or (prefix and any(one.startswith(word) for one in known))


def _words(texts: Iterable[str]) -> dict[str, None]:
    whole = unicodedata.normalize("NFKC", "\n".join(texts)).casefold()
    return dict.fromkeys(word[:LONGEST_WORD] for word in WORD.findall(whole))


@lru_cache(maxsize=MANY)
def _spellings(word: str) -> tuple[tuple[str, ...], ...]:
    latin = tuple(one[:LONGEST_WORD] for one in WORD.findall(anyascii(word).casefold()))
    german = word.translate(UMLAUTS)
    spellings = [(word,), latin, *([(german,)] if german != word else [])]
    return tuple(dict.fromkeys(spelt for spelt in spellings if spelt))
