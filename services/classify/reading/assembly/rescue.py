"""When no cue tells an event plainly: the head of the article is read once more, less strictly.

News tells its happening in the title or the first sentences. Two people of different parties there have met, or a
paper named there between two parties is the news, even where the verb is none that the pack knows.
"""

from __future__ import annotations

from dataclasses import replace

from services.classify.reading.assembly.drafts import Draft, new_draft
from services.classify.reading.assembly.frames import Frame, contexts, find_parties, party_of, takers, when_of
from services.classify.reading.cues import Cue
from services.classify.reading.document import Document, LineKind, Mentions
from services.classify.reading.languages.pack import Pack

HEAD = 6
STRENGTH = 0.5


def rescue(document: Document, mentions: Mentions, frames: list[Frame], pack: Pack) -> list[Draft]:
    """At most one event that the head of the article lets suppose."""
    for frame in frames:
        if frame.cue.sentence > HEAD or frame.cue.background or frame.cue.refers or len(frame.parties) < 2:
            continue
        parties = {party_of(person, mentions) for person in frame.people} - {None}
        if (
            len(parties) >= 2
            or (frame.cue.kind == "agreement" and frame.cue.strength > 0)
            or (frame.cue.title and parties)
        ):
            return [new_draft(replace(frame, cue=replace(frame.cue, strength=STRENGTH)))]
    return meeting_of_two(document, mentions, pack)


def meeting_of_two(document: Document, mentions: Mentions, pack: Pack) -> list[Draft]:
    words = pack.prepared(contexts)
    for sentence in document.sentences[:HEAD]:
        if document.lines[sentence.line].kind is LineKind.TITLE:
            continue
        span = (sentence.start, sentence.end)
        people = takers(document, mentions, span, words)
        if len({code for person in people if (code := party_of(person, mentions))}) < 2:
            continue
        first = people[0]
        cue = Cue(
            first.start, first.end, sentence.index, span, "meeting", "talks", "held", "in_person", STRENGTH,
            background=False, title=False, actors=0, another=False, definite=None, anaphoric=False, speech=False, refers=False,
        )  # fmt: skip
        parties = find_parties(document, mentions, span, people, words)
        frame = Frame(cue, span, people, parties, when_of(mentions, cue, span, span, ()), None, (), False)
        return [new_draft(frame)]
    return []
