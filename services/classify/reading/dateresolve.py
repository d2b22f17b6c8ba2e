"""From what a date phrase says to days on the calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from services.classify.reading.datephrases import Phrase, Reading
from services.classify.reading.document import When
from services.classify.reading.reckoning import (
    day_near,
    day_of,
    monday,
    month_near,
    month_shifted,
    monthday_near,
    saturday_near,
    weekday_near,
)
from services.classify.reading.tense import Tense

DECEMBER = 12


def resolve(
    phrase: Phrase,
    reading: Reading,
    reference: date | None,
    tense: Tense | None,
    earlier: When | None = None,
    story: date | None = None,
) -> When | None:
    """The date meant; None where it needs a reference that is not there.

    `earlier` is the day named before; `story` the first day of what the lines tell of, where that lies in another year.
    """
    if phrase.kind in ("absolute", "numeric"):
        return _absolute(reading, reference, tense)
    if phrase.kind == "year":
        return _years(reading)
    if phrase.kind == "from_named_day":
        if earlier is None or (reference is not None and earlier.first > reference and tense == "past"):
            if reference is None:
                return None
            first = reference  # nothing told before lies behind: counted from the publication
        else:
            first = (earlier.last or earlier.first) if phrase.amount > 0 else earlier.first
        return _when(reading, first + timedelta(days=phrase.amount), None, relative=True)
    if phrase.kind == "day_of_named":
        if earlier is None or earlier.last is None:
            return None
        first = earlier.last if phrase.amount < 0 else earlier.first + timedelta(days=phrase.amount - 1)
        return _when(reading, first, None, relative=True) if first <= earlier.last else None
    if phrase.kind in ("months", "part", "first_months", "month"):
        return _months(phrase, reading, reference, tense, story)
    if phrase.kind == "month_of_named_year":
        year = story or reference
        return None if year is None else _when(reading, date(year.year, reading.values["M"], 1), None, "month")
    if reference is None:
        return None
    return _RELATIVE[phrase.kind](phrase, reading, reference, tense)


def _when(
    reading: Reading, first: date | None, last: date | None = None, precision: str = "day", relative: bool = False
) -> When | None:
    if first is None:
        return None
    if last is not None and last <= first:
        last = None
    if precision == "month":
        return When(reading.start, reading.end, first, last, "month", relative)
    return When(reading.start, reading.end, first, last, "year" if precision == "year" else "day", relative)


def _absolute(reading: Reading, reference: date | None, tense: Tense | None) -> When | None:
    values = reading.values
    month, last_month = values.get("M", values.get("M2")), values.get("M2", values.get("M"))
    day, last_day = values["D"], values.get("D2")
    if month is not None and month > DECEMBER >= day and last_day is None:
        month, day = day, month  # 12/20/2018
    if month is None or last_month is None:
        return None
    year = values.get("Y", values.get("Y2"))
    if year is not None:
        first = day_of(year, month, day)
    elif reference is not None:
        first = day_near(month, day, reference, tense)
    else:
        return None
    if first is None or last_day is None:
        return _when(reading, first)
    last_year = values.get("Y2", first.year)
    if "Y" not in values and "Y2" in values and (month, day) > (last_month, last_day):
        first = day_of(last_year - 1, month, day)
    return _when(reading, first, day_of(last_year, last_month, last_day))


def _years(reading: Reading) -> When | None:
    last = reading.values.get("Y2")
    return _when(reading, date(reading.values["Y"], 1, 1), date(last, 1, 1) if last else None, "year")


def _months(
    phrase: Phrase, reading: Reading, reference: date | None, tense: Tense | None, story: date | None
) -> When | None:
    values = reading.values
    first_month = values.get("M", phrase.amount)
    last_month = values.get("M2", phrase.last) or values.get("N") or first_month
    if not 1 <= last_month <= 12:
        return None
    year = values.get("Y", values.get("Y2"))
    if year is None:
        if reference is None:
            return None
        if "this" in values or "last" in values:
            year = reference.year - values.get("last", 0)
        elif phrase.kind == "month" and story is not None and story.month <= first_month and tense != "future":
            year = story.year
        elif phrase.kind == "month":
            year = month_near(first_month, reference, tense).year
        else:
            ahead = tense == "future" and phrase.kind == "part"
            year = month_near(last_month, reference, "future" if ahead else "past").year
            year -= first_month > last_month
    last_year = year + (first_month > last_month)
    return _when(reading, date(year, first_month, 1), date(last_year, last_month, 1), "month")


def _day(phrase: Phrase, reading: Reading, reference: date, tense: Tense | None) -> When | None:
    return _when(reading, reference + timedelta(days=phrase.amount), relative=True)


def _days_on(phrase: Phrase, reading: Reading, reference: date, tense: Tense | None) -> When | None:
    return _when(reading, reference + timedelta(days=phrase.amount * reading.values["N"]), relative=True)


def _weeks_ago(phrase: Phrase, reading: Reading, reference: date, tense: Tense | None) -> When | None:
    return None  # "two weeks ago" fixes no day


def _years_ago(phrase: Phrase, reading: Reading, reference: date, tense: Tense | None) -> When | None:
    return _when(reading, date(reference.year - reading.values["N"], 1, 1), None, "year", relative=True)


def _weekday(phrase: Phrase, reading: Reading, reference: date, tense: Tense | None) -> When | None:
    first = weekday_near(reading.values["W"], reference, tense)
    return _when(reading, first, _last_weekday(reading, first), relative=True)


def _weekday_of_week(phrase: Phrase, reading: Reading, reference: date, tense: Tense | None) -> When | None:
    first = monday(reference, phrase.amount) + timedelta(days=reading.values["W"])
    when = _when(reading, first, _last_weekday(reading, first), relative=True)
    return _fixed(when) if phrase.amount else when


def _fixed(when: When | None) -> When | None:
    return replace(when, fixed=True) if when else None


def _weekday_next(phrase: Phrase, reading: Reading, reference: date, tense: Tense | None) -> When | None:
    first = reference + timedelta(days=(reading.values["W"] - reference.weekday() - 1) % 7 + 1)
    return _fixed(_when(reading, first, relative=True))


def _weekday_last(phrase: Phrase, reading: Reading, reference: date, tense: Tense | None) -> When | None:
    first = reference - timedelta(days=(reference.weekday() - reading.values["W"] - 1) % 7 + 1)
    return _fixed(_when(reading, first, relative=True))


def _weekday_this(phrase: Phrase, reading: Reading, reference: date, tense: Tense | None) -> When | None:
    first = monday(reference, 0) + timedelta(days=reading.values["W"])
    return _when(reading, first, relative=True)


def _last_weekday(reading: Reading, first: date) -> date | None:
    if "W2" not in reading.values:
        return None
    return first + timedelta(days=(reading.values["W2"] - reading.values["W"]) % 7)


def _weekend(phrase: Phrase, reading: Reading, reference: date, tense: Tense | None) -> When | None:
    first = saturday_near(reference, phrase.amount, tense)
    return _when(reading, first, first + timedelta(days=1), relative=True)


def _day_of_month(phrase: Phrase, reading: Reading, reference: date, tense: Tense | None) -> When | None:
    return _when(reading, monthday_near(reading.values["D"], reference, tense), relative=True)


def _day_of_year(phrase: Phrase, reading: Reading, reference: date, tense: Tense | None) -> When | None:
    year, month = reference.year + phrase.amount, reading.values["M"]
    last = day_of(year, month, reading.values["D2"]) if "D2" in reading.values else None
    return _when(reading, day_of(year, month, reading.values["D"]), last)


def _month_of_year(phrase: Phrase, reading: Reading, reference: date, tense: Tense | None) -> When | None:
    return _when(reading, date(reference.year + phrase.amount, reading.values["M"], 1), None, "month")


def _weeks_on(phrase: Phrase, reading: Reading, reference: date, tense: Tense | None) -> When | None:
    first = monday(reference, phrase.amount)
    return _when(reading, first, first + timedelta(days=6), relative=True)


def _months_on(phrase: Phrase, reading: Reading, reference: date, tense: Tense | None) -> When | None:
    return _when(reading, month_shifted(reference, phrase.amount), None, "month", relative=True)


def _years_on(phrase: Phrase, reading: Reading, reference: date, tense: Tense | None) -> When | None:
    return _when(reading, date(reference.year + phrase.amount, 1, 1), None, "year", relative=True)


_RELATIVE: dict[str, Callable[[Phrase, Reading, date, Tense | None], When | None]] = {
    "weekend": _weekend,
    "day_of_month": _day_of_month,
    "day": _day,
    "days_on": _days_on,
    "weeks_ago": _weeks_ago,
    "years_ago": _years_ago,
    "weekday": _weekday,
    "weekday_of_week": _weekday_of_week,
    "weekday_next": _weekday_next,
    "weekday_last": _weekday_last,
    "weekday_this": _weekday_this,
    "day_of_year": _day_of_year,
    "month_of_year": _month_of_year,
    "weeks_on": _weeks_on,
    "months_on": _months_on,
    "years_on": _years_on,
}
