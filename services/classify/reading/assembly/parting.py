"""Meetings told in one breath that were held one by one: "met separately with the ministers of Georgia and Japan"."""

from __future__ import annotations

from dataclasses import replace

from services.classify.reading.assembly.actors import party_of, within
from services.classify.reading.assembly.drafts import Draft
from services.classify.reading.cuerules import cue_rules
from services.classify.reading.document import Document, Mentions
from services.classify.reading.languages.pack import Pack

EXCHANGES = {"talks", "reception", "call"}


def parted(
    document: Document, mentions: Mentions, pack: Pack, drafts: list[Draft], windows: list[list[int]]
) -> tuple[list[Draft], list[list[int]]]:
    """The same drafts with their windows; one for each counterpart where words set them apart."""
    apart = pack.prepared(cue_rules).apart
    found: list[Draft] = []
    ranges: list[list[int]] = []
    for draft, window in zip(drafts, windows, strict=True):
        told = draft.kind == "meeting" and draft.form in EXCHANGES and len(draft.parties) > 2
        cue = next((cue for cue in draft.cues if cue.strength and apart.search(document.text, *cue.clause)), None)
        if told and cue is not None:
            behind = within(mentions.people, (cue.end, document.sentences[cue.sentence].end))
            pieces = one_by_one(mentions, draft, {party_of(person, mentions) for person in behind})
        else:
            pieces = [draft]
        found += pieces
        ranges += [window] * len(pieces)
    return found, ranges


def one_by_one(mentions: Mentions, draft: Draft, guests: set[str | None]) -> list[Draft]:
    """A draft for each party but the one that met them all: the first named, if not behind the verb."""
    first, *others = sorted(draft.parties, key=lambda code: (code in guests, draft.parties[code]))
    homes = {number: party_of(person, mentions) for number, person in draft.people.items()}
    return [
        replace(
            draft,
            cues=list(draft.cues),
            money=list(draft.money),
            bodies=set(draft.bodies),
            parties={code: draft.parties[code] for code in (first, other)},
            people={number: person for number, person in draft.people.items() if homes[number] in (first, other)},
        )
        for other in others
    ]
