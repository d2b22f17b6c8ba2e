"""One article's reading against its gold: what was found, missed and made up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.classify.evaluation.alignment import align_events, match_fillers
from services.classify.evaluation.fillers import (
    Event,
    Filler,
    agrees,
    fillers_of,
    same_figure,
    same_office,
)
from services.classify.evaluation.wording import fold

Reading = Mapping[str, Any]

LONG_LINE = 100  # letters of a line that the body must keep
SAME_PARTIES = 0.5
PROVEN = ("status", "date", "place", "amount", "count")
PROVEN_ITEMS = ("parties", "participants", "sectors", "projects")


@dataclass(frozen=True, slots=True)
class Mark:
    """One guessed value: how sure the reader was of it, and whether it was right."""

    slot: str
    confidence: float
    right: bool


@dataclass(slots=True)
class Judgement:
    """Counts by (measure, outcome). Outcomes of a tally: hit, missing, spurious; of a share: right, all."""

    language: str
    tallies: Counter[tuple[str, str]] = field(default_factory=Counter)
    shares: Counter[tuple[str, str]] = field(default_factory=Counter)
    marks: list[Mark] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def tally(self, measure: str, outcome: str, count: int = 1) -> None:
        self.tallies[measure, outcome] += count

    def share(self, measure: str, right: int, of: int = 1) -> None:
        self.shares[measure, "right"] += right
        self.shares[measure, "all"] += of


def judge(name: str, article: Mapping[str, Any], gold: Mapping[str, Any], reading: Reading | None) -> Judgement:
    """The judgement of a reading; no reading is one that found nothing."""
    said = Judgement(name.split("-", 1)[0])
    told = reading or {}
    _judge_events(said, name, gold["events"], told.get("events") or [])
    _judge_figures(said, gold.get("figures") or [], told.get("figures") or [])
    _judge_body(said, article["text"], gold.get("boilerplate") or [], fold(told.get("body")))
    _judge_evidence(said, told)
    if reading is not None:
        said.share("language_right", told.get("language") == said.language)
    return said


def same_happening(gold: Event, guess: Event) -> bool:
    """More than a kind and a country in common: status, parties and date agree."""
    ours, theirs = set(gold["parties"]), set(guess.get("parties") or [])
    if gold["status"] != guess.get("status") or len(ours & theirs) / len(ours | theirs) < SAME_PARTIES:
        return False
    right, told = (next((f for f in fillers_of(event) if f.slot == "date"), None) for event in (gold, guess))
    if right is None or told is None:
        return right is told
    return agrees(right, told)


def _judge_events(said: Judgement, name: str, gold: Sequence[Event], guesses: Iterable[Event]) -> None:
    wanted = [event for event in gold if event["prominence"] == "main"]
    background = [event for event in gold if event["prominence"] != "main"]
    told = [event for event in guesses if event.get("prominence", "main") == "main"]
    pairs = align_events(wanted, told)
    found = dict(pairs)
    left = [at for at in range(len(told)) if at not in set(found.values())]
    forgiven = {left[at] for _, at in align_events(background, [told[at] for at in left])}
    said.share("background_said_as_main", len(forgiven), of=len(background))
    if not wanted:
        said.share("false_alarms_on_articles_without_events", bool(told))
    for at, event in enumerate(wanted):
        if at in found:
            _judge_pair(said, name, event, told[found[at]])
        else:
            said.tally("events", "missing")
            said.tally("events_right", "missing")
            said.errors.append(f"{name}: missing event: {_summary(event)}")
            for filler in fillers_of(event):
                said.tally(filler.slot, "missing")
    for at in left:
        if at not in forgiven:
            event = told[at]
            said.tally("events", "spurious")
            said.tally("events_right", "spurious")
            said.errors.append(f"{name}: spurious event: {_summary(event)}")
            for filler in fillers_of(event):
                said.tally(filler.slot, "spurious")
                said.marks.append(Mark(filler.slot, _confidence(event, filler), right=False))


def _judge_pair(said: Judgement, name: str, gold: Event, guess: Event) -> None:
    said.tally("events", "hit")
    right = same_happening(gold, guess)
    for outcome in ("hit",) if right else ("missing", "spurious"):
        said.tally("events_right", outcome)
    ours, theirs = fillers_of(gold), fillers_of(guess)
    matched = match_fillers(ours, theirs)
    for left, other in matched:
        filler = ours[left]
        said.tally(filler.slot, "hit")
        if filler.slot == "participant" and filler.value.get("name"):
            person = theirs[other].value
            said.share("role_of_found_participant", same_office(filler.value, person))
            said.share("country_of_found_participant", filler.value.get("country") == person.get("country"))
    found, used = {left for left, _ in matched}, {other for _, other in matched}
    for at, filler in enumerate(ours):
        if at not in found:
            said.tally(filler.slot, "missing")
            said.errors.append(f"{name}: missing {filler.slot}: {filler.value}")
    for at, filler in enumerate(theirs):
        said.marks.append(Mark(filler.slot, _confidence(guess, filler), right=at in used))
        if at not in used:
            said.tally(filler.slot, "spurious")
            said.errors.append(f"{name}: spurious {filler.slot}: {filler.value}")


def _judge_figures(said: Judgement, gold: Iterable[Mapping[str, Any]], guesses: Sequence[Mapping[str, Any]]) -> None:
    left = list(guesses)
    for figure in gold:
        found = next((guess for guess in left if same_figure(figure, guess)), None)
        said.tally("figures", "missing" if found is None else "hit")
        if found is not None:
            left.remove(found)
            for detail in ("change_pct", "period"):
                said.share("change_and_period_of_found_figure", figure.get(detail) == found.get(detail))
    said.tally("figures", "spurious", len(left))


def _judge_body(said: Judgement, text: str, boilerplate: Sequence[str], body: str) -> None:
    junk = [fold(one) for one in boilerplate]
    for line in map(fold, text.splitlines()):
        if len(line) >= LONG_LINE and not any(one in line for one in junk):
            said.share("article_lines_kept", line in body)
    for one in junk:
        said.share("boilerplate_removed", bool(body) and one not in body)


def _judge_evidence(said: Judgement, reading: Reading) -> None:
    text = reading.get("text") or ""
    for event in reading.get("events") or []:
        evidence = event.get("evidence") or {}
        pointers = [f"/{name}" for name in PROVEN if event.get(name) is not None]
        pointers += [f"/{name}/{at}" for name in PROVEN_ITEMS for at in range(len(event.get(name) or []))]
        for pointer in pointers:
            said.share("evidence_given", bool(evidence.get(pointer)))
        for item in (item for items in evidence.values() for item in items):
            quoted = item.get("quote")
            said.share("evidence_true", bool(quoted) and text[item["start"] : item["end"]] == quoted)


def _confidence(event: Event, filler: Filler) -> float:
    """The reader's confidence in this value; in the event where it says none of the value."""
    by_field: Mapping[str, float] = event.get("field_confidence") or {}
    for pointer in (filler.pointer, "/" + filler.pointer.split("/")[1]):
        if pointer in by_field:
            return by_field[pointer]
    confidence: float = event.get("confidence", 1.0)
    return confidence


def _summary(event: Event) -> str:
    return f"{event.get('kind')} {event.get('form')} {event.get('status')} {' '.join(event.get('parties') or [])}"
