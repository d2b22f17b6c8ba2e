"""The words of a sentence that may tell an event, and the clauses that they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from services.classify.reading.cuerules import CueRules, Rule
from services.classify.reading.document import Sentence
from services.classify.reading.languages.patterns import Caseless

AHEAD = 60  # characters ahead of a noun
HYPHENS = "-‐‑"
MOST = 15  # nouns, and verbs, of one sentence
HARD_BREAK = re.compile(r"[;:]\s|\s[–—-]\s(?![A-ZА-ЯЁÄÖÜ])")


@dataclass(frozen=True)
class Noun:
    start: int
    end: int
    kind: str
    form: str
    channel: str | None
    anaphoric: bool
    body: bool
    drafted: bool  # an agreement that is being made ("the draft of the treaty")
    aside: bool  # a gathering at whose margins another happening is told


def clause_spans(text: str, sentence: Sentence, rules: CueRules) -> list[tuple[int, int]]:
    return list(clauses_between(text, sentence.start, sentence.end, rules.clauses))


@lru_cache(maxsize=64)  # asked again for each noun of a sentence, and for its frames
def clauses_between(text: str, start: int, end: int, opening: Caseless) -> tuple[tuple[int, int], ...]:
    breaks = {found.start() for found in HARD_BREAK.finditer(text, start, end)}
    dashes = {at for at in breaks if text[at].isspace()}
    if len(dashes) == 2:  # a pair of dashes holds an aside, and the clause goes on behind it
        breaks -= dashes
    breaks |= {found.start() for found in opening.finditer(text, start, end)}
    return tuple(pairwise([start, *sorted(breaks - {start}), end]))


def clause_of(position: int, clauses: list[tuple[int, int]]) -> tuple[int, int]:
    return next((clause for clause in clauses if clause[0] <= position < clause[1]), clauses[-1])


def relative_opening(text: str, sentence: Sentence, clause: tuple[int, int], rules: CueRules) -> re.Match[str] | None:
    """The words that make a clause a relative one; at a sentence's beginning they are an article or a demonstrative."""
    return rules.relative.match(text, *clause) if clause[0] > sentence.start else None


def first_word_end(text: str, start: int, end: int) -> int:
    """Where the first of several words of a name ends ("an | agreement"); its beginning where it has only one."""
    return text.find(" ", start, end) + 1 or start


def noun_of(text: str, sentence: Sentence, rule: Rule, match: re.Match[str], rules: CueRules) -> Noun:
    start = match.start()
    while start > sentence.start and (text[start - 1].isalnum() or text[start - 1] in HYPHENS):
        start -= 1  # the whole compound: „Business-Forum“
    ahead = text[max(sentence.start, start - AHEAD) : start]
    begun = text[max(sentence.start, start - AHEAD) : first_word_end(text, start, match.end())]
    made = rules.drafted.search(ahead) or rules.drafted.search(begun)  # "draft agreement"
    drafted = rule.kind == "agreement" and not rule.anaphoric and bool(made)
    aside = rule.kind == "meeting" and rule.form != "talks" and bool(rules.margins.search(ahead))
    return Noun(start, match.end(), rule.kind, rule.form, rule.channel, rule.anaphoric, rule.body, drafted, aside)


def find_nouns(text: str, sentence: Sentence, rules: CueRules) -> list[Noun]:
    """The nouns of a sentence; of two that touch a session goes before its body, then the longer."""
    found = [
        noun_of(text, sentence, rule, match, rules)
        for rule, match in in_order(rules.nouns.find(text, sentence.start, sentence.end))
    ]
    found.sort(key=lambda noun: (noun.body, noun.start - noun.end, -noun.start))
    kept: list[Noun] = []
    for noun in found:
        if not any(
            noun.start < other.end + 2 and other.start < noun.end + 2 for other in kept if other.kind == noun.kind
        ):
            kept.append(noun)
    return sorted(kept, key=lambda noun: noun.start)


def predicates_in(text: str, sentence: Sentence, rules: CueRules) -> list[tuple[Rule, re.Match[str]]]:
    """The verbs that tell an event by themselves; of two that overlap the longer stays."""
    found = in_order(rules.predicates.find(text, sentence.start, sentence.end))
    found.sort(key=lambda pair: (pair[1].start() - pair[1].end(), pair[1].start()))
    kept: list[tuple[Rule, re.Match[str]]] = []
    for rule, match in found:
        if not any(match.start() < other.end() and other.start() < match.end() for _, other in kept):
            kept.append((rule, match))
    return kept


def in_order(found: list[tuple[Rule, re.Match[str]]]) -> list[tuple[Rule, re.Match[str]]]:
    """As many as one sentence may tell, from its beginning where somebody sends a page of nothing else."""
    return found if len(found) <= MOST else sorted(found, key=lambda one: one[1].start())[:MOST]
