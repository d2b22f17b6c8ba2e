"""Which reports are worth comparing: keys that two reports of one event nearly always share.

A report is found under what it emits and looks under what it seeks; the two differ so that rare cases (no date, one
party, an agreement ratified a year later) cost rows only where they occur. Of two reports that agree either finds the
other, so that it does not matter which comes first. Keys are hashes; a chance hit is harmless.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import blake2b
from itertools import combinations

from services.store.merging.names import fold, person_keys
from services.store.merging.timing import DAYS_APART, SIGNED_WITHIN, WEEK
from services.store.merging.told import Span, Told

BUCKET = 7  # days
SEASON = 30  # days
PAIRED = 4  # parties; more of them are found one by one


def emitted(told: Told) -> frozenset[int]:
    """Keys that the report is kept under."""
    parties = sorted(set(told.report.parties))
    subjects = [*_pairs(parties), *_single(parties), *_many(parties), *_people(told), *_summit(told)]
    if len(parties) == 2:
        subjects += [f"1|{party}" for party in parties]
    day = told.published
    times = [f"{'n' if told.span is None else 'p'}{_bucket(day)}"]
    if told.span is not None:
        times += [f"d{at}" for at in _buckets(told.span, 0)]
    season = _day(told).toordinal() // SEASON
    awaited = _awaited(told, told.finished, (season,))
    return frozenset(_keys(told, subjects, times)) | _lasting(told, in_force=_ratified(told)) | awaited


def sought(told: Told) -> frozenset[int]:
    """Keys under which whatever may tell the same event is kept."""
    parties = sorted(set(told.report.parties))
    subjects = [*_pairs(parties), *_single(parties), *_many(parties), *_people(told), *_summit(told)]
    if len(parties) == 1:
        subjects.append(f"1|{parties[0]}")
    elif len(parties) == 2:
        subjects += [f"s|{party}" for party in parties]
    near = _buckets(Span(told.published, told.published), WEEK)
    times = [f"n{at}" for at in near]
    if told.span is None:
        times += [f"{letter}{at}" for letter in "pd" for at in near]
    else:
        times += [f"n{at}" for at in _buckets(told.span, WEEK)]
        times += [f"d{at}" for at in _buckets(told.span, DAYS_APART)]
    at = _day(told).toordinal()
    before, after = range((at - SIGNED_WITHIN) // SEASON, at // SEASON + 1), range(0)
    if not told.finished:
        after = range(told.published.toordinal() // SEASON, (told.published.toordinal() + SIGNED_WITHIN) // SEASON + 1)
    waiting = _awaited(told, False, {*before, *after}) | _awaited(told, True, after)
    return frozenset(_keys(told, subjects, times)) | _lasting(told, in_force=not _ratified(told)) | waiting


def _keys(told: Told, subjects: Iterable[str], times: Iterable[str]) -> Iterator[int]:
    whens = list(times)
    for subject in subjects:
        for when in whens:
            yield _hash(f"{told.report.kind}|{subject}|{when}")


def _awaited(told: Told, finished: bool, seasons: Iterable[int]) -> frozenset[int]:
    """An agreement that was announced is found again when it is signed or announced anew, be it months later."""
    parties = sorted(set(told.report.parties))
    if told.report.kind != "agreement" or len(parties) < 2:
        return frozenset()
    return frozenset(_hash(f"awaited|{finished}|{','.join(parties)}|{season}") for season in seasons)


def _day(told: Told) -> date:
    """When an agreement was signed; when it was announced, if it is not."""
    return told.span.last if told.finished and told.span is not None else told.published


def _lasting(told: Told, *, in_force: bool) -> frozenset[int]:
    """An agreement is found again when it enters into force, however late, by what it is about or who signed it.

    Kept apart by end, so that only a ratification and what was signed before find each other this way.
    """
    report = told.report
    if report.kind != "agreement":
        return frozenset()
    marks = {f"@{key}" for person in report.participants if person.name for key in person_keys(person.name)}
    marks |= {f"#{fold(project)}" for project in report.projects}
    pairs = list(_pairs(sorted(set(report.parties))))
    return frozenset(_hash(f"lasting|{in_force}|{pair}|{mark}") for pair in pairs for mark in marks)


def _pairs(parties: list[str]) -> Iterator[str]:
    if len(parties) <= PAIRED:
        yield from (f"2|{one}|{other}" for one, other in combinations(parties, 2))


def _single(parties: list[str]) -> Iterator[str]:
    if len(parties) == 1:
        yield f"s|{parties[0]}"


def _many(parties: list[str]) -> Iterator[str]:
    """Sets of which half is shared have one in common among the first of them, in any fixed order."""
    if len(parties) > 2:
        yield from (f"m|{party}" for party in parties[: len(parties) - (len(parties) + 1) // 2 + 1])


def _people(told: Told) -> Iterator[str]:
    keys = {key for person in told.report.participants[:4] if person.name for key in person_keys(person.name)}
    yield from (f"@|{key}" for key in sorted(keys))


def _summit(told: Told) -> Iterator[str]:
    """A summit is known by its place whatever parties are told of it."""
    place = told.report.place
    if told.report.form == "summit" and place is not None:
        yield f"in|{fold(place.name)}"
        if place.geonames_id:
            yield f"at|{place.geonames_id}"


def _buckets(span: Span, around: int) -> range:
    return range((span.first.toordinal() - around) // BUCKET, (span.last.toordinal() + around) // BUCKET + 1)


def _ratified(told: Told) -> bool:
    return told.report.status == "in_force"


def _bucket(day: date) -> int:
    return day.toordinal() // BUCKET


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), signed=True)
