"""What a clause makes of a verb: planned, called off, denied, supposed, or told as it is."""

from __future__ import annotations

from services.classify.reading.cuerules import CueRules
from services.classify.reading.document import Sentence

BEFORE = 60  # how far ahead of a verb a marker may stand
OWNED = 40  # characters from a cancellation to what it calls off
LEAD = 120  # how far ahead of it somebody may urge what it tells
RIGHT_AHEAD = 25  # how far ahead of a verb of the past somebody may wish for what it tells
PARTICLE = 4  # a particle that supposes may follow its verb
AT_VERB = 10  # how far a marker that takes in the verb may reach behind it


def denied(text: str, clause: tuple[int, int], rules: CueRules) -> bool:
    """Whether a clause denies, supposes or only wishes for what it tells."""
    if any(words.search(text, *clause) for words in (rules.hypothesis, rules.unrelated, rules.wishes)):
        return True
    return denies(text, clause, rules)


def denies(text: str, clause: tuple[int, int], rules: CueRules) -> bool:
    """Whether a clause denies something."""
    return rules.denial.search(text, *clause) is not None


def is_bygone(text: str, start: int, clause: tuple[int, int], told: tuple[int, int], rules: CueRules) -> bool:
    """Whether a clause of the sentence from `start` tells in the pluperfect what was before the news, not on its own
    occasion."""
    found = rules.pluperfect.search(text, *clause)
    if found is None or rules.sooner.search(text, start, clause[1]):
        return False
    return found.start() < told[1] or "," not in text[told[1] : found.start()]


def supposes(text: str, clause: tuple[int, int], verb: tuple[int, int], rules: CueRules) -> bool:
    """Whether a clause supposes what it tells, in other words than those of the verb ("accepted an invitation to")."""
    return any(not verb[0] <= found.start() < verb[1] for found in rules.hypothesis.finditer(text, *clause))


def bend(
    text: str,
    sentence: Sentence,
    clause: tuple[int, int],
    verb: tuple[int, int],
    base: str,
    kind: str,
    title: bool,
    rules: CueRules,
    *,
    verb_alone: bool = False,
) -> tuple[str, float]:
    """The status that a verb tells in its clause, and how surely. `verb_alone`: it tells the event without a noun."""
    ahead = text[max(clause[0], verb[0] - BEFORE) : verb[0]]
    future = is_future(text, clause, verb, rules, itself=kind == "meeting" and base == "bare")
    if not future and rules.purpose.match(text, *clause):
        future = bool(rules.future.search(text, sentence.start, clause[0]))
    reach = clause if base == "held" and verb_alone else (sentence.start, sentence.end)
    cancelled = rules.cancelled.search(text, *reach)
    if cancelled and verb_alone and base == "held":  # "after the cancellation of his visit they spoke"
        lead = text[max(clause[0], cancelled.start() - BEFORE) : cancelled.start()]
        behind = rules.nouns.find(text, cancelled.end(), min(cancelled.end() + OWNED, clause[1]))
        of_another = any(rule.kind == "meeting" for rule, _ in behind)  # "regretted the cancellation of his visit"
        cancelled = None if of_another or rules.reference.search(lead) else cancelled
    if cancelled:
        return ("cancelled" if kind == "meeting" else "planned"), 1.0
    if rules.negation.search(ahead) or (
        base in ("bare", "signed") and rules.urging.search(text[max(clause[0], verb[0] - LEAD) : verb[0]])
    ):
        return base, 0.0
    if base == "proposed":
        return base, 1.0
    if base == "bare" and kind == "agreement" and rules.hypothesis.search(text, sentence.start, sentence.end):
        return "proposed", 0.6
    supposed = f"{ahead}{text[verb[0] : verb[0] + PARTICLE]} {text[verb[1] : min(clause[1], verb[1] + PARTICLE)]}"
    wished = kind == "meeting" and rules.wished.search(ahead[-RIGHT_AHEAD:] if base == "held" else ahead)
    supposed_ahead = wished or rules.hypothesis.search(supposed)
    if supposed_ahead or (rules.future_after and supposes(text, clause, verb, rules)):
        if kind == "meeting" or rules.conditions.search(text, *clause):
            return ("planned" if kind == "meeting" else "proposed"), 0.0
        return "proposed", 0.5
    if base == "bare":
        if future:
            return "planned", 1.0
        return ("held" if kind == "meeting" else "signed"), 0.6 if title else 0.0
    if base in ("in_force", "valid") and (future or rules.pending.search(text, sentence.start, sentence.end)):
        return "signed", 0.0  # how it is to be carried out one day
    if base == "valid":
        return "in_force", 0.5  # for how long: no news beside the signing
    if base in ("planned", "in_force"):
        return base, 1.0
    if base == "present":
        base = "held" if kind == "meeting" else "signed"
    return ("planned", 1.0) if future else (base, 1.0)


def is_future(
    text: str, clause: tuple[int, int], verb: tuple[int, int], rules: CueRules, *, itself: bool = False
) -> bool:
    """Whether a verb is told of the future: by a word ahead of it, or anywhere in its clause where the pack says so;
    `itself`: the verb may be such a word."""
    if rules.done.search(text[max(clause[0], verb[0] - BEFORE) : verb[0]]):
        return False  # "a paper that is to help them was signed"
    near = max(clause[0], verb[0] - BEFORE)
    start, end = clause if rules.future_after else (near, verb[0])
    if rules.future.search(text, start, end) or rules.future_adjacent.search(text[near : verb[0]]):
        return True
    if any(
        found.start() < verb[0] + itself
        for found in rules.future.finditer(text, near, min(clause[1], verb[1] + AT_VERB))
    ):
        return True  # the marker takes in the verb: "is expected in May"
    return bool(rules.future_weak.search(text, start, end)) and not rules.past.search(text, *clause)
