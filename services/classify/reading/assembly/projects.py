"""The named undertakings that an event deals with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from services.classify.reading.document import Document, LineKind, Mentions
from services.classify.reading.languages.beginnings import Beginnings, beginnings
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless, alternation, pattern, words_pattern

Span = tuple[int, int]


HEADER = 80  # characters of a line that holds a dateline alone
PROSE = 50  # characters; shorter sentences at the head may be furniture
COMPANIES = {"company", "state"}


@dataclass(frozen=True)
class ProjectRules:
    shapes: Beginnings  # of names
    with_noun: frozenset[int]  # which of them have one of the nouns as a part
    nouns: Beginnings  # where a noun of a name may stand
    not_projects: Caseless
    passing: Caseless  # before a name: "through", "along"
    firms: Caseless  # behind a name: "LLC"
    generic: Caseless  # "the project": whatever undertaking was told
    heads: re.Pattern[str]  # the noun of a name
    leading: re.Pattern[str]  # capitalised words before a name that are none of it
    ways: re.Pattern[str]  # names that things pass through as their purpose
    placed: re.Pattern[str] | None  # a name that ends with its place
    further: re.Pattern[str] | None  # behind such a name: another place of the like


def project_rules(pack: Pack) -> ProjectRules:
    projects = pack.table("projects")
    nouns = "|".join(map(either_case, sorted(projects["nouns"], key=len, reverse=True)))
    shapes: list[str] = projects["shapes"]
    return ProjectRules(
        beginnings(pattern(f"(?-i:{shape.replace('{noun}', f'(?:{nouns})')})") for shape in shapes),
        frozenset(number for number, shape in enumerate(shapes) if "{noun}" in shape),
        beginnings([pattern(rf"(?<!\w)(?:{nouns})")]),
        pattern("|".join(projects["not"])),
        pattern(rf"(?<!\w)(?:{alternation(projects['passing'])})\s+(?:(?:the|den|die|das|dem|der)\s+)?$"),
        pattern(rf"\s?(?:{alternation(projects['firms'])})(?!\w)"),
        words_pattern(projects["generic"]),
        re.compile(rf"(?<![\w-])(?:{nouns})(?!\w)"),
        re.compile(projects["leading"]),
        re.compile(projects["ways"]),
        re.compile(projects["placed"]) if "placed" in projects else None,
        re.compile(projects["further"]) if "further" in projects else None,
    )


def either_case(noun: str) -> str:
    """A noun also at the head of a sentence."""
    return f"[{noun[0].upper()}{noun[0]}]{noun[1:]}" if noun[0].islower() else noun


@dataclass(frozen=True)
class Undertaking:
    name: str
    span: Span
    head: str  # its noun, as far as forms of one word agree
    begins: int = -1  # where the list begins that it stands in


def find_projects(document: Document, mentions: Mentions, pack: Pack, spans: Iterable[Span]) -> list[tuple[str, Span]]:
    """The undertakings that these spans deal with, in their base form, each once.

    Those that they name, by their fullest names in the article; else the one that they go on about ("the plant").
    """
    every = named_projects(document, mentions, pack)
    spans = list(spans)
    here = [one for one in every if any(start <= one.span[0] < end for start, end in spans)]
    told = here or taken_up(document, pack, spans, every)
    found: dict[str, tuple[str, Span]] = {}
    for one in told:
        full = fullest(one, every)
        found.setdefault(key_of(full.name), (full.name, one.span))
    return sorted(found.values(), key=lambda item: item[1])


@lru_cache(maxsize=2)
def named_projects(document: Document, mentions: Mentions, pack: Pack) -> tuple[Undertaking, ...]:
    """Every undertaking that the article names, in text order; none that something only passes through."""
    rules = pack.prepared(project_rules)
    text = document.text
    taken = [(p.start, p.end) for p in mentions.people]
    firms = [(o.start, o.end) for o in mentions.organizations if o.kind in COMPANIES]
    found: list[Undertaking] = []
    for sentence in document.sentences:
        if document.lines[sentence.line].dateline_end and sentence.end - sentence.start < HEADER:
            continue  # an agency's name
        nouns = rules.nouns.may_match(text, sentence.start, sentence.end)
        but = frozenset() if nouns else rules.with_noun
        for _, match in rules.shapes.find(text, sentence.start, sentence.end, but):
            start, end = match.span("name") if "name" in match.re.groupindex else match.span()
            lead = rules.leading.match(text, start, end)
            start = lead.end() if lead else start
            if lead and (start >= end or not text[start].isupper() or " " not in text[start:end]):
                continue
            if any(a < end and start < b for a, b in taken) or any(a <= start and end <= b for a, b in firms):
                continue
            if rules.not_projects.search(text[start:end]) or rules.firms.match(text, end):
                continue
            taken.append((start, end))
            passed = rules.passing.search(text[max(0, start - 25) : start])
            if not passed or rules.ways.search(text, start, end):
                head = rules.heads.search(text, start, end)
                name = pack.hooks.project_name(text[start:end])
                noun = stem(head[0]) if head else ""
                likes = [(name, (start, end)), *likes_of(text, name, end, rules)]
                found += [Undertaking(told, span, noun, start) for told, span in likes]
    return tuple(sorted(found, key=lambda one: one.span))


def likes_of(text: str, name: str, end: int, rules: ProjectRules) -> list[tuple[str, Span]]:
    """Undertakings of the same kind in the further places that a list goes on with."""
    if rules.placed is None or rules.further is None or not rules.placed.search(name):
        return []
    told = name.rpartition(" ")[0]
    found: list[tuple[str, Span]] = []
    place = rules.further.match(text, end)
    while place:
        found.append((f"{told} {place['place']}", place.span("place")))
        place = rules.further.match(text, place.end())
    return found


def taken_up(document: Document, pack: Pack, spans: list[Span], every: tuple[Undertaking, ...]) -> list[Undertaking]:
    """The undertaking named before whose noun, or a word for any, stands here without its name."""
    rules = pack.prepared(project_rules)
    text = document.text
    for start, end in spans:
        before = [one for one in every if one.span[0] < start]
        if not before and len({key_of(one.name) for one in every}) == 1:
            before = list(every)  # named only later on
        if not before:
            continue
        heads = {stem(match[0]) for match in rules.heads.finditer(text, start, end)}
        last = next((one for one in reversed(before) if one.head and one.head in heads), None)
        if last is None and rules.generic.search(text, start, end) and len({one.name for one in every}) == 1:
            last = before[-1]
        if last is not None:
            return [last]
    return headline_of(document, every)


def headline_of(document: Document, every: tuple[Undertaking, ...]) -> list[Undertaking]:
    """The one undertaking, or list of them, that the title and first sentence are about: the whole article is."""
    body = (sentence for sentence in document.sentences if document.lines[sentence.line].kind is LineKind.BODY)
    until = next((sentence.end for sentence in body if sentence.end - sentence.start >= PROSE), 0)
    heads = [one for one in every if one.span[0] < until]
    if len({key_of(one.name) for one in heads}) == 1:
        return heads[:1]
    return heads if len({one.begins for one in heads}) == 1 else []


def fullest(one: Undertaking, every: tuple[Undertaking, ...]) -> Undertaking:
    """The undertaking by the longest name that ends or begins with this one's."""
    words = key_of(one.name).split()
    longer = [
        other
        for other in every
        if len(key_of(other.name).split()) > len(words) and key_of(other.name).split()[-len(words) :] == words
    ]
    return max(longer, key=lambda other: len(other.name), default=one)


def stem(noun: str) -> str:
    """What forms of one noun share."""
    last = noun.split()[-1].lower()
    return last[: max(4, len(last) - 3)]


@lru_cache(maxsize=1000)  # each name is compared with every other
def key_of(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))
