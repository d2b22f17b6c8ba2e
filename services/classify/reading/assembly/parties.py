"""Parties of drafts that their own words leave short of two."""

from __future__ import annotations

from services.classify.reading.assembly.actors import (
    Contexts,
    Span,
    contexts,
    distant_parties,
    find_parties,
    party_of,
    takers,
)
from services.classify.reading.assembly.drafts import Draft
from services.classify.reading.document import Document, LineKind, Mentions
from services.classify.reading.geography.organizations import is_member
from services.classify.reading.languages.pack import Pack


def complete_parties(
    document: Document, mentions: Mentions, pack: Pack, drafts: list[Draft], windows: list[list[int]]
) -> None:
    """Add to drafts with fewer than two parties those of their people, their window, the event before, the head."""
    words = pack.prepared(contexts)
    head = head_parties(document, mentions, pack)
    for number, (draft, window) in enumerate(zip(drafts, windows, strict=True)):
        before = [other for other in drafts[:number] if len(other.parties) >= 2 and not other.background]
        if (
            draft.collective
            and not draft.people
            and before
            and (not draft.parties or before[-1].parties.keys() & draft.parties.keys())
        ):
            for code, where in before[-1].parties.items():
                draft.parties.setdefault(code, where)
        for person in draft.people.values():
            party = party_of(person, mentions)
            if party:
                draft.parties.setdefault(party, (person.start, person.end))
        if len(draft.parties) < 2 and before and speaks_of_both(document, draft, words):
            donor = before[-1].parties
            if len(donor) == 2 and (not draft.parties or donor.keys() & draft.parties.keys()):
                for code, where in donor.items():
                    draft.parties.setdefault(code, where)
        donor = before[-1].parties if before and before[-1].kind == draft.kind == "agreement" else {}
        if (
            draft.first.another
            and len(draft.parties) < 2
            and (not draft.parties or donor.keys() & draft.parties.keys())
        ):
            for code, where in donor.items():
                draft.parties.setdefault(code, where)
        crowd = (
            draft.kind == "meeting"
            and any(len(code) > 2 for code in draft.parties)
            and draft.form not in ("visit", "reception")
        )
        for index in window:
            sentence = document.sentences[index]
            span = (sentence.start, sentence.end)
            if len(draft.parties) >= 2 and not (crowd and words.joins.search(document.text, *span)):
                continue
            for code, where in find_parties(
                document, mentions, span, takers(document, mentions, span, words), words
            ).items():
                draft.parties.setdefault(code, where)
        if not draft.parties and not before and len(head) > 1:
            draft.parties.update(head)  # rather than the country where it was signed
        for cue in draft.cues:
            if len(draft.parties) >= 2 or cue.strength < 0.6:
                continue
            sentence = document.sentences[cue.sentence]
            distant = distant_parties(document, mentions, (sentence.start, sentence.end))
            if before and not draft.parties and len(distant) < 2:
                continue  # where it is held, by those told before
            for code, where in distant.items():
                if len(draft.parties) < 2:
                    draft.parties.setdefault(code, where)
        if len(draft.parties) < 2:
            donor = before[-1].parties if before else head
            if not draft.parties or donor.keys() & draft.parties.keys():
                for code, where in donor.items():
                    draft.parties.setdefault(code, where)
        if draft.place and crowd and any(is_member(draft.place.country, code) for code in draft.parties):
            draft.parties.setdefault(draft.place.country, (draft.place.start, draft.place.end))
        if len(draft.parties) == 1 and draft.place and draft.place.country not in draft.parties and draft.people:
            draft.parties[draft.place.country] = (draft.place.start, draft.place.end)


def speaks_of_both(document: Document, draft: Draft, words: Contexts) -> bool:
    """Whether a sentence of the draft's cues speaks of "the two countries"."""
    spans = [document.sentences[cue.sentence] for cue in draft.cues if not cue.title]
    return any(words.both_countries.search(document.text, span.start, span.end) for span in spans)


def head_parties(document: Document, mentions: Mentions, pack: Pack) -> dict[str, Span]:
    """The parties that title and first sentences name."""
    words = pack.prepared(contexts)
    found: dict[str, Span] = {}
    seen = 0
    for sentence in document.sentences:
        span = (sentence.start, sentence.end)
        for code, where in find_parties(
            document, mentions, span, takers(document, mentions, span, words), words
        ).items():
            found.setdefault(code, where)
        seen += document.lines[sentence.line].kind is not LineKind.TITLE
        if len(found) >= 2 or seen >= 8:
            break
    return found
