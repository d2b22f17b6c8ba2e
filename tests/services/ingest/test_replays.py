"""Having stored articles read again, as an operator sees it and as the bus does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from libs.bus import Message
from libs.messages import ArticleProgressed, ArticleReceived, Envelope, ReplayOrdered
from libs.pipeline.tables import OutboxRow
from services.ingest import tables
from services.ingest.handlers import on_article_progressed
from services.ingest.replaying import hand_out
from tests.services.ingest.conftest import Ingest

SINCE = {"since": "2020-01-01"}


async def post(resting: Ingest, name: str, *, read: bool = True, **fields: Any) -> str:
    """The id of an article that was accepted, and read."""
    answer = await resting.feed.post("/v1/articles", json={"id": name, "title": name, "text": f"On {name}.", **fields})
    receipt = answer.json()
    if read:
        await tell(resting, receipt["id"], "classified", version=receipt["version"], outcome="read", language="en")
    return str(receipt["id"])


async def tell(resting: Ingest, article_id: str, step: str, *, version: int = 1, **fields: Any) -> None:
    now = resting.service.pipeline.clock()
    fact = ArticleProgressed.model_validate(
        {"article_id": article_id, "version": version, "step": step, "at": now, **fields}
    )
    await resting.service.pipeline.transaction(lambda unit: on_article_progressed(unit, fact))


async def start(resting: Ingest, **fields: Any) -> str:
    answer = await resting.operator.post("/v1/articles:replay", json={**SINCE, **fields})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


async def hand_out_all(resting: Ingest, window: int = 100) -> None:
    while await resting.service.pipeline.transaction(lambda unit: hand_out(unit, window)):
        pass


async def sent(resting: Ingest, run: str) -> tuple[list[ArticleReceived], list[ReplayOrdered]]:
    """What the replay has told: the articles to be read again, and itself."""

    def rows(session: Session) -> list[Message]:
        found = session.execute(select(OutboxRow).order_by(col(OutboxRow.id))).scalars()
        return [Message(row.topic, row.key, row.message_id, row.body, row.headers) for row in found]

    told = [Envelope.of(one).data for one in await resting.service.database.read(rows)]
    articles = [one for one in told if isinstance(one, ArticleReceived) and one.run == run]
    return articles, [one for one in told if isinstance(one, ReplayOrdered) and one.run == run]


async def test_stored_articles_are_read_again_as_they_were_posted(resting: Ingest) -> None:
    first = await post(resting, "a", url="https://example.org/a", language="en", published_at="2026-11-20")
    await post(resting, "unread", read=False)
    answer = await resting.operator.post("/v1/articles:replay", json={**SINCE, "reason": "A better reader"})

    assert answer.status_code == 202
    started = answer.json()
    assert started["articles"] == 1
    assert (started["alert"], started["reason"]) == (False, "A better reader")
    assert answer.headers["location"] == started["url"] == f"http://localhost:8000/v1/replays/{started['id']}"
    await hand_out_all(resting)
    articles, replays = await sent(resting, started["id"])
    live, _ = await sent(resting, "")
    assert articles == [live[0].model_copy(update={"run": started["id"]})]
    assert articles[0].article_id == first
    assert [(one.complete, one.articles, one.alert) for one in replays] == [(False, 1, False), (True, 1, False)]
    assert [one.revision for one in replays] == [1, 2]


async def test_only_so_many_are_under_way_at_a_time(resting: Ingest) -> None:
    ids = [await post(resting, f"a{at}") for at in range(5)]
    run = await start(resting)

    await hand_out_all(resting, window=2)
    articles, _ = await sent(resting, run)
    assert [one.article_id for one in articles] == ids[:2]

    await tell(resting, ids[0], "recorded", run=run)
    await hand_out_all(resting, window=2)
    articles, replays = await sent(resting, run)
    assert [one.article_id for one in articles] == ids[:3]
    assert not replays[-1].complete
    for one in ids:
        await tell(resting, one, "recorded", run=run)
        await hand_out_all(resting, window=2)
    articles, replays = await sent(resting, run)
    assert [one.article_id for one in articles] == ids
    assert (replays[-1].complete, replays[-1].articles, replays[-1].failed) == (True, 5, 0)


async def test_what_could_not_be_read_is_counted_until_it_could(resting: Ingest) -> None:
    one, other = await post(resting, "a"), await post(resting, "b")
    run = await start(resting)
    await hand_out_all(resting)

    await tell(resting, one, "failed", run=run, service="classify", reason="too hard")
    await tell(resting, other, "recorded", run=run)
    await tell(resting, other, "failed", run=run, service="store", reason="it came too late")
    assert (await sent(resting, run))[1][-1].failed == 1
    await tell(resting, one, "recorded", run=run)
    assert (await sent(resting, run))[1][-1].failed == 0
    row = await resting.service.database.read(lambda session: tables.replay(session, run))
    assert row is not None
    assert (row.sent, row.answered, row.failed) == (2, 2, 0)


async def test_a_replay_says_nothing_of_the_articles_own_journey(resting: Ingest) -> None:
    article = await post(resting, "a")
    waiting = await post(resting, "b", read=False)
    before = [(await resting.feed.get(f"/v1/articles/{one}")).json() for one in (article, waiting)]
    run = await start(resting)
    await hand_out_all(resting)

    for one in (article, waiting):
        await tell(resting, one, "classified", run=run, outcome="read", language="de", reader="2.0.0")
        await tell(resting, one, "recorded", run=run)
        await tell(resting, one, "alerted", run=run, record_id="evt_a", record_version=2, matched=3)
        await tell(resting, one, "failed", run=run, service="notify", reason="later")

    assert [(await resting.feed.get(f"/v1/articles/{one}")).json() for one in (article, waiting)] == before
    assert await resting.service.database.read(tables.count_unclassified) == 1


async def test_an_article_edited_or_withdrawn_meanwhile_is_not_read_again(resting: Ingest) -> None:
    edited, gone, same = await post(resting, "a"), await post(resting, "b"), await post(resting, "c")
    run = await start(resting)
    await resting.feed.post("/v1/articles", json={"id": "a", "title": "a", "text": "Another text."})
    assert (await resting.feed.delete(f"/v1/articles/{gone}")).status_code == 202
    assert edited != gone

    await hand_out_all(resting)
    articles, replays = await sent(resting, run)
    assert [one.article_id for one in articles] == [same]
    assert [one.articles for one in replays] == [3, 1]


async def test_a_span_of_time_is_read_again(resting: Ingest) -> None:
    await post(resting, "a")
    after = resting.service.pipeline.clock()
    later = await post(resting, "b")
    end = resting.service.pipeline.clock()
    await post(resting, "c")
    run = await start(resting, since=after.isoformat(), until=end.isoformat())
    await hand_out_all(resting)
    articles, _ = await sent(resting, run)
    assert [one.article_id for one in articles] == [later]


async def test_the_same_request_again_starts_no_other_replay(resting: Ingest) -> None:
    headers = {"Idempotency-Key": "k1"}
    first = await resting.operator.post("/v1/articles:replay", json=SINCE, headers=headers)
    again = await resting.operator.post("/v1/articles:replay", json=SINCE, headers=headers)
    other = await resting.operator.post("/v1/articles:replay", json={"since": "2021-01-01"}, headers=headers)
    assert (again.status_code, again.json()) == (202, first.json())
    assert (other.status_code, other.json()["type"]) == (422, "/problems/idempotency-mismatch")
    assert await start(resting) != await start(resting)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/since"),
        ({"since": "yesterday"}, "/since"),
        ({"since": 20200101}, "/since"),
        ({"since": "2020-01-01T00:00:00"}, "/since"),
        ({"since": "0001-01-01T00:00:00+14:00"}, "/since"),
        ({"since": "2999-01-01"}, "/since"),
        ({**SINCE, "until": "2019-01-01"}, "/since"),
        ({**SINCE, "until": "soon"}, "/until"),
        ({**SINCE, "alert": "yes"}, "/alert"),
        ({**SINCE, "reason": ""}, "/reason"),
        ({**SINCE, "article": "art_a"}, "/article"),
    ],
)
async def test_what_makes_no_sense_is_refused(resting: Ingest, body: dict[str, Any], pointer: str) -> None:
    answer = await resting.operator.post("/v1/articles:replay", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]


async def test_only_who_operates_starts_a_replay(resting: Ingest) -> None:
    assert (await resting.feed.post("/v1/articles:replay", json=SINCE)).status_code == 403


async def test_a_replay_is_one_trace_linked_to_those_of_its_articles(resting: Ingest, spans: Any) -> None:
    await post(resting, "a")
    receipt = (await resting.feed.get("/v1/articles")).json()["items"][0]
    started = (await resting.operator.post("/v1/articles:replay", json=SINCE)).json()
    await hand_out_all(resting)
    again = next(one for one in spans.get_finished_spans() if one.name == "replay article")
    assert format(again.context.trace_id, "032x") == started["trace_id"] != receipt["trace_id"]
    assert [format(link.context.trace_id, "032x") for link in again.links] == [receipt["trace_id"]]


async def test_a_replay_that_nobody_reads_on_hands_out_no_more(resting: Ingest) -> None:
    ids = [await post(resting, f"a{at}") for at in range(3)]
    run = await start(resting)
    await hand_out_all(resting, window=1)
    await tell(resting, ids[1], "recorded", run=run)  # not under way: it says nothing
    await tell(resting, ids[0], "recorded", run="run_other")
    await hand_out_all(resting, window=1)
    articles, _ = await sent(resting, run)
    assert [one.article_id for one in articles] == ids[:1]
    assert resting.service.pipeline.clock() - articles[0].received_at < timedelta(minutes=5)


async def test_an_article_that_had_failed_goes_on_when_a_replay_has_recorded_it(resting: Ingest) -> None:
    article_id = await post(resting, "a", read=False)
    await tell(resting, article_id, "failed", service="classify", reason="worker died")
    failed = (await resting.feed.get(f"/v1/articles/{article_id}")).json()
    assert (failed["outcome"], failed["done"], failed["problem"] is None) == ("failed", True, False)
    run = await start(resting)
    await hand_out_all(resting)
    articles, _ = await sent(resting, run)
    assert [one.article_id for one in articles] == [article_id]

    # Read and kept aside: nothing has come of it yet.
    await tell(resting, article_id, "classified", run=run, outcome="read", language="en")
    await tell(resting, article_id, "recorded", run=run)
    assert (await resting.feed.get(f"/v1/articles/{article_id}")).json() == failed

    report = {"id": "rep_a", "prominence": "main", "kind": "meeting", "status": "held"}
    touched = {"id": "evt_a", "version": 1, "change": "created", "report_id": "rep_a"}
    # In whatever order they come.
    await tell(resting, article_id, "recorded", run=run, service="store", records=[touched])
    await tell(
        resting, article_id, "classified", run=run, service="store", outcome="read", language="en", reports=[report]
    )
    receipt = (await resting.feed.get(f"/v1/articles/{article_id}")).json()
    assert (receipt["outcome"], receipt["done"], receipt["problem"]) == ("recorded", True, None)
    assert [(one["step"], one.get("run")) for one in receipt["journey"]] == [
        ("accepted", None),
        ("classified", run),
        ("recorded", run),
        ("failed", None),
    ]
    listed = (await resting.feed.get("/v1/articles", params={"outcome": "recorded"})).json()["items"]
    assert [one["id"] for one in listed] == [article_id]


async def test_the_journeys_own_steps_count_before_those_of_a_replay(resting: Ingest) -> None:
    article_id = await post(resting, "a")
    await tell(resting, article_id, "recorded", run="run_x", service="store")
    await tell(resting, article_id, "recorded", records=[{"id": "evt_a", "version": 1, "change": "created"}])
    receipt = (await resting.feed.get(f"/v1/articles/{article_id}")).json()
    assert [one for one in receipt["journey"] if one["step"] == "recorded" and "run" in one] == []
    assert receipt["done"] is False  # the record's subscribers are still to be found


async def test_a_replay_is_ordered_again_as_it_was(resting: Ingest) -> None:
    article_id = await post(resting, "a")
    run = await start(resting, until="2100-01-01", alert=True, reason="A better reader")
    await hand_out_all(resting)
    answer = await resting.operator.post("/v1/articles:replay", json={"again": run})
    assert answer.status_code == 202
    again = answer.json()
    assert again["id"] != run
    assert (again["alert"], again["reason"], again["articles"]) == (True, "A better reader", 1)
    await hand_out_all(resting)
    articles, _ = await sent(resting, again["id"])
    assert [one.article_id for one in articles] == [article_id]


@pytest.mark.parametrize(
    "body",
    [{"again": "run_aaaaaaaaaaaaaaaa"}, {"again": "x"}, {"again": None}, {}, {**SINCE, "again": "run_" + "a" * 16}],
)
async def test_a_replay_that_there_was_not_is_not_ordered_again(resting: Ingest, body: dict[str, Any]) -> None:
    assert (await resting.operator.post("/v1/articles:replay", json=body)).status_code == 422
