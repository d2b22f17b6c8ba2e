"""Which record each group of reports is: ids stay where their founder's article is, the older of two survives."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from libs.messages.articles import Report
from libs.messages.ids import make_id
from services.store.merging.clusters import Group
from services.store.merging.comparing import shared_part
from services.store.merging.names import same_person


@dataclass(frozen=True, slots=True)
class Known:
    """A record as it stood: `ordinal` counts records in the order they were made."""

    id: str
    ordinal: int
    founder: str  # article id


@dataclass(frozen=True, slots=True)
class Assignment:
    """A group's record. `absorbed` are records that end in it; `split_from` is the one that it leaves."""

    group: Group
    record_id: str
    new: bool
    absorbed: tuple[str, ...] = ()
    split_from: str | None = None


@dataclass(frozen=True, slots=True)
class Identities:
    assignments: tuple[Assignment, ...]
    orphans: tuple[str, ...] = field(default=())
    """Records that no report is left for."""


def identify(
    groups: Sequence[Group],
    claims: Mapping[str, str],
    known: Collection[Known],
    taken: Callable[[str], bool],
) -> Identities:
    """Give each group a record id.

    `claims` says which record a report stood in; `known` are all records that are claimed or lost a report; `taken`
    tells whether an id is in use by a record outside `known`.
    """
    by_id = {one.id: one for one in known}
    won: dict[int, list[Known]] = {at: [] for at in range(len(groups))}
    orphans = []
    for record in sorted(by_id.values(), key=lambda one: one.ordinal):
        at = _heir(groups, claims, record)
        if at is None:
            orphans.append(record.id)
        else:
            won[at].append(record)
    assignments, minted = [], set(by_id)
    for at, group in enumerate(groups):
        if won[at]:
            oldest, *younger = won[at]
            assignments.append(Assignment(group, oldest.id, False, tuple(one.id for one in younger)))
            continue
        left = next((claims[told.id] for told in group if told.id in claims), None)
        record_id = _mint(group, lambda one: one in minted or taken(one))
        minted.add(record_id)
        assignments.append(Assignment(group, record_id, True, (), left))
    return Identities(tuple(assignments), tuple(orphans))


def inherit(gone: Sequence[tuple[Report, str]], come: Sequence[Report]) -> dict[str, str]:
    """Which record each report of a new reading continues: that of the old report which it is most like.

    `gone` are the reports of the reading before, with their records, in the article's order. Ids alone say little: an
    edit may put another event first.
    """
    pairs = [
        (-likeness(report, old), new_at, old_at)
        for new_at, report in enumerate(come)
        for old_at, (old, _) in enumerate(gone)
        if likeness(report, old) > 0
    ]
    claims: dict[str, str] = {}
    used: set[int] = set()
    for _, new_at, old_at in sorted(pairs):
        if come[new_at].id not in claims and old_at not in used:
            claims[come[new_at].id] = gone[old_at][1]
            used.add(old_at)
    return claims


def likeness(report: Report, old: Report) -> float:
    """How much a report is what another was; 0 where it is another event."""
    overlap = shared_part(report.parties, old.parties)
    names = [person.name for person in old.participants if person.name]
    people = sum(any(same_person(one.name, name) for name in names) for one in report.participants if one.name)
    if report.kind != old.kind or (overlap < 0.5 and not people):
        return 0.0
    equal = (report.date == old.date, report.form == old.form, report.place == old.place, report.id == old.id)
    return overlap + people + 0.5 * sum(equal)


def _heir(groups: Sequence[Group], claims: Mapping[str, str], record: Known) -> int | None:
    """The group that goes on as the record: where its founder's article is, else where most of its reports are."""
    best: tuple[bool, int, int] | None = None
    for at, group in enumerate(groups):
        held = [told for told in group if claims.get(told.id) == record.id]
        if held:
            rank = (any(told.article_id == record.founder for told in held), len(held), -at)
            best = max(best, rank) if best else rank
    return None if best is None else -best[2]


def _mint(group: Group, taken: Callable[[str], bool]) -> str:
    founding = group[0].id
    record_id = make_id("evt", founding)
    number = 2
    while taken(record_id):
        record_id = make_id("evt", founding, number)
        number += 1
    return record_id
