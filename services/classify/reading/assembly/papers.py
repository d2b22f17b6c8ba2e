"""Papers told as several and then one by one: "two agreements … the first … the second", "both contracts"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from services.classify.reading.assembly.actors import Span, contexts, find_parties, takers, within
from services.classify.reading.assembly.drafts import Draft
from services.classify.reading.assembly.parting import part_of
from services.classify.reading.cuerules import CueRules, cue_rules
from services.classify.reading.document import Document, LineKind, Mentions, Person, Sentence
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless, alternation, pattern

REACH = 4  # sentences from the papers to where they are told one by one
BACK = 3  # sentences from "both contracts" back to their sums
NAMED = 40  # characters from an ordinal to its noun
ORDINAL = 5  # characters at least of what tells a paper
LEAD = 40  # characters ahead of a noun


@dataclass(frozen=True)
class PaperWords:
    ordinals: tuple[Caseless, ...]  # "the first", "the second", "the third"
    alone: Caseless  # what goes on behind an ordinal without a noun
    both: Caseless


def paper_words(pack: Pack) -> PaperWords:
    table = pack.table("actors")["papers"]
    return PaperWords(
        tuple(pattern(rf"(?<!\w)(?:{alternation(words)})(?!\w)") for words in table["ordinals"]),
        pattern(rf"\s?(?:[,–—:]|(?:{alternation(table['alone'])})(?!\w))"),
        pattern(rf"(?<!\w)(?:{alternation(table['both'])})(?:\s+[\w-]+){{0,2}}?\s+$"),
    )


@dataclass(frozen=True)
class Section:
    """Where one of the papers is told."""

    start: int
    end: int
    sentence: int
    form: str | None
    people: tuple[Person, ...]
    parties: dict[str, Span]
    told: bool  # with people or companies of its own
    priced: bool


def told_singly(
    document: Document, mentions: Mentions, pack: Pack, drafts: list[Draft], windows: list[list[int]]
) -> tuple[list[Draft], list[list[int]]]:
    """The same drafts with their windows; one for each paper in place of those that are told one by one."""
    words = pack.prepared(paper_words)
    found: list[tuple[Draft, list[int]]] = []
    spans: list[Span] = []
    for draft, window in zip(drafts, windows, strict=True):
        sections: list[Section] = []
        if draft.kind == "agreement" and not draft.background and not draft.single:
            sections = in_sequence(document, mentions, draft, pack) or with_sums(document, mentions, draft, words)
        if sections:
            found += [(paper_of(draft, section, sections), [section.sentence]) for section in sections]
            spans.append((sections[0].start, sections[-1].end))
        else:
            found.append((draft, window))
    kept = [(draft, window) for draft, window in found if draft.single or not is_inside(draft, spans)]
    return [draft for draft, _ in kept], [window for _, window in kept]


def is_inside(draft: Draft, spans: list[Span]) -> bool:
    """Whether an agreement is told only where papers are told one by one: it is one of them."""
    if draft.kind != "agreement":
        return False
    return any(all(start <= cue.start < end for cue in draft.cues) for start, end in spans)


def in_sequence(document: Document, mentions: Mentions, draft: Draft, pack: Pack) -> list[Section]:
    """The sections that begin with "the first", "the second", one of them at least with something of its own."""
    words, rules = pack.prepared(paper_words), pack.prepared(cue_rules)
    counted = is_counted(document, mentions, draft)
    both = any(cue.noun and is_both(document, cue.noun[0], words) for cue in draft.cues)
    if draft.form != "documents" and not counted and not both:
        return []
    first = draft.first
    last = document.sentences[min(first.sentence + REACH, len(document.sentences) - 1)]
    begin = first.end
    told: list[tuple[int, Sentence]] = []  # where each ordinal stands
    for ordinal in words.ordinals:
        places = ordinal.finditer(document.text, begin, last.end)
        at = next((place for place in places if is_paper(document, place, words, rules)), None)
        sentence = document.sentence_at(at.start()) if at else None
        if at is None or sentence is None:
            break
        begin = at.end()
        told.append((at.start(), sentence))
    if len(told) < 2:
        return []
    ends = [*(start for start, _ in told[1:]), told[-1][1].end]
    sections = [
        section_of(document, mentions, pack, (start, end), sentence.index, rules)
        for (start, sentence), end in zip(told, ends, strict=True)
    ]
    if any(section.told for section in sections):
        return sections
    return sections if not counted and all(section.priced for section in sections) else []


def is_counted(document: Document, mentions: Mentions, draft: Draft) -> bool:
    spans = [document.sentences[index] for index in draft.sentences]
    return any(count.value > 1 for span in spans for count in within(mentions.counts, (span.start, span.end)))


def is_paper(document: Document, ordinal: re.Match[str], words: PaperWords, rules: CueRules) -> bool:
    """Whether an ordinal is one of a paper: its noun follows, or none."""
    if words.alone.match(document.text, ordinal.end()):
        return True
    near = document.text[ordinal.end() : ordinal.end() + NAMED]
    clause = re.split(r"[,.;:]", near, maxsplit=1)[0]
    return any(rule.kind == "agreement" for rule, _ in rules.nouns.find(clause, 0, len(clause)))


def section_of(
    document: Document, mentions: Mentions, pack: Pack, span: Span, sentence: int, rules: CueRules
) -> Section:
    words = pack.prepared(contexts)
    people = takers(document, mentions, span, words)
    parties = find_parties(document, mentions, span, people, words)
    companies = [body for body in within(mentions.organizations, span) if body.kind == "company"]
    nouns = rules.nouns.find(document.text, span[0], min(span[1], span[0] + NAMED))
    form = next((rule.form for rule, _ in nouns if rule.kind == "agreement" and rule.form != "documents"), None)
    return Section(
        *span, sentence, form, people, parties, bool(people or companies), bool(within(mentions.money, span))
    )


def with_sums(document: Document, mentions: Mentions, draft: Draft, words: PaperWords) -> list[Section]:
    """The sentences, or parts of one, that told the two sums of what is then called "both contracts"."""
    cue = next((cue for cue in draft.cues if cue.noun and is_both(document, cue.noun[0], words)), None)
    if cue is None or is_counted(document, mentions, draft):
        return []
    since = document.sentences[max(0, cue.sentence - BACK)].start
    figures = [figure for figure in mentions.figures if figure.metric != "investment"]
    sums = [
        money
        for money in within(mentions.money, (since, document.sentences[cue.sentence].start))
        if not any(figure.start <= money.start < figure.end for figure in figures)
    ]
    places = [one for money in sums if (one := document.sentence_at(money.start))]
    if len(sums) != 2 or len(places) != 2 or any(document.lines[one.line].kind is LineKind.TITLE for one in places):
        return []
    told = zip(sums, places, strict=True)
    return [Section(money.start, money.end, one.index, None, (), {}, told=True, priced=True) for money, one in told]


def is_both(document: Document, noun: int, words: PaperWords) -> bool:
    return words.both.search(document.text[max(0, noun - LEAD) : noun]) is not None


def paper_of(draft: Draft, section: Section, sections: list[Section]) -> Draft:
    """One of the papers, between its own parties where two are told."""
    others = {person.id for other in sections if other is not section for person in other.people}
    own = {person.id: person for person in section.people}
    people = own or {number: person for number, person in draft.people.items() if number not in others}
    parties = section.parties if len(section.parties) > 1 else draft.parties
    paper = part_of(draft, parties, people)
    named = next((other.form for other in (section, *sections) if other.form), None)
    end = min(section.end, section.start + ORDINAL)
    cue = replace(draft.first, start=section.start, end=end, sentence=section.sentence, title=False)
    paper.cues, paper.sentences, paper.single = [cue], {section.sentence}, True
    paper.form = named or ("agreement" if draft.form == "documents" else draft.form)
    return paper
