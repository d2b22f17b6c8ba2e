from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from libs.messages import ClientChanged
from libs.service.keys import new_key
from tests.libs.service.conftest import Clients, Make, bearer, client_of, random_bytes, settings_of

ARTICLE = {"name": "wheat"}


async def test_a_key_with_the_scope_gets_in(make_app: Make, clients: Clients) -> None:
    key = await clients.key("ingest")

    async with client_of(make_app()) as http:
        answer = await http.post("/v1/articles", json=ARTICLE, headers=bearer(key))

    assert answer.status_code == 200
    assert answer.json() == {"name": "wheat", "by": "cli_one"}


async def test_without_a_key_the_answer_says_what_is_needed(make_app: Make) -> None:
    async with client_of(make_app()) as http:
        answer = await http.post("/v1/articles", json=ARTICLE)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="communique"'
    assert answer.json()["type"] == "/problems/unauthenticated"


async def test_a_missing_scope_is_named(make_app: Make, clients: Clients) -> None:
    key = await clients.key("ingest", "read")

    async with client_of(make_app()) as http:
        answer = await http.post("/v1/either", headers=bearer(key))

    assert answer.status_code == 403
    assert answer.json()["detail"] == "The key lacks the scope admin or subscribe."
    assert 'scope="admin subscribe"' in answer.headers["www-authenticate"]


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer", "Basic dXNlcjpwYXNz", "cq_key", "Bearer cq_\xe9"])
async def test_what_is_no_key_is_refused_at_once(header: str, make_app: Make) -> None:
    async with client_of(make_app(settings=settings_of(key_wait_seconds=60))) as http:
        answer = await http.get("/v1/things/a", headers={"Authorization": header.encode("latin-1")})

    assert answer.status_code == 401


async def test_news_of_a_key_may_come_after_its_first_use(make_app: Make, clients: Clients) -> None:
    text, key = new_key(random_bytes, ("read",))

    async with client_of(make_app(settings=settings_of(key_wait_seconds=5))) as http:
        asked = asyncio.create_task(http.get("/v1/things/a", headers=bearer(text)))
        await asyncio.sleep(0.2)
        await clients.keys(key, revision=1)
        answer = await asked

    assert answer.status_code == 200


async def test_an_unknown_key_is_refused_after_the_wait(make_app: Make) -> None:
    text, _ = new_key(random_bytes, ("read",))

    async with client_of(make_app(settings=settings_of(key_wait_seconds=0.3))) as http:
        started = time.monotonic()
        answer = await http.get("/v1/things/a", headers=bearer(text))
        took = time.monotonic() - started

    assert answer.status_code == 401
    assert 0.3 <= took < 2


async def test_a_key_with_the_id_of_another_opens_nothing(make_app: Make, clients: Clients) -> None:
    _, theirs = new_key(bytes, ("read",))
    mine, _ = new_key(lambda size: bytes(size) if size < 20 else random_bytes(size))
    await clients.keys(theirs, revision=1)

    async with client_of(make_app()) as http:
        answer = await http.get("/v1/things/a", headers=bearer(mine))

    assert mine.split("_")[1] == theirs.id.removeprefix("key_")
    assert answer.status_code == 401


async def test_an_expired_key_is_told_so(make_app: Make, clients: Clients) -> None:
    key = await clients.key("read", expires_at=datetime.now(UTC) - timedelta(seconds=1))

    async with client_of(make_app()) as http:
        answer = await http.get("/v1/things/a", headers=bearer(key))

    assert (answer.status_code, answer.json()["detail"]) == (401, "The key has expired.")


async def test_a_withdrawn_key_is_refused_within_seconds(make_app: Make, clients: Clients) -> None:
    key = await clients.key("read")

    async with client_of(make_app(settings=settings_of(key_wait_seconds=0))) as http:
        assert (await http.get("/v1/things/a", headers=bearer(key))).status_code == 200
        await clients.tell(ClientChanged(client_id="cli_one", name="One", revision=2))
        until = time.monotonic() + 5
        while (await http.get("/v1/things/a", headers=bearer(key))).status_code == 200:
            assert time.monotonic() < until
            await asyncio.sleep(0.1)


async def test_reading_is_open_at_this_machine_in_embedded_mode(make_app: Make) -> None:
    async with client_of(make_app(settings=settings_of(embedded=True))) as http:
        answer = await http.get("/v1/things/a")

    assert answer.json() == {"name": "a", "by": "", "scopes": ["read"]}


@pytest.mark.parametrize(
    ("options", "headers"),
    [
        ({"peer": "192.0.2.7"}, {}),
        ({"base_url": "http://rebound.example.org"}, {}),
        ({}, {"X-Forwarded-For": "127.0.0.1"}),
        ({}, {"Forwarded": "for=127.0.0.1"}),
        ({}, {"Via": "1.1 edge"}),
    ],
)
async def test_reading_is_not_open_from_elsewhere(
    options: dict[str, str], headers: dict[str, str], make_app: Make
) -> None:
    async with client_of(make_app(settings=settings_of(embedded=True)), **options) as http:
        answer = await http.get("/v1/things/a", headers=headers)

    assert answer.status_code == 401


async def test_reading_is_not_open_in_the_cluster(make_app: Make) -> None:
    async with client_of(make_app()) as http:
        answer = await http.get("/v1/things/a")

    assert answer.status_code == 401


async def test_a_read_key_reads_and_another_does_not(make_app: Make, clients: Clients) -> None:
    may, may_not = await clients.key("read"), await clients.key("ingest", client_id="cli_two")

    async with client_of(make_app()) as http:
        assert (await http.get("/v1/things/a", headers=bearer(may))).status_code == 200
        assert (await http.get("/v1/things/a", headers=bearer(may_not))).status_code == 403


async def test_no_answer_shows_a_key(make_app: Make, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    text, _ = new_key(random_bytes)

    async with client_of(make_app()) as http:
        answer = await http.get("/v1/things/a", headers=bearer(text))

    assert isinstance(answer, httpx.Response)
    assert text.split("_")[2] not in answer.text + str(answer.headers) + caplog.text
