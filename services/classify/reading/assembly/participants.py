"""Who takes part: the people of an event's own sentences, and those whom its window names as taking part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from services.classify.reading.assembly.actors import (
    Contexts,
    contexts,
    is_occasion,
    is_onlooker,
    party_of,
    takers,
)
from services.classify.reading.assembly.drafts import Draft
from services.classify.reading.assembly.tellers import only_reports
from services.classify.reading.bending import denies
from services.classify.reading.cuerules import cue_rules
from services.classify.reading.document import Document, Mentions, Person
from services.classify.reading.languages.pack import Pack

NEAR = 90
MANY = 4
PAIR = 2
SOON = 2  # sentences from a meeting to what is to be signed there
CROWDS = frozenset({"forum", "session", "summit", "ceremony"})  # where a party has several voices


def add_participants(
    document: Document, mentions: Mentions, pack: Pack, drafts: list[Draft], windows: list[list[int]]
) -> None:
    """Complete the people of each draft from its window, and from the meeting that an agreement ends."""
    words, rules = pack.prepared(contexts), pack.prepared(cue_rules)
    for draft, window in zip(drafts, windows, strict=True):
        if draft.background:
            continue
        for index in window:
            sentence = document.sentences[index]
            span = (sentence.start, sentence.end)
            if rules.greets.search(document.text, *span):
                continue  # who stands at the airport takes no part
            if draft.kind == "agreement" and denies(document.text, span, rules):
                continue
            for chain in chains(document, takers(document, mentions, span, words), words):
                together = len(chain) > 2 and any(said_to_join(document, draft, person, words) for person in chain)
                for person in chain:
                    if is_met_otherwise(person, draft, drafts, index):
                        continue
                    if person.id not in draft.people and takes_part(document, mentions, draft, person, words, together):
                        draft.people[person.id] = person
    for number, draft in enumerate(drafts):
        sides = {party_of(person, mentions) for person in draft.people.values()} - {None}
        told = max(draft.sentences, default=-1)
        settled = draft.kind == "meeting" or draft.status == "signed" or is_planned_there(draft, drafts[:number])
        if draft.collective and settled and not draft.background and len(sides) < PAIR:
            later = [other for other in drafts[number + 1 :] if other.sentences and min(other.sentences) < told]
            inherit_people(draft, [*later[::-1], *drafts[:number]])


def is_met_otherwise(person: Person, draft: Draft, drafts: list[Draft], sentence: int) -> bool:
    """Whether a sentence tells this meeting without somebody, and another one with him."""
    if draft.kind != "meeting" or not draft.people or sentence not in draft.sentences:
        return False
    return any(
        other is not draft and other.kind == "meeting" and sentence in other.sentences and person.id in other.people
        for other in drafts
    )


def add_signatories(drafts: list[Draft]) -> None:
    """Those who signed a treaty, told with its signing, stay the participants of what is now in force."""
    for draft in drafts:
        if draft.kind != "agreement" or draft.status != "in_force" or draft.people or draft.background:
            continue
        signed = [
            other
            for other in drafts
            if other.kind == "agreement" and other.status == "signed" and other.parties.keys() == draft.parties.keys()
        ]
        if len(signed) == 1:
            draft.people.update(signed[0].people)


def is_planned_there(draft: Draft, earlier: list[Draft]) -> bool:
    """Whether a paper is to be signed at the meeting told last, which is still to come, too."""
    before = earlier[-1] if earlier else None
    if before is None or before.kind != "meeting" or draft.status != "planned":
        return False
    if before.status != "planned" and not all(cue.present for cue in before.cues):
        return False
    return draft.first.sentence - max(before.sentences, default=0) <= SOON


def leave_out_crowds(drafts: list[Draft]) -> None:
    """Officials of many countries in one breath and by no name ("the ministers of A, B, C, D and E") are a group."""
    for draft in drafts:
        told = Counter(person.start for person in draft.people.values() if person.name is None)
        for key, person in list(draft.people.items()):
            if person.name is None and told[person.start] > MANY:
                del draft.people[key]


def chains(document: Document, people: Sequence[Person], words: Contexts) -> list[list[Person]]:
    """The people of a sentence in lists: who is named in one breath stands together."""
    found: list[list[Person]] = []
    for person in people:
        if found and words.listed.match(document.text[found[-1][-1].end : person.start]):
            found[-1].append(person)
        else:
            found.append([person])
    return found


def said_to_join(document: Document, draft: Draft, person: Person, words: Contexts) -> bool:
    """Whether words close by, or before in the sentence, say that somebody takes part: in a paper, that he signs."""
    sentence = document.sentence_at(person.start)
    if sentence is None:
        return False
    if draft.kind == "meeting" and words.roster.search(document.text, sentence.start, person.start):
        return True
    line = document.lines[sentence.line]
    begin = line.start if draft.kind == "meeting" else sentence.start
    first, last = max(begin, person.start - NEAR), min(sentence.end, person.end + NEAR)
    joins = words.joins if draft.kind == "meeting" else words.signs
    if joins.search(document.text, first, last) is not None:
        return True
    framed = words.framed.finditer(document.text, sentence.start, sentence.end) if draft.kind == "meeting" else ()
    return any(match.start() <= person.start < match.end() for match in framed)


def takes_part(
    document: Document, mentions: Mentions, draft: Draft, person: Person, words: Contexts, listed: bool
) -> bool:
    """Said to take part in so many words, `listed` with who is, or the only voice of a party that has nobody yet."""
    if (draft.kind == "agreement" or draft.status != "held") and only_reports(document, mentions, person, words):
        return False
    if draft.kind == "agreement" and not could_sign(document, mentions, person, words):
        return False
    if listed or said_to_join(document, draft, person, words):
        party = party_of(person, mentions)
        return not draft.parties or party is None or party in draft.parties
    if draft.kind == "agreement":
        return False
    party = party_of(person, mentions)
    voices = {party_of(other, mentions) for other in draft.people.values() if other.name is not None}
    return (
        person.name is not None
        and party in draft.parties
        and (party not in voices or (draft.form in CROWDS and draft.status == "held"))
    )


def could_sign(document: Document, mentions: Mentions, person: Person, words: Contexts) -> bool:
    """Whether the sentence tells somebody otherwise than as who ratifies a paper, or on whose visit it is signed."""
    sentence = document.sentence_at(person.start)
    if sentence is None:
        return False
    span = (sentence.start, sentence.end)
    if is_onlooker(document, person, span, words):
        return False
    return not words.ratifies.search(document.text, *span) and not is_occasion(document, mentions, person, span, words)


def inherit_people(draft: Draft, earlier: list[Draft]) -> None:
    """The presidents signed: a joint subject stands for the people of the meeting or paper told before."""
    for other in reversed(earlier):
        if (other.kind == "meeting" or len(other.people) >= PAIR) and other.people and not other.background:
            if draft.people.keys() <= other.people.keys():
                draft.people.update(other.people)
            return
