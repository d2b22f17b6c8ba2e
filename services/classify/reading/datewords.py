"""What the words around a date make of it: the day of a report, or an attribute of the noun before it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.classify.reading.document import Document, When
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless, alternation, pattern, words_pattern
from services.classify.reading.tense import sentence_bounds

REACH = 110  # characters
WHERE_REACH = 50
SINCE_REACH = 12


@dataclass(frozen=True)
class DateWords:
    said: Caseless  # a verb of saying and what may stand between it and its date
    said_behind: Caseless
    said_opening: Caseless  # where the date opens the sentence
    openers: Caseless
    others: Caseless  # a happening of another kind right before its date: "since his election on 3 May"
    met: Caseless  # said at a meeting: the date is the meeting's
    where: Caseless  # said where or while something was done: the date is that one's
    attribute: Caseless
    since: Caseless  # how a date begins from or until which something is so
    purpose: Caseless  # before a year for which something is meant: "for 2024"
    named: Caseless  # before a year that is part of a name: "Vision 2030"
    owned: Caseless  # an article or possessive before a year that goes with what is behind it
    paper: Caseless  # a paper within few words behind such a year
    paper_before: Caseless


def date_words(pack: Pack) -> DateWords:
    table = pack.table("dates")["around"]
    between = rf"(?P<between>(?:\s+(?:{alternation(table['fillers'])})){{0,6}}?)"
    nouns = (noun["words"] for noun in pack.table("cues")["nouns"] if noun["kind"] == "agreement")
    papers = alternation(word for words in nouns for word in words)
    articles = alternation(pack.table("people")["words"]["articles"])
    few = r"(?P<between>(?:\s+[^\s,.;:]+){0,5}?)\s+"
    return DateWords(
        pattern(rf"(?<!\w)(?:{alternation(table['said'])})(?!\w){between}\s*$"),
        pattern(rf"{few}(?:{alternation(table['said_behind'])})(?!\w)"),
        pattern(rf"{few}(?:{alternation(table['said_opening'])})(?!\w)"),
        pattern(rf"\W*(?:{alternation(table['openers'])})?\W*(?:\w{{1,3}}\s+)?$"),
        pattern(rf"(?<!\w)(?:{alternation(table.get('others', ()))})\s*$"),
        words_pattern(table["met"]),
        words_pattern(table["where"]),
        pattern(rf"(?<!\w)(?:{alternation(table['attribute'])})\s+$"),
        pattern(rf"(?<!\w)(?:{alternation(table['since'])})(?!\w)"),
        pattern(rf"(?<!\w)(?:{alternation(table['purpose'])})\s+$"),
        pattern(rf"(?:(?<!\w)(?:{alternation(table['named'])})[\s\"»”“]+|\w[-–])$"),
        pattern(rf"(?:(?<!\w)(?:{articles})|['’]s)\s+$"),
        pattern(rf"(?:\s+[\w-]+){{0,3}}?\s+(?:{papers})(?!\w)"),
        pattern(rf"(?<!\w)(?:{papers})\s+$"),
    )


def is_said_at(document: Document, pack: Pack, start: int, end: int) -> bool:
    """Whether a verb of saying right before a place makes it the one of a report, not of what is reported."""
    words = pack.prepared(date_words)
    first, last = sentence_bounds(document, start)
    ahead = document.text[max(first, start - REACH) : start].rstrip()
    found = words.said.search(ahead[: ahead.rfind(" ") + 1])  # without the place's preposition
    behind = document.text[end : min(last, end + WHERE_REACH)]
    if found is None or words.where.search(behind):
        return False
    return not (words.met.search(found["between"]) or words.met.match(behind.lstrip(" ,")))


def with_surroundings(document: Document, pack: Pack, when: When) -> When:
    """The date with what the words around it say of it."""
    words = pack.prepared(date_words)
    first, last = sentence_bounds(document, when.start)
    before = document.text[max(first, when.start - REACH) : when.start]
    after = document.text[when.end : min(last, when.end + REACH)]
    found = words.said.search(before) or words.said_behind.match(after)
    if found is None and words.openers.match(document.text[first : when.start][:REACH]):
        found = words.said_opening.match(after)
    said = found is not None and not words.met.search(found["between"]) and not words.met.match(after.lstrip(" ,"))
    if said and words.where.search(after[:WHERE_REACH]):
        said = False
    said = said or words.others.search(before) is not None
    attribute = words.attribute.search(before) if when.last is None else None  # "vom 3. bis 5. Mai"
    if when.precision == "year" and attribute is None:
        attribute = words.purpose.search(before) or words.named.search(before) or words.paper_before.search(before)
        if attribute is None and words.owned.search(before):
            attribute = words.paper.match(after)  # "their 1990 fisheries treaty"
    since = words.since.search(document.text, max(first, when.start - SINCE_REACH), when.end)
    bound = since is not None and when.last is None and not document.text[since.end() : when.start].strip()
    return replace(when, said=said, attribute=bool(attribute), bound=bound)
