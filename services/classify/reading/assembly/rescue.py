"""When no cue tells an event plainly: the head of the article is read once more, less strictly.

News tells its happening in the title or the first sentences. Two people of different parties there have met, or a
paper named there between two parties is the news, even where the verb is none that the pack knows.
"""

from __future__ import annotations

from dataclasses import replace

from services.classify.reading.assembly.actors import (
    Contexts,
    Span,
    contexts,
    find_parties,
    party_of,
    takers,
    within,
)
from services.classify.reading.assembly.bearings import dated, place_of, when_of
from services.classify.reading.assembly.drafts import Draft, new_draft
from services.classify.reading.assembly.frames import Frame
from services.classify.reading.assembly.tellers import only_reports
from services.classify.reading.bending import denied
from services.classify.reading.cuerules import cue_rules
from services.classify.reading.cues import Cue
from services.classify.reading.document import Document, LineKind, Mentions
from services.classify.reading.languages.pack import Pack

HEAD = 6
STRENGTH = 0.5


def rescue(document: Document, mentions: Mentions, frames: list[Frame], pack: Pack) -> list[Draft]:
    """At most one event that the head of the article lets suppose."""
    rules = pack.prepared(cue_rules)
    title = next((line for line in document.lines if line.kind is LineKind.TITLE), None)
    if title and rules.alone.search(document.text, title.start, title.end):
        return []
    for frame in frames:
        if frame.cue.sentence > HEAD or frame.cue.background or frame.cue.refers or len(frame.parties) < 2:
            continue
        if denied(document.text, frame.cue.clause, rules):
            continue
        parties = {party_of(person, mentions) for person in frame.people} - {None}
        if (
            len(parties) >= 2
            or (frame.cue.kind == "agreement" and frame.cue.strength > 0)
            or (frame.cue.title and parties)
        ):
            return [new_draft(replace(frame, cue=replace(frame.cue, strength=STRENGTH)))]
    recalled = {frame.cue.sentence for frame in frames if frame.cue.background and frame.cue.strength}
    return meeting_of_two(document, mentions, pack, recalled)


def meeting_of_two(document: Document, mentions: Mentions, pack: Pack, recalled: set[int]) -> list[Draft]:
    """People of two parties in one sentence, or somebody put into another country's city; in none that recalls."""
    words = pack.prepared(contexts)
    for sentence in document.sentences[:HEAD]:
        if sentence.index in recalled or document.lines[sentence.line].kind is LineKind.TITLE:
            continue
        span = (sentence.start, sentence.end)
        rules = pack.prepared(cue_rules)
        if denied(document.text, span, rules) or rules.alone.search(document.text, *span):
            continue
        people = tuple(
            p for p in takers(document, mentions, span, words) if not only_reports(document, mentions, p, words)
        )
        homes = {code for person in people if (code := party_of(person, mentions))}
        parties = find_parties(document, mentions, span, people, words)
        abroad = next(
            (
                place
                for place in within(mentions.places, span)
                if place.located and not place.dateline and parties and place.country not in parties
            ),
            None,
        )
        if len(homes) < 2 and not (abroad and (homes or leads_delegation(document, mentions, span, words))):
            continue
        form = "talks" if len(homes) >= 2 else "visit"
        start, end = (people[0].start, people[0].end) if people else span
        cue = plain_cue(document, sentence.index, (start, end), span, form, pack)
        if len(homes) < 2 and abroad:
            parties = {**parties, abroad.country: (abroad.start, abroad.end)}
        when = dated(document, when_of(mentions, cue, span, span, ()), cue)
        return [
            new_draft(
                Frame(cue, span, people, parties, when, place_of(mentions, cue, span, span), (), frozenset(), False)
            )
        ]
    return []


def leads_delegation(document: Document, mentions: Mentions, span: Span, words: Contexts) -> bool:
    """Whether a country or its body acts in the span, not only a name in passing."""
    return any(
        words.party_nouns.match(document.text[country.end : country.end + 50])
        for country in within(mentions.countries, span)
    )


def plain_cue(document: Document, sentence: int, at: Span, clause: Span, form: str, pack: Pack) -> Cue:
    """A cue made of nothing but who and where; its sentence says whether it is past, planned or called off."""
    rules = pack.prepared(cue_rules)
    status = "held"
    if rules.cancelled.search(document.text, *clause):
        status = "cancelled"
    elif rules.future.search(document.text, *clause):
        status = "planned"
    channel = "in_person"
    if rules.phone.search(document.text, *clause):
        channel, form = "phone", "call"
    elif rules.online.search(document.text, *clause):
        channel = "online"
    return Cue(
        at[0], at[1], sentence, clause, "meeting", form, status, channel, STRENGTH,
        background=False, title=False, actors=0, another=False, definite=None, anaphoric=False, speech=False,
        vague=False, refers=False,
    )  # fmt: skip
