"""The period that a figure tells of, from the dates around it."""

from __future__ import annotations

from bisect import bisect_left
from datetime import timedelta

from services.classify.reading.document import Sentence, When
from services.classify.reading.figurevalues import Article, Change, Value

WORD_BEFORE = 40  # characters before a date in which "than in", "since" stand
A_MONTH = timedelta(days=27)  # days that are told for months: "(March 21 to August 22)"
SENTENCES_BACK = 8  # in which the period of a whole report may stand


def period_of(article: Article, sentence: Sentence, value: Value | Change, aim: bool) -> str | None:
    """ "2021", "2023-01/2023-08", "1994/2025" for a sum since 1994; None where nothing tells.

    An aim lies ahead, all else behind. What the sentence leaves open, a sentence before may have told.
    """
    first = article.document.sentences[max(0, sentence.index - SENTENCES_BACK)]
    left, right = (bisect_left(article.dates, at, key=lambda when: when.start) for at in (first.start, sentence.end))
    usable = [when for when in article.dates[left:right] if _usable(article, when, aim)]
    here = [when for when in usable if when.start >= sentence.start]
    if here:
        return _written(article, min(here, key=lambda when: _distance(when, value)))
    if not usable or aim or article.table.so_far.search(article.text, sentence.start, sentence.end):
        return None
    return _written(article, usable[-1])


def _usable(article: Article, when: When, aim: bool) -> bool:
    months = when.last is not None and when.last - when.first >= A_MONTH
    if (when.precision == "day" and not months) or when.dateline or _compared(article, when):
        return False
    if article.reference is None:
        return True
    return when.first.year >= article.reference.year if aim else when.first <= article.reference


def _distance(when: When, value: Value | Change) -> tuple[int, int]:
    """The nearest date, one before the value rather than one behind it."""
    if when.end <= value.start:
        return value.start - when.end, 0
    return when.start - value.end + 20, 1


def _compared(article: Article, when: When) -> bool:
    """The date is that of the figure compared with ("than in 2022", "gegenüber 2022")."""
    before = article.text[max(0, when.start - WORD_BEFORE) : when.start]
    last = None
    for match in article.table.comparison.finditer(before):
        last = match
    return last is not None and not before[last.end() :].strip(" (,")


def _written(article: Article, when: When) -> str:
    before = article.text[max(0, when.start - WORD_BEFORE) : when.start]
    if when.precision == "year" and when.last is None and not when.relative:
        since = list(article.table.since.finditer(before))
        if since and not before[since[-1].end() :].strip() and article.reference is not None:
            return f"{when.first.year}/{article.reference.year}"
    if when.precision == "year":
        return str(when.first.year) if when.last is None else f"{when.first.year}/{when.last.year}"
    if when.precision == "month" or when.last is not None:
        first = f"{when.first:%Y-%m}"
        return first if when.last is None else f"{first}/{when.last:%Y-%m}"
    return when.first.isoformat()
