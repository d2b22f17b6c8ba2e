"""The verb that makes a noun's event happen, and the clauses in which it may stand."""

from __future__ import annotations

from services.classify.reading.cuerules import CueRules
from services.classify.reading.cuewords import Noun, clause_of, clause_spans
from services.classify.reading.document import Sentence

REACH = 130  # how far a verb may stand ahead of its noun
REACH_BEHIND = 220  # and behind it: the noun's complements stand between
BODY_REACH = 30  # how far it may stand from the name of a body
CLOSE = 30  # characters ahead of a gathering
ATTENDED = ("summit", "forum", "session")


def nearest_verb(
    text: str, noun: Noun, span: tuple[int, int], rules: CueRules, spoken: list[tuple[int, int]], *, plain: bool = False
) -> tuple[int, str, tuple[int, int]] | None:
    """The verb of the noun's kind nearest to it in a span: how far, its status, where. `plain`: none that is bare.

    One that tells talks (`spoken`) tells no summit beside them: "at the summit he held talks".
    """
    best: tuple[int, str, tuple[int, int]] | None = None
    for verb, found in rules.verbs.find(text, *span):
        if verb.kind != noun.kind or (plain and verb.status == "bare"):
            continue
        if noun.form in ATTENDED and any(
            start <= found.start() < end <= noun.start or noun.end <= start <= found.start() < end
            for start, end in spoken
        ):
            continue
        apart = found.start() - noun.end if found.start() >= noun.end else noun.start - found.end()
        if found.start() < noun.start and noun.end < found.end() and not plain:
            best = (0, verb.status, found.span())  # a verb in two parts around its noun
        elif 0 <= apart <= reach_of(noun, behind=found.start() >= noun.end):
            apart += 20 * (verb.status == "bare")
            longer = best is not None and apart == best[0] and found.start() < best[2][0]
            if best is None or apart < best[0] or longer:
                best = (apart, verb.status, found.span())
    return best


def reach_of(noun: Noun, *, behind: bool) -> int:
    if noun.body:
        return BODY_REACH
    return REACH_BEHIND if behind else REACH


def relative_clause_end(text: str, sentence: Sentence, noun: Noun, clause: tuple[int, int], rules: CueRules) -> int:
    """Where a noun's verb may stand: its clause, and the relative clause right behind the noun."""
    if clause[1] - noun.end > 45 or clause[1] >= sentence.end or text[clause[1]] != ",":
        return clause[1]
    return clause_of(clause[1], clause_spans(text, sentence, rules))[1]


def resumed_clause(text: str, sentence: Sentence, clause: tuple[int, int], rules: CueRules) -> tuple[int, int] | None:
    """Where a clause goes on behind its relative clause: "the treaty, which ..., was signed"."""
    clauses = clause_spans(text, sentence, rules)
    behind = clauses[clauses.index(clause) + 1 :] if clause in clauses else []
    if len(behind) < 2 or not rules.relative.match(text, *behind[0]):
        return None
    return behind[1] if rules.resumes.match(text, behind[1][0]) else None


def is_met_at(text: str, verb: int, noun: Noun, clause: tuple[int, int], rules: CueRules) -> bool:
    """Whether a gathering only tells where somebody met with somebody: "at the summit he met the minister"."""
    if noun.form not in ATTENDED or not rules.attending.search(text[max(clause[0], noun.start - CLOSE) : noun.start]):
        return False
    return bool(rules.partner.search(text, verb, clause[1]))


def signed_already(text: str, noun: Noun, before: str, strength: float, rules: CueRules) -> tuple[str, float] | None:
    """Signed, where the words around a paper say so whatever is to come of it: "the paper signed today is to …", "they
    will build it under a contract signed today".

    Where its signing is only the means of something, the paper is told elsewhere.
    """
    if rules.by_signing.search(before):
        return "signed", min(strength, 0.5)
    so_called = rules.signed_one.search(before) or rules.signed_behind.match(text, noun.end)
    return ("signed", strength) if so_called else None


def ratifies(text: str, sentence: Sentence, rules: CueRules) -> bool:
    """Whether the sentence carries a paper into force: its session is a parliament's own."""
    return any(verb.status == "in_force" for verb, _ in rules.verbs.find(text, sentence.start, sentence.end))


def ratified(text: str, sentence: Sentence, verb: tuple[int, int], rules: CueRules) -> tuple[str, float] | None:
    """In force, where a participle between commas tells the signing of what the sentence goes on to ratify."""
    if not text[: verb[0]].endswith(", "):
        return None
    later = rules.verbs.find(text, verb[1], sentence.end)
    return ("in_force", 1.0) if any(verb.status == "in_force" for verb, _ in later) else None


def status_where_said(text: str, sentence: Sentence, kind: str, end: int, status: str, rules: CueRules) -> str:
    """The status of what is named up to or from `end`; a meeting at or after which somebody says what is to come is no
    plan itself: "they will trade, he said after talks with ..."."""
    if kind != "meeting" or status != "planned":
        return status
    found = rules.said_at.search(text, sentence.start, min(end, sentence.end))
    return "held" if found and not rules.future.search(text, *found.span("since")) else status
