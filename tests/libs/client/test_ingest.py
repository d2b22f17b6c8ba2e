"""The client against ingest's application: articles, clients and keys, dead letters, readiness."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from libs.client import Client, NotAllowed, NotThere, WrongRequest
from libs.service.service import Service
from tests.libs.client.conftest import ADDRESS

ARTICLE = {"id": "a-1", "source": "Steppe Courier", "title": "Talks", "text": "The ministers met.", "language": "en"}


async def test_an_article_is_posted_once_and_known_again(operator: Client) -> None:
    first = await operator.articles.post(ARTICLE)
    again = await operator.articles.post(ARTICLE)
    assert (first["result"], again["result"]) == ("created", "unchanged")
    assert first["id"] == again["id"]


async def test_the_receipt_of_an_article_shows_its_journey(operator: Client) -> None:
    posted = await operator.articles.post(ARTICLE)
    receipt = await operator.articles.get(posted["id"])
    assert [step["step"] for step in receipt["journey"]] == ["accepted"]
    assert not receipt["done"]


async def test_a_withdrawn_article_says_so(operator: Client) -> None:
    posted = await operator.articles.post(ARTICLE)
    await operator.articles.delete(posted["id"])
    receipt = await operator.articles.get(posted["id"])
    assert receipt["journey"][-1]["step"] == "withdrawn"


async def test_the_same_idempotency_key_for_another_article_is_refused(operator: Client) -> None:
    await operator.articles.post(ARTICLE, idempotency_key="one")
    with pytest.raises(WrongRequest) as caught:
        await operator.articles.post({**ARTICLE, "id": "a-2"}, idempotency_key="one")
    assert caught.value.slug == "idempotency-mismatch"


async def test_many_articles_are_answered_in_order_across_requests(operator: Client) -> None:
    articles = [{**ARTICLE, "id": f"a-{number}"} for number in range(7)]
    articles[3] = {"id": "empty", "text": " "}
    answers = [answer async for answer in operator.articles.post_many(articles, per_request=3)]
    assert [answer.number for answer in answers] == list(range(7))
    assert [answer.number for answer in answers if answer.receipt is None] == [3]
    refused = answers[3].refused
    assert refused is not None
    assert (refused.status, refused.slug) == (422, "invalid")
    external = [answer.receipt["external_id"] for answer in answers if answer.receipt is not None]
    assert external == ["a-0", "a-1", "a-2", "a-4", "a-5", "a-6"]


async def test_a_lone_surrogate_is_refused_by_the_platform_not_by_the_encoder(operator: Client) -> None:
    with pytest.raises(WrongRequest, match="surrogate"):
        await operator.articles.post({**ARTICLE, "title": "half \ud800"})


async def test_a_list_goes_over_all_pages(operator: Client) -> None:
    articles = [{**ARTICLE, "id": f"a-{number}"} for number in range(205)]
    posted = [answer async for answer in operator.articles.post_many(articles)]
    listed = [receipt["id"] async for receipt in operator.articles.list()]
    assert len(listed) == 205
    assert set(listed) == {answer.receipt["id"] for answer in posted if answer.receipt}


async def test_a_list_ends_after_as_many_as_are_wanted(operator: Client) -> None:
    articles = [{**ARTICLE, "id": f"a-{number}"} for number in range(5)]
    assert len([answer async for answer in operator.articles.post_many(articles)]) == 5
    assert len([receipt async for receipt in operator.articles.list(most=2)]) == 2


async def test_a_list_is_searched_by_the_feeds_own_id_and_by_time(operator: Client) -> None:
    await operator.articles.post(ARTICLE)
    await operator.articles.post({**ARTICLE, "id": "a+2 é"})
    found = [receipt async for receipt in operator.articles.list(external_id="a+2 é")]
    assert [receipt["external_id"] for receipt in found] == ["a+2 é"]
    later = datetime.now(UTC) + timedelta(hours=1)
    assert [receipt async for receipt in operator.articles.list(updated_since=later)] == []


async def test_a_client_and_its_key_are_made_used_and_revoked(operator: Client, ingest: Service) -> None:
    made = await operator.clients.create("feed")
    key = await operator.clients.create_key(made["id"], ["ingest"], datetime.now(UTC) + timedelta(days=1))
    async with Client(ADDRESS, key["key"], transport=httpx.ASGITransport(ingest.app)) as feed:
        assert (await feed.articles.post(ARTICLE))["result"] == "created"
        with pytest.raises(NotAllowed) as caught:
            await feed.clients.create("another")
        assert caught.value.slug == "missing-scope"
    revoked = await operator.clients.revoke_key(key["id"])
    assert revoked["revoked_at"] is not None
    changed = await operator.clients.change(made["id"], active=False)
    assert (changed["name"], changed["active"]) == ("feed", False)
    assert "feed" in [client["name"] async for client in operator.clients.list()]


async def test_without_a_key_nothing_is_posted(ingest: Service) -> None:
    async with Client(ADDRESS, transport=httpx.ASGITransport(ingest.app)) as nobody:
        with pytest.raises(NotAllowed) as caught:
            await nobody.articles.post(ARTICLE)
    assert caught.value.status == 401


@pytest.mark.parametrize("article_id", ["art_unknown", "../clients", "a/b", "..", "ä?x=1#y"])
async def test_an_id_stays_in_its_place_whatever_is_in_it(operator: Client, article_id: str) -> None:
    with pytest.raises(NotThere):
        await operator.articles.get(article_id)


async def test_dead_letters_are_listed_and_one_that_is_not_there_is_told(operator: Client) -> None:
    assert [row async for row in operator.dead.list("ingest")] == []
    with pytest.raises(NotThere):
        await operator.dead.show("ingest", 1)
    with pytest.raises(NotThere):
        await operator.dead.replay("ingest", 1)
    with pytest.raises(NotThere):
        await operator.dead.purge("ingest", 1, "not needed")
    assert (await operator.dead.replay_many("ingest", topic="articles.progressed"))["items"] == []
    assert await operator.dead.purge_many("ingest", "not needed", limit=5) == {"purged": 0}


async def test_readiness_tells_the_checks(operator: Client) -> None:
    readiness = await operator.readiness()
    assert readiness["ready"]
    assert readiness["checks"] == {"database": "ok", "bus": "ok"}


async def test_a_platform_that_stops_tells_that_it_is_not_ready(operator: Client, ingest: Service) -> None:
    ingest.app.state.stopping.set()
    assert (await operator.readiness())["ready"] is False
