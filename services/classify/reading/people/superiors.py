"""Whom somebody serves, told between his office and his name: «спецпосланник президента США Дональда Трампа Стив …»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.classify.reading.people.named import Name
from services.classify.reading.people.words import Phrase

SERVE = frozenset({"ambassador", "adviser", "deputy", "spokesman", "secretary"})
LEAST = 2  # words of such an office


def without_superiors(phrases: Sequence[Phrase], names: Sequence[Name]) -> tuple[list[Phrase], list[Name]]:
    """The offices reach over the name of whom they serve, where another name follows straight behind it."""
    kept, reaching = list(names), list(phrases)
    for at, phrase in enumerate(reaching):
        if phrase.plural or phrase.group not in SERVE or len(phrase.role.split()) < LEAST:
            continue
        superior = next((name for name in kept if name.first == phrase.last), None)
        if superior is not None and any(name.first == superior.last for name in kept):
            kept.remove(superior)
            reaching[at] = replace(phrase, last=superior.last)
    return reaching, kept
