"""From proposed events to events: quotes are looked up, and what stands there is read by our own annotators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from libs.messages.values import FORMS, STATUSES
from services.classify.reading.document import Document, Mentions
from services.classify.reading.languages.pack import Pack
from services.classify.reading.proposals.candidate import Candidate, Proposal
from services.classify.reading.proposals.found import Found
from services.classify.reading.proposals.quotes import Quotes, Span

Event = dict[str, Any]
BASE, PER_PART, MOST = 0.45, 0.06, 0.7
"""Confidence of a proposed event, growing with what the text bears out; below that of events that rules tell plainly,
as long as nobody has measured a proposer."""


def with_proposal(
    rules: Sequence[Event], document: Document, mentions: Mentions, pack: Pack, proposal: Proposal
) -> list[Event]:
    """What either tells; of an event that both tell, the account of the one that leads."""
    proposed = settle(document, mentions, pack, proposal.candidates)
    first, second = (proposed, rules) if proposal.leads else (rules, proposed)
    return [*first, *(event for event in second if not any(same(event, known, document) for known in first))]


def settle(document: Document, mentions: Mentions, pack: Pack, candidates: Iterable[Candidate]) -> list[Event]:
    """The candidates that the text bears out, in text order, with the values that it bears out and their evidence."""
    quotes = Quotes(document)
    made = [event for one in candidates if (event := event_of(document, mentions, pack, quotes, one)) is not None]
    return sorted(made, key=lambda event: int(event["evidence"]["/kind"][0]["start"]))


def same(one: Event, other: Event, document: Document) -> bool:
    """One kind, and told in one sentence or between the same parties."""
    if one["kind"] != other["kind"]:
        return False
    sentences = sentences_of(one, document) & sentences_of(other, document)
    return bool(sentences) or one["parties"] == other["parties"]


def sentences_of(event: Event, document: Document) -> set[int]:
    told = event["evidence"].get("/kind", ())
    return {s.index for s in document.sentences for q in told if q["start"] < s.end and s.start < q["end"]}


def event_of(document: Document, mentions: Mentions, pack: Pack, quotes: Quotes, told: Candidate) -> Event | None:
    """One event; None where its words are not found, its codes do not fit, or hardly anybody is left to take part."""
    anchor = quotes.locate(told.quote)
    if anchor is None or told.status not in STATUSES[told.kind] or told.form not in FORMS[told.kind]:
        return None
    found = Found(document, mentions, pack, quotes, anchor)
    parties = found.parties(told)
    people = found.participants(told)
    if not parties or len(parties) + len(people) < 2:
        return None
    when, place = found.when(told), found.place(told)
    amount, count = found.amount(told), found.count(told)
    sectors, projects = found.sectors(told), found.projects(told)
    evidence: dict[str, list[dict[str, Any]]] = {}

    def say(pointer: str, *spans: Span | None) -> None:
        shown = [{"start": s[0], "end": s[1], "quote": document.slice(*s)} for s in spans if s is not None]
        if shown:
            evidence[pointer] = shown

    channel = told.channel or "in_person" if told.kind == "meeting" else None
    for field in ("kind", "status", "form", *(["channel"] if channel else [])):
        say(f"/{field}", anchor)
    for name, listed in (("parties", parties), ("participants", people), ("sectors", sectors), ("projects", projects)):
        for at, (_, span) in enumerate(listed):
            say(f"/{name}/{at}", span)
    for name, value in (("date", when), ("place", place), ("amount", amount), ("count", count)):
        say(f"/{name}", value[1] if value else None)
    parts = (when, place, people, sectors, len(parties) > 1)
    return {
        "prominence": told.prominence,
        "kind": told.kind,
        "status": status_at(told.status, when[0] if when else None, document.published_at),
        "form": "documents" if count and count[0] > 1 else told.form,
        "channel": channel,
        "date": when[0] if when else None,
        "place": place[0] if place else None,
        "parties": [code for code, _ in parties],
        "participants": [person for person, _ in people],
        "sectors": [code for code, _ in sectors],
        "projects": [name for name, _ in projects],
        "amount": amount[0] if amount else None,
        "count": count[0] if count else None,
        "confidence": round(min(MOST, BASE + PER_PART * sum(map(bool, parts))), 2),
        "evidence": evidence,
    }


def status_at(status: str, when: dict[str, Any] | None, published: date | datetime | None) -> str:
    """What is dated after the publication is planned, whatever is said of it."""
    if when is None or published is None or status not in ("held", "signed") or when["precision"] == "year":
        return status
    day = published.date() if isinstance(published, datetime) else published
    return "planned" if when["start"] > day.isoformat() else status
