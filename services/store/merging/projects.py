"""Projects under one name each, though articles name them in their own languages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from services.store.merging.names import fold, same_word
from services.store.merging.told import Told

RANK = {"en": 0, "de": 1}


def projects_of(reports: Sequence[Told]) -> list[tuple[str, tuple[str, ...]]]:
    """Each project in its preferred name (English, then German, then any) with all its spellings.

    Two names mean one project when they are equal but for spelling or, in two languages, share a proper name.
    """
    named = sorted(
        {
            (RANK.get(told.language or "", 2), told.language or "", name)
            for told in reports
            for name in told.report.projects
        }
    )
    groups: list[list[tuple[str, str]]] = []
    for _, language, name in named:
        home = next((group for group in groups if any(_same(language, name, *other) for other in group)), None)
        if home is None:
            groups.append([(language, name)])
        else:
            home.append((language, name))
    return [(group[0][1], tuple(name for _, name in group)) for group in groups]


@lru_cache(maxsize=20_000)
def in_common(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether two lists of projects share one, in whatever languages: all the proper names of the shorter are there."""
    return any(_one_project(name, other) for name in left for other in right)


def _one_project(name: str, other: str) -> bool:
    if fold(name) == fold(other):
        return True
    fewer, more = sorted((_proper(name), _proper(other)), key=len)
    return bool(fewer) and all(any(same_word(one, two) for two in more) for one in fewer)


def _same(language: str, name: str, other_language: str, other: str) -> bool:
    if fold(name) == fold(other):
        return True
    if language == other_language:
        return False
    return any(same_word(one, two) for one in _proper(name) for two in _proper(other) if len(one) > 3)


def _proper(name: str) -> list[str]:
    """Folded words that begin with a capital; the only word of its kind that two languages share."""
    words = name.replace("«", " ").replace("»", " ").replace("-", " ").replace("–", " ").split()
    return [folded for word in words if word[:1].isupper() and len(folded := fold(word)) > 3]
