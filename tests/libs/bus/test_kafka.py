from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from libs.bus import ClaimLost, Unavailable, open_bus
from libs.bus.kafka import ensure_topics
from libs.bus.topics import Topic, main
from tests.kafka_broker import FOREIGN, KafkaBroker, unused_address
from tests.libs.bus.conformance import BusConformance
from tests.libs.bus.transport import PATIENCE, Transport, first_of, ids, message, next_batch, nothing_comes, take, until

pytestmark = pytest.mark.kafka


@pytest.fixture
def address(request: pytest.FixtureRequest) -> str:
    if FOREIGN:
        return FOREIGN
    found: str = request.getfixturevalue("kafka_broker").address
    return found


def transport_on(address: str) -> Transport:
    async def new_topic() -> str:
        name = f"t{uuid.uuid4().hex[:8]}"
        await ensure_topics([address], [Topic(name)])
        return name

    # a broker takes sessions of less than 6 s only when it is told to, as ours is
    seconds = 6.0 if FOREIGN else 1.5
    return Transport(f"kafka://{address}", new_topic, {"session_timeout": seconds}, seconds)


@pytest.fixture
async def transport(address: str) -> AsyncIterator[Transport]:
    transport = transport_on(address)
    yield transport
    await transport.close()


@pytest.fixture
async def own(kafka_broker: KafkaBroker) -> AsyncIterator[Transport]:
    """On a broker that the test may kill."""
    transport = transport_on(kafka_broker.address)
    yield transport
    await transport.close()


class TestKafka(BusConformance):
    """The promises, on a broker."""


# Members


async def test_a_member_may_wait_for_a_slow_one_longer_than_for_any_answer(transport: Transport) -> None:
    topic = await transport.new_topic()
    slow, other = transport.open("slow"), transport.open("other", request_timeout=1.0)
    await slow.publish(message(topic, 0))
    async with slow.subscribe(topic, group=topic) as batches:
        batch = await next_batch(batches)
        async with other.subscribe(topic, group=topic) as others:
            waiting = asyncio.create_task(next_batch(others))
            await asyncio.sleep(3.5)
            too_early = waiting.done()
            await batch.ack()
            await slow.publish(*(message(topic, number, f"k{number}") for number in range(1, 30)))
            draining = asyncio.create_task(take(batches, 30))
            got = await waiting
            draining.cancel()

    assert not too_early
    assert "m0" not in ids(got)


async def test_who_lets_members_that_join_wait_too_long_loses_the_claim(transport: Transport) -> None:
    topic = await transport.new_topic()
    settings = {**transport.impatient, "rebalance_timeout": 1.0}
    slow, other = transport.open("slow", **settings), transport.open("other", **settings)
    await slow.publish(message(topic, 0))
    async with slow.subscribe(topic, group=topic) as batches:
        batch = await next_batch(batches)
        async with other.subscribe(topic, group=topic) as others:
            waiting = asyncio.create_task(next_batch(others))
            await asyncio.sleep(3.0)
            with pytest.raises(ClaimLost):
                await batch.ack()
            again = await first_of(waiting, asyncio.create_task(next_batch(batches)))
            await again.ack()

    assert ids(batch) == ids(again) == ["m0"]


async def test_a_member_that_waits_to_join_can_leave_promptly(transport: Transport) -> None:
    topic = await transport.new_topic()
    slow, other = transport.open("slow", **transport.impatient), transport.open("other", **transport.impatient)
    await slow.publish(message(topic, 0))
    async with slow.subscribe(topic, group=topic) as batches:
        batch = await next_batch(batches)
        async with other.subscribe(topic, group=topic) as others:
            assert await nothing_comes(others, 1.0)
            started = time.monotonic()
        took = time.monotonic() - started
        await batch.ack()
        await slow.publish(message(topic, 1))
        arrived = await take(batches, 1)

    assert took < 2
    assert [each.id for each in arrived] == ["m1"]


async def test_a_consumer_that_gets_nothing_although_there_is_something_is_replaced(transport: Transport) -> None:
    topic = await transport.new_topic()
    bus = transport.open(stall_timeout=1.0)
    await bus.publish(message(topic, 0))
    member: Any = bus.subscribe(topic, group=topic)
    async with member as batches:
        await take(batches, 1)
        stuck = member._consumer
        stuck.pause(*stuck.assignment())
        await bus.publish(message(topic, 1))
        arrived = await take(batches, 1)

    assert [each.id for each in arrived] == ["m1"]


# Without a broker


async def test_without_a_broker_everything_that_asks_it_raises_in_time() -> None:
    bus = open_bus(f"kafka://{unused_address()}", instance="here", send_timeout=1.0, check_timeout=1.0)
    for asking in (bus.publish(message("t", 0)), bus.check(), bus.lag("g", "t")):
        started = time.monotonic()
        with pytest.raises(Unavailable):
            await asking
        assert time.monotonic() - started < 3
    await bus.close()


async def test_a_server_that_accepts_and_says_nothing_is_unavailable_too() -> None:
    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    silent = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    bus = open_bus(f"kafka://127.0.0.1:{port}", instance="here", send_timeout=0.5, check_timeout=0.5)
    async with bus.subscribe("t", group="g") as batches:
        for asking in (bus.publish(message("t", 0)), bus.check(), bus.lag("g", "t")):
            started = time.monotonic()
            with pytest.raises(Unavailable):
                await asking
            assert time.monotonic() - started < 3
        assert await nothing_comes(batches)
    await bus.close()
    silent.close()
    await silent.wait_closed()


