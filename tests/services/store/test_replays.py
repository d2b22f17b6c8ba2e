"""Articles read again: kept aside, compared with what stands, applied or not."""

from __future__ import annotations

import random
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session

from libs.messages import ArticleProgressed
from libs.messages.articles import ArticleClassified
from services.store.tables.replays import ReplayKeyRow, ReplayReadingRow
from tests.services.store.conftest import Store, article_id
from tests.services.store.replays import APART, OTHER, RUN, changes, contents, effects, replay, whole
from tests.services.store.stories import ASTANA, SHYMKENT, TASHKENT, agreement, reading, report


async def test_a_reading_kept_aside_changes_nothing_and_is_answered_once(store: Store) -> None:
    await store.take(reading("a", report("a", place=ASTANA)))
    before = await whole(store)
    await store.sent()
    again = reading("a", report("a", place=SHYMKENT), reader="2.0.0")
    await store.keep_aside(RUN, again)
    assert await whole(store) == before
    (answer,) = await store.sent()
    assert isinstance(answer, ArticleProgressed)
    assert (answer.step, answer.run, answer.records) == ("recorded", RUN, ())


async def test_what_would_change_is_found_out_and_nobody_is_told(store: Store) -> None:
    await store.take(
        reading("a", report("a", place=ASTANA)),
        reading("b", report("b", **APART)),
        reading("c", agreement("c", day="2026-03-01", sectors=["transport"])),
        reading("d"),
    )
    moved, gone, same = await store.records()
    before = await whole(store)
    await store.sent()
    await store.keep_aside(
        RUN,
        reading("a", report("a", place=SHYMKENT, sectors=["agriculture", "water"]), reader="2.0.0"),
        reading("b", reader="2.0.0"),
        reading("c", agreement("c", day="2026-03-01", sectors=["transport"]), reader="2.0.0"),
        reading("d", report("d", day="2026-05-05", parties=["KG", "TJ"], participants=[]), reader="2.0.0"),
    )
    await store.sent()
    await store.work_off(RUN)

    assert await whole(store) == before
    assert await store.sent() == []
    row = await replay(store)
    assert (row.state, row.looked_at, row.overtaken, row.left_out) == ("ready", 4, 0, 0)
    assert (row.created, row.changed, row.refreshed, row.gone) == (1, 1, 1, 1)
    found = {one.effect: one for one in await changes(store)}
    assert found["changed"].record_id == moved["id"]
    assert found["changed"].fields == [
        {"field": "/place", "before": ASTANA, "after": SHYMKENT},
        {"field": "/sectors", "before": ["agriculture"], "after": ["agriculture", "water"]},
    ]
    assert (found["changed"].change, found["changed"].version) == ("updated", 2)
    assert found["changed"].articles == [article_id("a")]
    assert found["changed"].record["titles"]["en"].startswith("Kazakhstan and Uzbekistan held talks in Shymkent")
    assert (found["gone"].record_id, found["gone"].change) == (gone["id"], "retracted")
    assert {"field": "/parties", "before": ["DE", "UZ"], "after": None} in found["gone"].fields
    assert (found["refreshed"].record_id, found["refreshed"].fields) == (same["id"], [])
    assert {"field": "/parties", "before": None, "after": ["KG", "TJ"]} in found["created"].fields


async def test_what_is_applied_is_what_was_shown_and_is_told_as_a_replay(store: Store) -> None:
    await store.take(reading("a", report("a", place=ASTANA)), reading("b", report("b", **APART)))
    moved, gone = await store.records()
    await store.keep_aside(
        RUN,
        reading("a", report("a", place=SHYMKENT), agreement("a", 2, parties=["KZ", "TM"]), reader="2.0.0"),
        reading("b", reader="2.0.0"),
    )
    await store.work_off(RUN)
    shown = [(one.record_id, one.version, one.change, one.effect, one.fields) for one in await changes(store)]
    await store.sent()
    await store.apply(RUN)

    assert [(one.record_id, one.version, one.change, one.effect, one.fields) for one in await changes(store)] == shown
    told = await store.changes()
    assert {(one.record.id, one.change, one.cause, one.quiet, one.run) for one in told} == {
        (moved["id"], "updated", "replay", True, RUN),
        (gone["id"], "retracted", "replay", True, RUN),
        *((one.record.id, "created", "replay", True, RUN) for one in told if one.change == "created"),
    }
    assert len(told) == 3
    assert {one.record.id: [cause.article_id for cause in one.caused_by] for one in told}[gone["id"]] == [
        article_id("b")
    ]
    after = await store.record(moved["id"])
    assert after["place"]["name"] == "Shymkent"
    assert after["history"][-1]["cause"] == "replay"
    assert after["history"][-1]["article_id"] == article_id("a")
    assert after["sources"][0]["reader"] == "2.0.0"
    assert (await store.record(gone["id"]))["state"] == "retracted"


async def test_subscribers_are_alerted_when_the_replay_says_so(store: Store) -> None:
    await store.take(reading("a", report("a", place=ASTANA), backfill=True))
    await store.read_again(RUN, reading("a", report("a", place=SHYMKENT), backfill=True), alert=True)
    assert [(one.cause, one.quiet) for one in await store.changes()] == [("article", True), ("replay", False)]


