"""One person of the article while mentions are gathered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from services.classify.reading.people.joining import Told
from services.classify.reading.people.words import Phrase

TELLING = 60  # mentions of one person that tell his name and what offices he has


@dataclass(slots=True)
class Someone:
    """One person of the article, with every mention that was joined."""

    told: list[Told] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    merged: Someone | None = None  # who this turned out to be
    abroad: set[str] = field(default_factory=set)  # countries of his counterparts, of which he is not
    holder: Someone | None = None  # whose counterpart he is
    counterpart: bool = False  # whose office is known from whose counterpart it is

    @property
    def named(self) -> bool:
        return any(told.name for told in self.told[:TELLING])

    @property
    def spellings(self) -> Sequence[tuple[str, ...]]:
        """The words of the name, once for each way that it is told."""
        return list(dict.fromkeys(told.name.tokens for told in self.told[:TELLING] if told.name))

    @property
    def offices(self) -> list[Phrase]:
        return [office for told in self.told[:TELLING] for office in told.offices]


def distinct(people: Iterable[Someone]) -> list[Someone]:
    """Everybody once, in order."""
    return list({id(someone): someone for someone in people}.values())