async def test_a_topic_that_does_not_exist_is_unavailable(transport: Transport) -> None:
    bus = transport.open(send_timeout=1.0)
    with pytest.raises(Unavailable):
        await bus.publish(message(f"t{uuid.uuid4().hex[:8]}", 0))


async def test_a_broker_that_goes_away_is_waited_out_and_its_producer_replaced(
    own: Transport, kafka_broker: KafkaBroker
) -> None:
    topic = await own.new_topic()
    bus = own.open(send_timeout=1.0, check_timeout=1.0)
    await bus.publish(message(topic, 0))
    async with bus.subscribe(topic, group=topic) as batches:
        batch = await next_batch(batches)
        kafka_broker.stop()
        started = time.monotonic()
        with pytest.raises(Unavailable):
            await bus.publish(message(topic, 1))
        gave_up = time.monotonic() - started
        with pytest.raises(Unavailable):
            await bus.check()
        late = own.open("late")
        async with late.subscribe(topic, group=f"{topic}-late") as others:
            acknowledging = asyncio.create_task(batch.ack())
            waiting = asyncio.create_task(next_batch(others))
            assert await nothing_comes(others, 0.5) or not acknowledging.done()
            waiting.cancel()
            await asyncio.to_thread(kafka_broker.start)
            await asyncio.wait_for(acknowledging, PATIENCE)
            await patiently_publish(bus, topic, 2)
            came_late = await take(others, 2)
        came = await take(batches, 1)

    assert gave_up < 4
    assert came[-1].id == "m2"
    assert came_late[0].id == "m0"


async def test_a_kill_of_the_broker_while_all_work_loses_nothing_and_keeps_the_order(
    own: Transport, kafka_broker: KafkaBroker
) -> None:
    topic = await own.new_topic()
    publisher, consumer = own.open("publisher", send_timeout=2.0), own.open("consumer")
    seen: dict[str, list[int]] = {f"k{key}": [] for key in range(7)}

    async def publish() -> None:
        for number in range(400):
            await patiently_publish(publisher, topic, number)
            await asyncio.sleep(0.01)

    async def work() -> None:
        async with consumer.subscribe(topic, group=topic) as batches:
            async for batch in batches:
                for each in batch.messages:
                    seen[each.key].append(int(each.headers["n"]))
                await batch.ack()

    tasks = [asyncio.create_task(publish()), asyncio.create_task(work())]
    await until(lambda: sum(map(len, seen.values())) > 50)
    await asyncio.to_thread(kafka_broker.kill)
    await asyncio.to_thread(kafka_broker.start)
    await tasks[0]
    await until(lambda: len({number for each in seen.values() for number in each}) == 400)
    await consumer.close()
    await tasks[1]

    for key, numbers in enumerate(seen.values()):
        first_times = list(dict.fromkeys(numbers))
        assert first_times == list(range(key, 400, 7))


# What others do on the cluster


async def test_messages_of_other_producers_are_understood(transport: Transport, address: str) -> None:
    topic = await transport.new_topic()
    producer = AIOKafkaProducer(bootstrap_servers=address)
    await producer.start()
    await producer.send_and_wait(topic, b"body", headers=[("ce_id", b"from-elsewhere"), ("n", b"1")], partition=0)
    await producer.send_and_wait(topic, None, key=b"\xff", partition=0)
    await producer.stop()
    bus = transport.open()
    async with bus.subscribe(topic, group=topic) as batches:
        foreign, empty = await take(batches, 2)

    assert (foreign.id, foreign.key, foreign.body) == ("from-elsewhere", "", b"body")
    assert foreign.headers == {"ce_id": "from-elsewhere", "n": "1"}
    assert (empty.id, empty.body, empty.headers) == (f"{topic}-0-1", b"", {})


async def test_topics_are_made_once_and_kept_in_line(address: str) -> None:
    name = f"t{uuid.uuid4().hex[:8]}"
    made = await ensure_topics([address], [Topic(name, 2, timedelta(days=1))])
    again = await ensure_topics([address], [Topic(name, 2, None, compact=True)])
    wider = await ensure_topics([address], [Topic(name, 5, None, compact=True)])
    settings = await settings_of(address, name)

    assert made == [f"{name}: created"]
    assert again == [f"{name}: exists"]
    assert wider == [f"{name}: exists, with 2 partitions instead of 5"]
    assert settings["retention.ms"] == "-1"
    assert settings["cleanup.policy"] == "compact"
    assert int(settings["max.message.bytes"]) > 4 * 1024 * 1024


def test_the_command_makes_the_topics_of_a_file(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = f"t{uuid.uuid4().hex[:8]}"
    file = tmp_path / "topics.txt"
    file.write_text(f"{name} 3 7d delete\n")

    assert main([str(file), "--bus", f"kafka://{address}"]) == 0
    assert capsys.readouterr().out == f"{name}: created\n"


async def patiently_publish(bus: Any, topic: str, number: int) -> None:
    while True:
        try:
            await bus.publish(message(topic, number, f"k{number % 7}"))
            return
        except Unavailable:
            await asyncio.sleep(0.1)


async def settings_of(address: str, topic: str) -> dict[str, str]:
    admin = AIOKafkaAdminClient(bootstrap_servers=address)
    await admin.start()
    try:
        [answer] = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])
        return {entry[0]: entry[1] for entry in answer.resources[0][4]}
    finally:
        await admin.close()
