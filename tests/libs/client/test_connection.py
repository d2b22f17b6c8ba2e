"""What comes back: problems as errors, patience, pages, redirects, lines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from libs.client import (
    Busy,
    Client,
    ClientError,
    NotAllowed,
    NotDone,
    NotThere,
    PlatformFailed,
    Unreachable,
    Unreadable,
    WrongRequest,
)
from tests.libs.client.conftest import Told

Platform = Callable[..., Told]

BUSY = {"type": "/problems/overloaded", "title": "Too much at once", "status": 503}


def answers(*responses: httpx.Response) -> Callable[[httpx.Request], httpx.Response]:
    left = iter(responses)
    return lambda _: next(left)


def busy(retry_after: str | None = "3", status: int = 503) -> httpx.Response:
    headers = {"Retry-After": retry_after} if retry_after is not None else {}
    return httpx.Response(status, json=BUSY, headers=headers)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, WrongRequest),
        (401, NotAllowed),
        (403, NotAllowed),
        (404, NotThere),
        (409, WrongRequest),
        (410, NotThere),
        (413, WrongRequest),
        (422, WrongRequest),
        (429, Busy),
        (500, PlatformFailed),
        (502, PlatformFailed),
        (503, Busy),
    ],
)
async def test_each_status_has_its_error(platform: Platform, status: int, kind: type[ClientError]) -> None:
    problem = {"type": "/problems/some-kind", "title": "It is so", "status": status, "detail": "Because."}
    told = platform(answers(httpx.Response(status, json=problem)))
    with pytest.raises(kind) as caught:
        await told.client.vocabulary()
    assert str(caught.value) == "It is so: Because"


async def test_an_error_names_the_places_of_the_faults_in_one_line(platform: Platform) -> None:
    errors = [{"pointer": "/text", "detail": "Must not be empty."}, {"parameter": "limit", "detail": "Too\nmany."}]
    problem = {"type": "/problems/invalid", "title": "Not valid", "status": 422, "errors": errors}
    with pytest.raises(WrongRequest) as caught:
        await platform(answers(httpx.Response(422, json=problem))).client.vocabulary()
    assert str(caught.value) == "Not valid: /text Must not be empty: limit Too many"


async def test_an_error_page_of_a_proxy_is_an_error_too(platform: Platform) -> None:
    with pytest.raises(PlatformFailed, match="502 Bad Gateway"):
        await platform(answers(httpx.Response(502, html="<h1>Bad gateway</h1>"))).client.vocabulary()


async def test_an_answer_that_is_not_json_is_unreadable(platform: Platform) -> None:
    with pytest.raises(Unreadable):
        await platform(answers(httpx.Response(200, html="<h1>It works</h1>"))).client.vocabulary()


async def test_a_platform_that_is_not_there_is_unreachable(platform: Platform) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("connection refused", request=request)

    with pytest.raises(Unreachable, match="localhost:8000: connection refused"):
        await platform(refuse).client.vocabulary()


async def test_an_answer_that_is_cut_off_is_unreachable(platform: Platform) -> None:
    async def cut() -> Any:
        yield b'{"half":'
        raise httpx.ReadError("cut")

    with pytest.raises(Unreachable):
        await platform(answers(httpx.Response(200, content=cut()))).client.vocabulary()


async def test_a_busy_platform_is_waited_for(platform: Platform) -> None:
    told = platform(answers(busy("3"), busy("2", 429), httpx.Response(200, json={"a": 1})), patience=10)
    assert await told.client.vocabulary() == {"a": 1}
    assert told.naps.slept == [3, 2]


async def test_patience_ends(platform: Platform) -> None:
    told = platform(answers(busy("3"), busy("3"), busy("3")), patience=7)
    with pytest.raises(Busy) as caught:
        await told.client.vocabulary()
    assert told.naps.slept == [3, 3]
    assert caught.value.retry_after == 3


async def test_without_patience_a_busy_platform_is_told_at_once(platform: Platform) -> None:
    told = platform(answers(busy("1")))
    with pytest.raises(Busy):
        await told.client.vocabulary()
    assert told.naps.slept == []


async def test_a_time_to_come_back_is_waited_for(platform: Platform) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    told = platform(answers(busy(date), httpx.Response(200, json={})), patience=60)
    await told.client.vocabulary()
    assert 25 < told.naps.slept[0] <= 30


async def test_a_busy_platform_that_names_no_time_is_asked_soon(platform: Platform) -> None:
    told = platform(answers(busy(None), httpx.Response(200, json={})), patience=5)
    await told.client.vocabulary()
    assert told.naps.slept == [1]


async def test_a_redirect_is_followed_on_the_same_address_with_the_key(platform: Platform) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/articles/art_old":
            return httpx.Response(
                308, headers={"Location": "https://elsewhere.example.org/v1/articles/art_new?a=b%26c"}
            )
        return httpx.Response(200, json={"id": "art_new"})

    told = platform(answer, key="cq_secret")
    assert (await told.client.articles.get("art_old"))["id"] == "art_new"
    assert [str(one.url) for one in told.asked][1] == "http://localhost:8000/v1/articles/art_new?a=b%26c"
    assert told.asked[1].headers["Authorization"] == "Bearer cq_secret"


async def test_redirects_without_end_are_refused(platform: Platform) -> None:
    told = platform(lambda _: httpx.Response(308, headers={"Location": "/v1/articles/round"}))
    with pytest.raises(ClientError):
        await told.client.articles.get("round")


async def test_a_query_repeats_lists_and_leaves_out_nothing(platform: Platform) -> None:
    told = platform(answers(httpx.Response(200, json={"items": [], "next": None})))
    query = {"sector": ["transport", "water"], "party": "C5+1", "q": None, "date_from": "2026-11-01"}
    assert [record async for record in told.client.records.events(query)] == []
    asked = told.asked[0].url.params.multi_items()
    assert asked == [
        ("sector", "transport"),
        ("sector", "water"),
        ("party", "C5+1"),
        ("date_from", "2026-11-01"),
        ("limit", "200"),
    ]


@pytest.mark.parametrize("address", ["", "localhost:8000", "ftp://host", "http://", "http://host:0", "http://[::1"])
def test_an_impossible_address_is_told(address: str) -> None:
    with pytest.raises(ValueError, match="is no address"):
        Client(address)


@pytest.mark.parametrize("key", ["cq_ключ", "cq_a b", "cq_a\n"])
def test_an_impossible_key_is_told(key: str) -> None:
    with pytest.raises(ValueError, match="characters"):
        Client("http://localhost:8000", key)


async def test_one_too_large_for_any_batch_harms_no_other(platform: Platform) -> None:
    told = platform(lambda _: httpx.Response(200, content=b'{"line": 1, "status": 202, "receipt": {"id": "art_1"}}\n'))
    articles = [{"text": "small"}, {"text": "x" * 6_000_000}, {"text": "small"}]
    found = [answer async for answer in told.client.articles.post_many(articles)]
    assert [answer.receipt is not None for answer in found] == [True, False, True]
    assert found[1].refused is not None
    assert found[1].refused.status == 413


async def test_fewer_answers_than_articles_are_not_taken_for_a_success(platform: Platform) -> None:
    told = platform(lambda _: httpx.Response(200, content=b'{"line": 1, "status": 202, "receipt": {"id": "art_1"}}\n'))
    with pytest.raises(Unreadable):
        assert [answer async for answer in told.client.articles.post_many([{"text": "a"}, {"text": "b"}])]


async def test_articles_are_told_as_they_end(platform: Platform) -> None:
    looks: dict[str, int] = {}

    def answer(request: httpx.Request) -> httpx.Response:
        name = request.url.path.rpartition("/")[2]
        looks[name] = looks.get(name, 0) + 1
        return httpx.Response(200, json={"id": name, "done": name != "art_late" or looks[name] > 2})

    told = platform(answer)
    ended = [receipt["id"] async for receipt in told.client.articles.finished(["art_late", "art_a", "art_b", "art_a"])]
    assert ended == ["art_a", "art_b", "art_late"]


async def test_articles_that_do_not_end_in_time_are_named(platform: Platform) -> None:
    told = platform(lambda _: httpx.Response(200, json={"done": False}))
    with pytest.raises(NotDone) as caught:
        assert [receipt async for receipt in told.client.articles.finished(["art_a"], within=0.05)]
    assert caught.value.article_ids == ["art_a"]
