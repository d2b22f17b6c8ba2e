"""Posting articles, as a feed sees it."""

from __future__ import annotations

import asyncio
import gzip
import json
from datetime import UTC, datetime, timedelta

import pytest

from libs.messages import ArticleProgressed
from libs.messages.articles import RecordTouched, ReportFound
from libs.pipeline.tables import unsent
from services.ingest.handlers import on_article_progressed
from tests.services.ingest.conftest import Ingest

ARTICLE = {"id": "a-1", "source": "Steppe Courier", "title": "Talks in Astana", "text": "They met."}


async def test_a_new_article_is_accepted_with_a_receipt(ingest: Ingest) -> None:
    answer = await ingest.feed.post("/v1/articles", json={**ARTICLE, "colour": "red"})

    assert answer.status_code == 202
    receipt = answer.json()
    assert receipt["result"] == "created"
    assert receipt["version"] == 1
    assert receipt["external_id"] == "a-1"
    assert receipt["warnings"] == ["/colour is not known and was ignored"]
    assert answer.headers["location"] == receipt["url"] == f"http://localhost:8000/v1/articles/{receipt['id']}"
    assert len(receipt["trace_id"]) == 32


async def test_the_same_again_is_the_same_receipt_and_an_edit_a_new_version(ingest: Ingest) -> None:
    first = (await ingest.feed.post("/v1/articles", json=ARTICLE)).json()
    again = await ingest.feed.post("/v1/articles", json=ARTICLE)
    edited = await ingest.feed.post("/v1/articles", json={**ARTICLE, "text": "They met again."})

    assert again.status_code == 200
    assert again.json() == {**first, "result": "unchanged"}
    assert edited.status_code == 202
    assert edited.json()["id"] == first["id"]
    assert (edited.json()["result"], edited.json()["version"]) == ("new_version", 2)


async def test_many_posts_of_one_article_at_once_make_one_version(ingest: Ingest) -> None:
    answers = await asyncio.gather(*(ingest.feed.post("/v1/articles", json=ARTICLE) for _ in range(5)))

    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 202]
    assert {answer.json()["version"] for answer in answers} == {1}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"text": ""}, "/text"),
        ({"text": " \n"}, "/text"),
        ({}, ""),
        ({"text": "a", "html": "b"}, ""),
        ({"text": 7}, "/text"),
        ({"text": "a", "url": "ftp://example.org/a"}, "/url"),
        ({"text": "a", "url": "not a url"}, "/url"),
        ({"text": "a", "language": "the Queen's"}, "/language"),
        ({"text": "a", "published_at": "yesterday"}, "/published_at"),
        ({"text": "a", "published_at": "2126-01-01"}, "/published_at"),
        ({"text": "a\u0000b"}, "/text"),
        ([1], ""),
    ],
)
async def test_what_is_no_article_is_refused_with_a_pointer(ingest: Ingest, body: object, pointer: str) -> None:
    answer = await ingest.feed.post("/v1/articles", json=body)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0].get("pointer") == pointer


async def test_what_is_no_json_is_refused(ingest: Ingest) -> None:
    headers = {"content-type": "application/json"}
    assert (await ingest.feed.post("/v1/articles", content=b"{", headers=headers)).status_code == 400
    surrogate = await ingest.feed.post("/v1/articles", content=b'{"text": "\\ud800"}', headers=headers)
    assert (surrogate.status_code, surrogate.json()["errors"][0]["pointer"]) == (422, "/text")
    assert (
        await ingest.feed.post("/v1/articles", content=b"a", headers={"content-type": "text/plain"})
    ).status_code == 415


async def test_too_much_is_refused_also_when_it_is_packed(ingest: Ingest) -> None:
    headers = {"content-type": "application/json"}
    huge = json.dumps({"text": "x" * 20_000_000}).encode()
    assert (await ingest.feed.post("/v1/articles", content=huge, headers=headers)).status_code == 413
    bomb = gzip.compress(huge)
    packed = {**headers, "content-encoding": "gzip"}
    assert (await ingest.feed.post("/v1/articles", content=bomb, headers=packed)).status_code == 413
    small = gzip.compress(json.dumps(ARTICLE).encode())
    assert (await ingest.feed.post("/v1/articles", content=small, headers=packed)).status_code == 202


