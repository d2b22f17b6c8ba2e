"""The second half of the suite: acknowledging, batches, and ends, good and bad."""

from __future__ import annotations

import asyncio
import time

import pytest

from libs.bus import ClaimLost, Closed, Message
from tests.libs.bus.transport import (
    Transport,
    collect,
    ids,
    message,
    next_batch,
    nothing_comes,
    take,
)


class EndsConformance:
    # Acknowledging

    async def test_what_was_acknowledged_never_comes_again(self, transport: Transport) -> None:
        topic = await transport.new_topic()
        first = transport.open()
        await first.publish(*(message(topic, number) for number in range(3)))
        async with first.subscribe(topic, group=topic) as batches:
            await take(batches, 3)
        await first.close()
        second = transport.open()
        await second.publish(message(topic, 3))
        async with second.subscribe(topic, group=topic) as batches:
            assert [each.id for each in await take(batches, 1)] == ["m3"]
            assert await nothing_comes(batches)

    @pytest.mark.parametrize("how", ["leave", "close"])
    async def test_what_was_not_acknowledged_comes_again_after(self, transport: Transport, how: str) -> None:
        topic = await transport.new_topic()
        first = transport.open()
        await first.publish(*(message(topic, number) for number in range(3)))
        async with first.subscribe(topic, group=topic) as batches:
            batch = await next_batch(batches)
            await batch.ack(1)
            if how == "close":
                await first.close()
        second = first if how == "leave" else transport.open()
        async with second.subscribe(topic, group=topic) as batches:
            assert [each.id for each in await take(batches, 2)] == ["m1", "m2"]

    async def test_what_was_not_acknowledged_comes_again_with_the_next_turn(self, transport: Transport) -> None:
        topic = await transport.new_topic()
        bus = transport.open()
        await bus.publish(*(message(topic, number) for number in range(4)))
        async with bus.subscribe(topic, group=topic) as batches:
            turns = []
            for count in (2, 1, 0, None):
                batch = await next_batch(batches)
                turns.append(ids(batch))
                await batch.ack(count)
            rest = await nothing_comes(batches)

        assert turns == [["m0", "m1", "m2", "m3"], ["m2", "m3"], ["m3"], ["m3"]]
        assert rest

    async def test_an_ack_after_the_next_turn_began_raises_and_changes_nothing(self, transport: Transport) -> None:
        topic = await transport.new_topic()
        bus = transport.open()
        await bus.publish(*(message(topic, number) for number in range(4)))
        async with bus.subscribe(topic, group=topic) as batches:
            early, late = await next_batch(batches), await next_batch(batches)
            with pytest.raises(ClaimLost):
                await early.ack(1)
            await late.ack(3)
            with pytest.raises(ClaimLost):
                await early.ack()
            left = await bus.lag(topic, topic)
            arrived = await take(batches, 1)

        assert left == {topic: 1}
        assert [each.id for each in arrived] == ["m3"]

    async def test_an_ack_counts_from_the_start_of_the_batch(self, transport: Transport) -> None:
        topic = await transport.new_topic()
        bus = transport.open()
        await bus.publish(*(message(topic, number) for number in range(4)))
        lags = []
        async with bus.subscribe(topic, group=topic) as batches:
            batch = await next_batch(batches)
            for count in (0, 3, 1, 3, 4, None):
                await batch.ack(count)
                lags.append((await bus.lag(topic, topic))[topic])
            with pytest.raises(ValueError, match="5 of 4"):
                await batch.ack(5)

        assert lags == [4, 1, 1, 1, 0, 0]

    async def test_an_ack_after_leaving_raises_and_changes_nothing(self, transport: Transport) -> None:
        topic = await transport.new_topic()
        bus = transport.open()
        await bus.publish(message(topic, 0))
        async with bus.subscribe(topic, group=topic) as batches:
            batch = await next_batch(batches)
        with pytest.raises(ClaimLost):
            await batch.ack()

        assert await bus.lag(topic, topic) == {topic: 1}

    async def test_the_lag_counts_what_is_not_acknowledged(self, transport: Transport) -> None:
        topic = await transport.new_topic()
        bus = transport.open()
        await bus.publish(*(message(topic, number, f"k{number}") for number in range(10)))
        before = await bus.lag(topic, topic)
        async with bus.subscribe(topic, group=topic) as batches:
            await take(batches, 10)
            after = await bus.lag(topic, topic)

        assert (before, after) == ({topic: 10}, {topic: 0})

    # Batches

    async def test_a_batch_is_bounded_by_count(self, transport: Transport) -> None:
        topic = await transport.new_topic()
        bus = transport.open(batch_messages=3)
        await bus.publish(*(message(topic, number) for number in range(7)))
        sizes: list[int] = []
        async with bus.subscribe(topic, group=topic) as batches:
            while sum(sizes) < 7:
                batch = await next_batch(batches)
                sizes.append(len(batch.messages))
                await batch.ack()

        assert max(sizes) == 3

    async def test_a_batch_is_bounded_by_bytes_but_never_empty(self, transport: Transport) -> None:
        topic = await transport.new_topic()
        bus = transport.open(batch_bytes=2500)
        await bus.publish(
            *(Message(topic, "key", f"m{number}", b"x" * size) for number, size in enumerate([900] * 6 + [4000]))
        )
        taken: list[list[str]] = []
        async with bus.subscribe(topic, group=topic) as batches:
            while sum(map(len, taken)) < 7:
                batch = await next_batch(batches)
                taken.append(ids(batch))
                await batch.ack()

        assert max(len(each) for each in taken) == 2
        assert taken[-1] == ["m6"]

    async def test_giving_up_the_wait_for_a_batch_loses_nothing(self, transport: Transport) -> None:
        topic = await transport.new_topic()
        bus = transport.open()
        async with bus.subscribe(topic, group=topic) as batches:
            waits = [await nothing_comes(batches, pause) for pause in (0.05, 0.001, 0.0001)]
            await bus.publish(*(message(topic, number) for number in range(3)))
            while await nothing_comes(batches, 0.0001):
                pass
            await bus.publish(message(topic, 3))
            arrived = [each.id for each in await take(batches, 4)]

        assert waits == [True, True, True]
        assert arrived == ["m0", "m1", "m2", "m3"]

    # Ends, good and bad

    async def test_what_was_published_survives_the_kill_of_its_publisher(self, transport: Transport) -> None:
        topic = await transport.new_topic()
        publisher = await transport.start("publish", topic=topic, count=1_000_000)
        said = [await publisher.line() for _ in range(50)]
        said += await publisher.kill()
        bus = transport.open()
        async with bus.subscribe(topic, group=topic) as batches:
            arrived = [each.id for each in await take(batches, len(said))]

        assert said[:2] == ["m0", "m1"]
        assert arrived == [f"m{number}" for number in range(len(arrived))]

    async def test_what_a_killed_consumer_had_not_acknowledged_comes_to_its_successor_at_once(
        self, transport: Transport
    ) -> None:
        topic = await transport.new_topic()
        bus = transport.open("same")
        await bus.publish(*(message(topic, number) for number in range(3)))
        killed = await transport.start("hold", instance="same", topic=topic, group=topic)
        assert await killed.line() == "m0 m1 m2"
        await killed.kill()
        started = time.monotonic()
        async with bus.subscribe(topic, group=topic) as batches:
            batch = await next_batch(batches)
            await batch.ack()

        assert ids(batch) == ["m0", "m1", "m2"]
        assert time.monotonic() - started < 5

    async def test_a_killed_consumer_loses_no_message_and_repeats_at_most_its_last_batch(
        self, transport: Transport
    ) -> None:
        topic = await transport.new_topic()
        bus = transport.open("same", batch_messages=10)
        await bus.publish(*(message(topic, number) for number in range(500)))
        settings = {"batch_messages": 10}
        killed = await transport.start("consume", instance="same", settings=settings, topic=topic, group=topic)
        said = [await killed.line() for _ in range(35)]
        said += await killed.kill()
        left = (await bus.lag(topic, topic))[topic]
        arrived: list[str] = []
        async with bus.subscribe(topic, group=topic) as batches:
            while (await bus.lag(topic, topic))[topic]:
                arrived += [each.id for each in await take(batches, 1)]

        assert left <= 500 - len(said)
        assert arrived == [f"m{number}" for number in range(500 - left, 500)]

    async def test_close_is_prompt_and_repeatable_and_ends_everything(self, transport: Transport) -> None:
        topic = await transport.new_topic()
        bus = transport.open()
        await bus.publish(message(topic, 0))
        async with bus.subscribe(topic, group=topic) as batches, bus.subscribe(topic, group=f"{topic}-idle") as idle:
            batch = await next_batch(batches)
            await take(idle, 1)
            waiting = asyncio.create_task(collect(idle))
            await asyncio.sleep(0.1)
            started = time.monotonic()
            await bus.close()
            await bus.close()
            assert time.monotonic() - started < 2
            assert await waiting == []
            assert await collect(batches) == []
            with pytest.raises(Closed):
                await batch.ack()
        with pytest.raises(Closed):
            await bus.publish(message(topic, 1))
        with pytest.raises(Closed):
            bus.subscribe(topic, group=topic)
        with pytest.raises(Closed):
            await bus.check()
        with pytest.raises(Closed):
            await bus.lag(topic, topic)

    async def test_a_bus_that_was_never_used_closes(self, transport: Transport) -> None:
        await transport.open().close()

    async def test_the_check_returns_when_the_transport_answers(self, transport: Transport) -> None:
        bus = transport.open()
        async with asyncio.timeout(5):
            await bus.check()
