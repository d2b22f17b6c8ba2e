"""A reading becomes records, and what changed is told."""

from __future__ import annotations

import httpx
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from libs.bus import Message
from libs.db import Database
from libs.messages import ArticleProgressed, Envelope
from services.store.handlers import on_dead
from services.store.tables import StoreTable
from tests.services.store.conftest import NOW, Store, article_id
from tests.services.store.stories import (
    ASTANA,
    SERIKBAYEV_RU,
    SHYMKENT,
    YULDOSHEV_RU,
    agreement,
    reading,
    report,
)


async def test_the_migrated_schema_is_that_of_the_tables(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, StoreTable.metadata)
    own = set(StoreTable.metadata.tables)
    assert [one for one in differences if not _of_another_history(one, own)] == []


async def test_a_report_makes_a_record(store: Store) -> None:
    await store.take(reading("a", report("a", place=ASTANA)))
    (record,) = await store.records()
    assert record["kind"] == "meeting"
    assert record["state"] == "active"
    assert record["version"] == 1
    assert record["titles"]["en"] == "Kazakhstan and Uzbekistan held talks in Astana (agriculture)"
    assert [source["article_id"] for source in record["sources"]] == [article_id("a")]
    assert record["history"][0]["change"] == "created"
    assert len(record["history"][0]["trace_id"]) == 32


async def test_the_change_and_the_journey_are_told_once_each(store: Store) -> None:
    await store.take(reading("a", report("a")))
    change, progress = await store.sent()
    assert change.type == "communique.meeting.recorded.v1"
    assert change.change == "created"  # type: ignore[union-attr]
    assert change.caused_by[0].article_id == article_id("a")  # type: ignore[union-attr]
    assert isinstance(progress, ArticleProgressed)
    assert progress.step == "recorded"
    (touched,) = progress.records
    assert (touched.change, touched.report_id) == ("created", report("a").id)


async def test_a_change_names_the_platform_as_the_calendar_does(store: Store, http: httpx.AsyncClient) -> None:
    await store.take(reading("a", report("a")))
    (change,) = await store.changes()
    calendar = (await http.get("/v1/export/records.ics")).text
    assert f"UID:{change.record.id}@{change.instance}" in calendar.replace("\r\n ", "")


async def test_agreements_are_told_as_such(store: Store) -> None:
    await store.take(reading("a", agreement("a")))
    (change,) = await store.changes()
    assert change.type == "communique.agreement.recorded.v1"


async def test_an_article_without_events_answers_with_no_records(store: Store) -> None:
    await store.take(reading("a"))
    (progress,) = await store.sent()
    assert isinstance(progress, ArticleProgressed)
    assert progress.records == ()


async def test_what_is_only_recalled_makes_no_record_and_stays_with_the_article(store: Store) -> None:
    await store.take(reading("a", report("a", prominence="background")))
    assert await store.records() == []


async def test_announced_in_russian_and_held_elsewhere_is_one_record_whose_status_moves(store: Store) -> None:
    announced = report("b", status="planned", place=SHYMKENT, participants=[SERIKBAYEV_RU, YULDOSHEV_RU])
    held = report("a", place=ASTANA, sectors=["agriculture", "water"])
    await store.take(
        reading("b", announced, published_at="2026-11-16", language="ru"),
        reading("a", held, published_at="2026-11-20T09:30:00+05:00"),
    )
    (record,) = await store.records()
    assert record["status"] == "held"
    assert record["place"]["name"] == "Astana"
    assert record["differences"]["/place"]["rule"] == "held_over_planned"
    assert [person["name"] for person in record["participants"]] == ["Daulet Serikbayev", "Rustam Yuldoshev"]
    assert record["participants"][0]["variants"][0]["name"] == "Даулет Серикбаев"
    assert [entry["status"] for entry in record["history"]] == ["planned", "held"]
    created, updated = await store.changes()
    assert updated.changed == ("/status", "/place", "/sectors")
    assert updated.previous["/status"] == "planned"
    assert updated.previous["/place"]["name"] == "Shymkent"
    assert updated.previous["/sectors"] == ["agriculture"]
    assert created.record.id == updated.record.id


async def test_a_second_source_makes_a_version_that_changes_no_value(store: Store) -> None:
    await store.take(reading("a", report("a")), reading("b", report("b")))
    (record,) = await store.records()
    assert record["version"] == 2
    assert record["independent_sources"] == 2
    _, updated = await store.changes()
    assert updated.changed == ()


async def test_the_same_reading_again_changes_nothing(store: Store) -> None:
    await store.take(reading("a", report("a")), reading("a", report("a")))
    (record,) = await store.records()
    assert record["version"] == 1
    assert [one.change for one in await store.changes()] == ["created"]


async def test_a_newer_version_replaces_the_reports_and_the_record_keeps_its_id(store: Store) -> None:
    await store.take(reading("a", report("a", place=ASTANA)))
    (before,) = await store.records()
    await store.take(reading("a", report("a2", place=SHYMKENT), version=2))
    (after,) = await store.records()
    assert after["id"] == before["id"]
    assert after["version"] == 2
    assert after["place"]["name"] == "Shymkent"
    assert [source["version"] for source in after["sources"]] == [2]


