"""Reports hang together by few links, and go on doing so when one of them goes."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlmodel import Session

from services.store.tables.schema import ReportLinkRow
from tests.services.store.conftest import Store
from tests.services.store.stories import reading, report

NAMES = ("a", "b", "c", "d", "e", "f")


async def test_links_grow_with_the_reports_and_not_with_their_pairs(store: Store) -> None:
    for name in NAMES:
        await store.take(reading(name, report(name)))

    assert await store.database.read(_links) == 2 * (len(NAMES) - 1)
    [record] = await store.records()
    assert len(record["sources"]) == len(NAMES)


async def test_what_agrees_stays_together_when_the_first_of_it_goes(store: Store) -> None:
    for name in NAMES:
        await store.take(reading(name, report(name)))
    [before] = await store.records()

    await store.take(reading("a", version=2, outcome="withdrawn", withdrawn=True))

    [after] = await store.records()
    assert (after["id"], len(after["sources"])) == (before["id"], len(NAMES) - 1)
    assert await store.database.read(_links) == 2 * (len(NAMES) - 2)


async def test_what_only_the_one_that_goes_held_together_falls_apart(store: Store) -> None:
    days = {"a": "2026-11-18", "b": "2026-11-19", "c": "2026-11-20"}
    for name in ("b", "a", "c"):
        told = report(name, day=days[name], participants=[])
        await store.take(reading(name, told))
    assert len(await store.records()) == 2  # two days lie between a and c, b goes with one of them

    await store.take(reading("b", version=2, outcome="withdrawn", withdrawn=True))

    assert len(await store.records()) == 2
    assert await store.database.read(_links) == 0


def _links(session: Session) -> int:
    return int(session.execute(select(func.count()).select_from(ReportLinkRow)).scalar_one())
