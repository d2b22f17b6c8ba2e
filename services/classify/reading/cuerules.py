"""The word lists of a pack's `cues.toml`, compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from services.classify.reading.languages.beginnings import Beginnings, beginnings
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless, alternation, pattern, words_pattern


@dataclass(frozen=True)
class Rule:
    pattern: Caseless
    kind: str
    form: str
    status: str
    channel: str | None
    actors: int
    anaphoric: bool
    speech: bool
    vague: bool
    body: bool = False  # a commission or council: lends its form, tells a meeting only with a verb of its own
    turn: bool = False  # "next came": one more of those whom somebody met before


@dataclass(frozen=True)
class RuleList:
    """Rules, looked for together."""

    rules: tuple[Rule, ...]
    patterns: Beginnings

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def find(self, text: str, start: int, end: int) -> list[tuple[Rule, re.Match[str]]]:
        """What the rules match between two offsets, rule by rule."""
        return [(self.rules[number], match) for number, match in self.patterns.find(text, start, end)]


def rule_list(rules: Iterable[Rule]) -> RuleList:
    rules = tuple(rules)
    return RuleList(rules, beginnings(rule.pattern for rule in rules))


@dataclass(frozen=True)
class CueRules:
    clauses: Caseless
    resumes: Caseless
    future: Caseless
    future_adjacent: Caseless
    future_weak: Caseless
    past: Caseless
    future_after: bool
    verb_first_is_new: bool  # in a language without articles
    cancelled: Caseless
    negation: Caseless  # at the end of what stands ahead of a word
    denial: Caseless  # the same anywhere
    hypothesis: Caseless
    urging: Caseless
    background: Caseless
    recall: Caseless
    pending: Caseless
    done: Caseless
    pluperfect: Caseless
    sooner: Caseless
    known: Caseless
    reference: Caseless
    relation: Caseless
    whose: Caseless
    topic: Caseless
    relative: Caseless
    purpose: Caseless
    owner: Caseless
    sequel: Caseless  # from a noun to a clause that goes on about it
    upcoming: Caseless
    said_at: Caseless  # ahead of a meeting at or after which somebody says what the sentence tells
    domestic: Caseless
    definite: Caseless
    indefinite: Caseless
    mentioned: Caseless
    signed_one: Caseless  # a participle right before a paper: "die heute unterzeichnete"
    signed_behind: Caseless  # one right behind it: "the contract signed today"
    by_signing: Caseless  # a paper whose signing only is a means: "strengthened by the signing of the treaty"
    drafted: Caseless
    predicative: Caseless
    margins: Caseless
    beside: Caseless
    signing: Caseless
    another: Caseless
    renewed: Caseless  # a new date for what was called off
    apart: Caseless
    then: Caseless
    too: Caseless
    greets: Caseless
    attending: Caseless  # straight before a gathering that is only where something else is done
    partner: Caseless  # before those with whom somebody meets there
    attended: Caseless  # verbs of those who take part in a gathering
    founding: Caseless
    joined: Caseless
    hosts: Caseless
    unrelated: Caseless
    decrees: Caseless  # papers of one side
    wished: Caseless
    wishes: Caseless
    recalled: Caseless
    habits: Caseless
    conditions: Caseless
    alone: Caseless  # what somebody does for others without meeting them
    phone: Caseless
    online: Caseless
    nouns: RuleList
    verbs: RuleList
    predicates: RuleList


def just_before(words: Iterable[str], between: int) -> Caseless:
    """One of these words at the end of what stands ahead of a noun, with so many words at most between the two."""
    return pattern(rf"(?<!\w)(?:{alternation(words)})(?:\s+[\w-]+){{0,{between}}}?\s+$")


def cue_rules(pack: Pack) -> CueRules:
    table, passing = pack.table("cues"), pack.table("passing")

    def before(name: str) -> Caseless:
        return pattern(rf"(?<!\w)(?:{alternation(table.get(name, ()))})\W*$")

    def rule(entry: dict[str, Any]) -> Rule:
        return Rule(
            words_pattern(entry["words"]),
            entry["kind"],
            entry["form"],
            entry.get("status", ""),
            entry.get("channel"),
            entry.get("actors", 0),
            entry.get("anaphoric", False),
            entry.get("speech", False),
            entry.get("vague", False),
            entry.get("body", False),
            entry.get("turn", False),
        )

    actors = pack.table("actors")
    says = alternation([*actors["says_before"], *actors["says_behind"]])
    verbs = rule_list(
        Rule(words_pattern(words), kind, "", status, None, 0, False, False, False)
        for kind, groups in table["verbs"].items()
        for status, words in groups.items()
    )
    return CueRules(
        clauses=pattern(rf"(?:{alternation(table['clauses'])})|, (?:{alternation(table['resumes'])})(?= )"),
        resumes=pattern(rf", (?:{alternation(table['resumes'])})(?= )"),
        future=words_pattern(table["future"]),
        future_adjacent=before("future_adjacent"),
        future_weak=words_pattern(table.get("future_weak", ())),
        past=words_pattern(table.get("past", ())),
        future_after=bool(table.get("future_after")),
        verb_first_is_new=bool(table.get("verb_first_is_new")),
        cancelled=words_pattern(table["cancelled"]),
        negation=pattern(rf"(?<!\w)(?:{alternation(table['negation'])})(?:\s+\w+)?\s+$"),
        denial=pattern(rf"(?<!\w)(?:{alternation(table['negation'])})\s+(?=\w)"),
        hypothesis=words_pattern(table["hypothesis"]),
        urging=words_pattern(table["urging"]),
        background=words_pattern(table["background"]),
        pending=words_pattern(table["pending"]),
        done=pattern(rf"(?<!\w)(?:{alternation(table['done'])})\s+(?:\w+ly\s+)?$"),
        pluperfect=words_pattern(table["pluperfect"]),
        sooner=words_pattern(table["sooner"]),
        recall=pattern(rf"\W*(?:{alternation(table['recall'])})(?!\w)"),
        known=pattern(rf"(?<!\w)(?:{alternation(table['known'])})(?:\s+[\w-]+)?\s+$"),
        reference=pattern(
            rf"(?<!\w)(?:{alternation(table['reference'])})(?:\s+[\w«\"„'’-]+){{0,3}}?(?-i:\s+[A-ZА-ЯÄÖÜ][\w-]+){{0,4}}?\s*$"
        ),
        relation=pattern(rf"^[\w\s-]{{0,40}}?\b(?:{alternation(table['relation'])})\s"),
        whose=pattern(rf"\s+(?:{alternation(table['whose'])})\s"),
        topic=pattern(rf"(?<!\w)(?:{alternation(table['topic'])})(?!\w)[^.;:]{{0,160}}$"),
        domestic=pattern(rf"(?:{alternation(table['domestic'])})(?!\w)"),
        upcoming=just_before(table["upcoming"], 3),
        said_at=pattern(
            rf"(?<!\w)(?:{says})(?!\w)(?P<since>(?:\s+[^\s,;:]+){{0,9}}?[\s,]+(?:{alternation(table['said_at'])})"
            r"(?:\s+[\w«„’'-]+){0,4}?\s+)$"
        ),
        relative=pattern(rf"\W*(?:{alternation(table['relative'])})(?!\w)"),
        owner=just_before(table["owner"], 6),
        purpose=pattern(rf"\W*(?:{alternation(table['purpose'])})(?!\w)"),
        sequel=pattern(rf"[^.;:]{{0,160}}[,:]\s+(?:{alternation(table['sequel'])})(?!\w)"),
        definite=just_before(table["definite"], 2),
        indefinite=just_before(table["indefinite"], 3),
        mentioned=just_before(table["mentioned"], 4),
        signed_one=pattern(rf"(?<!\w)(?:{alternation(table.get('signed_one', ()))})\s+$"),
        signed_behind=pattern(rf"\s+(?:{alternation(table.get('signed_behind', ()))})(?!\w)"),
        by_signing=just_before(table.get("by_signing", ()), 2),
        drafted=just_before(table["drafted"], 4),
        predicative=pattern(rf"(?<!\w)(?:{alternation(table['predicative'])})(?:\s+[\w'’-]+){{0,3}}?\s+$"),
        beside=words_pattern(table["margins"]),
        margins=pattern(rf"(?<!\w)(?:{alternation(table['margins'])})(?:\s+[\w«\"„'’-]+){{0,4}}?\s+[«\"„]?$"),
        signing=words_pattern(table["signing"]),
        another=pattern(rf"(?<!\w)(?:{alternation(table['another'])})(?!\w)(?:[^.;:]|\.(?=\d))*$"),
        renewed=words_pattern(table.get("renewed", ())),
        hosts=words_pattern(table["hosts"]),
        apart=words_pattern(table["apart"]),
        greets=words_pattern(table["greets"]),
        attending=just_before(table.get("attending", ()), 2),
        partner=words_pattern(table.get("partner", ())),
        attended=just_before(table["attended"], 7),
        founding=just_before(table["founding"], 4),
        joined=pattern(rf"[^.;:]*?(?:,|(?<!\w)(?:{alternation(table['joined'])}))\s+(?:[\w-]+\s+){{0,2}}?$"),
        then=words_pattern(table["then"]),
        too=words_pattern(table["too"]),
        unrelated=words_pattern(table["unrelated"]),
        decrees=words_pattern(passing["decrees"]),
        wished=pattern(rf"(?<!\w)(?:{alternation(passing['wished'])})(?!\w)[^.;:,]*$"),
        wishes=words_pattern(passing["wished"]),
        recalled=just_before(passing["recalled"], 2),
        habits=words_pattern(passing["habits"]),
        conditions=words_pattern(passing["conditions"]),
        alone=words_pattern(passing["alone"]),
        phone=words_pattern(table["channels"]["phone"]),
        online=words_pattern(table["channels"]["online"]),
        nouns=rule_list(rule(entry) for entry in table["nouns"]),
        verbs=verbs,
        predicates=rule_list(rule(entry) for entry in table["predicates"]),
    )
