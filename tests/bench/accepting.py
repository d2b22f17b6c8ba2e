"""How many articles are accepted a second, by the platform and by a bare application, turn by turn."""

from __future__ import annotations

import asyncio
import itertools
import os
import subprocess
import sys
import time
from collections.abc import Mapping

import httpx

from libs.service.paths import service_of
from tests.flow.articles import ENGLISH
from tests.support.platforms import ROOT, Cluster, Platform, until
from tests.support.ports import free_port

AT_ONCE = 16
TURN_SECONDS = 4.0
TURNS = 3


def accept_rates(platform: Platform, floor_url: str) -> tuple[float, float]:
    """(ours, the floor's), each over `TURNS` turns that alternate."""
    port = free_port()
    environment = {**os.environ, "FLOOR_URL": floor_url, "FLOOR_PORT": str(port)}
    floor = subprocess.Popen([sys.executable, "-m", "tests.bench.floor"], env=environment, cwd=ROOT)
    try:
        bare = f"http://127.0.0.1:{port}"
        until(lambda: _answers(bare), 30)
        headers = {"Authorization": platform.http.headers["Authorization"]}
        counts = [0, 0]
        for _ in range(TURNS):
            counts[0] += asyncio.run(_post(_base(platform), headers))
            counts[1] += asyncio.run(_post(bare, {}))
        seconds = TURNS * TURN_SECONDS
        return counts[0] / seconds, counts[1] / seconds
    finally:
        floor.terminate()
        floor.wait(10)


async def _post(base: str, headers: Mapping[str, str]) -> int:
    """Articles accepted within one turn."""
    numbers = itertools.count(time.monotonic_ns())
    end = time.monotonic() + TURN_SECONDS
    limits = httpx.Limits(max_connections=AT_ONCE)
    async with httpx.AsyncClient(base_url=base, headers=headers, timeout=30, limits=limits, trust_env=False) as client:

        async def worker() -> int:
            accepted = 0
            while time.monotonic() < end:
                number = next(numbers)
                article = {**ENGLISH, "id": f"bench-{number}", "url": None, "text": f"{number} {ENGLISH['text']}"}
                answer = await client.post("/v1/articles", json=article)
                if answer.status_code == 503:
                    await asyncio.sleep(0.1)
                    continue
                answer.raise_for_status()
                accepted += 1
            return accepted

        return sum(await asyncio.gather(*(worker() for _ in range(AT_ONCE))))


def _base(platform: Platform) -> str:
    if isinstance(platform, Cluster):
        return f"http://127.0.0.1:{platform.ports[service_of('/v1/articles') or 'ingest']}"
    return str(platform.http.base_url)


def _answers(base: str) -> bool:
    try:
        return httpx.get(f"{base}/", trust_env=False).status_code == 404
    except httpx.TransportError:
        return False
