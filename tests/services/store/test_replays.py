"""Articles read again: kept aside, compared with what stands, applied or not."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col

from libs.db.errors import DatabaseUnavailable
from libs.messages import ArticleProgressed, Envelope
from libs.messages.articles import ArticleClassified
from libs.messages.replays import ReplayAnnounced
from services.store import replaying
from services.store.handlers import on_classified, on_dead
from services.store.replaying import NotNow, UnknownReplay, advance, begin_to_apply, discard
from services.store.tables import replays
from services.store.tables.replays import ReplayChangeRow, ReplayKeyRow, ReplayReadingRow, ReplayRow
from tests.services.store.conftest import NOW, Store, article_id
from tests.services.store.stories import ASTANA, SHYMKENT, TASHKENT, agreement, reading, report

RUN = "run_aaaaaaaaaaaaaaaa"
OTHER = "run_bbbbbbbbbbbbbbbb"
APART = {"parties": ["DE", "UZ"], "participants": [], "sectors": ["mining"], "day": "2026-10-01"}


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
    keep = replaying.keep_reading

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


async def contents(store: Store) -> list[Any]:
    """The records by what they say and from whom, whatever their ids, versions and readers."""
    said = ("kind", "status", "date", "place", "parties", "sectors")
    found = []
    for record in await store.records():
        sources = sorted(one["article_id"] for one in record["sources"])
        found.append((sources, {name: record[name] for name in said}))
    return sorted(found, key=repr)
