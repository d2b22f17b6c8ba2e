"""The period that a figure tells of, from the dates around it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from services.classify.reading.dates import reference_date
from services.classify.reading.document import Document, Sentence, When
from services.classify.reading.figurevalues import Value
from services.classify.reading.figurewords import FigureTable
from services.classify.reading.languages.pack import Pack

WORD_BEFORE = 16  # characters before a date in which "than in", "since" stand
SENTENCES_BACK = 8  # in which the period of a whole report may stand


def period_of(
    document: Document,
    pack: Pack,
    sentence: Sentence,
    value: Value,
    dates: Sequence[When],
    table: FigureTable,
    aim: bool,
) -> str | None:
    """ "2021", "2023-01/2023-08", "1994/2025" for a sum since 1994; None where nothing tells.

    An aim lies ahead, all else behind. What the sentence leaves open, a sentence before may have told.
    """
    reference = reference_date(document, pack)
    usable = [when for when in dates if _usable(document, when, table, aim, reference)]
    here = [when for when in usable if sentence.start <= when.start < sentence.end]
    if here:
        return _written(document, min(here, key=lambda when: _distance(when, value)), table, reference)
    if aim:
        return None
    first = document.sentences[max(0, sentence.index - SENTENCES_BACK)]
    before = [when for when in usable if first.start <= when.start < sentence.start]
    return _written(document, before[-1], table, reference) if before else None


def _usable(document: Document, when: When, table: FigureTable, aim: bool, reference: date | None) -> bool:
    if when.precision == "day" or when.dateline or _compared(document, when, table):
        return False
    if reference is None:
        return True
    return when.first.year >= reference.year if aim else when.first <= reference


def _distance(when: When, value: Value) -> tuple[int, int]:
    """The nearest date, one before the value rather than one behind it."""
    if when.end <= value.start:
        return value.start - when.end, 0
    return when.start - value.end + 20, 1


def _compared(document: Document, when: When, table: FigureTable) -> bool:
    """The date is that of the figure compared with ("than in 2022", "gegenüber 2022")."""
    before = document.text[max(0, when.start - WORD_BEFORE) : when.start].replace("ё", "е")
    last = None
    for match in table.comparison.finditer(before):
        last = match
    return last is not None and not before[last.end() :].strip(" (,")


def _written(document: Document, when: When, table: FigureTable, reference: date | None) -> str:
    before = document.text[max(0, when.start - WORD_BEFORE) : when.start].replace("ё", "е")
    if when.precision == "year" and when.last is None and not when.relative:
        since = list(table.since.finditer(before))
        if since and not before[since[-1].end() :].strip() and reference is not None:
            return f"{when.first.year}/{reference.year}"
    if when.precision == "year":
        return str(when.first.year) if when.last is None else f"{when.first.year}/{when.last.year}"
    if when.precision == "month":
        first = f"{when.first:%Y-%m}"
        return first if when.last is None else f"{first}/{when.last:%Y-%m}"
    return when.first.isoformat()
