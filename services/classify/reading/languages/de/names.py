"""German spellings of names; HanTa tells proper names from the capitals that every noun has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from services.classify.reading.document import Document
from services.classify.reading.people.adapters import hanta
from services.classify.reading.people.folding import fold
from services.classify.reading.people.joining import Told

ARTICLE = re.compile(r"^(?:[AaEe]l|A[nrstz]|Asch|Ad)[-‑](?=[A-Z])")
KOREAN_GIVEN_NAME = re.compile(r"[A-Z][a-z]+-[a-z]+")
FAMILY_NAME = re.compile(
    r".{2,}(?:[oe]wa?|jewa?|[oe]v|[oe]va|skij?|sky|enko|tschuk|schwili|dse|jan|soda|sade|bek|ogly|uly)"
)


def recognise_people(document: Document, others: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """No recogniser gives whole names; the run of name words is made by the grammar."""
    return ()


@lru_cache(maxsize=10000)
def name_keys(token: str) -> tuple[str, ...]:
    """The word, and without the genitive's s."""
    bare = token.rstrip("’'")
    bare_of_article = ARTICLE.sub("", bare)
    shapes = [bare, *([bare_of_article] if bare_of_article != bare else [])] + (
        [bare[:-1]] if bare.endswith("s") and len(bare) > 3 else []
    )
    return tuple(dict.fromkeys(key for key in map(fold, shapes) if key))


def looks_like_family_name(word: str) -> bool:
    return FAMILY_NAME.fullmatch(word.lower()) is not None or KOREAN_GIVEN_NAME.fullmatch(word) is not None


def is_noun(word: str) -> bool:
    """Whether a recognised name may begin with this word."""
    return True


@lru_cache(maxsize=20000)
def is_common_noun(word: str) -> bool:
    """Whether the tagger takes the word for anything but a proper name."""
    word_class = hanta()
    return word_class is not None and word_class(word) not in {"NE", "FM", "XY"}


@lru_cache(maxsize=20000)
def is_adjective(word: str) -> bool:
    """Whether the tagger takes the word for an adjective."""
    word_class = hanta()
    return word_class is not None and word_class(word.lower()).startswith("ADJ")


def full_name(spellings: Sequence[Told]) -> str:
    """The fullest spelling, else the first, without a genitive's s that the other mentions do not have."""
    shown = Counter(token for told in spellings for token in _tokens(told))
    best = max(
        spellings,
        key=lambda told: (
            sum(not t.endswith(".") for t in _tokens(told)),
            len(_tokens(told)),
            -told.start,
        ),
    )
    tokens = list(_tokens(best))
    last = tokens[-1].rstrip("’'")
    if last.endswith("s") and (shown.get(last[:-1]) or looks_like_family_name(last[:-1])):
        last = last[:-1]
    return " ".join([*tokens[:-1], last])


def _tokens(told: Told) -> tuple[str, ...]:
    return told.name.tokens if told.name else ()
