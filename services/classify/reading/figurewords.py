"""The words of economic figures, compiled from a language's table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from services.classify.reading.languages.beginnings import Beginnings, beginnings
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless, pattern
from services.classify.reading.numbers import number_pattern

MetricKind = Literal["trade_turnover", "export", "import", "investment", "freight"]
METRICS = get_args(MetricKind)
YEAR = r"(?:19|20)\d\d"
TARGET_REACH = 90  # characters between a word of aiming and the value


@dataclass(frozen=True, slots=True)
class Metric:
    kind: MetricKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FigureTable:
    metric: Beginnings
    world: Caseless
    agreement: Caseless
    relation: Caseless
    target: Caseless
    comparison: Caseless
    since: Caseless
    to_date: Caseless
    percent: Caseless
    share: Caseless
    up: Caseless
    down: Caseless
    fold: Caseless
    fold_word: Caseless
    fold_words: Mapping[str, float]
    pronoun: Caseless
    carry: Caseless
    bloc: Caseless  # a group of countries that counts as a party
    so_far: Caseless

    def metrics_in(self, text: str, start: int, end: int) -> Sequence[Metric]:
        found = []
        for _, match in self.metric.find(text, start, end):
            kind = match.lastgroup
            if kind in METRICS:
                found.append(Metric(kind, match.start(), match.end()))  # type: ignore[arg-type]
        return found

    def is_target(self, text: str, start: int, end: int, value_start: int, value_end: int) -> bool:
        """A word of aiming stands in the value's clause."""
        left = max(start, value_start - TARGET_REACH, *(text.rfind(sign, start, value_start) for sign in ";:("))
        for now in self.so_far.finditer(text, left, value_start):
            left = now.end()  # "now it stands at": what was aimed at is told before
        right = min(end, value_end + TARGET_REACH // 2)
        for sign in ",;":
            cut = text.find(sign, value_end, right)
            right = cut if cut >= 0 else right
        return self.target.search(text, left, right) is not None

    def goes_on(self, text: str, start: int, end: int) -> bool:
        """The sentence opens with a word that points back, or ranks another partner."""
        return self.pronoun.match(text, start, end) is not None or self.carry.search(text, start, end) is not None


def figure_table(pack: Pack) -> FigureTable:
    table = pack.table("figures")
    signs = table["signs"]
    number = number_pattern(pack)
    metrics = "|".join(f"(?P<{kind}>{'|'.join(words)})" for kind, words in table["metrics"].items())
    folds = table["fold_words"]
    return FigureTable(
        metric=beginnings([whole_words([metrics])]),
        **{key: whole_words(signs[key]) for key in ("world", "agreement", "relation", "target", "comparison")},
        since=whole_words(signs["since"]),
        to_date=whole_words(signs["to_date"]),
        percent=pattern(rf"(?P<number>{number})[ -]?{signs['percent']}"),
        share=whole_words(signs["share"]),
        up=whole_words(signs["up"]),
        down=whole_words(signs["down"]),
        fold=pattern(signs["fold"].replace("{number}", f"({number})")),  # its only groups
        fold_word=whole_words([re.escape(word) for word in folds]),
        fold_words={word.lower(): float(value) for word, value in folds.items()},
        pronoun=whole_words(signs["pronoun"]),
        carry=whole_words(signs["carry"]),
        bloc=whole_words(signs["bloc"]),
        so_far=whole_words(signs["so_far"]),
    )


def whole_words(patterns: Iterable[str]) -> Caseless:
    joined = "|".join(pattern.replace("ё", "е").replace("{year}", YEAR) for pattern in patterns)
    return pattern(rf"(?<!\w)(?:{joined})(?!\w)")