async def test_applied_twice_it_changes_nothing(store: Store) -> None:
    await store.take(reading("a", report("a", place=ASTANA)))
    await store.read_again(RUN, reading("a", report("a", place=SHYMKENT)))
    before = await whole(store)
    await store.sent()
    await store.apply(RUN)
    assert await whole(store) == before
    assert await store.sent() == []
    assert (await replay(store)).state == "applied"

    def left(session: Session) -> int:
        return sum(len(session.execute(select(table)).all()) for table in (ReplayReadingRow, ReplayKeyRow))

    assert await store.database.read(left) == 0


async def test_articles_of_one_record_that_change_together_make_one_version(store: Store) -> None:
    # One after the other they would tear the record apart and put it together again.
    await store.take(*(reading(name, report(name, day="2026-11-19")) for name in "abc"))
    (record,) = await store.records()
    await store.keep_aside(RUN, *(reading(name, report(name, day="2026-12-24")) for name in "abc"))
    await store.work_off(RUN)
    assert await effects(store) == {record["id"]: "changed"}
    await store.sent()
    await store.apply(RUN)
    (told,) = await store.changes()
    assert (told.record.id, told.change, told.changed) == (record["id"], "updated", ("/date",))
    assert {one.article_id for one in told.caused_by} == {article_id(name) for name in "abc"}
    assert [one["version"] for one in await whole(store)] == [record["version"] + 1]


async def test_articles_that_only_meet_in_the_new_reading_are_looked_at_together(store: Store) -> None:
    await store.take(reading("a", report("a", day="2026-10-01")), reading("b", report("b")))
    first, second = await store.records()
    await store.keep_aside(RUN, *(reading(name, report(name, day="2026-08-08")) for name in "ab"))
    await store.work_off(RUN)
    assert await effects(store) == {first["id"]: "changed", second["id"]: "gone"}
    await store.apply(RUN)
    (left,) = await store.records()
    assert (left["id"], left["previous_ids"]) == (first["id"], [second["id"]])


async def test_an_article_that_only_now_meets_a_record_that_another_changes_belongs_to_its_family(store: Store) -> None:
    await store.take(reading("a", report("a")), reading("b", report("b")), reading("c", report("c", **APART)))
    shared, joining = await store.records()
    await store.keep_aside(RUN, reading("a", report("a", place=ASTANA)), reading("c", report("c")))
    await store.work_off(RUN)
    assert await effects(store) == {shared["id"]: "changed", joining["id"]: "gone"}


async def test_a_version_that_came_meanwhile_wins(store: Store) -> None:
    await store.take(*(reading(name, report(name, **facts)) for name, facts in (("a", {}), ("b", APART))))
    await store.keep_aside(
        RUN, reading("a", report("a", place=SHYMKENT)), reading("b", report("b", **{**APART, "place": TASHKENT}))
    )
    await store.work_off(RUN)
    await store.take(
        reading("a", report("a", place=ASTANA), version=2),
        reading("b", version=2, outcome="withdrawn", withdrawn=True),
    )
    before = await whole(store)
    await store.apply(RUN)
    assert await whole(store) == before
    row = await replay(store)
    assert (row.overtaken, row.changed, row.created) == (2, 0, 0)


async def test_the_same_version_read_live_meanwhile_wins(store: Store) -> None:
    await store.take(reading("a", report("a")))
    await store.keep_aside(RUN, reading("a", report("a", place=SHYMKENT)))
    # As when the dead letter of the live message is handled only now, by a still better reader.
    await store.take(reading("a", report("a", place=ASTANA), reader="3.0.0"))
    await store.apply(RUN)
    (record,) = await store.records()
    assert (record["place"]["name"], (await replay(store)).overtaken) == ("Astana", 1)


async def test_of_two_replays_the_later_reading_wins_whichever_is_applied_first(store: Store) -> None:
    await store.take(reading("a", report("a")))
    await store.keep_aside(RUN, reading("a", report("a", place=SHYMKENT), reader="2.0.0"))
    await store.read_again(OTHER, reading("a", report("a", place=ASTANA), reader="3.0.0"))
    await store.apply(RUN)
    (record,) = await store.records()
    assert (record["place"]["name"], record["sources"][0]["reader"]) == ("Astana", "3.0.0")


async def test_a_version_that_the_live_reader_could_not_read_is_taken(store: Store) -> None:
    await store.read_again(RUN, reading("a", report("a")))
    (record,) = await store.records()
    assert record["history"][0]["cause"] == "replay"


@pytest.mark.parametrize("seed", range(4))
async def test_records_are_as_if_the_better_reader_had_read_at_once(store: Store, seed: int) -> None:
    chance = random.Random(seed)

    def random_report(name: str, number: int) -> Any:
        parties = sorted(chance.sample(["KZ", "UZ", "DE", "TM"], 2))
        day = f"2026-11-{chance.randint(10, 20)}"
        return report(name, number, parties=parties, participants=[], day=day, place=chance.choice([None, ASTANA]))

    def readings(reader: str) -> list[ArticleClassified]:
        found = []
        for name in (f"x{at}" for at in range(14)):
            told = [random_report(name, number) for number in range(chance.randint(0, 2))]
            found.append(reading(name, *told, reader=reader))
        return found

    old, new = readings("1.0.0"), readings("2.0.0")
    await store.take(*old)
    await store.read_again(RUN, *chance.sample(new, len(new)))
    replayed = await contents(store)
    await store.take(*(one.model_copy(update={"version": 2}) for one in new))
    assert replayed == await contents(store)