async def test_an_older_version_is_kept_and_changes_no_record(store: Store) -> None:
    newer = reading("a", report("a2", place=ASTANA), version=2, published_at="2026-11-20T10:00:00Z")
    older = reading("a", report("a1", place=SHYMKENT), version=1, published_at="2026-11-20")
    await store.take(newer, older)
    (record,) = await store.records()
    assert record["place"]["name"] == "Astana"
    assert record["version"] == 1
    assert [(one.version, len(one.records)) for one in await store.progress()] == [(2, 1), (1, 0)]


async def test_the_latest_published_version_counts_and_not_the_highest_number(store: Store) -> None:
    late = reading("a", report("a1", place=ASTANA), version=1, published_at="2026-11-20T12:00:00Z")
    early = reading("a", report("a2", place=SHYMKENT), version=2, published_at="2026-11-20T14:00:00+05:00")
    await store.take(late, early)
    (record,) = await store.records()
    assert record["place"]["name"] == "Astana"


async def test_a_withdrawn_story_takes_its_record_back(store: Store) -> None:
    await store.take(reading("a", report("a")))
    await store.take(reading("a", version=2, outcome="withdrawn", withdrawn=True))
    (record,) = await store.records(("retracted",))
    assert record["state"] == "retracted"
    assert record["sources"] == []
    assert record["kind"] == "meeting"
    assert await store.records() == []
    change = (await store.changes())[-1]
    assert (change.change, change.changed, change.previous) == ("retracted", ("/state",), {"/state": "active"})


async def test_a_withdrawn_story_leaves_the_other_sources(store: Store) -> None:
    await store.take(reading("a", report("a")), reading("b", report("b")))
    await store.take(reading("a", version=2, outcome="withdrawn", withdrawn=True))
    (record,) = await store.records()
    assert [source["article_id"] for source in record["sources"]] == [article_id("b")]
    progress = (await store.progress())[-1]
    assert [(one.change, one.report_id) for one in progress.records] == [("updated", None)]


async def test_a_bridge_between_two_records_merges_the_younger_into_the_older(store: Store) -> None:
    nameless = {"participants": [], "day": None}
    await store.take(
        reading("a", report("a", **nameless), published_at="2026-11-10"),
        reading("c", report("c", **nameless), published_at="2026-11-19"),
    )
    first, second = await store.records()
    await store.take(reading("b", report("b", **nameless), published_at="2026-11-14"))
    # The middle article agrees with both, but nine days between the outer two keep all three together.
    (survivor,) = await store.records()
    assert survivor["id"] == first["id"]
    assert survivor["previous_ids"] == [second["id"]]
    (gone,) = await store.records(("merged",))
    assert gone["merged_into"] == first["id"]
    merged = [one for one in await store.changes() if one.change == "merged"]
    assert [(one.record.id, one.lineage.merged_into) for one in merged] == [(second["id"], first["id"])]


async def test_a_bridge_that_goes_splits_the_record_and_brings_the_old_id_back(store: Store) -> None:
    nameless = {"participants": [], "day": None}
    await store.take(
        reading("a", report("a", **nameless), published_at="2026-11-10"),
        reading("c", report("c", **nameless), published_at="2026-11-19"),
        reading("b", report("b", **nameless), published_at="2026-11-14"),
    )
    await store.take(reading("b", version=2, outcome="withdrawn", withdrawn=True, published_at="2026-11-14"))
    first, second = await store.records()
    assert first["previous_ids"] == []
    assert second["merged_into"] is None
    assert second["history"][-1]["change"] == "split"
    split = (await store.changes())[-1]
    assert split.lineage.split_from == first["id"]


async def test_backfill_makes_quiet_records(store: Store) -> None:
    await store.take(reading("a", report("a"), backfill=True))
    (change,) = await store.changes()
    assert change.quiet


async def test_a_message_carries_at_most_fifty_sources(store: Store) -> None:
    await store.take_at_once([reading(f"a{n}", report(f"a{n}")) for n in range(60)])
    (record,) = await store.records()
    assert len(record["sources"]) == 60
    last = (await store.changes())[-1]
    assert len(last.record.sources) == 50


async def test_a_buried_message_is_told_to_the_journey(store: Store) -> None:
    message = Envelope.wrap(reading("a"), source="classify", now=NOW).to_message()
    broken = Message(message.topic, message.key, message.id, b"{", message.headers)
    await store.run(lambda unit: on_dead(unit, broken, "it is broken"))
    (progress,) = await store.progress()
    assert (progress.article_id, progress.version, progress.step) == (article_id("a"), 1, "failed")
    assert (progress.service, progress.reason) == ("store", "it is broken")


async def test_a_buried_message_of_no_article_is_told_to_nobody(store: Store) -> None:
    nameless = Message("articles.classified", "k", "id-1", b"{", {})
    await store.run(lambda unit: on_dead(unit, nameless, "it is broken"))
    assert await store.progress() == []


def _of_another_history(difference: object, own: set[str]) -> bool:
    """A table that the pipeline or the clients keep in the same database."""
    if not isinstance(difference, tuple) or difference[0] not in ("remove_table", "remove_index"):
        return False
    thing = difference[1]
    name = thing.name if difference[0] == "remove_table" else thing.table.name
    return name not in own
