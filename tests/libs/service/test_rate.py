from __future__ import annotations

import pytest
from fastapi import Request

from libs.service import Problem
from libs.service.rate import MAX_BUCKETS, RateLimiter
from tests.libs.service.conftest import Clients, Make, bearer, client_of, settings_of


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def request() -> Request:
    return Request({"type": "http"})


def test_a_key_may_spend_its_allowance_at_once_and_gets_it_back_by_and_by() -> None:
    clock = Clock()
    limiter = RateLimiter(60, clock)
    for _ in range(60):
        limiter.count(request(), "key_1")

    with pytest.raises(Problem) as refused:
        limiter.count(request(), "key_1")
    clock.now += 1.01
    limiter.count(request(), "key_1")

    assert refused.value.status_code == 429
    assert refused.value.headers == {"Retry-After": "1"}


def test_one_key_does_not_spend_what_is_anothers() -> None:
    limiter = RateLimiter(1, Clock())
    limiter.count(request(), "key_1")

    limiter.count(request(), "key_2")


def test_many_keys_do_not_fill_the_memory() -> None:
    clock = Clock()
    limiter = RateLimiter(60, clock)
    for number in range(MAX_BUCKETS):
        limiter.count(request(), f"key_{number}")
    clock.now += 61

    limiter.count(request(), "key_new")

    assert len(limiter._buckets) == 1


async def test_the_allowance_is_told_in_every_answer(make_app: Make, clients: Clients) -> None:
    key = await clients.key("read")

    async with client_of(make_app(settings=settings_of(rate_per_minute=2))) as http:
        first = await http.get("/v1/things/a", headers=bearer(key))
        second = await http.get("/v1/nowhere", headers=bearer(key))
        await http.get("/v1/things/a", headers=bearer(key))
        refused = await http.get("/v1/things/a", headers=bearer(key))

    assert first.headers["ratelimit-policy"] == '"key";q=2;w=60'
    assert first.headers["ratelimit"] == '"key";r=1;t=30'
    assert "ratelimit" not in second.headers
    assert refused.status_code == 429
    assert refused.headers["ratelimit"].startswith('"key";r=0;')
    assert 1 <= int(refused.headers["retry-after"]) <= 30
