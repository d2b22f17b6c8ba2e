"""Periods of the timeline and the weeks of a calendar's month: pure, without a clock."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel import Locale
from babel.dates import format_date, get_day_names

MOST_MONTHS = 48
"""So many months are shown one by one; of more, years."""
MOST_YEARS = 80


@dataclass(frozen=True, slots=True)
class Period:
    """A year (`2026`) or a month (`2026-11`)."""

    code: str

    @property
    def first(self) -> date:
        return date.fromisoformat(f"{self.code}-01-01" if len(self.code) == 4 else f"{self.code}-01")

    @property
    def last(self) -> date:
        if len(self.code) == 4:
            return date(self.first.year, 12, 31)
        return date(self.first.year, self.first.month, calendar.monthrange(self.first.year, self.first.month)[1])

    def name(self, language: str, *, short: bool = False) -> str:
        if len(self.code) == 4:
            return self.code
        return format_date(self.first, "LLL yy" if short else "LLLL yyyy", locale=language)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar; `inside` its month. `records` take place on it."""

    date: date
    inside: bool
    records: tuple[Mapping[str, Any], ...]


def periods_of(months: Sequence[str], begin: date | None, end: date | None) -> list[Period]:
    """The periods of a chart without gaps: around the time asked for, else all that have records; at most so many."""
    if begin and end and (end.year - begin.year) * 12 < MOST_MONTHS:
        return _months(f"{begin.year:04d}-01", f"{end.year:04d}-12")
    known = [month for month in months if not (begin and month < f"{begin.year:04d}")]
    known = [month for month in known if not (end and month > f"{end.year:04d}-12")]
    if not known:
        return []
    found = _months(min(known), max(known))
    if len(found) <= MOST_MONTHS:
        return found
    years = range(int(min(known)[:4]), int(max(known)[:4]) + 1)
    return [Period(f"{year:04d}") for year in years][-MOST_YEARS:]


def summed(counts: Mapping[str, int], periods: Sequence[Period]) -> dict[str, int]:
    """Counts by month as counts by period."""
    length = len(periods[0].code) if periods else 7
    found = {one.code: 0 for one in periods}
    for month, number in counts.items():
        if month[:length] in found:
            found[month[:length]] += number
    return found


def moved(month: str, by: int) -> str:
    """The month so many months later."""
    at = int(month[:4]) * 12 + int(month[5:]) - 1 + by
    return f"{at // 12:04d}-{at % 12 + 1:02d}"


def weeks_of(month: str, records: Sequence[Mapping[str, Any]], language: str) -> list[list[Day]]:
    """The weeks of a month as the language's countries count them, with the records whose day is told."""
    found: dict[date, list[Mapping[str, Any]]] = {}
    told = Period(month)
    for record in records:
        if record["date"] and record["date"]["precision"] == "day":
            for day in _days(record["date"], told):
                found.setdefault(day, []).append(record)
    grid = calendar.Calendar(Locale(language).first_week_day).monthdatescalendar(told.first.year, told.first.month)
    return [
        [
            Day(day, day.month == told.first.month, tuple(found.get(day, ())) if day.month == told.first.month else ())
            for day in week
        ]
        for week in grid
    ]


def weekdays(language: str) -> list[tuple[str, str]]:
    """Short and whole names of the days of the week, in their order."""
    short = get_day_names("abbreviated", context="stand-alone", locale=language)
    whole = get_day_names("wide", context="stand-alone", locale=language)
    first = Locale(language).first_week_day
    return [(str(short[(first + at) % 7]), str(whole[(first + at) % 7])) for at in range(7)]


def _days(told: Mapping[str, Any], month: Period) -> list[date]:
    first = max(date.fromisoformat(told["start"]), month.first)
    last = min(date.fromisoformat(told["end"] or told["start"]), month.last)
    return [first + timedelta(days=at) for at in range((last - first).days + 1)]


def _months(first: str, last: str) -> list[Period]:
    number = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1
    return [Period(moved(first, at)) for at in range(number)]
