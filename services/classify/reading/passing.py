"""What is told in passing: papers of one side, sessions of one country's own bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.classify.reading.cuerules import CueRules
from services.classify.reading.cuewords import Noun

if TYPE_CHECKING:
    from services.classify.reading.cues import Cue

TAKEN_UP = 400  # characters back to what "the document" takes up
SURE = 0.6  # of a cue that tells a meeting plainly


def goes_on_about_decree(text: str, noun: Noun, rules: CueRules) -> bool:
    """Whether "the document" takes up a paper of one side: the last one named before it is no agreement."""
    since = max(0, noun.start - TAKEN_UP)
    decree = max((found.start() for found in rules.decrees.finditer(text, since, noun.start)), default=-1)
    papers = (match.start() for rule, match in rules.nouns.find(text, since, noun.start) if rule.kind == "agreement")
    return decree > max(papers, default=-1)


def is_at_home(cue: Cue, domestic: list[tuple[int, int]], cues: list[Cue]) -> bool:
    """Whether a cue tells a session of one country's own body, or takes up the one told last."""
    if cue.kind != "meeting" or cue.form not in ("talks", "session"):
        return False
    if any(start < cue.end and cue.start < end for start, end in domestic):
        return True
    before = max((start for start, _ in domestic if start < cue.start), default=None)
    if before is None or cue.noun is None or cue.definite is not True or cue.sentence == 0:
        return False
    return not any(
        other.kind == "meeting"
        and other.strength >= SURE
        and other.definite is not True
        and before < other.start < cue.start
        for other in cues
    )
