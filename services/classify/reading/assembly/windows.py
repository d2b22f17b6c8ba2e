"""Which sentences tell about which event: from its cue to the cue of the next."""

from __future__ import annotations

from services.classify.reading.assembly.drafts import Draft
from services.classify.reading.document import Document, LineKind

AGREEMENT_REACH = 2
MEETING_REACH = 6


def windows(document: Document, drafts: list[Draft]) -> list[list[int]]:
    """For each draft its sentences' indices: those of its cues, and what follows them until another event is told."""
    owners: dict[int, list[int]] = {}
    for number, draft in enumerate(drafts):
        for cue in draft.cues:
            if not cue.title and cue.strength:
                owners.setdefault(cue.sentence, []).append(number)
    body = [s.index for s in document.sentences if document.lines[s.line].kind is not LineKind.TITLE]
    for number, draft in enumerate(drafts):
        if body and draft.kind == "meeting" and not draft.background and all(cue.title for cue in draft.cues):
            owners.setdefault(body[0], []).append(number)  # the article begins with what its title tells
    result: list[list[int]] = [[] for _ in drafts]
    since: dict[int, int] = {}  # sentences from the last cue of each draft that the article may go on about
    for sentence in document.sentences:
        if document.lines[sentence.line].kind is LineKind.TITLE:
            continue
        told = owners.get(sentence.index, [])
        recalled = all(drafts[number].background for number in told)  # what is recalled soon leads back
        since = {
            number: count + 1
            for number, count in since.items()
            if recalled and not (told and drafts[number].background)
        }
        since |= dict.fromkeys(told, 0)
        for number, count in since.items():
            reach = AGREEMENT_REACH if drafts[number].kind == "agreement" else MEETING_REACH
            if count <= reach and not (told and number not in told):
                result[number].append(sentence.index)
    for number, draft in enumerate(drafts):
        for cue in draft.cues:
            if not cue.title and cue.sentence not in result[number]:
                result[number].append(cue.sentence)
        result[number].sort()
    return result
