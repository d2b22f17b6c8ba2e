"""Who only tells what an article reports."""

from __future__ import annotations

from services.classify.reading.assembly.actors import Contexts, within
from services.classify.reading.document import Document, Mentions, Person

BESIDE = 40  # characters
CLAUSE = 140  # characters of a clause that says who tells


def only_reports(document: Document, mentions: Mentions, person: Person, words: Contexts) -> bool:
    """Whether the words right beside somebody make him the one who tells it: "…, said X"."""
    before = document.text[max(0, person.start - BESIDE) : person.start]
    return bool(
        words.says_before.search(before)
        or words.says_behind.match(document.text, person.end, min(len(document.text), person.end + BESIDE))
        or closes(document, mentions, person, words)
    )


def closes(document: Document, mentions: Mentions, person: Person, words: Contexts) -> bool:
    """Whether somebody is the first behind the verb that tells who says it: "…, said at the forum X"."""
    begin = max(0, person.start - CLAUSE)
    found = words.says_clause.search(document.text[begin : person.start])
    return found is not None and not within(mentions.people, (begin + found.start(), person.start))
