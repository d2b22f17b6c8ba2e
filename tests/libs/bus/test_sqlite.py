from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from libs.bus import Bus, Unavailable
from libs.bus.sqlite import SqliteBus
from tests.libs.bus.conformance import BusConformance
from tests.libs.bus.transport import Transport, ids, message, next_batch, take


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bus.sqlite"


@pytest.fixture
async def transport(path: Path) -> AsyncIterator[Transport]:
    names = iter(f"topic-{number}" for number in range(1000))

    async def new_topic() -> str:
        return next(names)

    transport = Transport(f"sqlite://{path}", new_topic, {"lease": 0.6}, 0.6)
    yield transport
    await transport.close()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program writes to the file and takes its time."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


class TestSqlite(BusConformance):
    """The promises, on a file."""


async def test_a_publish_on_a_locked_file_gives_up_and_works_again_later(transport: Transport, path: Path) -> None:
    bus = transport.open(lock_timeout=0.3)
    await bus.check()
    with locked(path):
        started = time.monotonic()
        with pytest.raises(Unavailable, match="locked"):
            await bus.publish(message("t", 0))
        waited = time.monotonic() - started
        with pytest.raises(Unavailable, match="locked"):
            await bus.check()
    await bus.publish(message("t", 1))
    async with bus.subscribe("t", group="g") as batches:
        arrived = await take(batches, 1)

    assert 0.3 <= waited < 2
    assert [each.id for each in arrived] == ["m1"]


async def test_a_publish_waits_for_a_file_that_is_locked_for_a_moment(transport: Transport, path: Path) -> None:
    bus = transport.open()
    await bus.check()
    with locked(path):
        publishing = asyncio.create_task(bus.publish(message("t", 0)))
        await asyncio.sleep(0.4)
        waited = not publishing.done()
    await publishing

    assert waited
    assert await bus.lag("g", "t") == {"t": 1}


async def test_iterator_and_ack_wait_out_a_locked_file(transport: Transport, path: Path) -> None:
    bus = transport.open(lock_timeout=0.1)
    await bus.publish(message("t", 0))
    with locked(path):
        async with bus.subscribe("t", group="g") as batches:
            waiting = asyncio.create_task(next_batch(batches))
            await asyncio.sleep(0.6)
            assert not waiting.done()
    async with bus.subscribe("t", group="g") as batches:
        batch = await next_batch(batches)
        with locked(path):
            acknowledging = asyncio.create_task(batch.ack())
            await asyncio.sleep(0.6)
            assert not acknowledging.done()
        await acknowledging
    waiting.cancel()

    assert await bus.lag("g", "t") == {"t": 0}


async def test_close_does_not_wait_for_a_locked_file(transport: Transport, path: Path) -> None:
    bus = transport.open()
    await bus.publish(message("t", 0))
    async with bus.subscribe("t", group="g") as batches:
        await next_batch(batches)
        with locked(path):
            publishing = asyncio.create_task(bus.publish(message("t", 1)))
            await asyncio.sleep(0.1)
            started = time.monotonic()
            await bus.close()
            took = time.monotonic() - started
            with pytest.raises(Unavailable):
                await publishing

    assert took < 1.5


async def test_a_handler_that_blocks_the_event_loop_keeps_its_claim(transport: Transport) -> None:
    bus = transport.open(**transport.impatient)
    await bus.publish(message("t", 0))
    async with bus.subscribe("t", group="g") as batches:
        batch = await next_batch(batches)
        other = await transport.start("hold", settings=transport.impatient, topic="t", group="g")
        time.sleep(3 * transport.claim_seconds)  # noqa: ASYNC251 (this is the point)
        await batch.ack()
    said = await other.kill()

    assert said == []


async def test_publishers_of_several_buses_do_not_fail_each_other(transport: Transport) -> None:
    buses = [transport.open(f"service-{number}") for number in range(4)]

    async def publish(bus: Bus, first: int) -> None:
        for number in range(first, first + 50):
            await bus.publish(message("t", number))

    await asyncio.gather(*(publish(bus, 50 * number) for number, bus in enumerate(buses)))

    assert await buses[0].lag("g", "t") == {"t": 200}


