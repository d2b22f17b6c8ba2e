"""Fit how sure the reader may be of a value: `python -m services.classify.evaluation.fitting GOLD [GOLD ...]`.

Reads gold articles, sees which values were right, fits a logistic function of their circumstances for each slot, and
writes the weights that the reader uses. Prints how often values were right by band of confidence, each article weighed
by a fit that did not see it.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import exp
from pathlib import Path

from services.classify.evaluation.alignment import align_events, match_fillers
from services.classify.evaluation.fillers import fillers_of
from services.classify.evaluation.goldset import CHECKOUT, GoldArticle, load_gold
from services.classify.evaluation.judging import Mark
from services.classify.evaluation.scorecard import ALL, BANDS, bands_of
from services.classify.reading.reader import read_unsure
from services.classify.reading.sureness import WEIGHTS, Circumstances, Value, likely, values_of

Weights = dict[str, dict[str, float]]
Judged = tuple[Value, bool]

FOLDS = 5
ROUNDS = 400
PACE = 0.3
SLIGHT = 0.001
CAUTION = 0.003  # of the ridge: few articles must not make the weights wild


def judged_values(article: GoldArticle) -> list[Judged]:
    """The values that the reader gives for an article's main events, and whether each is right."""
    document, events = read_unsure({"id": article.name, **article.article})
    main = [event for event in events if event["prominence"] == "main"]
    wanted = [event for event in article.gold["events"] if event["prominence"] == "main"]
    found = {guess: gold for gold, guess in align_events(wanted, main)}
    told: list[Judged] = []
    for at, event in enumerate(main):
        right = {""} if at in found else set()
        if at in found:
            guesses = fillers_of(event)
            matched = match_fillers(fillers_of(wanted[found[at]]), guesses)
            right |= {guesses[other].pointer for _, other in matched}
        told += [(value, value.pointer in right) for value in values_of(document, event, len(events))]
    return told


def fit(judged: Iterable[Judged]) -> Weights:
    """Weights by slot: a logistic regression by gradient descent."""
    by_slot: dict[str, list[tuple[Circumstances, bool]]] = defaultdict(list)
    for value, right in judged:
        by_slot[value.slot].append((value.circumstances, right))
    return {slot: regress(rows) for slot, rows in sorted(by_slot.items())}


def regress(rows: list[tuple[Circumstances, bool]]) -> dict[str, float]:
    names = sorted({name for circumstances, _ in rows for name in circumstances})
    weights = dict.fromkeys(names, 0.0)
    for _ in range(ROUNDS):
        slope = {name: CAUTION * weight * (name != "always") for name, weight in weights.items()}
        for circumstances, right in rows:
            wrong = 1 / (1 + exp(-sum(weights[name] * amount for name, amount in circumstances.items()))) - right
            for name, amount in circumstances.items():
                slope[name] += wrong * amount / len(rows)
        for name in names:
            weights[name] -= PACE * slope[name]
    return {name: round(weight, 3) for name, weight in weights.items() if abs(weight) >= SLIGHT}


def marks_unseen(articles: list[list[Judged]]) -> list[Mark]:
    """Each value weighed by a fit of the articles that it is not of."""
    marks = []
    for fold in range(FOLDS):
        weights = fit(one for at, article in enumerate(articles) if at % FOLDS != fold for one in article)
        marks += [
            Mark(value.slot, likely(value, weights), right)
            for article in articles[fold::FOLDS]
            for value, right in article
            if value.slot in weights
        ]
    return marks


def main(folders: list[str]) -> None:
    articles = [
        judged_values(article) for folder in map(Path, folders or [str(CHECKOUT)]) for article in load_gold(folder)
    ]
    table = bands_of([mark for mark in marks_unseen(articles) if mark.slot != "event"])
    for start, share in zip(BANDS, table[ALL], strict=True):
        shown = "" if share.value is None else f"{share.value:.3f}"
        sys.stdout.write(f"from {start:.1f}: right {shown:>5} of {share.all}\n")
    weights: Mapping[str, Mapping[str, float]] = fit(one for article in articles for one in article)
    WEIGHTS.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
