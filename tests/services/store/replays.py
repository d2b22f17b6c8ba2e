"""What tests of replays look at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from services.store.tables import replays
from services.store.tables.replays import ReplayChangeRow, ReplayRow
from tests.services.store.conftest import Store

RUN = "run_aaaaaaaaaaaaaaaa"
STALLED = timedelta(hours=1)
OTHER = "run_bbbbbbbbbbbbbbbb"
APART: dict[str, Any] = {"parties": ["DE", "UZ"], "participants": [], "sectors": ["mining"], "day": "2026-10-01"}


async def replay(store: Store, run: str = RUN) -> ReplayRow:
    row = await store.database.read(lambda session: replays.replay(session, run))
    assert row is not None
    return row


async def changes(store: Store, run: str = RUN) -> list[ReplayChangeRow]:
    effects = ("created", "changed", "refreshed", "gone")
    return await store.database.read(lambda session: replays.select_changes(session, run, effects, 0, 1000))


async def effects(store: Store, run: str = RUN) -> dict[str, str]:
    return {row.record_id: row.effect for row in await changes(store, run)}


async def whole(store: Store) -> list[dict[str, Any]]:
    return await store.records(("active", "merged", "retracted"))


async def contents(store: Store) -> list[Any]:
    """The records by what they say and from whom, whatever their ids, versions and readers."""
    said = ("kind", "status", "date", "place", "parties", "sectors")
    found = []
    for record in await store.records():
        sources = sorted(one["article_id"] for one in record["sources"])
        found.append((sources, {name: record[name] for name in said}))
    return sorted(found, key=repr)
