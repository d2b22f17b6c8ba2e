from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator

import pytest
from fastapi import Request
from starlette.types import Message, Receive

from libs.service.limits import ARTICLE_CAP, BATCH_CAP, DEFAULT_CAP, HEAR_OUT, STEP, BodyTimes, _Body, _Unpacked
from libs.service.problems import Problem
from tests.libs.service.conftest import Clients, Make, bearer, client_of, settings_of

GZIP = {"Content-Encoding": "gzip"}


async def streamed(whole: bytes, size: int = 10_000) -> AsyncIterator[bytes]:
    for at in range(0, len(whole), size):
        yield whole[at : at + size]


@pytest.mark.parametrize(("path", "cap"), [("/v1/raw", DEFAULT_CAP), ("/v1/articles:batch", BATCH_CAP)])
async def test_the_cap_holds_to_the_byte(path: str, cap: int, make_app: Make) -> None:
    app = make_app(body_caps={"/v1/articles:batch": BATCH_CAP})
    app.add_api_route("/v1/articles:batch", _count, methods=["POST"])

    async with client_of(app) as http:
        fits = await http.post(path, content=b"x" * cap)
        told = await http.post(path, content=b"x" * (cap + 1))
        untold = await http.post(path, content=streamed(b"x" * (cap + 1)))

    assert fits.json() == {"bytes": cap}
    assert (told.status_code, untold.status_code) == (413, 413)
    assert told.headers["connection"] == "close"


async def test_a_body_that_is_too_large_is_heard_out_for_some_way_before_the_answer(make_app: Make) -> None:
    heard = 0

    async def sending(pieces: int) -> AsyncIterator[bytes]:
        nonlocal heard
        for _ in range(pieces):
            heard += 1
            yield b"x" * DEFAULT_CAP

    async with client_of(make_app()) as http:
        assert (await http.post("/v1/raw", content=sending(20))).status_code == 413
        assert heard == 20
        assert (await http.post("/v1/raw", content=sending(10 * HEAR_OUT // DEFAULT_CAP))).status_code == 413
    assert heard < 2 * HEAR_OUT // DEFAULT_CAP


async def _count(request: Request) -> dict[str, int]:
    return {"bytes": len(await request.body())}


async def test_an_article_may_be_larger_than_other_bodies(make_app: Make, clients: Clients) -> None:
    key = await clients.key("ingest")
    frame = len(b'{"name":""}')

    async with client_of(make_app()) as http:
        headers = {**bearer(key), "Content-Type": "application/json"}
        fits = await http.post("/v1/articles", content=_article(ARTICLE_CAP - frame), headers=headers)
        not_any_more = await http.post("/v1/articles", content=_article(ARTICLE_CAP - frame + 1), headers=headers)

    assert fits.status_code == 200
    assert (not_any_more.status_code, not_any_more.json()["detail"]) == (413, "At most 1 MiB are read here.")


async def test_a_content_length_that_lies_is_found_out(make_app: Make) -> None:
    async with client_of(make_app()) as http:
        answer = await http.post("/v1/raw", content=streamed(b"x" * 70_000), headers={"Content-Length": "5"})

    assert answer.status_code == 413


async def test_gzip_is_unpacked(make_app: Make, clients: Clients) -> None:
    key = await clients.key("ingest")
    packed = gzip.compress(_article(300_000))

    async with client_of(make_app()) as http:
        answer = await http.post(
            "/v1/articles", content=packed, headers={**bearer(key), **GZIP, "Content-Type": "application/json"}
        )

    assert answer.status_code == 200
    assert len(answer.json()["name"]) == 300_000


async def test_gzip_in_many_pieces_is_unpacked(make_app: Make) -> None:
    async with client_of(make_app()) as http:
        whole = await http.post("/v1/raw", content=streamed(gzip.compress(b"x" * DEFAULT_CAP), 7), headers=GZIP)

    assert whole.json() == {"bytes": DEFAULT_CAP}


async def test_a_bomb_is_refused(make_app: Make) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < DEFAULT_CAP

    async with client_of(make_app()) as http:
        answer = await http.post("/v1/raw", content=bomb, headers=GZIP)

    assert answer.status_code == 413


async def test_a_bomb_is_never_unfolded() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    unpacked = _Unpacked(_Body(_receive(bomb), 10**9, BodyTimes()), 3 * STEP)

    sizes = [len((await unpacked())["body"]) for _ in range(3)]
    with pytest.raises(Problem, match="At most"):
        await unpacked()

    assert sizes == [STEP] * 3


@pytest.mark.parametrize(
    "packed",
    [b"no gzip at all", gzip.compress(b"cut off")[:-4], gzip.compress(b"a") + b"more", zlib.compress(b"zlib")],
    ids=["no gzip", "cut off", "more behind it", "zlib"],
)
async def test_what_is_not_one_whole_gzip_is_refused(packed: bytes, make_app: Make) -> None:
    async with client_of(make_app()) as http:
        answer = await http.post("/v1/raw", content=packed, headers=GZIP)

    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed-request")


@pytest.mark.parametrize("encoding", ["br", "deflate", "gzip, gzip", "zstd", "gzip, br"])
async def test_other_encodings_are_refused(encoding: str, make_app: Make) -> None:
    async with client_of(make_app()) as http:
        answer = await http.post("/v1/raw", content=b"x", headers={"Content-Encoding": encoding})

    assert (answer.status_code, answer.headers["accept-encoding"]) == (415, "gzip")


async def test_a_silent_body_is_not_waited_for(make_app: Make) -> None:
    async def silent() -> AsyncIterator[bytes]:
        yield b"x"
        await asyncio.sleep(30)

    async with client_of(make_app(settings=settings_of(body_idle_seconds=0.1))) as http:
        answer = await http.post("/v1/raw", content=silent())

    assert (answer.status_code, answer.json()["type"]) == (408, "/problems/too-slow")


async def test_a_body_that_drips_is_not_waited_for_either(make_app: Make) -> None:
    async def dripping() -> AsyncIterator[bytes]:
        for _ in range(1000):
            yield b"x"
            await asyncio.sleep(0.02)

    async with client_of(make_app(settings=settings_of(body_seconds=0.2))) as http:
        answer = await http.post("/v1/raw", content=dripping())

    assert answer.status_code == 408


def _article(size: int) -> bytes:
    return b'{"name":"' + b"x" * size + b'"}'


def _receive(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