async def test_what_another_bus_of_the_process_publishes_is_seen_at_once(transport: Transport) -> None:
    """The poll is out of the way here: only the wake-up can do it in time."""
    reader, writer = transport.open("reader", poll=60.0, lease=600.0), transport.open("writer")
    async with reader.subscribe("t", group="g") as batches:
        waiting = asyncio.create_task(next_batch(batches))
        await asyncio.sleep(0.3)
        await writer.publish(message("t", 0))
        async with asyncio.timeout(5):
            assert ids(await waiting) == ["m0"]


async def test_a_bus_on_another_event_loop_wakes_us_too(transport: Transport, path: Path) -> None:
    async def publish_there() -> None:
        writer = SqliteBus(path, instance="writer")
        await writer.publish(message("t", 0))
        await writer.close()

    reader = transport.open("reader", poll=60.0, lease=600.0)
    async with reader.subscribe("t", group="g") as batches:
        waiting = asyncio.create_task(next_batch(batches))
        await asyncio.sleep(0.3)
        thread = threading.Thread(target=lambda: asyncio.run(publish_there()))
        thread.start()
        async with asyncio.timeout(5):
            assert ids(await waiting) == ["m0"]
        thread.join()


async def test_what_another_process_publishes_is_seen_soon(transport: Transport) -> None:
    reader = transport.open("reader")
    async with reader.subscribe("t", group="g") as batches:
        waiting = asyncio.create_task(next_batch(batches))
        await asyncio.sleep(0.2)
        publisher = await transport.start("publish", topic="t", count=1)
        assert await publisher.line() == "m0"
        async with asyncio.timeout(2):
            assert ids(await waiting) == ["m0"]


async def test_an_idle_bus_takes_next_to_no_processor_time_and_does_not_write(transport: Transport, path: Path) -> None:
    buses = [transport.open(f"service-{number}") for number in range(4)]
    members = [asyncio.create_task(wait_for_ever(bus, f"g{number}")) for number, bus in enumerate(buses)]
    await asyncio.sleep(0.3)
    wal = path.with_name(path.name + "-wal")
    written, started = wal.stat().st_mtime_ns, time.process_time()
    await asyncio.sleep(1.5)
    used, writes = time.process_time() - started, wal.stat().st_mtime_ns - written
    await asyncio.gather(*(bus.close() for bus in buses))
    await asyncio.gather(*members)

    assert used < 0.15
    assert writes == 0


async def test_prune_deletes_what_is_old_and_done_by_every_group(transport: Transport) -> None:
    bus = transport.open()
    assert isinstance(bus, SqliteBus)
    await bus.publish(
        *(message("t", number) for number in range(10)), *(message("kept", number) for number in range(3))
    )
    async with bus.subscribe("t", "kept", group="fast") as batches:
        await take(batches, 13)
    async with bus.subscribe("t", group="slow") as batches:
        await (await next_batch(batches)).ack(4)
    await asyncio.sleep(0.01)
    too_young = await bus.prune(timedelta(hours=1), "t")
    pruned = await bus.prune(timedelta(0), "t")
    again = await bus.prune(timedelta(0), "t")
    async with bus.subscribe("t", "kept", group="new") as batches:
        arrived = [each.id for each in await take(batches, 9)]

    assert (too_young, pruned, again) == (0, 4, 0)
    assert sorted(arrived) == sorted([*(f"m{number}" for number in range(4, 10)), "m0", "m1", "m2"])


async def test_prune_leaves_alone_what_nobody_has_read(transport: Transport) -> None:
    bus = transport.open()
    assert isinstance(bus, SqliteBus)
    await bus.publish(message("t", 0))
    await asyncio.sleep(0.01)

    assert await bus.prune(timedelta(0), "t") == 0
    assert await bus.lag("g", "t") == {"t": 1}


async def test_a_file_that_is_no_database_is_unavailable(transport: Transport, path: Path) -> None:
    path.write_text("not a database" * 100)  # noqa: ASYNC240
    bus = transport.open()
    with pytest.raises(Unavailable, match="not a database"):
        await bus.publish(message("t", 0))
    with pytest.raises(Unavailable, match="not a database"):
        await bus.check()


async def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    bus = SqliteBus(tmp_path / "a" / "b" / "bus.sqlite", instance="here")
    await bus.publish(message("t", 0))
    await bus.close()

    assert (tmp_path / "a" / "b" / "bus.sqlite").exists()


async def wait_for_ever(bus: Bus, group: str) -> None:
    async with bus.subscribe("t", group=group) as batches:
        async for batch in batches:
            await batch.ack()
