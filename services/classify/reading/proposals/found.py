"""What a text bears out of a proposed event: each value that our own annotators read where the proposer points."""

from __future__ import annotations

from typing import Any

from services.classify.reading.assembly.sectors import sector_hits
from services.classify.reading.document import Document, Mentions, When
from services.classify.reading.languages.pack import Pack
from services.classify.reading.proposals.candidate import Candidate
from services.classify.reading.proposals.people import WORD, participant, worded
from services.classify.reading.proposals.quotes import Quotes, Span
from services.classify.reading.proposals.spans import codes_in, touching

CLOSE = 0.005  # of a sum: 1.2 billion may be proposed as 1,200,000,001


class Found:
    """What the text bears out of one candidate, each value with its words. Quotes are looked for near `anchor`."""

    def __init__(self, document: Document, mentions: Mentions, pack: Pack, quotes: Quotes, anchor: Span) -> None:
        self._document, self._mentions, self._pack = document, mentions, pack
        self._quotes, self._near = quotes, anchor[0]

    def _at(self, quote: str) -> Span | None:
        return self._quotes.locate(quote, self._near)

    def parties(self, told: Candidate) -> list[tuple[str, Span]]:
        """Codes that our annotators read in the words quoted for them."""
        found: dict[str, Span] = {}
        for party in told.parties:
            span = self._at(party.quote)
            if span is not None and party.code in codes_in(self._mentions, span):
                found.setdefault(party.code, span)
        return sorted(found.items())

    def participants(self, told: Candidate) -> list[tuple[dict[str, Any], Span]]:
        found: list[tuple[dict[str, Any], Span]] = []
        for person in told.participants:
            span = self._at(person.quote)
            one = participant(self._document, self._mentions, self._pack, person, span) if span else None
            if one is not None and all(one[0] != known for known, _ in found):
                found.append(one)
        return sorted(found, key=lambda one: one[1])

    def when(self, told: Candidate) -> tuple[dict[str, Any], Span] | None:
        span = self._at(told.date.quote) if told.date else None
        read = touching(self._mentions.dates, span) if span else []
        return (date_value(read[0]), (read[0].start, read[0].end)) if read else None

    def place(self, told: Candidate) -> tuple[dict[str, Any], Span] | None:
        if told.place is None or told.channel in ("phone", "online"):
            return None
        span = self._at(told.place.quote)
        read = touching(self._mentions.places, span) if span else []
        return ({"name": read[0].name, "country": read[0].country}, (read[0].start, read[0].end)) if read else None

    def amount(self, told: Candidate) -> tuple[dict[str, Any], Span] | None:
        if told.amount is None or told.kind != "agreement":
            return None
        span = self._at(told.amount.quote)
        for money in touching(self._mentions.money, span) if span else []:
            near = abs(money.value - told.amount.value) <= CLOSE * money.value
            if near and money.currency == told.amount.currency.upper():
                return {"value": money.value, "currency": money.currency}, (money.start, money.end)
        return None

    def count(self, told: Candidate) -> tuple[int, Span] | None:
        if told.count is None or told.kind != "agreement":
            return None
        span = self._at(told.count.quote)
        for count in touching(self._mentions.counts, span) if span else []:
            if count.value == told.count.value:
                return count.value, (count.start, count.end)
        return None

    def sectors(self, told: Candidate) -> list[tuple[str, Span]]:
        """Codes that the words quoted for them name, by the sectors' own word lists, the weak words too."""
        found: dict[str, Span] = {}
        for sector in told.sectors:
            span = self._at(sector.quote)
            hits = touching(sector_hits(self._document, self._mentions, self._pack), span) if span else []
            for hit in hits:
                if hit.code == sector.code:
                    found.setdefault(sector.code, (hit.start, hit.end))
        return sorted(found.items())

    def projects(self, told: Candidate) -> list[tuple[str, Span]]:
        """Names whose words all stand in the quote, but for their endings."""
        found: dict[str, Span] = {}
        for project in told.projects:
            span = self._at(project.quote)
            name = worded(project.name, WORD.findall(self._document.slice(*span))) if span else None
            if span is not None and name:
                found.setdefault(name, span)
        return list(found.items())


def date_value(when: When) -> dict[str, Any]:
    first = when.first.replace(day=1) if when.precision != "day" else when.first
    first = first.replace(month=1) if when.precision == "year" else first
    last = when.last if when.precision == "day" and when.last != when.first else None
    return {"start": first.isoformat(), "end": last.isoformat() if last else None, "precision": when.precision}
