"""A replay and what happens beside it: records that change after they were compared, readings that never come,
articles that had failed before."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from tests.services.store.conftest import Store, article_id
from tests.services.store.replays import RUN, STALLED
from tests.services.store.stories import ASTANA, SHYMKENT, TASHKENT, reading, report
from tests.services.store.test_replays_api import compared, desk, replaying

__all__ = ["desk", "replaying"]  # fixtures


async def test_what_changed_since_it_was_compared_is_told_and_compared_again(
    store: Store, desk: httpx.AsyncClient
) -> None:
    await compared(store, 2)
    shown = (await desk.get(f"/v1/replays/{RUN}")).json()
    assert (shown["state"], shown["outdated"], shown["changes"]["changed"]) == ("ready", 0, 2)

    await store.take(reading("live", report("live", day="2026-01-05", sectors=["water"], place=ASTANA)))
    later = (await desk.get(f"/v1/replays/{RUN}")).json()
    assert (later["state"], later["outdated"], later["compared_at"]) == ("ready", 1, shown["compared_at"])

    answer = await desk.post(f"/v1/replays/{RUN}:compare")
    assert (answer.status_code, answer.json()["state"]) == (202, "comparing")
    await store.work_off(RUN)
    again = (await desk.get(f"/v1/replays/{RUN}")).json()
    assert (again["state"], again["outdated"]) == ("ready", 0)
    assert again["compared_at"] > shown["compared_at"]
    (touched,) = [one["id"] for one in await store.records() if one["version"] == 2]
    assert [one["version"] for one in again["items"] if one["record_id"] == touched] == [3]


async def test_a_record_that_came_or_went_since_makes_what_was_compared_outdated(
    store: Store, desk: httpx.AsyncClient
) -> None:
    await store.keep_aside(RUN, reading("a", report("a", place=SHYMKENT)))
    await store.work_off(RUN)
    assert (await desk.get(f"/v1/replays/{RUN}")).json()["outdated"] == 0
    await store.take(reading("a", report("a", place=ASTANA)))
    assert (await desk.get(f"/v1/replays/{RUN}")).json()["outdated"] == 1
    assert (await desk.post(f"/v1/replays/{RUN}:apply")).json()["outdated"] == 0


async def test_only_what_is_ready_is_compared_again(store: Store, desk: httpx.AsyncClient) -> None:
    await store.keep_aside(RUN, reading("a", report("a")), articles=2)
    assert (await desk.post(f"/v1/replays/{RUN}:compare")).status_code == 409
    await store.keep_aside(RUN, reading("b", report("b", day="2026-03-03")), revision=2, articles=2)
    await store.apply(RUN)
    assert (await desk.post(f"/v1/replays/{RUN}:compare")).status_code == 409
    desk.headers["Authorization"] = "Bearer read"
    assert (await desk.post(f"/v1/replays/{RUN}:compare")).status_code == 403


async def test_a_replay_whose_readings_stay_out_is_stalled_until_one_comes(
    store: Store, desk: httpx.AsyncClient
) -> None:
    await store.keep_aside(RUN, reading("a", report("a")), articles=2)

    async def state() -> str:
        shown = (await desk.get(f"/v1/replays/{RUN}")).json()
        assert (await desk.get("/v1/replays")).json()["items"][0]["state"] == shown["state"]
        return str(shown["state"])

    assert await state() == "reading"
    store.now += STALLED - timedelta(minutes=1)
    assert await state() == "reading"
    store.now += timedelta(minutes=2)
    assert await state() == "stalled"
    assert (await desk.post(f"/v1/replays/{RUN}:apply")).status_code == 409
    await store.keep_aside(RUN, reading("b", report("b", place=TASHKENT)), revision=2, articles=2)
    await store.work_off(RUN)
    assert await state() == "ready"


async def test_a_stalled_replay_is_discarded(store: Store, desk: httpx.AsyncClient) -> None:
    await store.keep_aside(RUN, articles=1)
    store.now += 2 * STALLED
    assert (await desk.get(f"/v1/replays/{RUN}")).json()["state"] == "stalled"
    assert (await desk.delete(f"/v1/replays/{RUN}")).json()["state"] == "discarded"


@pytest.mark.parametrize("applied", [True, False])
async def test_an_article_that_had_failed_is_told_of_when_its_replay_is_applied(store: Store, applied: bool) -> None:
    """And one that had not is not told of again."""
    known, failed = reading("a", report("a")), reading("b", report("b", day="2026-03-03"))
    await store.take(known)
    await store.keep_aside(RUN, known, failed)
    await store.sent()
    await store.work_off(RUN)
    if applied:
        await store.apply(RUN)
    told = [one for one in await store.progress() if one.run == RUN]
    if not applied:
        assert told == []
        return
    assert {(one.article_id, one.step, one.service) for one in told} == {
        (article_id("b"), "classified", "store"),
        (article_id("b"), "recorded", "store"),
    }
    classified, recorded = sorted(told, key=lambda one: one.step)
    assert [one.id for one in classified.reports] == [one.id for one in failed.reports]
    (touched,) = recorded.records
    (record,) = [one for one in await store.records() if one["sources"][0]["article_id"] == article_id("b")]
    assert (touched.id, touched.version, touched.change) == (record["id"], 1, "created")
    assert touched.report_id == failed.reports[0].id
