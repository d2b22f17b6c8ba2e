"""How a replay comes to its end, whatever comes late, fails or is interrupted."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col

from libs.db.errors import DatabaseUnavailable
from libs.messages import Envelope
from libs.messages.articles import ArticleClassified
from libs.messages.replays import ReplayAnnounced
from services.store import keeping, replaying
from services.store.handlers import on_classified, on_dead
from services.store.replaying import NotNow, UnknownReplay, advance, begin_to_apply, discard
from services.store.tables.replays import ReplayReadingRow
from tests.services.store.conftest import NOW, Store, article_id
from tests.services.store.replays import APART, OTHER, RUN, changes, effects, replay, whole
from tests.services.store.stories import ASTANA, SHYMKENT, TASHKENT, agreement, reading, report


async def test_it_waits_until_all_is_read_or_has_failed(store: Store) -> None:
    await store.keep_aside(RUN, reading("a", report("a")), articles=3, complete=False)
    await store.work_off(RUN)
    with pytest.raises(NotNow, match="1 of 3 articles have been read"):
        await store.run(lambda unit: begin_to_apply(unit, RUN, "desk"))
    await store.keep_aside(RUN, revision=2, articles=3, complete=True, failed=1)
    await store.work_off(RUN)
    assert (await replay(store)).state == "reading"
    await store.keep_aside(RUN, revision=4, articles=3, complete=True, failed=2)
    await store.keep_aside(RUN, revision=3, articles=3, complete=True, failed=1)  # late: the newer one holds
    await store.work_off(RUN)
    row = await replay(store)
    assert (row.state, row.read, row.failed) == ("ready", 1, 2)


async def test_readings_may_come_before_the_replay_is_announced(store: Store) -> None:
    await store.run(lambda unit: on_classified(unit, reading("a", report("a"), run=RUN)))
    with pytest.raises(UnknownReplay):
        await store.run(lambda unit: begin_to_apply(unit, RUN, "desk"))
    await store.keep_aside(RUN, articles=1)
    await store.work_off(RUN)
    assert list((await effects(store)).values()) == ["created"]


async def test_what_comes_late_is_compared_and_applied_too(store: Store) -> None:
    await store.keep_aside(RUN, reading("a", report("a")), articles=2, failed=1)
    await store.work_off(RUN)
    assert (await replay(store)).state == "ready"
    await store.run(lambda unit: on_classified(unit, reading("b", report("b", **APART), run=RUN)))
    await store.work_off(RUN)
    row = await replay(store)
    assert (row.state, row.read, row.created) == ("ready", 2, 2)
    await store.apply(RUN)
    await store.run(lambda unit: on_classified(unit, reading("c", agreement("c"), run=RUN)))
    await store.work_off(RUN)
    row = await replay(store)
    assert (row.state, row.created) == ("applied", 3)
    assert len(await store.records()) == 3


async def test_a_discarded_replay_changes_nothing_and_reads_no_more(store: Store) -> None:
    await store.take(reading("a", report("a")))
    before = await whole(store)
    await store.keep_aside(RUN, reading("a", report("a", place=SHYMKENT)))
    await store.work_off(RUN)
    for _ in range(2):
        row = await store.run(lambda unit: discard(unit, RUN, "desk"))
        assert (row.state, row.read, row.changed) == ("discarded", 1, 0)
    await store.sent()
    await store.run(lambda unit: on_classified(unit, reading("b", report("b"), run=RUN)))
    await store.work_off(RUN)
    assert await store.sent() == []
    assert await whole(store) == before
    with pytest.raises(NotNow, match="discarded"):
        await store.run(lambda unit: begin_to_apply(unit, RUN, "desk"))
    await store.read_again(OTHER, reading("a", report("a", place=SHYMKENT)))
    with pytest.raises(NotNow, match="applied"):
        await store.run(lambda unit: discard(unit, OTHER, "desk"))


async def test_what_cannot_be_handled_harms_only_itself(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    await store.take(reading("a", report("a")), reading("b", report("b", **APART)))
    await store.keep_aside(
        RUN, reading("a", report("a", place=ASTANA)), reading("b", report("b", **{**APART, "place": TASHKENT}))
    )
    keep = keeping.keep_reading

    def keep_or_fail(unit: Any, one: ArticleClassified) -> bool:
        if one.article_id == article_id("a"):
            raise ValueError("a poisonous reading")
        return keep(unit, one)

    monkeypatch.setattr(replaying, "keep_reading", keep_or_fail)
    await store.apply(RUN)
    row = await replay(store)
    assert (row.state, row.left_out, row.changed) == ("applied", 1, 1)
    assert [one["place"] for one in await store.records()] == [None, TASHKENT]


async def test_interrupted_anywhere_it_goes_on_where_it_stopped(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"n{at}" for at in range(12)]
    days = {name: f"2026-0{1 + at % 6}-15" for at, name in enumerate(names)}
    await store.take_at_once([reading(name, report(name, day=days[name], participants=[])) for name in names])
    await store.keep_aside(
        RUN, *(reading(name, report(name, day=days[name], participants=[], place=ASTANA)) for name in names)
    )
    monkeypatch.setattr(replaying, "AT_ONCE", 1)
    chance = random.Random(7)
    await store.sent()

    def work(unit: Any) -> bool:
        moved = advance(unit, RUN)
        if chance.random() < 0.5:
            raise OperationalError("killed", None, Exception("killed"))
        return moved

    async def to_the_end(state: str) -> None:
        for _ in range(500):
            with suppress(DatabaseUnavailable):
                await store.run(work)
            if (await replay(store)).state == state:
                return
        raise AssertionError("it does not come to an end")

    await to_the_end("ready")
    shown = await effects(store)
    assert list(shown.values()) == ["changed"] * 6
    await store.run(lambda unit: begin_to_apply(unit, RUN, "desk"))
    await to_the_end("applied")
    assert await effects(store) == shown
    assert sorted(one.record.id for one in await store.changes()) == sorted(shown)
    assert {one["place"]["name"] for one in await store.records()} == {"Astana"}


async def test_a_buried_reading_of_a_replay_is_told_as_such(store: Store) -> None:
    message = Envelope.wrap(reading("a", run=RUN), source="classify", now=NOW, run=RUN).to_message()
    await store.run(lambda unit: on_dead(unit, message, "it is broken"))
    announced = ReplayAnnounced(
        run=RUN, revision=1, since=NOW, until=NOW, client_id="c", by="b", started_at=NOW, articles=0
    )
    header = Envelope.wrap(announced, source="classify", now=NOW).to_message()
    await store.run(lambda unit: on_dead(unit, header, "it is broken"))
    (progress,) = await store.progress()
    assert (progress.article_id, progress.step, progress.run) == (article_id("a"), "failed", RUN)


async def test_the_same_article_read_twice_in_one_replay_counts_once(store: Store) -> None:
    await store.keep_aside(RUN, reading("a", report("a")), reading("a", report("a", place=ASTANA)), articles=1)
    await store.work_off(RUN)

    def keys(session: Session) -> int:
        return len(session.execute(select(ReplayReadingRow).where(col(ReplayReadingRow.run) == RUN)).all())

    assert await store.database.read(keys) == 1
    (change,) = await changes(store)
    assert {"field": "/place", "before": None, "after": ASTANA} in change.fields
