"""The named undertakings that an event deals with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.classify.reading.document import Document, Mentions
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import pattern

Span = tuple[int, int]


@dataclass(frozen=True)
class ProjectRules:
    projects: tuple[re.Pattern[str], ...]
    not_projects: re.Pattern[str]


def project_rules(pack: Pack) -> ProjectRules:
    projects = pack.table("projects")
    return ProjectRules(
        tuple(re.compile(shape) for shape in shapes(projects)),
        pattern("|".join(projects.get("not", ())) or "(?!)"),
    )


def shapes(table: Mapping[str, list[str]]) -> Iterable[str]:
    """The patterns of named undertakings, with the pack's nouns put in for `{noun}`."""
    nouns = "|".join(sorted(table.get("nouns", ()), key=len, reverse=True)) or "(?!)"
    return [shape.replace("{noun}", f"(?:{nouns})") for shape in table.get("shapes", ())]


def find_projects(document: Document, mentions: Mentions, pack: Pack, spans: Iterable[Span]) -> list[tuple[str, Span]]:
    """The named undertakings in these spans, in their base form, each once."""
    rules = pack.prepared(project_rules)
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
