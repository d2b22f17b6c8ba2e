"""The values of figures: amounts of money, tonnes, numbers whose currency was told before; and changes in per cent."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from services.classify.reading.document import Document, Money, When
from services.classify.reading.figurewords import FigureTable
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless, pattern
from services.classify.reading.money import alternatives, tidy
from services.classify.reading.numbers import DIGITS, number_value, parse_number

WORDS_BEFORE = 45  # characters before a percentage in which its direction is told
WORDS_AFTER = 40


@dataclass(frozen=True, slots=True)
class Parties:
    """Who is named, by offset; to know whether a figure stands between parties."""

    named: tuple[tuple[int, str], ...]
    several: bool  # in the article as a whole

    def between(self, start: int, end: int) -> set[str]:
        first, last = bisect_left(self.named, (start, "")), bisect_left(self.named, (end, ""))
        return {code for _, code in self.named[first:last]}


@dataclass(frozen=True, slots=True)
class Article:
    """What figures are read from. `text` has plain spaces and no ё, offsets as in the document."""

    document: Document
    text: str
    table: FigureTable
    pack: Pack
    parties: Parties
    dates: Sequence[When]
    money: Sequence[Money]
    reference: date | None


@dataclass(frozen=True, slots=True)
class Value:
    start: int
    end: int
    amount: float
    unit: str


@dataclass(frozen=True, slots=True)
class Change:
    start: int
    end: int
    percent: float


@dataclass(frozen=True, slots=True)
class ValueTable:
    tonnes: Caseless
    bare: Caseless  # a large number without a unit
    tonne_times: dict[str, float]
    times: dict[str, float]
    decimal: str


def value_table(pack: Pack) -> ValueTable:
    tonnes, money = pack.table("figures")["tonnes"], pack.table("money")
    tonne_times = {word.lower(): float(value) for word, value in tonnes["times"].items()}
    times = {word.lower(): float(value) for word, value in money["multipliers"].items() if len(word) > 1}
    return ValueTable(
        pattern(
            rf"(?<![\w.,])(?P<number>{DIGITS})(?:[ -]?(?P<times>{alternatives(tonne_times)})(?![^\W_]))?"
            rf" (?:{'|'.join(tonnes['units'])})(?!\w)"
        ),
        pattern(
            rf"(?<![\w.,$€£])(?P<number>{DIGITS}) (?P<times>{alternatives(times)})(?![^\W_])"
            r"(?= ?(?:[.,;:)]|$|[^\W\d_]))"
        ),
        tonne_times,
        times,
        money["decimal"],
    )


def find_values(article: Article, start: int, end: int) -> list[Value]:
    """All values of a sentence in text order. A bare number takes the currency told last before it."""
    table = article.pack.prepared(value_table)
    text, all_money = article.text, article.money
    first, last = (bisect_left(all_money, offset, key=lambda money: money.start) for offset in (start, end))
    values = [Value(m.start, m.end, m.value, m.currency) for m in all_money[first:last]]
    for match in table.tonnes.finditer(text, start, end):
        times = table.tonne_times.get((match["times"] or "").lower(), 1.0)
        values.append(
            Value(match.start(), match.end(), tidy(parse_number(match["number"], table.decimal) * times), "t")
        )
    taken = [(value.start, value.end) for value in values]
    for match in table.bare.finditer(text, start, end):
        if any(match.start() < right and left < match.end() for left, right in taken):
            continue
        told = bisect_left(all_money, match.start(), key=lambda money: money.start)
        currency = all_money[told - 1].currency if told else None
        follows = re.match(r" ?([^\W\d_]+)", text[match.end() : match.end() + 20])
        if currency is None or (follows is not None and not _is_small_word(follows[1])):
            continue
        amount = parse_number(match["number"], table.decimal) * table.times[match["times"].lower()]
        values.append(Value(match.start(), match.end(), tidy(amount), currency))
    return sorted(values, key=lambda value: value.start)


def _is_small_word(word: str) -> bool:
    """A conjunction or preposition rather than what is counted."""
    return len(word) <= 3


def find_changes(article: Article, start: int, end: int) -> list[Change]:
    """Percentages with a direction, and words such as "doubled"; shares of a whole are none."""
    text, table, pack = article.text, article.table, article.pack
    found = [*_percentages(text, start, end, table, pack), *_folds(text, start, end, table, pack)]
    return sorted(found, key=lambda change: change.start)


def _percentages(text: str, start: int, end: int, table: FigureTable, pack: Pack) -> Iterator[Change]:
    for match in table.percent.finditer(text, start, end):
        before = text[max(start, match.start() - WORDS_BEFORE) : match.start()]
        after = text[match.end() : min(end, match.end() + WORDS_AFTER)]
        if table.share.match(after.lstrip()):
            continue
        sign = _direction(before, after, table)
        if sign:
            yield Change(match.start(), match.end(), sign * number_value(match["number"], pack))


def _direction(before: str, after: str, table: FigureTable) -> int:
    """The word of rise or fall that stands nearest."""
    distances: list[tuple[int, int]] = []
    for sign, words in ((1, table.up), (-1, table.down)):
        for match in words.finditer(before):
            distances.append((len(before) - match.end(), sign))
        first = words.search(after)
        if first is not None:
            distances.append((first.start() + 1, sign))
    if before.rstrip("( ").endswith("+") or before.endswith(("+", "(+")):
        return 1
    if before.endswith(("-", "−", "–")) and before[-2:-1] in ("(", " "):
        return -1
    return min(distances)[1] if distances else 0


def _folds(text: str, start: int, end: int, table: FigureTable, pack: Pack) -> Iterator[Change]:
    for match in table.fold_word.finditer(text, start, end):
        yield Change(match.start(), match.end(), table.fold_words[match[0].lower()])
    for match in table.fold.finditer(text, start, end):
        times = number_value(next(number for number in match.groups() if number), pack)
        if times > 1:
            yield Change(match.start(), match.end(), tidy((times - 1) * 100))
