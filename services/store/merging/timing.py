"""Whether two reports may be about the same day: by what they tell, and by when they were published."""

from __future__ import annotations

from datetime import timedelta

from services.store.merging.told import Span, Told

DAYS_APART = 3  # an announcement and what came of it
DAYS_APART_FINISHED = 1  # two accounts of what has happened
WEEK = 7  # between publications, where a date is missing
STALE = 10  # days between publications after which a missing date counts against
FRESH = 2  # days in which most that report an event do so
RATIFIED_WITHIN = timedelta(days=3 * 366)
SIGNED_WITHIN = 120  # days after it was announced

SAME_DAY = 2.0
OVERLAPPING = 1.0
NEAR = 0.3
SOON = 0.8  # one is undated, and both were published within a few days


def dates_meet(one: Told, other: Told) -> bool:
    """Both dates told: equal or within a few days. One missing: published within a week, of the other or its date."""
    return nearness(one, other) is not None


def nearness(one: Told, other: Told) -> float | None:
    """How much the dates speak for one event; None where they do not meet. Symmetric."""
    if one.span is not None and other.span is not None:
        gap = one.span.gap(other.span)
        if gap:
            return NEAR if gap <= _tolerance(one, other) else None
        return SAME_DAY if one.span == other.span else OVERLAPPING
    apart = _apart(one, other)
    return None if apart > WEEK else SOON if apart <= FRESH else 0.0


def dates_contradict(one: Told, other: Told) -> bool:
    if _announced_after(one, other) or _announced_after(other, one):
        return True
    if one.span is not None and other.span is not None:
        return not dates_meet(one, other)
    if one.wide is not None and other.wide is not None and one.wide.gap(other.wide):
        return True
    return _apart(one, other) > STALE


def ratified(one: Told, other: Told) -> bool:
    """One of two agreements may be the other, entered into force later."""
    for force, signed in ((one, other), (other, one)):
        if force.report.status == "in_force" and signed.report.status != "in_force":
            later = force.span is None or signed.span is None or force.span.last >= signed.span.first
            return later and abs(force.instant - signed.instant) <= RATIFIED_WITHIN
    return False


def signed_later(one: Told, other: Told) -> bool:
    """One of two agreements was only announced, so that its day was not certain, and the other may be what came."""
    for plan, then in ((one, other), (other, one)):
        if plan.finished or plan.published > then.published:
            continue
        day = then.span.last if then.span is not None and then.finished else then.published
        if 0 <= (day - plan.published).days <= SIGNED_WITHIN:
            return True
    return False


def _apart(one: Told, other: Told) -> int:
    """Days between the publications, or between the one date told and the publication of the report without."""
    apart = abs((one.published - other.published).days)
    for dated, undated in ((one, other), (other, one)):
        if dated.span is not None and undated.span is None:
            apart = min(apart, dated.span.gap(Span(undated.published, undated.published)))
    return apart


def _tolerance(one: Told, other: Told) -> int:
    if not (one.to_the_day and other.to_the_day):
        return 0
    return DAYS_APART_FINISHED if one.finished and other.finished else DAYS_APART


def _announced_after(announced: Told, finished: Told) -> bool:
    """What is still announced after the event is another event: "the ministers will meet again"."""
    if announced.finished or not finished.finished or announced.report.status == "cancelled" or finished.span is None:
        return False
    if announced.published <= finished.span.last:
        return False
    return announced.span is None or announced.span.first > finished.span.last
