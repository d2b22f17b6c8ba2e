"""Meetings told in one breath that were held one by one: "met separately with the ministers of Georgia and Japan"."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace
from itertools import pairwise

from services.classify.reading.assembly.actors import Span, party_of, within
from services.classify.reading.assembly.counterparts import told_alone
from services.classify.reading.assembly.drafts import Draft
from services.classify.reading.cuerules import CueRules, cue_rules
from services.classify.reading.document import Document, Mentions, Person
from services.classify.reading.languages.pack import Pack

EXCHANGES = {"talks", "reception", "call"}
GAP = 60  # characters between two counterparts


def parted(
    document: Document, mentions: Mentions, pack: Pack, drafts: list[Draft], windows: list[list[int]]
) -> tuple[list[Draft], list[list[int]]]:
    """The same drafts with their windows; one for each counterpart where words set them apart."""
    rules = pack.prepared(cue_rules)
    apart = rules.apart
    found: list[Draft] = []
    ranges: list[list[int]] = []
    for draft, window in zip(drafts, windows, strict=True):
        told = draft.kind == "meeting" and draft.form in EXCHANGES and len(draft.parties) > 2
        cue = next((cue for cue in draft.cues if cue.strength and apart.search(document.text, *cue.clause)), None)
        if told and cue is not None:
            behind = within(mentions.people, (cue.end, document.sentences[cue.sentence].end))
            pieces = one_by_one(mentions, draft, {party_of(person, mentions) for person in behind})
        else:
            pieces = in_turn(document, mentions, draft, rules) or [draft]
        found += pieces
        ranges += [window] * len(pieces)
    return found, ranges


def in_turn(document: Document, mentions: Mentions, draft: Draft, rules: CueRules) -> list[Draft]:
    """A draft for each of two counterparts told one behind the other: "met the minister and then the president"."""
    if draft.kind != "meeting" or draft.form not in EXCHANGES:
        return []
    for cue in draft.cues:
        end = document.sentences[cue.sentence].end
        guests = [person for person in within(mentions.people, (cue.end, end)) if person.id in draft.people]
        begin = document.sentences[cue.sentence].start
        ahead = not guests and cue.actors > 0  # „wurde vom König und danach vom Premier empfangen“
        if ahead:
            guests = [person for person in within(mentions.people, (begin, cue.start)) if person.id in draft.people]
        for one, other in pairwise(guests):
            gap = (one.end, other.start)
            if gap[1] - gap[0] > GAP or not rules.then.search(document.text, *gap) or one.id == other.id:
                continue
            if any(gap[0] <= known.start < end and not ahead for known in draft.cues):
                continue
            first = {person.id for person in guests if person.start < gap[1] and (not ahead or person.id == one.id)}
            second = {person.id for person in guests if person.start >= gap[1]} - first
            hosts = draft.people.keys() - first - second
            if hosts and second:
                return [with_people(mentions, draft, hosts | some) for some in (first, second)]
    return []


def with_people(mentions: Mentions, draft: Draft, some: Set[int]) -> Draft:
    """The draft with these people alone, between their parties if they have two."""
    people = {number: person for number, person in draft.people.items() if number in some}
    homes = {party_of(person, mentions) for person in people.values()}
    parties = {code: span for code, span in draft.parties.items() if code in homes}
    return part_of(draft, parties if len(parties) > 1 else draft.parties, people)


def part_of(draft: Draft, parties: Mapping[str, Span], people: Mapping[int, Person]) -> Draft:
    """One meeting of those that a draft tells in one breath."""
    return replace(
        draft,
        cues=list(draft.cues),
        sentences=set(draft.sentences),
        money=list(draft.money),
        bodies=set(draft.bodies),
        parties=dict(parties),
        people=dict(people),
    )


def one_by_one(mentions: Mentions, draft: Draft, guests: set[str | None]) -> list[Draft]:
    """A draft for each party but the one that met them all: the first named, if not behind the verb."""
    homes = {number: party_of(person, mentions) for number, person in draft.people.items()}
    parties = told_alone(draft.parties, set(homes.values()))
    if len(parties) < 2:
        return [draft]
    first, *others = sorted(parties, key=lambda code: code in guests)
    return [
        part_of(
            draft,
            {code: draft.parties[code] for code in (first, other)},
            {number: person for number, person in draft.people.items() if homes[number] in (first, other)},
        )
        for other in others
    ]
