"""When and where a cue's event is told to be."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from services.classify.reading.assembly.actors import Span, within
from services.classify.reading.cues import Cue
from services.classify.reading.document import Document, Mentions, Place, When

NIGHT = timedelta(days=1)
FRESH = timedelta(days=2)
WEEK = timedelta(days=7)
BRACKET = 2  # characters between a city and the region that it lies in
YEAR = re.compile(r"(?:19|20)\d\d")


def when_of(mentions: Mentions, cue: Cue, scope: Span, whole: Span, rivals: tuple[Span, ...]) -> When | None:
    """The date told nearest to the cue, in its scope before its sentence. A dateline's date is not the event's."""
    for span in dict.fromkeys((cue.clause, scope, whole)):
        dates = [
            when
            for when in within(mentions.dates, span)
            if not (when.dateline or when.said or is_of_a_noun(when) or (when.bound and cue.kind == "meeting"))
            and not any(a <= when.start < b for a, b in rivals)
        ]
        if dates:
            return min(dates, key=lambda when: (rank(when), distance(when, cue), when.start))
    return None


def is_of_a_noun(when: When) -> bool:
    """The year that goes with a noun ("the agreement of 2010") is its name, not a day on which anything is done."""
    return when.attribute and when.precision == "year"


def rank(when: When) -> int:
    """A noun's date and a bare year only where nothing else is told."""
    return 2 * when.attribute + (when.precision == "year")


def is_fresh(document: Document, when: When | None) -> bool:
    """Whether a day told lies so close before the publication that it is news, whatever else the sentence recalls."""
    published = day_of(document.published_at)
    if when is None or published is None or when.precision != "day":
        return False
    return timedelta(0) <= published - period(when)[1] <= FRESH


def is_ahead(document: Document, when: When | None) -> bool:
    """Whether a day told lies behind the publication: what the present tense tells of it is still to come."""
    published = day_of(document.published_at)
    return when is not None and published is not None and when.precision == "day" and when.first > published


def dated(document: Document, when: When | None, cue: Cue) -> When | None:
    """The date, if it fits what the cue says of time: what is done lies before publication, what is planned after."""
    published = day_of(document.published_at)
    if when is None or published is None:
        return when
    when = turned(when, "planned" if cue.present and cue.kind == "meeting" else cue.status, document)
    first, last = period(when)
    if cue.status in ("held", "signed", "in_force"):
        vague = when.precision == "year" and first.year >= published.year
        return None if vague or (first.year > published.year and cue.kind == "agreement") else when
    if cue.status == "cancelled" and last < published and when.relative:
        return None  # the day on which it was called off
    of_a_paper = when.attribute and cue.kind == "agreement" and YEAR.search(document.text[when.start : when.end])
    if cue.status == "planned" and last < published and (when.precision == "year" or of_a_paper):
        return None  # years that a programme runs, the day of a paper told of
    if cue.status == "planned" and last < published and not YEAR.search(document.text[when.start : when.end]):
        ahead = replace(when, first=next_year(when.first), last=next_year(when.last) if when.last else None)
        return ahead if when.precision in ("day", "month") and not when.relative else when
    return when


def turned(when: When, status: str, document: Document) -> When:
    """A weekday on the side of the publication that its verb says; within a day of it ("tomorrow") it stands."""
    published = day_of(document.published_at)
    week = when.last is not None and when.last - when.first >= WEEK - NIGHT
    if published is None or not when.relative or when.fixed or when.precision != "day" or week:
        return when
    ahead = (when.first - published).days
    shift = timedelta(0)
    if status in ("held", "signed") and 1 < ahead < 7:
        shift = -WEEK
    if status in ("planned", "cancelled") and -7 < ahead < -1:
        shift = WEEK
    return replace(when, first=when.first + shift, last=when.last + shift if when.last else None)


def next_year(day: date) -> date:
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def day_of(moment: date | datetime | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def place_of(mentions: Mentions, cue: Cue, scope: Span, whole: Span, rivals: tuple[Span, ...] = ()) -> Place | None:
    if cue.kind == "meeting" and cue.channel != "in_person":
        return None
    for span in dict.fromkeys((cue.clause, scope, whole)):
        served = [(person.start, person.end) for person in within(mentions.people, whole)]  # "the consul in Oslo"
        told = [place for place in within(mentions.places, span) if place.located and not place.dateline]
        told = [place for place in told if not any(a < place.start < b for a, b in served)]
        places = [place for place in told if not (place.site or any(a <= place.start < b for a, b in rivals))]
        places = [place for place in places if not any(lies_in(city, place) for city in places)]
        if places:
            return min(places, key=lambda place: (distance(place, cue), place.kind != "city", place.start))
    return None


def lies_in(city: Place, region: Place) -> bool:
    """Whether a region only says where the city right before it lies: "in Urumqi (Xinjiang)"."""
    beside = 0 < region.start - city.end <= BRACKET
    return beside and (city.kind, region.kind) == ("city", "region") and city.country == region.country


def distance(mention: When | Place, cue: Cue) -> int:
    return max(mention.start - cue.end, cue.start - mention.end, 0)


def dates_agree(one: When, other: When, *, slack: bool = True) -> bool:
    """Whether two dates may be of one event: the coarser one holds the finer, or their days overlap.

    "Today" beside a date may be off by one: articles are published after midnight, and republished a day later.
    """
    first, last = period(one)
    start, end = period(other)
    loose = slack and one.relative != other.relative and one.precision == other.precision == "day"
    night = NIGHT if loose else timedelta(0)
    return first <= end + night and start <= last + night


def is_finer(one: When, other: When) -> bool:
    """Whether a date tells the day of what the other only tells the week, month or year of."""
    coarse = other.precision != "day" or (
        other.relative and other.last is not None and other.last - other.first >= WEEK - NIGHT
    )
    return coarse and one.precision == "day" and not (one.relative and one.last) and dates_agree(one, other)


def period(when: When) -> tuple[date, date]:
    if when.last:
        return when.first, when.last
    if when.precision == "year":
        return when.first.replace(month=1, day=1), when.first.replace(month=12, day=31)
    if when.precision == "month":
        following = (when.first.replace(day=28).toordinal()) + 4
        ending = date.fromordinal(following).replace(day=1).toordinal() - 1
        return when.first.replace(day=1), date.fromordinal(ending)
    return when.first, when.first
