"""Rate limit per key: a token bucket in this process, told in the headers of every answer.

https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request

from libs.service.problems import Problem

WINDOW_SECONDS = 60
MAX_BUCKETS = 10_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class RateLimiter:
    """`per_minute` requests a minute for every key, all of them at once if need be; 0 is no limit."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._quota = per_minute
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def count(self, request: Request, key_id: str) -> None:
        """Take one request off the key's allowance; raises the problem `too-many-requests`."""
        if not self._quota:
            return
        bucket = self._refilled(key_id)
        per_second = self._quota / WINDOW_SECONDS
        allowed = bucket.tokens >= 1
        if allowed:
            bucket.tokens -= 1
        full_in = math.ceil((self._quota - bucket.tokens) / per_second)
        headers = {
            "RateLimit-Policy": f'"key";q={self._quota};w={WINDOW_SECONDS}',
            "RateLimit": f'"key";r={int(bucket.tokens)};t={full_in}',
        }
        request.state.rate_headers = headers
        if not allowed:
            wait = max(1, math.ceil((1 - bucket.tokens) / per_second))
            raise Problem(
                "too-many-requests",
                f"{self._quota} requests a minute are allowed for a key.",
                headers={"Retry-After": str(wait)},
            )

    def _refilled(self, key_id: str) -> _Bucket:
        now = self._clock()
        if len(self._buckets) >= MAX_BUCKETS and key_id not in self._buckets:
            self._forget_full(now)
        bucket = self._buckets.setdefault(key_id, _Bucket(float(self._quota), now))
        bucket.tokens = min(self._quota, bucket.tokens + (now - bucket.at) * self._quota / WINDOW_SECONDS)
        bucket.at = now
        return bucket

    def _forget_full(self, now: float) -> None:
        """A bucket untouched for a window is full again: a new one is the same."""
        self._buckets = {key: one for key, one in self._buckets.items() if now - one.at < WINDOW_SECONDS}
