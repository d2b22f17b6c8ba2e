"""What our annotators found at words that somebody points at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from services.classify.reading.document import Mentions
from services.classify.reading.proposals.quotes import Span


class Spanned(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


M = TypeVar("M", bound=Spanned)


def touching(mentions: Iterable[M], span: Span) -> list[M]:
    """The mentions that share a character with the span, the one that shares most first."""
    found = [mention for mention in mentions if mention.start < span[1] and span[0] < mention.end]
    return sorted(found, key=lambda one: max(one.start, span[0]) - min(one.end, span[1]))


def codes_in(mentions: Mentions, span: Span) -> set[str]:
    """The countries and organisations that stand there, or that somebody or something there counts for."""
    codes: set[str | None] = {country.code for country in touching(mentions.countries, span)}
    codes |= {body.code or body.country for body in touching(mentions.organizations, span)}
    codes |= {person.country for person in touching(mentions.people, span)}
    codes |= {place.country for place in touching(mentions.places, span)}
    return {code for code in codes if code is not None}
