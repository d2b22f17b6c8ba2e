"""Reckoning with days, months and years that a text leaves half said."""

from __future__ import annotations

from datetime import date, timedelta

from services.classify.reading.tense import Tense

SLACK = timedelta(days=3)  # an event to come may be dated a little before the article, which was updated since
SOON = timedelta(days=60)
SATURDAY = 5


def day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_near(month: int, day: int, reference: date, tense: Tense | None) -> date | None:
    """A day without a year: the last such day before the reference, the next one, or the nearest."""
    days = [found for year in (-1, 0, 1) if (found := day_of(reference.year + year, month, day)) is not None]
    nearest = min(days, key=lambda found: abs(found - reference), default=None)
    if nearest is None or timedelta() <= nearest - reference <= SOON:
        return nearest  # near at hand: no verb speaks for the same day a year ago
    if tense == "past":
        return max([found for found in days if found <= reference], default=nearest)
    if tense == "future":
        return min([found for found in days if found >= reference - SLACK], default=nearest)
    return nearest


def month_near(month: int, reference: date, tense: Tense | None) -> date:
    """A month without a year, by the same rule; the running month is both past and to come."""
    months = [date(reference.year + year, month, 1) for year in (-1, 0, 1)]
    this = reference.replace(day=1)
    if tense == "past":
        return max(found for found in months if found <= this)
    if tense == "future":
        return min(found for found in months if found >= this)
    return min(months, key=lambda found: abs(found - this))


def weekday_near(weekday: int, reference: date, tense: Tense | None) -> date:
    """The last such weekday (today counts), or the next one where the clause looks ahead."""
    if tense == "future":
        return reference + timedelta(days=(weekday - reference.weekday()) % 7)
    return reference - timedelta(days=(reference.weekday() - weekday) % 7)


def saturday_near(reference: date, shift: int, tense: Tense | None) -> date:
    """The Saturday of the running weekend, else of the one gone by or to come, as the shift or else the tense says."""
    ahead = shift > 0 or (shift == 0 and tense != "past")
    if reference.weekday() < SATURDAY:
        return reference + timedelta(days=SATURDAY - reference.weekday() - (0 if ahead else 7))
    return reference + timedelta(days=SATURDAY - reference.weekday() + 7 * shift)


def monthday_near(day: int, reference: date, tense: Tense | None) -> date | None:
    """The day of the running month; of the month before where it lies ahead of what is told as past."""
    this = day_of(reference.year, reference.month, day)
    if this is not None and this > reference and tense == "past":
        before = month_shifted(reference, -1)
        return day_of(before.year, before.month, day)
    return this


def monday(reference: date, weeks: int) -> date:
    return reference - timedelta(days=reference.weekday()) + timedelta(weeks=weeks)


def month_shifted(reference: date, months: int) -> date:
    """The first of the month so many months on."""
    index = reference.year * 12 + reference.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
