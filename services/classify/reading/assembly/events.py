"""The events of a document, in the guide's fields, each value with its evidence."""

from __future__ import annotations

from typing import Any

from services.classify.reading.assembly.actors import Span
from services.classify.reading.assembly.backdrop import set_back
from services.classify.reading.assembly.counterparts import told_apart
from services.classify.reading.assembly.doubles import told_once
from services.classify.reading.assembly.drafts import Draft, gather
from services.classify.reading.assembly.frames import make_frames
from services.classify.reading.assembly.gleaning import glean
from services.classify.reading.assembly.occasions import needs_place, share_occasions
from services.classify.reading.assembly.papers import told_singly
from services.classify.reading.assembly.participants import (
    add_participants,
    add_signatories,
    leave_out_crowds,
)
from services.classify.reading.assembly.parties import complete_parties
from services.classify.reading.assembly.parting import parted
from services.classify.reading.assembly.rescue import rescue
from services.classify.reading.assembly.selection import select
from services.classify.reading.assembly.stays import lengthen
from services.classify.reading.assembly.topics import projects_of, sectors_of, topic_spans, topic_window
from services.classify.reading.assembly.values import (
    amount_of,
    correct_status,
    count_of,
    mark_background,
    speak_by_phone,
)
from services.classify.reading.assembly.windows import windows
from services.classify.reading.cuerules import cue_rules
from services.classify.reading.cues import Cue
from services.classify.reading.document import Document, LineKind, Mentions, Person
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless, alternation, pattern

Event = dict[str, Any]
NAMED = 0.6  # how plainly a cue with a noun names the form
LONG = 200  # characters of a paragraph
QUARTER = 62  # days between the first and the last of its months; a longer part of a year is told by its year


def assemble(document: Document, mentions: Mentions, cues: tuple[Cue, ...], pack: Pack) -> list[Event]:
    """All meetings and agreements that the document tells, in the order it tells them."""
    frames = told_apart(document, mentions, make_frames(document, mentions, cues, pack), pack)
    opinion = is_opinion(document, pack)
    drafts = gather(frames)
    drafts += glean(document, mentions, frames, drafts, pack)
    events = finish(document, mentions, pack, drafts, opinion)
    if opinion or any(event["prominence"] == "main" for event in events):
        return events
    return finish(document, mentions, pack, rescue(document, mentions, frames, pack), opinion) + events


def finish(document: Document, mentions: Mentions, pack: Pack, drafts: list[Draft], opinion: bool) -> list[Event]:
    """The events among these drafts, completed from what stands around them."""
    ranges = windows(document, drafts)
    add_participants(document, mentions, pack, drafts, ranges)
    complete_parties(document, mentions, pack, drafts, ranges)
    add_participants(document, mentions, pack, drafts, ranges)
    add_signatories(drafts)
    leave_out_crowds(drafts)
    drafts, ranges = parted(document, mentions, pack, drafts, ranges)
    drafts, ranges = told_singly(document, mentions, pack, drafts, ranges)
    correct_status(document, drafts, pack)
    drafts, ranges = told_once(drafts, ranges)
    speak_by_phone(drafts, document, pack)
    mark_background(document, drafts)
    share_occasions(document, mentions, drafts, pack)
    lengthen(document, drafts, pack)
    mark_background(document, drafts)
    kept = select(document, drafts, opinion)
    set_back(document, kept, pack)
    return [event_of(document, mentions, pack, draft, ranges[drafts.index(draft)], drafts, ranges) for draft in kept]


def is_opinion(document: Document, pack: Pack) -> bool:
    """Whether a label at the head, or the head of the title, says that this is somebody's opinion."""
    label = pack.prepared(opinion_label)
    for line in document.lines[:5]:
        if label.match(document.text, line.start, min(line.end, line.start + 60)):
            return True
        if line.kind is LineKind.BODY and line.end - line.start > LONG:
            return False  # what follows is of other articles
    return False


def opinion_label(pack: Pack) -> Caseless:
    return pattern(rf"\W*(?:{alternation(pack.table('cues')['opinion'])})\s*(?:[:|.–—]|$|\n)")


