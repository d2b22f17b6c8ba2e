"""English spellings of names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from services.classify.reading.document import Document
from services.classify.reading.people.folding import fold
from services.classify.reading.people.joining import Told

ARTICLE = re.compile(r"^(?:[AaEe]l|A[nrstz]|Ash|Ad)[-‑](?=[A-Z])")
KOREAN_GIVEN_NAME = re.compile(r"[A-Z][a-z]+-[a-z]+")
FAMILY_NAME = re.compile(
    r".{2,}(?:[oe]v|[oe]va|sky|skiy|enko|chuk|shvili|adze|yan|zoda|zade|zadeh|ogly|bek|bayev|bay|uly|gizi|qizi|ovich|ic|ski)"
)


def recognise_people(document: Document, others: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    return ()


def name_keys(token: str) -> tuple[str, ...]:
    """The keys under which a word of a name is looked up."""
    shapes = (token, ARTICLE.sub("", token))  # "Al-Roe", "Dr Roe"
    return tuple(dict.fromkeys(key for key in map(fold, shapes) if key))


def full_name(spellings: Sequence[Told]) -> str:
    """The fullest spelling, else the first."""
    best = max(
        spellings,
        key=lambda told: (
            sum(not t.endswith(".") for t in _tokens(told)),
            len(_tokens(told)),
            -told.start,
        ),
    )
    return " ".join(_tokens(best))


def looks_like_family_name(word: str) -> bool:
    return FAMILY_NAME.fullmatch(word) is not None or KOREAN_GIVEN_NAME.fullmatch(word) is not None


def is_noun(word: str) -> bool:
    """Whether a recognised name may begin with this word."""
    return True


def is_common_noun(word: str) -> bool:
    return False


def _tokens(told: Told) -> tuple[str, ...]:
    return told.name.tokens if told.name else ()
