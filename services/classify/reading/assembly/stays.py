"""How long stays and gatherings last: "a two-day visit which begins on Monday" is of two days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from services.classify.reading.assembly.drafts import Draft
from services.classify.reading.document import Document, When
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless, alternation, pattern, words_pattern

LASTING = {"visit", "forum", "summit", "session"}
REACH = 60  # characters between a length and its noun


@dataclass(frozen=True)
class Lengths:
    days: tuple[tuple[Caseless, int], ...]
    ends: Caseless  # the day told is the last
    within: Caseless  # the day told is one of several


def lengths(pack: Pack) -> Lengths:
    table = pack.table("dates")["stays"]
    nouns = alternation(table["nouns"])
    days = tuple(
        (pattern(rf"(?<!\w)(?:{alternation(words)})(?=[^\w.;:!?][^.;:!?]{{0,{REACH}}}?(?:{nouns}))"), int(count))
        for count, words in table["days"].items()
    )
    return Lengths(days, words_pattern(table["ends"]), words_pattern(table["within"]))


def lengthen(document: Document, drafts: list[Draft], pack: Pack) -> None:
    """The last day of what is told by its first and its length, or its first by its last."""
    words = pack.prepared(lengths)
    for draft in drafts:
        when = draft.when
        if draft.form in LASTING and when is not None and when.precision == "day" and when.last is None:
            draft.when = of_some_days(document, when, draft, words)


def of_some_days(document: Document, when: When, draft: Draft, words: Lengths) -> When:
    """The day with those that a length in its own sentence adds."""
    sentence = document.sentence_at(when.start)
    if sentence is None or sentence.index not in draft.sentences:
        return when
    span = (sentence.start, sentence.end)
    if words.within.search(document.text, *span):
        return when
    count = next((count for length, count in words.days if length.search(document.text, *span)), 1)
    if count == 1:
        return when
    more = timedelta(days=count - 1)
    if words.ends.search(document.text, *span):
        return replace(when, first=when.first - more, last=when.first)
    return replace(when, last=when.first + more)
