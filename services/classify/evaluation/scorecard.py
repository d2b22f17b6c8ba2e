"""The judgements of all articles added up: by field, by language, and confidence against how often right."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.classify.evaluation.fillers import SLOTS
from services.classify.evaluation.judging import Judgement, Mark

ALL = "all"
MEASURES = ("slots", "events", "events_right", *SLOTS, "figures")
SHARES = (
    "role_of_found_participant",
    "country_of_found_participant",
    "false_alarms_on_articles_without_events",
    "background_said_as_main",
    "change_and_period_of_found_figure",
    "boilerplate_removed",
    "article_lines_kept",
    "evidence_given",
    "evidence_true",
    "language_right",
)
BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Where the bands of confidence begin."""


@dataclass(frozen=True, slots=True)
class Tally:
    hit: int = 0
    missing: int = 0
    spurious: int = 0

    @property
    def gold(self) -> int:
        return self.hit + self.missing

    @property
    def precision(self) -> float:
        return _ratio(self.hit, self.hit + self.spurious) or 0.0

    @property
    def recall(self) -> float:
        return _ratio(self.hit, self.gold) or 0.0

    @property
    def f1(self) -> float:
        return _ratio(2 * self.hit, 2 * self.hit + self.missing + self.spurious) or 0.0


@dataclass(frozen=True, slots=True)
class Share:
    right: int = 0
    all: int = 0

    @property
    def value(self) -> float | None:
        return _ratio(self.right, self.all)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """`tallies` and `shares` by measure, then by language, with "all" for the sum."""

    articles: Mapping[str, int]
    tallies: Mapping[str, Mapping[str, Tally]]
    shares: Mapping[str, Mapping[str, Share]]
    confidence: Mapping[str, Sequence[Share]]  # by slot, a share a band
    errors: Sequence[str]

    @property
    def languages(self) -> list[str]:
        return [language for language in self.articles if language != ALL]


def add_up(judgements: Iterable[Judgement]) -> Scorecard:
    """The scorecard of these judgements."""
    judged = list(judgements)
    languages = [ALL, *sorted({one.language for one in judged})]
    groups = {name: [one for one in judged if name in (ALL, one.language)] for name in languages}
    sums = {name: sum((one.tallies for one in group), Counter()) for name, group in groups.items()}
    shares = {name: sum((one.shares for one in group), Counter()) for name, group in groups.items()}
    return Scorecard(
        {name: len(group) for name, group in groups.items()},
        {measure: {name: _tally(sums[name], measure) for name in languages} for measure in MEASURES},
        {
            measure: {name: Share(shares[name][measure, "right"], shares[name][measure, "all"]) for name in languages}
            for measure in SHARES
        },
        bands_of([mark for one in judged for mark in one.marks]),
        [error for one in judged for error in one.errors],
    )


def bands_of(marks: Sequence[Mark]) -> dict[str, list[Share]]:
    """How often values were right in each band of confidence: of each slot, and of all."""
    counted: Counter[tuple[str, int, bool]] = Counter()
    for mark in marks:
        band = bisect_right(BANDS, mark.confidence) - 1
        for slot in (ALL, mark.slot):
            counted[slot, max(band, 0), mark.right] += 1
    return {
        slot: [
            Share(counted[slot, band, True], counted[slot, band, True] + counted[slot, band, False])
            for band in range(len(BANDS))
        ]
        for slot in (ALL, *SLOTS)
    }


def as_values(card: Scorecard) -> dict[str, Any]:
    """The scorecard as plain values, to the third digit."""
    tallies = {measure: _rates(by_language[ALL]) for measure, by_language in card.tallies.items()}
    return {
        "articles": card.articles[ALL],
        **{measure: tallies[measure] for measure in MEASURES if measure not in SLOTS},
        "by_language": {name: _rates(card.tallies["slots"][name]) for name in card.languages},
        "by_slot": {slot: tallies[slot] for slot in SLOTS},
        **{measure: _rounded(by_language[ALL].value) for measure, by_language in card.shares.items()},
        "confidence": {
            slot: [
                {"from": start, "right": _rounded(share.value), "of": share.all}
                for start, share in zip(BANDS, shares, strict=True)
            ]
            for slot, shares in card.confidence.items()
        },
    }


def _tally(counted: Mapping[tuple[str, str], int], measure: str) -> Tally:
    slots = SLOTS if measure == "slots" else (measure,)
    return Tally(*(sum(counted[slot, outcome] for slot in slots) for outcome in ("hit", "missing", "spurious")))


def _rates(tally: Tally) -> dict[str, float]:
    rates = {name: round(getattr(tally, name), 3) for name in ("precision", "recall", "f1")}
    return {**rates, "gold": tally.gold}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