async def test_the_largest_cyrillic_article_is_accepted(ingest: Ingest) -> None:
    text = "я" * (1024 * 512 - 20)
    body = json.dumps({"text": text}, ensure_ascii=False).encode()
    assert len(body) <= 1024 * 1024

    answer = await ingest.feed.post("/v1/articles", content=body, headers={"content-type": "application/json"})

    assert answer.status_code == 202


async def test_a_naive_time_is_taken_with_a_warning(ingest: Ingest) -> None:
    answer = await ingest.feed.post("/v1/articles", json={**ARTICLE, "published_at": "2026-11-20T09:30:00"})

    assert answer.status_code == 202
    assert "no offset" in answer.json()["warnings"][0]


async def test_an_idempotency_key_repeats_the_answer_and_refuses_another_body(ingest: Ingest) -> None:
    headers = {"Idempotency-Key": "k-1"}
    first = await ingest.feed.post("/v1/articles", json=ARTICLE, headers=headers)
    again = await ingest.feed.post("/v1/articles", json=ARTICLE, headers=headers)
    other = await ingest.feed.post("/v1/articles", json={**ARTICLE, "text": "Else."}, headers=headers)

    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert other.status_code == 422
    assert other.json()["type"] == "/problems/idempotency-mismatch"


async def test_a_batch_answers_line_by_line_and_a_broken_line_harms_no_other(ingest: Ingest) -> None:
    lines = [json.dumps(ARTICLE), "{", '{"text": 7}', "", json.dumps({**ARTICLE, "id": "a-2"}), json.dumps(ARTICLE)]

    answer = await ingest.feed.post(
        "/v1/articles:batch", content="\n".join(lines), headers={"content-type": "application/x-ndjson"}
    )

    assert answer.status_code == 200
    answers = [json.loads(line) for line in answer.text.splitlines()]
    assert [(one["line"], one["status"]) for one in answers] == [(1, 202), (2, 400), (3, 422), (5, 202), (6, 200)]
    assert answers[0]["receipt"]["id"] == answers[4]["receipt"]["id"] != answers[3]["receipt"]["id"]


async def test_accepting_stops_while_reading_is_too_far_behind(ingest: Ingest) -> None:
    answers = [await ingest.feed.post("/v1/articles", json={**ARTICLE, "id": f"b-{at}"}) for at in range(8)]

    refused = answers[-1]
    assert refused.status_code == 503
    assert int(refused.headers["retry-after"]) > 0
    assert refused.json()["type"] == "/problems/overloaded"


async def test_keys_decide_who_may_what(ingest: Ingest) -> None:
    receipt = (await ingest.feed.post("/v1/articles", json=ARTICLE)).json()
    path = f"/v1/articles/{receipt['id']}"

    assert (await ingest.stranger.get(path)).status_code == 404
    assert (await ingest.stranger.delete(path)).status_code == 404
    assert (await ingest.feed.get("/v1/clients")).status_code == 403
    wrong = await ingest.feed.get(path, headers={"Authorization": "Bearer cq_wrong"})
    assert wrong.status_code == 401
    assert "Bearer" in wrong.headers["www-authenticate"]
    assert (await ingest.operator.get(path)).status_code == 200


async def test_a_revoked_key_is_refused(ingest: Ingest) -> None:
    made = (await ingest.operator.post("/v1/clients", json={"name": "new feed"})).json()
    key = (await ingest.operator.post("/v1/keys", json={"client_id": made["id"], "scopes": ["ingest"]})).json()
    headers = {"Authorization": f"Bearer {key['key']}"}
    assert (await ingest.feed.post("/v1/articles", json=ARTICLE, headers=headers)).status_code == 202

    assert (await ingest.operator.delete(f"/v1/keys/{key['id']}")).json()["revoked_at"]

    ingest.service.app.state.authenticator._cache.clear()
    assert (await ingest.feed.post("/v1/articles", json=ARTICLE, headers=headers)).status_code == 401
    listed = (await ingest.operator.get("/v1/clients")).json()
    assert key["key"] not in json.dumps(listed)


def fact(article_id: str, step: str, **more: object) -> ArticleProgressed:
    at = datetime.now(UTC) + timedelta(seconds=1)
    return ArticleProgressed.model_validate({"article_id": article_id, "version": 1, "step": step, "at": at, **more})


