"""Worker processes: what kills one harms nothing else, and they end with their parent."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime

import pytest

from libs.messages import ArticleReceived
from libs.pipeline import PermanentError
from services.classify.handlers import Reader
from services.classify.pool import ReadingPool, WorkerDied


def read_oddly(article: Mapping[str, object]) -> dict[str, object]:
    """Runs in a worker."""
    text = str(article["text"])
    if text == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if text == "hang":
        time.sleep(60)
    events: list[object] = []
    return {"language": "en", "reader": "x", "text": text, "boilerplate": [], "events": events, "figures": []}


@pytest.fixture
async def pool() -> AsyncIterator[ReadingPool]:
    made = ReadingPool(2, 1.0, read_oddly)
    yield made
    await made.close()


async def test_a_text_that_kills_its_worker_harms_no_other(pool: ReadingPool) -> None:
    texts = ["a", "kill", "b", "hang", "c"]
    results = await asyncio.gather(*(pool.read({"text": text}) for text in texts), return_exceptions=True)

    assert [type(result) for result in results] == [dict, WorkerDied, dict, WorkerDied, dict]
    assert (await pool.read({"text": "after"}))["text"] == "after"


async def test_what_killed_a_worker_twice_is_not_read_a_third_time(pool: ReadingPool) -> None:
    tries = 0

    async def counted(article: Mapping[str, object]) -> dict[str, object]:
        nonlocal tries
        tries += 1
        return await pool.read(article)

    now = datetime.now(UTC)
    received = ArticleReceived(
        article_id="art_a", client_id="cli_a", version=1, content_hash="h", received_at=now, text="kill"
    )
    with pytest.raises(PermanentError, match="twice"):
        await Reader(counted).prepare(received)

    assert tries == 2


def test_workers_end_when_their_parent_is_killed() -> None:
    program = (
        "import asyncio\n"
        "from tests.services.classify.test_pool import read_oddly\n"
        "from services.classify.pool import ReadingPool\n"
        "async def main():\n"
        "    pool = ReadingPool(2, 60, read_oddly)\n"
        "    await pool.read({'text': 'a'})\n"
        "    print('ready', flush=True)\n"
        "    await pool.read({'text': 'hang'})\n"
        "if __name__ == '__main__':\n"
        "    asyncio.run(main())\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        workers = children_of(parent.pid)
        assert workers
        parent.kill()
        parent.wait(10)
    until = time.monotonic() + 10
    while any(alive(worker) for worker in workers):
        assert time.monotonic() < until, "a worker outlived its parent"
        time.sleep(0.05)


def children_of(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in listed.stdout.split()]


def alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
