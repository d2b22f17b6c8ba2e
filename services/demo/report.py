"""The demonstration's summary: each article with what was found in it, and the alerts that came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from libs.client import FoundRecord
from services.demo.receiver import Arrival
from services.demo.story import LISTENERS, Told, caused_by, latencies

TITLES = {listener.name: listener.title for listener in LISTENERS}


def article_lines(number: int, article: Told, arrivals: Sequence[Arrival], told: Sequence[Told]) -> Iterator[str]:
    """One article, its records, its alerts."""
    receipt = article.receipt
    head = [receipt["source"], receipt["external_id"] or receipt["id"], f"[{_language(article)}]"]
    yield f"{number}. {receipt['title'] or article.name}"
    yield f"   {'  '.join(one for one in head if one)}: {receipt['outcome'].replace('_', ' ')}"
    shown = {record.id for before in told[: number - 1] for record in before.records}
    for record in article.records:
        lines = record_lines(record, receipt["id"], again=record.id in shown)
        yield from (f"   {line}" for line in lines)
    seconds = latencies(told, arrivals)
    for arrival in arrivals:
        if caused_by(arrival, told) is article:
            signed = "signature verified" if arrival.verified else "SIGNATURE WRONG"
            after = f"{seconds[arrival.webhook_id]:.2f} s after the post"
            yield f"     → {arrival.body['type']} to “{TITLES[arrival.name]}”, {after}, {signed}"
    yield ""


def record_lines(record: FoundRecord, article_id: str, *, again: bool = False) -> Iterator[str]:
    """A record as it is now, with the words of this article that bear its sectors out.

    One shown before (`again`) needs no more than what this article adds to it.
    """
    place = f"{record.place.name}" if record.place else ""
    date = record.date.start[: {"year": 4, "month": 7}.get(record.date.precision, 10)] if record.date else "no date"
    told = [record.kind, record.status, record.form, date, place, " and ".join(record.parties)]
    sources = f"version {record.version}, told by {len(record.sources)} source{'s' if len(record.sources) > 1 else ''}"
    yield f"• {', '.join(one for one in told if one)} ({record.id}, {sources})"
    for person in () if again else record.participants:
        parts = [person.name, person.role, person.organization]
        yield f"    {', '.join(one for one in parts if one)}{f' ({person.country})' if person.country else ''}"
    for at, sector in enumerate(record.sectors):
        quote = _quote(record, f"/sectors/{at}", article_id, own_alone=again)
        if quote is not None:
            yield f"    {sector}: {quote}"


def summary_lines(told: Sequence[Told], arrivals: Sequence[Arrival]) -> Iterator[str]:
    records = {record.id for article in told for record in article.records}
    seconds = sorted(latencies(told, arrivals).values())
    verified = sum(arrival.verified for arrival in arrivals)
    repeats = len(arrivals) - len({arrival.webhook_id for arrival in arrivals})
    yield (
        f"{len(told)} articles, {len(records)} records, {len(arrivals)} alerts delivered: "
        f"{verified} signatures verified, {repeats} repeats"
    )
    if seconds:
        yield f"From the post to the alert: {median(seconds):.2f} s in the middle, {seconds[-1]:.2f} s at most"


def _language(article: Told) -> str:
    steps = [step for step in article.receipt["journey"] if step["step"] == "classified"]
    return str(steps[-1]["language"] if steps else article.receipt["language"])


def _quote(record: FoundRecord, pointer: str, article_id: str, *, own_alone: bool) -> str | None:
    """This article's own words where it has any, else another's."""
    quotes = record.evidence.get(pointer, ())
    own = [one for one in quotes if one.article_id == article_id]
    chosen = own or ([] if own_alone else list(quotes))
    return f"“{' '.join(chosen[0].quote.split())}”" if chosen else None