async def test_a_journey_ends_whatever_the_order_of_its_facts(ingest: Ingest) -> None:
    article_id = (await ingest.feed.post("/v1/articles", json=ARTICLE)).json()["id"]
    record = RecordTouched(id="evt_1", version=1, change="created", report_id="rep_1")
    report = ReportFound(id="rep_1", prominence="main", kind="meeting", status="held")
    facts = [
        fact(article_id, "delivered", delivery_id="d-1", delivered=True, record_id="evt_1", record_version=1),
        fact(article_id, "alerted", record_id="evt_1", record_version=1, matched=2),
        fact(article_id, "recorded", records=[record]),
        fact(article_id, "classified", outcome="read", language="en", reader="1", figures=0, reports=[report]),
    ]
    for at, one in enumerate(facts):
        receipt = (await ingest.feed.get(f"/v1/articles/{article_id}")).json()
        assert (receipt["done"], receipt["outcome"]) == (False, None), at
        await ingest.service.pipeline.transaction(lambda unit, one=one: on_article_progressed(unit, one))  # type: ignore[misc]

    receipt = (await ingest.feed.get(f"/v1/articles/{article_id}")).json()
    assert (receipt["done"], receipt["outcome"]) == (True, "recorded")
    assert [step["step"] for step in receipt["journey"]] == ["accepted", "classified", "recorded", "alerted"]
    assert receipt["journey"][-1]["alerts"] == {"matched": 2, "delivered": 1, "pending": 1, "failed": 0}
    listed = (await ingest.feed.get("/v1/articles", params={"outcome": "recorded"})).json()["items"]
    assert [one["id"] for one in listed] == [article_id]


async def test_a_failure_ends_the_journey_and_a_later_success_mends_it(ingest: Ingest) -> None:
    article_id = (await ingest.feed.post("/v1/articles", json=ARTICLE)).json()["id"]

    async def tell(one: ArticleProgressed) -> dict[str, object]:
        await ingest.service.pipeline.transaction(lambda unit: on_article_progressed(unit, one))
        return (await ingest.feed.get(f"/v1/articles/{article_id}")).json()  # type: ignore[no-any-return]

    failed = await tell(fact(article_id, "failed", service="classify", reason="killed a worker twice"))
    assert (failed["done"], failed["outcome"]) == (True, "failed")
    assert "killed a worker" in str(failed["problem"])

    await tell(fact(article_id, "classified", outcome="read", language="en", reader="1"))
    mended = await tell(fact(article_id, "recorded"))
    assert (mended["done"], mended["outcome"], mended["problem"]) == (True, "nothing_found", None)


async def test_a_withdrawn_story_ends_as_withdrawn_and_may_come_back(ingest: Ingest) -> None:
    receipt = (await ingest.feed.post("/v1/articles", json=ARTICLE)).json()
    path = f"/v1/articles/{receipt['id']}"

    gone = await ingest.feed.delete(path)
    again = await ingest.feed.delete(path)
    back = await ingest.feed.post("/v1/articles", json=ARTICLE)

    assert (gone.status_code, gone.json()["version"]) == (202, 2)
    assert (again.status_code, again.json()["version"]) == (200, 2)
    assert (back.status_code, back.json()["version"]) == (202, 3)


async def test_lists_go_page_by_page(ingest: Ingest) -> None:
    ids = [(await ingest.feed.post("/v1/articles", json={**ARTICLE, "id": f"p-{at}"})).json()["id"] for at in range(5)]

    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        listed = (await ingest.feed.get("/v1/articles", params={"limit": "2", **cursor})).json()
        seen += [one["id"] for one in listed["items"]]
        if listed["next"] is None:
            break
        cursor = {"cursor": listed["next"]}

    assert seen == ids[::-1]


async def test_nothing_is_lost_when_the_bus_is_not_read(ingest: Ingest) -> None:
    await ingest.service.pipeline.stop()

    await ingest.feed.post("/v1/articles", json=ARTICLE)

    waiting = await ingest.service.database.read(lambda session: unsent(session, 10, 1_000_000))
    assert [row.topic for row in waiting] == ["articles.received"]
