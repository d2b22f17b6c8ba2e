"""Where an event stands: its status moves, and what a later report replaces counts less."""

from __future__ import annotations

from collections.abc import Sequence

from services.store.merging.choosing import Choice
from services.store.merging.told import Told

STEPS = {"proposed": 0, "planned": 1, "signed": 2, "in_force": 3, "held": 2, "cancelled": 2}


def status_of(reports: Sequence[Told], replaced: frozenset[str]) -> Choice:
    """The status that is furthest, of equally far ones (held, cancelled) the one published last."""
    live = [told for told in reports if told.id not in replaced] or list(reports)
    last = max(live, key=lambda told: (STEPS[told.report.status], told.order))
    status = last.report.status
    by_status: dict[str, list[Told]] = {}
    for told in reports:
        by_status.setdefault(told.report.status, []).append(told)
    supporters = tuple(by_status.pop(status))
    rivals = tuple((other, tuple(group)) for other, group in by_status.items())
    return Choice(status, supporters, rivals, "latest_in_lifecycle" if rivals else None)


def replaced_by_postponement(reports: Sequence[Told]) -> frozenset[str]:
    """Reports of a date that was given up: the postponed one, and those that still tell its date."""
    by_id = {told.id: told for told in reports}
    replaced: set[str] = set()
    for new in reports:
        old = by_id.get(new.report.postpones or "")
        if old is None or old is new:
            continue
        replaced.add(old.id)
        for told in reports:
            if told is new or told.span is None or told.finished or old.span is None:
                continue
            closer_to_new = new.span is not None and told.span.gap(new.span) <= told.span.gap(old.span)
            if told.span.gap(old.span) == 0 and not closer_to_new:
                replaced.add(told.id)
    return frozenset(replaced)


def stage_of(told: Told, status: str, replaced: frozenset[str]) -> int:
    """How much a report's other values count, given where the event stands by now."""
    if told.id in replaced:
        return 0
    if told.report.status == status:
        return 3
    # An agreement in force was signed as it was signed: both accounts count over what was only planned.
    return 2 if told.finished else 1
