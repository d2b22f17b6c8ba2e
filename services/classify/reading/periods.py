"""The period that a figure tells of, from the dates around it."""

from __future__ import annotations

from collections.abc import Sequence

from services.classify.reading.dates import reference_date
from services.classify.reading.document import Document, Sentence, When
from services.classify.reading.figurevalues import Value
from services.classify.reading.figurewords import FigureTable
from services.classify.reading.languages.pack import Pack

WORD_BEFORE = 16  # characters before a date in which "than in", "since" stand


def period_of(
    document: Document,
    pack: Pack,
    sentence: Sentence,
    value: Value,
    dates: Sequence[When],
    table: FigureTable,
    target: bool,
    starts: Sequence[int],
) -> str | None:
    """ "2021", "2023-01/2023-08", "1994/2025" for a sum since 1994; None where nothing tells."""
    here = [when for when in dates if sentence.start <= when.start < sentence.end and not when.dateline]
    usable = [when for when in here if when.precision != "day" and not _compared(document, when, table)]
    if usable:
        chosen = min(usable, key=lambda when: _distance(when, value))
        return _written(document, pack, chosen, table)
    if target:
        return None
    compared = [when for when in here if when.precision == "year" and _compared(document, when, table)]
    del compared  # a date of comparison is not the figure's own
    return None


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


def _written(document: Document, pack: Pack, when: When, table: FigureTable) -> str:
    before = document.text[max(0, when.start - WORD_BEFORE) : when.start].replace("ё", "е")
    if when.precision == "year" and when.last is None and not when.relative:
        since = [match for match in table.since.finditer(before)]
        reference = reference_date(document, pack)
        if since and not before[since[-1].end() :].strip() and reference is not None:
            return f"{when.first.year}/{reference.year}"
    if when.precision == "year":
        return str(when.first.year) if when.last is None else f"{when.first.year}/{when.last.year}"
    if when.precision == "month":
        first = f"{when.first:%Y-%m}"
        return first if when.last is None else f"{first}/{when.last:%Y-%m}"
    return when.first.isoformat() if when.last is None else f"{when.first.isoformat()}/{when.last.isoformat()}"