def event_of(
    document: Document,
    mentions: Mentions,
    pack: Pack,
    draft: Draft,
    window: list[int],
    drafts: list[Draft],
    ranges: list[list[int]],
) -> Event:
    """One event with evidence for every value."""
    evidence: dict[str, list[dict[str, Any]]] = {}

    def told(pointer: str, *spans: Span) -> None:
        if spans:
            evidence[pointer] = [quote(document, span) for span in dict.fromkeys(spans)]

    first = draft.first
    spoken = (first.start, first.end)
    for field in ("kind", "status", "form", "channel"):
        if field != "channel" or draft.kind == "meeting":
            told(f"/{field}", spoken)
    spans = topic_spans(document, draft, topic_window(document, pack, draft, window, drafts), drafts, ranges)
    sectors = sectors_of(document, mentions, pack, draft, spans, drafts)
    projects = projects_of(document, mentions, pack, draft, spans, drafts)
    parties = sorted(draft.parties)
    for at, code in enumerate(parties):
        told(f"/parties/{at}", draft.parties[code])
    people = sorted(draft.people.values(), key=lambda person: person.start)
    for at, person in enumerate(people):
        told(f"/participants/{at}", (person.start, person.end))
    for at, code in enumerate(sorted(sectors)):
        told(f"/sectors/{at}", *sectors[code][:3])
    for at, (_, span) in enumerate(projects):
        told(f"/projects/{at}", span)
    if draft.when:
        told("/date", (draft.when.start, draft.when.end))
    place = draft.place if needs_place(draft) else None
    if place:
        told("/place", (place.start, place.end))
    others = {index for other in drafts if other is not draft for index in other.sentences}
    amount = amount_of(document, mentions, draft, window, others, pack) if draft.kind == "agreement" else None
    count = count_of(document, mentions, draft) if draft.kind == "agreement" else None
    if amount:
        told("/amount", (amount.start, amount.end))
    if count:
        told("/count", (count.start, count.end))
    form = form_of(draft, pack, several=bool(count and count.value > 1), priced=amount is not None)
    return {
        "prominence": "background" if draft.background else "main",
        "kind": draft.kind,
        "status": draft.status,
        "form": form,
        "channel": draft.channel if draft.kind == "meeting" else None,
        "date": date_value(draft),
        "place": {"name": place.name, "country": place.country} if place else None,
        "parties": parties,
        "participants": [participant(person) for person in people],
        "sectors": sorted(sectors),
        "projects": [name for name, _ in projects],
        "amount": {"value": amount.value, "currency": amount.currency} if amount else None,
        "count": count.value if count else None,
        "confidence": confidence(draft),
        "evidence": evidence,
    }


def form_of(draft: Draft, pack: Pack, *, several: bool, priced: bool) -> str:
    """The form after all that the draft tells: counted papers, companies' treaties, receptions by lesser hosts."""
    if draft.kind == "agreement" and several:
        return "documents"
    if draft.form == "treaty" and (draft.bodies or priced):
        return "contract"  # companies and sums are no matter of treaties
    named = {cue.form for cue in draft.cues if cue.noun and cue.strength >= NAMED}
    if draft.form == "contract" and "contract" not in named and "agreement" in named:
        return "agreement"  # so it is called, whatever the verb that lends
    hosts = pack.prepared(cue_rules).hosts
    roles = [person.role for person in draft.people.values() if person.role]
    lesser = bool(roles) and not any(hosts.search(role) for role in roles)
    if lesser and draft.form == "reception" and not any(cue.noun and cue.form == "reception" for cue in draft.cues):
        return "talks"
    return "agreement" if lesser and draft.form == "treaty" else draft.form


def date_value(draft: Draft) -> dict[str, Any] | None:
    when = draft.when
    if when is None:
        return None
    first, precision = when.first, when.precision
    if precision == "month" and when.last and (when.last - when.first).days > QUARTER:
        precision = "year"
    if precision == "month":
        first = first.replace(day=1)
    elif precision == "year":
        first = first.replace(month=1, day=1)
    end = when.last.isoformat() if when.last and when.last != when.first and precision == "day" else None
    return {"start": first.isoformat(), "end": end, "precision": precision}


def participant(person: Person) -> dict[str, Any]:
    return {
        "name": person.name, "role": person.role, "organization": person.organization, "country": person.country
    }  # fmt: skip


def quote(document: Document, span: Span) -> dict[str, Any]:
    return {"start": span[0], "end": span[1], "quote": document.text[span[0] : span[1]]}


def confidence(draft: Draft) -> float:
    """From how plainly the event is told: its cue, its people, its date, how often it is told."""
    value = 0.35 + 0.25 * draft.strength
    value += 0.12 * bool(draft.people) + 0.1 * (draft.when is not None) + 0.06 * (draft.place is not None)
    value += 0.08 * (len(draft.sentences) > 1)
    return round(min(value, 0.98) * (0.8 if draft.background else 1.0), 2)
