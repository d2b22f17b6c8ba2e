"""Who a pronoun beside a cue stands for: "Er traf …", «Он встретился с …»."""

from __future__ import annotations

import re

from services.classify.reading.assembly.actors import Contexts, takers
from services.classify.reading.cues import Cue
from services.classify.reading.document import Document, LineKind, Mentions, Person, Sentence
from services.classify.reading.people.folding import first_name_gender, is_family_first

BACK = 3  # sentences in which the person was told
OTHER = {"m": "f", "f": "m"}


def meant_by_pronoun(document: Document, mentions: Mentions, cue: Cue, words: Contexts) -> Person | None:
    """The person told before whom a pronoun in the cue's clause takes up as the one who acts."""
    if cue.title or not cue.strength:
        return None
    for gender, pronoun in words.pronouns.items():
        found = pronoun.search(document.text, *cue.clause)
        if found is None or words.says_before.search(document.text[max(0, found.start() - 40) : found.start()]):
            continue
        if not words.says_behind.match(document.text, found.end(), found.end() + 40):
            return last_told(document, mentions, cue, found, gender, words)
    return None


def last_told(
    document: Document, mentions: Mentions, cue: Cue, pronoun: re.Match[str], gender: str, words: Contexts
) -> Person | None:
    """Who acts first in the nearest sentence before that tells anybody of that gender."""
    inside = document.sentences[cue.sentence]
    near = cue.sentence if gender in OTHER else cue.sentence - 1  # "him", "the guest": nobody of this sentence
    for index in range(near, max(-1, cue.sentence - BACK - 1), -1):
        sentence = document.sentences[index]
        if document.lines[sentence.line].kind is LineKind.TITLE:
            break
        if gender not in OTHER and passed_on(document, sentence, words):
            continue
        end = pronoun.start() if sentence is inside else sentence.end
        for person in takers(document, mentions, (sentence.start, end), words):
            if person.name is None or gender not in OTHER or sex(person) != OTHER.get(gender):
                return person
    return None


def passed_on(document: Document, sentence: Sentence, words: Contexts) -> bool:
    """Whether a sentence itself tells whom it is about by a pronoun."""
    subjects = [pattern for gender, pattern in words.pronouns.items() if gender in OTHER]
    return any(pattern.search(document.text, sentence.start, sentence.end) for pattern in subjects)


def sex(person: Person) -> str | None:
    """By the first name that is told, if it is of one sex only and no family name."""
    names = (person.name or "").split()
    return first_name_gender(names[0]) if len(names) > 1 and not is_family_first(names[0]) else None
