"""Who takes part: the people of an event's own sentences, and those whom its window names as taking part."""

from __future__ import annotations

from services.classify.reading.assembly.actors import Contexts, contexts, party_of, takers
from services.classify.reading.assembly.drafts import Draft
from services.classify.reading.document import Document, Mentions, Person
from services.classify.reading.languages.pack import Pack

NEAR = 90
CROWDS = frozenset({"forum", "session", "summit", "ceremony"})  # where a party has several voices


def add_participants(
    document: Document, mentions: Mentions, pack: Pack, drafts: list[Draft], windows: list[list[int]]
) -> None:
    """Complete the people of each draft from its window, and from the meeting that an agreement ends."""
    words = pack.prepared(contexts)
    for draft, window in zip(drafts, windows, strict=True):
        if draft.background:
            continue
        for index in window:
            sentence = document.sentences[index]
            for person in takers(document, mentions, (sentence.start, sentence.end), words):
                if person.id not in draft.people and takes_part(document, mentions, draft, person, words):
                    draft.people[person.id] = person
    for number, draft in enumerate(drafts):
        if draft.collective and not draft.people and not draft.background:
            inherit_people(draft, drafts[:number])


def takes_part(document: Document, mentions: Mentions, draft: Draft, person: Person, words: Contexts) -> bool:
    """Said to take part in so many words, or the only voice of a party that has nobody yet."""
    sentence = next((s for s in document.sentences if s.start <= person.start < s.end), None)
    listed = sentence is not None and words.roster.search(document.text, sentence.start, person.start)
    around = document.text[max(0, person.start - NEAR) : person.end + NEAR].split("\n")
    if listed or any(words.joins.search(part) for part in around if part):
        party = party_of(person, mentions)
        return not draft.parties or party is None or party in draft.parties
    if draft.kind == "agreement":
        return False
    party = party_of(person, mentions)
    voices = {party_of(other, mentions) for other in draft.people.values() if other.name is not None}
    return person.name is not None and party in draft.parties and (party not in voices or draft.form in CROWDS)


def inherit_people(draft: Draft, earlier: list[Draft]) -> None:
    """The presidents signed: a joint subject stands for the people of the meeting told before."""
    for other in reversed(earlier):
        if other.kind == "meeting" and other.people and not other.background:
            draft.people.update(other.people)
            return
