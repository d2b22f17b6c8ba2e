"""Records that nobody will hear of again are forgotten, and nothing that somebody still waits for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from services.notify.tables.records import RecordRow, SeenRow, forget_records
from tests.services.notify.conftest import Platform, Start, until
from tests.services.notify.stories import recorded

NOW = datetime.now(UTC)
BEFORE = NOW - timedelta(days=400)
OLD = (NOW - timedelta(days=500)).isoformat()
PAST = {"date": {"start": "2001-02-03", "end": None, "precision": "day"}}
AHEAD = {"date": {"start": (NOW + timedelta(days=30)).date().isoformat(), "end": None, "precision": "day"}}


@pytest.fixture
async def platform(start: Start, any_database_url: str) -> Platform:
    """Forgets nothing by itself."""
    return await start(database_url=any_database_url, keep_records_days=36_500)


async def left(platform: Platform) -> tuple[set[str], set[str]]:
    """Ids of the records that are known, and of those that something was seen of."""

    def read(session: Session) -> tuple[set[str], set[str]]:
        return set(session.exec(select(RecordRow.id))), set(session.exec(select(SeenRow.record_id)))

    return await platform.service.database.read(read)


async def forget(platform: Platform, limit: int = 500) -> int:
    return await platform.service.database.transaction(lambda session: forget_records(session, BEFORE, limit))


async def test_only_what_is_old_in_every_way_is_forgotten(platform: Platform) -> None:
    await platform.subscribe(await platform.key())
    told: dict[str, dict[str, Any]] = {
        "evt_old": {"updated_at": OLD, **PAST},
        "evt_nowhen": {"updated_at": OLD, "date": None},
        "evt_ahead": {"updated_at": OLD, **AHEAD},
        "evt_changed": {"updated_at": NOW.isoformat(), **PAST},
    }
    await platform.tell(*(recorded(name, record=record, quiet=True) for name, record in told.items()))
    await platform.tell(recorded("evt_told", record={"updated_at": OLD, **PAST}))
    await platform.answered(5)
    assert await left(platform) == ({*told, "evt_told"}, {*told, "evt_told"})

    assert await forget(platform) == 2
    kept = {"evt_ahead", "evt_changed", "evt_told"}
    assert await left(platform) == (kept, kept)
    assert await forget(platform) == 0


async def test_many_are_forgotten_some_at_a_time(platform: Platform) -> None:
    await platform.tell(*(recorded(f"evt_{at}", record={"updated_at": OLD, **PAST}, quiet=True) for at in range(5)))
    await platform.answered(5)
    assert [await forget(platform, 2) for _ in range(4)] == [2, 2, 1, 0]


async def test_a_forgotten_record_that_changes_after_all_counts_as_a_first_match(platform: Platform) -> None:
    key = await platform.key()
    await platform.subscribe(key)
    await platform.tell(recorded("evt_old", 7, change="updated", record={"updated_at": OLD, **PAST}, quiet=True))
    await platform.answered(1)
    await forget(platform)
    await platform.tell(recorded("evt_old", 8, change="updated", record={"updated_at": NOW.isoformat(), **PAST}))
    assert (await platform.answered(2))[-1].matched == 1
    assert await left(platform) == ({"evt_old"}, {"evt_old"})


async def test_the_service_forgets_by_itself(start: Start) -> None:
    platform = await start(keep_records_days=60, housekeeping=0.2)
    await platform.tell(recorded("evt_old", record={"updated_at": OLD, **PAST}, quiet=True))
    await platform.answered(1)

    async def forgotten() -> bool:
        return await left(platform) == (set(), set())

    assert await until(forgotten, within=20)
