"""Which reports hang together: as few links as keep each to all that it agrees with, directly or over others.

A new report is linked to one report of every part that it agrees with, so that links grow with the reports and not
with their pairs. Where a report goes that held others together, these are linked anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlmodel import Session

from services.store.merging.blocking import emitted, sought
from services.store.merging.comparing import agree
from services.store.merging.told import Told
from services.store.tables import reports

Pair = tuple[str, str]


def tie(session: Session, mine: Sequence[Told], others: Collection[Told]) -> None:
    """Link an article's new reports to what they agree with among others, and a meeting to what it is put off from."""
    ids = {told.id for told in mine}
    put_off = [(told.report.postpones, told.id) for told in mine if told.report.postpones in ids]
    reports.bridge(session, [(old, new) for old, new in put_off if old is not None and old != new])
    for told in mine:
        agreeing = sorted((other for other in others if agree(told, other) is not None), key=lambda other: other.order)
        parts = _parts(session, [other.id for other in agreeing])
        reports.link(session, [(told.id, part[0]) for part in parts])


def torn(session: Session, ids: Collection[str]) -> set[str]:
    """What may fall apart when the reports go; nothing where each hangs on one other alone."""
    if all(len(reports.neighbours(session, [one])) < 2 for one in ids):
        return set()
    return reports.connected(session, ids) - set(ids)


def mend(session: Session, left: Iterable[Told]) -> None:
    """Link anew what hung together before some of it went."""
    waiting = sorted(left, key=lambda told: told.order)
    reports.unlink(session, [told.id for told in waiting])
    keys = {told.id: (sought(told), emitted(told)) for told in waiting}
    pairs: list[Pair] = []
    while waiting:
        front = [waiting.pop(0)]
        for told in front:
            seeks = keys[told.id][0]
            found = [one for one in waiting if seeks & keys[one.id][1] and agree(told, one) is not None]
            pairs += [(told.id, one.id) for one in found]
            front += found
            met = {one.id for one in found}
            waiting = [one for one in waiting if one.id not in met]
    reports.link(session, pairs)


def _parts(session: Session, ids: Sequence[str]) -> list[list[str]]:
    """The reports by which of them hang together already, in the order given."""
    if len(ids) < 2:
        return [[one] for one in ids]
    part = {one: one for one in reports.connected(session, ids)}

    def root(one: str) -> str:
        while part[one] != one:
            part[one] = part[part[one]]
            one = part[one]
        return one

    for left, right in reports.links_among(session, part):
        part[root(left)] = root(right)
    found: dict[str, list[str]] = {}
    for one in ids:
        found.setdefault(root(one), []).append(one)
    return list(found.values())
