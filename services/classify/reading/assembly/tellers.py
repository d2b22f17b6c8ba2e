"""Who only tells what an article reports."""

from __future__ import annotations

import re

from services.classify.reading.assembly.actors import Contexts, within
from services.classify.reading.document import Document, Mentions, Person

BESIDE = 40  # characters
RELATIVE = 90  # characters of an office up to what its holder did
RELATED = re.compile(r"(?:,[^,.;]{0,60})?,\s\w+\s")  # up to the verb of a relative clause
CLAUSE = 140  # characters of a clause that says who tells


def only_reports(document: Document, mentions: Mentions, person: Person, words: Contexts) -> bool:
    """Whether the words right beside somebody make him the one who tells it: "…, said X"."""
    before = document.text[max(0, person.start - BESIDE) : person.start]
    if signs_too(document, person, words):
        return False
    return bool(
        words.says_before.search(before)
        or words.says_behind.match(document.text, person.end, min(len(document.text), person.end + BESIDE))
        or closes(document, mentions, person, words)
    )


def signs_too(document: Document, person: Person, words: Contexts) -> bool:
    """Whether a clause right behind somebody and his office says that he signed: "said Minister X, who signed"."""
    signed = words.signs.search(document.text, person.end, min(len(document.text), person.end + RELATIVE))
    return signed is not None and RELATED.fullmatch(document.text, person.end, signed.start()) is not None


def closes(document: Document, mentions: Mentions, person: Person, words: Contexts) -> bool:
    """Whether somebody is the first behind the verb that tells who says it: "…, said at the forum X"."""
    begin = max(0, person.start - CLAUSE)
    found = words.says_clause.search(document.text[begin : person.start])
    return found is not None and not within(mentions.people, (begin + found.start(), person.start))
