"""What an event is about: sectors and named projects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.classify.reading.document import Document, Mentions
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import pattern, words_pattern

Span = tuple[int, int]


@dataclass(frozen=True)
class TopicRules:
    skip: re.Pattern[str]
    sectors: Mapping[str, re.Pattern[str]]
    projects: tuple[re.Pattern[str], ...]
    not_projects: re.Pattern[str]


def topic_rules(pack: Pack) -> TopicRules:
    table = pack.table("sectors")
    projects = pack.table("projects")
    return TopicRules(
        words_pattern(table["skip"]),
        {code: words_pattern(words) for code, words in table.items() if code != "skip"},
        tuple(re.compile(shape) for shape in shapes(projects)),
        pattern("|".join(projects.get("not", ())) or "(?!)"),
    )


def shapes(table: Mapping[str, list[str]]) -> Iterable[str]:
    """The patterns of named undertakings, with the pack's nouns put in for `{noun}`."""
    nouns = "|".join(sorted(table.get("nouns", ()), key=len, reverse=True)) or "(?!)"
    return [shape.replace("{noun}", f"(?:{nouns})") for shape in table.get("shapes", ())]


def find_sectors(document: Document, mentions: Mentions, pack: Pack, spans: Iterable[Span]) -> dict[str, list[Span]]:
    """The sectors that words in these spans name, each with those words."""
    rules = pack.prepared(topic_rules)
    hidden = [(p.start, p.end) for p in mentions.people]
    hidden += [(o.start, o.end) for o in mentions.organizations]
    hidden += [(f.start, f.end) for f in mentions.figures if f.metric in ("trade_turnover", "export", "import")]
    seen: list[tuple[str, Span]] = []
    for start, end in spans:
        covered = hidden + [match.span() for match in rules.skip.finditer(document.text, start, end)]
        for code, words in rules.sectors.items():
            for match in words.finditer(document.text, start, end):
                if not any(a < match.end() and match.start() < b for a, b in covered):
                    seen.append((code, match.span()))
    found: dict[str, list[Span]] = {}
    for code, span in seen:
        if not any(
            other != code and a <= span[0] and span[1] <= b and b - a > span[1] - span[0] for other, (a, b) in seen
        ):
            found.setdefault(code, []).append(span)
    return found


def find_projects(document: Document, mentions: Mentions, pack: Pack, spans: Iterable[Span]) -> list[tuple[str, Span]]:
    """The named undertakings in these spans, in their base form, each once."""
    rules = pack.prepared(topic_rules)
    taken: list[Span] = [(p.start, p.end) for p in mentions.people]
    found: dict[str, tuple[str, Span]] = {}
    for start, end in spans:
        for shape in rules.projects:
            for match in shape.finditer(document.text, start, end):
                span = match.span("name") if "name" in shape.groupindex else match.span()
                if any(a < span[1] and span[0] < b for a, b in taken):
                    continue
                words = document.text[span[0] : span[1]]
                if rules.not_projects.search(words):
                    continue
                taken.append(span)
                name = pack.hooks.project_name(words)
                found.setdefault(key_of(name), (name, span))
    return [value for _, value in sorted(found.items(), key=lambda item: item[1][1])]


def key_of(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))
