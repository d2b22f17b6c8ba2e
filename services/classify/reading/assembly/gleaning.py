"""Meetings told by no verb of the pack: people of two parties who act in one sentence that names a meeting.

They are no proof of one where the article tells one of these parties elsewhere; where it tells none, they are the best
there is.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from services.classify.reading.assembly.actors import contexts, find_parties, party_of, takers
from services.classify.reading.assembly.bearings import dated, day_of, period, place_of, when_of
from services.classify.reading.assembly.drafts import Draft, absorb, new_draft
from services.classify.reading.assembly.frames import Frame
from services.classify.reading.assembly.matching import CLOSE, GREAT
from services.classify.reading.assembly.rescue import plain_cue
from services.classify.reading.bending import denied, is_bygone
from services.classify.reading.cuerules import cue_rules
from services.classify.reading.document import Document, LineKind, Mentions, Person
from services.classify.reading.languages.pack import Pack

STRENGTH = 0.5
RECENT = timedelta(days=30)


def glean(document: Document, mentions: Mentions, frames: list[Frame], drafts: list[Draft], pack: Pack) -> list[Draft]:
    """Further meetings, in text order."""
    words, rules = pack.prepared(contexts), pack.prepared(cue_rules)
    told = {cue.sentence for draft in drafts for cue in draft.cues if cue.strength}
    referred = {frame.cue.sentence for frame in frames if frame.cue.referred and frame.cue.kind == "meeting"}
    named = {frame.cue.sentence for frame in frames if frame.cue.kind == "meeting"}
    found: list[Draft] = []
    for sentence in document.sentences:
        span = (sentence.start, sentence.end)
        if sentence.index not in named - told or document.lines[sentence.line].kind is LineKind.TITLE:
            continue
        people = takers(document, mentions, span, words)
        homes = {code for person in people if (code := party_of(person, mentions))}
        if (
            len(homes) < 2
            or not any(person.by_name for person in people)
            or denied(document.text, span, rules)
            or rules.alone.search(document.text, *span)
            or rules.background.search(document.text, *span)
            or is_bygone(document.text, span[0], span, span, rules)
        ):
            continue
        cue = plain_cue(document, sentence.index, (people[0].start, people[0].end), span, "talks", pack)
        tellers = [draft for draft in [*drafts, *found] if tells_of(draft, homes, sentence.index)]
        if tellers and not (sentence.index in referred and all(meets_others(draft, people) for draft in tellers)):
            continue
        parties = find_parties(document, mentions, span, people, words)
        when = dated(document, when_of(mentions, cue, span, span, ()), cue)
        place = place_of(mentions, cue, span, span)
        frame = Frame(cue, span, people, parties, when, place, (), frozenset(), False)
        behind = next((draft for draft in drafts if goes_on_about(draft, homes, sentence.index)), None)
        if behind is not None:
            absorb(behind, frame)
        else:
            found.append(new_draft(frame))
    told_of = [draft for draft in [*drafts, *found] if not (draft.background or is_old(document, draft))]
    if not any(draft.kind == "meeting" or draft.status == "in_force" for draft in told_of):
        found += looked_back_on(frames)
    return found


def is_old(document: Document, draft: Draft) -> bool:
    """Whether a draft's date lies well before the publication."""
    published = day_of(document.published_at)
    return draft.when is not None and published is not None and published - period(draft.when)[1] > RECENT


def looked_back_on(frames: list[Frame]) -> list[Draft]:
    """The meeting that an article only looks back on ("during the talks, a contract was signed")."""
    return [
        new_draft(replace(frame, cue=replace(frame.cue, strength=STRENGTH)))
        for frame in frames
        if frame.cue.referred and frame.cue.form == "talks" and not frame.cue.title and not frame.cue.background
    ][:1]


def tells_of(draft: Draft, homes: set[str], sentence: int) -> bool:
    """Whether a draft tells of two of these parties: a meeting anywhere, a signing in the sentence before."""
    if draft.kind != "meeting":
        return False
    close = draft.form in GREAT and 0 <= sentence - max(draft.sentences, default=sentence) <= CLOSE
    return close or len(homes & draft.parties.keys()) >= 2


def goes_on_about(draft: Draft, homes: set[str], sentence: int) -> bool:
    """Whether a meeting told right behind names one side alone of the two named here."""
    if draft.kind != "meeting" or draft.background or len(draft.parties) != 1 or not draft.sentences:
        return False
    return draft.parties.keys() <= homes and 0 < min(draft.sentences) - sentence <= CLOSE


def meets_others(draft: Draft, people: tuple[Person, ...]) -> bool:
    """Whether somebody of a draft's party is named here who is another than the draft's own: "during talks with Y"."""
    ours = {person.country: person.id for person in people if person.by_name}
    theirs = {person.country: person.id for person in draft.people.values() if person.name}
    return any(ours[home] != theirs[home] for home in ours.keys() & theirs.keys() if home)
