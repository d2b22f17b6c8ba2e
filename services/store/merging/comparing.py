"""Two reports side by side: do they tell one event, and what speaks against it."""

from __future__ import annotations

from datetime import timedelta

from libs.messages.values import Participant
from services.store.merging.names import fold, same_person
from services.store.merging.told import Span, Told

DAYS_APART = 3  # an announcement and what came of it
DAYS_APART_FINISHED = 1  # two accounts of what has happened
WEEK = 7  # between publications, where a date is missing
STALE = 10  # days between publications after which a missing date counts against
HALF = 0.5
TWO_SIDES = 2  # people
GATHERINGS = frozenset({"summit", "forum", "session", "ceremony"})
SINGLE_TALKS = frozenset({"talks", "reception", "call", "visit", None})
LOOSE_FORMS = frozenset({"agreement", "documents", None})
AMOUNT_APART = 1.2
RATIFIED_WITHIN = timedelta(days=3 * 366)


def agree(one: Told, other: Told) -> float | None:
    """How much speaks for one event, None where the reports do not tell one. Symmetric."""
    left, right = one.report, other.report
    if left.kind != right.kind or one.article_id == other.article_id:
        return None
    overlap = shared_part(left.parties, right.parties)
    people = people_in_common(one, other)
    if overlap < HALF and not (people and not (left.parties and right.parties)):
        return None
    if contradict(one, other):
        return None
    ratified = _ratified(one, other)
    if ratified:
        if overlap < 1 or not (people or _projects_in_common(one, other) or left.amount):
            return None
    elif not dates_meet(one, other):
        return None
    return round(_score(one, other, overlap, people), 3)


def contradict(one: Told, other: Told) -> bool:
    """Whether something speaks against one event, however much speaks for it. Symmetric."""
    if one.report.kind != other.report.kind:
        return True
    return dates_contradict(one, other) or contents_contradict(one, other)


def contents_contradict(one: Told, other: Told) -> bool:
    """What contradicts beside the dates: places, people, channel, form, amount, topic."""
    by_kind = _meetings_contradict if one.report.kind == "meeting" else _agreements_contradict
    return _places_contradict(one, other) or _people_contradict(one, other) or by_kind(one, other)


def dates_meet(one: Told, other: Told) -> bool:
    """Both dates told: equal or within a few days. One missing: published within a week."""
    if one.span is None or other.span is None:
        return abs((one.published - other.published).days) <= WEEK
    return one.span.gap(other.span) <= _tolerance(one, other)


def dates_contradict(one: Told, other: Told) -> bool:
    if _ratified(one, other):
        return False
    if _announced_after(one, other) or _announced_after(other, one):
        return True
    if one.span is not None and other.span is not None:
        return not dates_meet(one, other)
    apart = abs((one.published - other.published).days)
    for dated, undated in ((one, other), (other, one)):
        if dated.span is not None and undated.span is None:
            apart = min(apart, dated.span.gap(Span(undated.published, undated.published)))
    return apart > STALE


def shared_part(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    """What two sets share, as part of all that they hold together; 0 where one is empty."""
    mine, theirs = set(left), set(right)
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0


def people_in_common(one: Told, other: Told) -> int:
    """How many people both name. Symmetric."""
    here, there = named(one), named(other)
    known_here = sum(any(same(person, twin) for twin in there) for person in here)
    known_there = sum(any(same(person, twin) for twin in here) for person in there)
    return min(known_here, known_there)


def named(told: Told) -> list[Participant]:
    return [person for person in told.report.participants if person.name]


def same(one: Participant, other: Participant) -> bool:
    """One person by name, and not of two countries."""
    if one.country and other.country and one.country != other.country:
        return False
    return bool(one.name and other.name) and same_person(one.name or "", other.name or "")


def same_place(one: Told, other: Told) -> bool:
    here, there = one.report.place, other.report.place
    if here is None or there is None:
        return False
    if here.geonames_id and here.geonames_id == there.geonames_id:
        return True
    apart = here.country and there.country and here.country != there.country
    return fold(here.name) == fold(there.name) and not apart


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


def _ratified(one: Told, other: Told) -> bool:
    """One of two agreements is the other, entered into force later."""
    for force, signed in ((one, other), (other, one)):
        if force.report.status == "in_force" and signed.report.status != "in_force":
            if signed.report.kind != "agreement" or force.report.kind != "agreement":
                return False
            later = force.span is None or signed.span is None or force.span.last >= signed.span.first
            return later and abs(force.instant - signed.instant) <= RATIFIED_WITHIN
    return False


def _places_contradict(one: Told, other: Told) -> bool:
    here, there = one.report.place, other.report.place
    if here is None or there is None or not (one.finished and other.finished) or same_place(one, other):
        return False
    # Where the same two people met on the same day is told by the city or by a part of it.
    near = here.country == there.country and one.span == other.span and people_in_common(one, other) >= TWO_SIDES
    return not near and not _ratified(one, other)


def _people_contradict(one: Told, other: Told) -> bool:
    if not (named(one) and named(other)):
        return False
    if not people_in_common(one, other):
        return True
    if one.report.form not in SINGLE_TALKS or other.report.form not in SINGLE_TALKS:
        return False
    return any(_another_counterpart(one, other, country) for country in {*one.report.parties, *other.report.parties})


def _another_counterpart(one: Told, other: Told, country: str) -> bool:
    """Each names one person of a country, and not the same: a guest's talks with two hosts are two events."""
    mine = [person for person in named(one) if person.country == country]
    theirs = [person for person in named(other) if person.country == country]
    return len(mine) == 1 and len(theirs) == 1 and not same(mine[0], theirs[0])


def _meetings_contradict(one: Told, other: Told) -> bool:
    left, right = one.report, other.report
    if left.channel and right.channel and left.channel != right.channel and "phone" in (left.channel, right.channel):
        return True
    if left.form == right.form or people_in_common(one, other):
        return False
    if left.form in GATHERINGS and right.form in GATHERINGS:
        return True
    # A bilateral talk on the margins shares half of the parties of the gathering around it.
    return shared_part(left.parties, right.parties) <= HALF and len({*left.parties, *right.parties}) > 2


def _agreements_contradict(one: Told, other: Told) -> bool:
    left, right = one.report, other.report
    if left.form not in LOOSE_FORMS and right.form not in LOOSE_FORMS and left.form != right.form:
        return True
    if left.amount and right.amount and left.amount.currency == right.amount.currency:
        small, large = sorted((left.amount.value, right.amount.value))
        if large > small * AMOUNT_APART:
            return True
    topics = bool(left.sectors and right.sectors) and not set(left.sectors) & set(right.sectors)
    return topics and not _projects_in_common(one, other)


def _projects_in_common(one: Told, other: Told) -> bool:
    theirs = {fold(project) for project in other.report.projects}
    return any(fold(project) in theirs for project in one.report.projects)


def _score(one: Told, other: Told, overlap: float, people: int) -> float:
    left, right = one.report, other.report
    score = overlap + 2.0 * min(people, 2) + shared_part(left.sectors, right.sectors)
    score += 1.0 * (left.form == right.form) + 1.5 * same_place(one, other) + 1.0 * (left.status == right.status)
    if one.span is not None and other.span is not None:
        score += 2.0 if one.span == other.span else 1.0
    score += 1.5 * _projects_in_common(one, other)
    if left.amount and right.amount and left.amount.currency == right.amount.currency:
        score += 1.5
    return score
