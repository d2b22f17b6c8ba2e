"""Amounts of money, and how many documents, in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from services.classify.reading.document import Count, Document, LineKind, Money
from services.classify.reading.geography.words import line_kind
from services.classify.reading.languages.beginnings import Beginnings, beginnings
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless, pattern
from services.classify.reading.numbers import DIGITS, number_pattern, number_value, parse_number

WORDED, COUNT = 0, 1
NOT_BEHIND = r"(?<![\w.,/–-])"


@dataclass(frozen=True, slots=True)
class MoneyTable:
    signed: re.Pattern[str]  # the sign in front: $1.2 bn
    worded: Caseless  # the currency behind: 1.2 bn dollars, 75 Mio. $
    multipliers: dict[str, float]
    currencies: dict[str, str]
    signs: dict[str, str]
    decimal: str


def money_table(pack: Pack) -> MoneyTable:
    table = pack.table("money")
    multipliers = {word: float(value) for word, value in table["multipliers"].items()}
    currencies = {word: code for code, words in table["currencies"].items() for word in words}
    signs: dict[str, str] = dict(table["signs"])
    times = alternatives(multipliers)
    sign, behind = alternatives(signs), alternatives([*currencies, *(s for s in signs if not s.isalpha())])
    long_words = alternatives([word for word in multipliers if len(word) > 2])
    words = alternatives(table["number_words"])
    return MoneyTable(
        re.compile(rf"(?<![\w$€£])(?P<sign>{sign}) ?(?P<number>{DIGITS})(?:[ -]?(?P<times>(?i:{times}))(?![^\W_]))?"),
        pattern(
            rf"{NOT_BEHIND}(?P<number>{DIGITS}|(?:{words})(?= (?:{long_words})))"
            rf"(?:[ -]?(?P<times>{times})(?![^\W_])(?: (?P<more>{DIGITS}) (?P<more_times>{times})(?![^\W_]))?)?"
            rf"[ -]?(?P<currency>{behind})(?![^\W_])"
        ),
        multipliers,
        currencies,
        signs,
        table["decimal"],
    )


def alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=2)
def find_money(document: Document, pack: Pack) -> tuple[Money, ...]:
    """Every amount with its currency outside boilerplate, in text order."""
    table = pack.prepared(money_table)
    text = plain_spaces(document.text)
    found = [*_signed(text, table), *_worded(text, table, pack)]
    found.sort(key=lambda money: (money.start, -money.end))
    kept: list[Money] = []
    for money in found:
        if line_kind(document, money.start) is LineKind.BOILERPLATE:
            continue
        if kept and money.start < kept[-1].end:
            continue
        kept.append(money)
    return tuple(kept)


def _signed(text: str, table: MoneyTable) -> Iterator[Money]:
    for match in table.signed.finditer(text):
        times = table.multipliers.get((match["times"] or "").lower(), 1.0)
        value = parse_number(match["number"], table.decimal) * times
        yield Money(match.start(), match.end(), tidy(value), table.signs[match["sign"]])


def _worded(text: str, table: MoneyTable, pack: Pack) -> Iterator[Money]:
    for match in phrases_in(text, pack)[WORDED]:
        currency = match["currency"]
        code = table.signs.get(currency.upper()) or table.signs.get(currency) or table.currencies.get(currency.lower())
        if code is None:
            continue
        value = number_value(match["number"], pack) * table.multipliers.get((match["times"] or "").lower(), 1.0)
        if match["more"]:
            value += parse_number(match["more"], table.decimal) * table.multipliers[match["more_times"].lower()]
        yield Money(match.start(), match.end(), tidy(value), code)


def tidy(value: float) -> float:
    """Without the dust of binary fractions: 1.2e9 and not 1200000000.0000002."""
    return round(value, 2)


def plain_spaces(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2009", " ")


def find_counts(document: Document, pack: Pack) -> tuple[Count, ...]:
    """Every number of documents told outside boilerplate, in text order; one document is no count."""
    text = plain_spaces(document.text)
    return tuple(
        Count(match.start(), match.end(), int(value))
        for match in phrases_in(text, pack)[COUNT]
        if (value := number_value(match["number"], pack)) >= 2
        and value == int(value)
        and value < 1000
        and line_kind(document, match.start()) is not LineKind.BOILERPLATE
    )


def count_pattern(pack: Pack) -> Caseless:
    table = pack.table("money")["counts"]
    nouns, between = alternatives(table["nouns"]), alternatives(table["between"])
    return pattern(rf"(?<![\w.,$€-])(?P<number>{number_pattern(pack)})(?: (?:{between})){{0,4}} (?:{nouns})(?![^\W_])")


@lru_cache(maxsize=2)
def phrases_in(text: str, pack: Pack) -> tuple[Sequence[re.Match[str]], Sequence[re.Match[str]]]:
    """The amounts with a currency behind them and the counts, looked for together where a number may begin."""
    found: tuple[list[re.Match[str]], list[re.Match[str]]] = ([], [])
    for number, match in pack.prepared(number_phrases).find(text):
        found[number].append(match)
    return found


def number_phrases(pack: Pack) -> Beginnings:
    return beginnings((pack.prepared(money_table).worded, pack.prepared(count_pattern)))
