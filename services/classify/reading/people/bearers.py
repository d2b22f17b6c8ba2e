"""Whose name an institution bears («Университет имени А. Ковача»): no person of the article."""

from __future__ import annotations

from collections.abc import Sequence

from services.classify.reading.people.words import Word

FULL = 2  # words of a name told in full


def bears_name(words: Sequence[Word], begin: int, before: frozenset[str], honorifics: frozenset[str]) -> bool:
    """Whether the name that begins here is borne: behind «имени», «им.», with a title between."""
    at = begin - 1
    while at > 0 and (words[at].text == "." or words[at].lower in honorifics):
        at -= 1
    return at >= 0 and words[at].lower in before


def behind_borne(words: Sequence[Word], first: int, last: int) -> int:
    """Where whoever is told right behind begins: «имени А. А. Ковача Ян Дубов», «имени Ковача Ян Дубов»."""
    at = first
    while at < last and words[at].kind == "initial":
        at += 1
    if at > first:
        return min(at + 1, last)
    count = last - first
    return last - FULL if count > FULL else last


def borne_name_end(words: Sequence[Word], at: int, honorifics: frozenset[str]) -> int:
    """The end of the name that stands behind the word for it, its title included; `at` where none does."""
    begin = at
    while begin < len(words) and (words[begin].text == "." or words[begin].lower in honorifics):
        begin += 1
    end = begin
    while end < len(words) and (words[end].kind == "initial" or (words[end].kind == "word" and words[end].capital)):
        end += 1
    return behind_borne(words, begin, end) if end > begin else at
