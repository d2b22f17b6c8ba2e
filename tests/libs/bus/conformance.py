"""What every transport promises, as tests. A transport's test module inherits the class and gives it a `transport`."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from dataclasses import replace

import pytest

from libs.bus import MAX_MESSAGE_BYTES, Bus, Message, TooLarge
from tests.libs.bus.conformance_ends import EndsConformance
from tests.libs.bus.transport import (
    Transport,
    first_of,
    ids,
    message,
    next_batch,
    nothing_comes,
    take,
    until,
    until_done,
)


class BusConformance(EndsConformance):
    # The two hard ones first: whose is a message while nobody says anything?

    async def test_a_slow_handler_keeps_its_claim(self, transport: Transport) -> None:
        topic = await transport.new_topic()
        one, two = (transport.open(name, **transport.impatient) for name in ("one", "two"))
        await one.publish(message(topic, 0))
        async with one.subscribe(topic, group=topic) as first, two.subscribe(topic, group=topic) as second:
            waiting = {asyncio.create_task(next_batch(each)): each for each in (first, second)}
            [taken], [idle] = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.sleep(2.5 * transport.claim_seconds)
            stolen = idle.done()
            await taken.result().ack()
            await one.publish(message(topic, 1))
            following = await first_of(idle, asyncio.create_task(next_batch(waiting[taken])))

        assert not stolen
        assert ids(taken.result()) == ["m0"]
        assert ids(following) == ["m1"]

    async def test_a_slow_handler_keeps_its_claim_when_another_member_joins(self, transport: Transport) -> None:
        topic = await transport.new_topic()
        one, two = (transport.open(name, **transport.impatient) for name in ("one", "two"))
        await one.publish(message(topic, 0))
        async with one.subscribe(topic, group=topic) as first:
            batch = await next_batch(first)
            async with two.subscribe(topic, group=topic) as second:
                idle = asyncio.create_task(next_batch(second))
                await asyncio.sleep(2.5 * transport.claim_seconds)
                stolen = idle.done()
                await batch.ack()
                await one.publish(message(topic, 1))
                following = await first_of(idle, asyncio.create_task(next_batch(first)))

        assert not stolen
        assert ids(batch) == ["m0"]
        assert ids(following) == ["m1"]

    async def test_an_ack_after_the_claim_was_stolen_raises_and_changes_nothing(self, transport: Transport) -> None:
        topic = await transport.new_topic()
        bus = transport.open()
        await bus.publish(*(message(topic, number) for number in range(3)))
        stopped = await transport.start("hold", settings=transport.impatient, topic=topic, group=topic)
        assert await stopped.line() == "m0 m1 m2"

        stopped.stop()
        async with bus.subscribe(topic, group=topic) as batches:
            batch = await next_batch(batches)
            stopped.go_on()
            await stopped.tell()
            late = await stopped.line()
            await batch.ack(1)
            left = await bus.lag(topic, topic)

        assert late == "lost"
        assert ids(batch) == ["m0", "m1", "m2"]
        assert left == {topic: 2}

    # Messages

    async def test_a_message_arrives_as_it_was_published(self, transport: Transport) -> None:
        topic = await transport.new_topic()
        bus = transport.open()
        published = [
            Message(
                topic, "ключ", "id-1", "Встреча 🤝".encode(), {"traceparent": "00-ab-cd-01", "ce_subject": "Gespräch"}
            ),
            Message(topic, "", "id-2", b"", {}),
            Message(topic, "k", "", bytes(range(256)), {"empty": ""}),
        ]
        for each in published:
            await bus.publish(each)
        async with bus.subscribe(topic, group=topic) as batches:
            arrived = await take(batches, 3)

        assert sorted(arrived, key=lambda each: each.key) == sorted(published, key=lambda each: each.key)

    async def test_the_largest_message_passes_and_a_larger_one_is_refused_before_anything_is_written(
        self, transport: Transport
    ) -> None:
        topic = await transport.new_topic()
        bus = transport.open()
        small = message(topic, 0)
        largest = Message(topic, "key", "largest", b"\xa5" * (MAX_MESSAGE_BYTES - 10))
        assert largest.size() == MAX_MESSAGE_BYTES
        with pytest.raises(TooLarge):
            await bus.publish(small, replace(largest, body=largest.body + b"x"))
        await bus.publish(largest)
        async with bus.subscribe(topic, group=topic) as batches:
            arrived = await take(batches, 1)

        assert arrived == [largest]

    async def test_the_same_message_published_twice_comes_twice(self, transport: Transport) -> None:
        topic = await transport.new_topic()
        bus = transport.open()
        await bus.publish(message(topic, 0), message(topic, 0))
        async with bus.subscribe(topic, group=topic) as batches:
            assert [each.id for each in await take(batches, 2)] == ["m0", "m0"]

    async def test_publishing_nothing_is_nothing(self, transport: Transport) -> None:
        topic = await transport.new_topic()
        bus = transport.open()
        await bus.publish()
        assert await bus.lag(topic, topic) == {topic: 0}

    # Groups

    async def test_a_group_that_waits_gets_what_is_published_later(self, transport: Transport) -> None:
        topic = await transport.new_topic()
        bus = transport.open()
        async with bus.subscribe(topic, group=topic) as batches, asyncio.TaskGroup() as tasks:
            waiting = tasks.create_task(take(batches, 1))
            await asyncio.sleep(0.2)
            await bus.publish(message(topic, 0))
            assert [each.id for each in await waiting] == ["m0"]

    async def test_a_new_group_starts_at_the_beginning_and_every_group_gets_everything(
        self, transport: Transport
    ) -> None:
        topic = await transport.new_topic()
        bus = transport.open()
        await bus.publish(*(message(topic, number) for number in range(5)))
        for group in (f"{topic}-1", f"{topic}-2"):
            async with bus.subscribe(topic, group=group) as batches:
                assert [each.id for each in await take(batches, 5)] == ["m0", "m1", "m2", "m3", "m4"]

    async def test_topics_do_not_mix(self, transport: Transport) -> None:
        wanted, other = await transport.new_topic(), await transport.new_topic()
        bus = transport.open()
        await bus.publish(message(other, 0), message(wanted, 1), message(other, 2))
        async with bus.subscribe(wanted, group=wanted) as batches:
            assert [each.id for each in await take(batches, 1)] == ["m1"]
            assert await nothing_comes(batches)

    async def test_one_member_may_read_several_topics(self, transport: Transport) -> None:
        one, two = await transport.new_topic(), await transport.new_topic()
        bus = transport.open()
        await bus.publish(message(one, 1), message(two, 2))
        async with bus.subscribe(one, two, group=one) as batches:
            arrived = await take(batches, 2)
        assert {each.topic: each.id for each in arrived} == {one: "m1", two: "m2"}
        assert await bus.lag(one, one, two) == {one: 0, two: 0}

    async def test_two_members_do_the_work_once(self, transport: Transport) -> None:
        topic = await transport.new_topic()
        buses = [transport.open("one"), transport.open("two")]
        await buses[0].publish(*(message(topic, number, f"k{number % 20}") for number in range(300)))
        seen: list[str] = []

        async def work(bus: Bus) -> None:
            async with bus.subscribe(topic, group=topic) as batches:
                async for batch in batches:
                    seen.extend(ids(batch))
                    await asyncio.sleep(0.01)
                    await batch.ack()

        workers = [asyncio.create_task(work(bus)) for bus in buses]
        await until(lambda: len(seen) >= 300)
        await buses[1].publish(*(message(topic, number, f"k{number % 20}") for number in range(300, 600)))
        await until_done(buses[0], topic)
        await asyncio.gather(*(bus.close() for bus in buses))
        await asyncio.gather(*workers)

        assert sorted(seen) == sorted(f"m{number}" for number in range(600))

    async def test_a_member_that_leaves_hands_its_claim_over_at_once(self, transport: Transport) -> None:
        topic = await transport.new_topic()
        leaving, staying = transport.open("leaving"), transport.open("staying")
        await leaving.publish(message(topic, 0))
        async with staying.subscribe(topic, group=topic) as here:
            async with leaving.subscribe(topic, group=topic) as there:
                waiting = [asyncio.create_task(next_batch(each)) for each in (here, there)]
                await (await first_of(*waiting)).ack()
                await staying.publish(*(message(topic, number, f"k{number}") for number in range(1, 30)))
            started = time.monotonic()
            while (await staying.lag(topic, topic))[topic]:
                await take(here, 1)

        assert time.monotonic() - started < 5

    async def test_two_members_of_one_instance_do_not_take_each_others_name(self, transport: Transport) -> None:
        topic = await transport.new_topic()
        one, two = transport.open("same"), transport.open("same")
        there = await transport.start("consume", instance="same", topic=topic, group=topic)
        seen: list[str] = []

        async def work(bus: Bus) -> None:
            async with bus.subscribe(topic, group=topic) as batches:
                async for batch in batches:
                    seen.extend(ids(batch))
                    await batch.ack()

        workers = [asyncio.create_task(work(bus)) for bus in (one, two)]
        for number in range(40):
            await one.publish(message(topic, number, f"k{number}"))
            await asyncio.sleep(0.02)
        await until_done(one, topic)
        seen += await there.kill()
        await asyncio.gather(one.close(), two.close())
        await asyncio.gather(*workers)

        assert sorted(seen) == sorted(f"m{number}" for number in range(40))

    # Order

    async def test_messages_of_one_key_come_in_publish_order(self, transport: Transport) -> None:
        topic = await transport.new_topic()
        bus = transport.open()
        await bus.publish(*(message(topic, number, f"k{number % 50}") for number in range(10_000)))
        numbers = defaultdict(list)
        async with bus.subscribe(topic, group=topic) as batches:
            for each in await take(batches, 10_000):
                numbers[each.key].append(int(each.headers["n"]))

        assert numbers == {f"k{key}": list(range(key, 10_000, 50)) for key in range(50)}

    async def test_the_next_message_of_a_key_waits_for_the_ack_of_the_one_before(self, transport: Transport) -> None:
        topic = await transport.new_topic()
        bus, other = transport.open(), transport.open("other")
        await bus.publish(message(topic, 0))
        async with bus.subscribe(topic, group=topic) as first, other.subscribe(topic, group=topic) as second:
            waiting = {asyncio.create_task(next_batch(each)): each for each in (first, second)}
            [taken], [idle] = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            await bus.publish(message(topic, 1))
            await asyncio.sleep(0.6)
            too_early = idle.done()
            await taken.result().ack()
            following = await first_of(idle, asyncio.create_task(next_batch(waiting[taken])))

        assert not too_early
        assert ids(following) == ["m1"]
