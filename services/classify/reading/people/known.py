"""Which words are parts of names that were found elsewhere in the article."""

from __future__ import annotations

from collections.abc import Callable

from services.classify.reading.languages.pack import Pack
from services.classify.reading.people.folding import alike

Known = Callable[[str], bool]


def knows(keys: frozenset[str], pack: Pack) -> Known:
    """Whether a word is part of a name found elsewhere, in any case or spelling."""
    by_letter: dict[str, list[str]] = {}  # keys that are alike begin alike
    for key in keys:
        by_letter.setdefault(key[:1], []).append(key)
    answers: dict[str, bool] = {}

    def known(word: str) -> bool:
        if word not in answers:
            answers[word] = any(
                alike(key, other) for key in pack.hooks.name_keys(word) for other in by_letter.get(key[:1], ())
            )
        return answers[word]

    return known if keys else nobody


def nobody(word: str) -> bool:
    """Where no name was found elsewhere."""
    return False
