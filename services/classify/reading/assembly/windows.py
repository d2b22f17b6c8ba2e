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
    result: list[list[int]] = [[] for _ in drafts]
    current: list[int] = []
    since = 0
    for sentence in document.sentences:
        if document.lines[sentence.line].kind is LineKind.TITLE:
            continue
        if sentence.index in owners:
            current, since = owners[sentence.index], 0
        else:
            since += 1
        for number in current:
            reach = AGREEMENT_REACH if drafts[number].kind == "agreement" else MEETING_REACH
            if since <= reach:
                result[number].append(sentence.index)
    for number, draft in enumerate(drafts):
        for cue in draft.cues:
            if not cue.title and cue.sentence not in result[number]:
                result[number].append(cue.sentence)
        result[number].sort()
    return result


def topic_window(document: Document, draft: Draft, window: list[int], drafts: list[Draft]) -> list[int]:
    """The sentences that may say what a draft is about; a meeting's topics go on behind a paper that its sides sign."""
    if draft.kind != "meeting" or draft.background or not draft.sentences:
        return window
    tellers: dict[int, list[Draft]] = {}
    for other in drafts:
        for cue in other.cues:
            if not cue.title and cue.strength:
                tellers.setdefault(cue.sentence, []).append(other)
    found, goes_on, since = set(window), False, 0
    for sentence in document.sentences[min(draft.sentences) :]:
        told = tellers.get(sentence.index, [])
        if draft in told:
            goes_on, since = True, 0
        elif told:
            goes_on = goes_on and all(ends_with(draft, other) for other in told)
        else:
            since += 1
            if goes_on and since <= MEETING_REACH:
                found.add(sentence.index)
    return sorted(found)


def ends_with(meeting: Draft, paper: Draft) -> bool:
    """Whether the paper is one that the sides of the meeting sign."""
    ours, theirs = meeting.parties.keys(), paper.parties.keys()
    return paper.kind == "agreement" and (ours <= theirs or theirs <= ours)
