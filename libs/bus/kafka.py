"""Everything that touches aiokafka: producers, consumers, topics. The bus built on it is in `kafka_bus`.

aiokafka is pinned to one minor: where its public surface cannot keep a promise of ours, this module reaches behind it,
each time with the reason beside it. Its objects are untyped, hence the `Any`.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRebalanceListener, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import (
    IllegalGenerationError,
    KafkaError,
    MessageSizeTooLargeError,
    TopicAlreadyExistsError,
    UnknownMemberIdError,
    for_code,
)
from aiokafka.structs import OffsetAndMetadata

from libs.bus.base import MAX_MESSAGE_BYTES, Message
from libs.bus.errors import Unavailable
from libs.bus.quiet import quieten
from libs.bus.topics import Topic

logger = logging.getLogger(__name__)

OUTAGES = (KafkaError, OSError, TimeoutError)
NOT_A_MEMBER = (UnknownMemberIdError, IllegalGenerationError)
REFUSED_SIZE = MessageSizeTooLargeError
OVERHEAD = 128 * 1024
"""What Kafka adds to a message of the largest size: lengths and checksums of it and of its headers."""
PRODUCER_BATCH = 1024 * 1024
"""With the default of 16 KiB the same broker takes a quarter as many messages a second."""
ID_HEADER = "message-id"
RETRY_EVERY = 0.3
HEARTBEAT = 1.0
"""Seconds; a member learns by a heartbeat that others join or leave, so this is how long a hand-over takes."""


def connection(servers: Sequence[str], name: str, request_timeout: float) -> dict[str, Any]:
    """The arguments that every client takes."""
    quieten("aiokafka")
    return {"bootstrap_servers": list(servers), "client_id": name, "request_timeout_ms": int(request_timeout * 1000)}


async def start_producer(compression: str | None, **connection: Any) -> Any:
    producer = AIOKafkaProducer(
        enable_idempotence=True,
        acks="all",
        max_batch_size=PRODUCER_BATCH,
        max_request_size=MAX_MESSAGE_BYTES + OVERHEAD,
        compression_type=compression,
        **connection,
    )
    try:
        await producer.start()
    except BaseException:
        await cut_producer(producer)
        raise
    return producer


async def send_all(producer: Any, messages: Sequence[Message]) -> None:
    sent = [await _send_one(producer, message) for message in messages]
    await asyncio.wait(sent)
    for future in sent:
        future.result()


async def cut_producer(producer: Any) -> None:
    """End a producer without its flush, which waits for ever while the broker is away: connections first. Others who
    still wait for messages of theirs go by their own timeout."""
    producer._closed = True
    with contextlib.suppress(*OUTAGES):
        await producer.client.close()
    sender = producer._sender.sender_task
    if sender is not None and not sender.done():
        sender.cancel()
        await asyncio.wait([sender], timeout=2.0)


def new_consumer(
    group: str,
    topics: Sequence[str],
    *,
    instance: str,
    session_timeout: float,
    rebalance_timeout: float,
    on_revoked: Callable[[], Awaitable[None]],
    on_assigned: Callable[[], Awaitable[None]],
    **connection: Any,
) -> Any:
    """A static member of the group, to be started. The callbacks run when partitions are taken and given."""
    consumer = AIOKafkaConsumer(
        group_id=group,
        group_instance_id=instance,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        session_timeout_ms=int(session_timeout * 1000),
        heartbeat_interval_ms=int(min(HEARTBEAT, session_timeout / 5) * 1000),
        rebalance_timeout_ms=int(rebalance_timeout * 1000),
        max_poll_interval_ms=2**31 - 1,  # a slow handler is no reason to leave
        max_partition_fetch_bytes=MAX_MESSAGE_BYTES + OVERHEAD,
        **connection,
    )
    consumer.subscribe(topics=list(topics), listener=_Listener(on_revoked, on_assigned))
    return consumer


def generation_of(consumer: Any) -> int:
    """Which membership the group knows this consumer by; -1 as soon as the group said that it knows it no more."""
    return int(consumer._coordinator.generation)


async def commit_under(holds: Callable[[], bool], consumer: Any, records: Sequence[Any]) -> bool:
    """Commit what follows the records if the claim holds at the moment of sending; whether it did.

    The consumer's own commit waits for the coordinator and then takes whatever membership there is by that time.
    """
    if not holds():
        return False
    offsets = {
        TopicPartition(record.topic, record.partition): OffsetAndMetadata(record.offset + 1, "") for record in records
    }
    await consumer._coordinator.ensure_coordinator_known()
    if not holds():
        return False
    await consumer._coordinator._do_commit_offsets(None, offsets)
    return True


async def is_behind(consumer: Any) -> bool:
    """Whether its partitions have messages that it has not fetched."""
    ends = await consumer.end_offsets(list(consumer.assignment()))
    return any([await consumer.position(partition) < end for partition, end in ends.items()])


async def leave_group(consumer: Any, joined: bool, timeout: float) -> None:
    """Give the partitions back at once. aiokafka lets static members expire instead, as if every end were a crash; and
    a join that waits for another member's work cannot be ended otherwise than by ending its task."""
    coordinator = consumer._coordinator
    if coordinator is not None:
        coordinator._group_instance_id = None
        if not joined:
            coordinator._coordination_task.cancel()
            await asyncio.wait([coordinator._coordination_task], timeout=timeout)
    await stop_consumer(consumer, timeout)


async def stop_consumer(consumer: Any, timeout: float) -> None:
    try:
        async with asyncio.timeout(timeout):
            await consumer.stop()
    except OUTAGES as error:
        logger.debug("bus_consumer_cut", extra={"reason": repr(error)})
        coordinator = consumer._coordinator
        tasks = [coordinator._coordination_task, coordinator._heartbeat_task, coordinator._commit_refresh_task]
        for task in tasks:
            if task is not None:
                task.cancel()
        with contextlib.suppress(*OUTAGES):
            async with asyncio.timeout(timeout):
                await consumer._client.close()


async def count_lag(group: str, topics: Sequence[str], **connection: Any) -> Mapping[str, int]:
    # without a subscription it looks the group's offsets up and never joins
    probe = AIOKafkaConsumer(group_id=group, enable_auto_commit=False, **connection)
    try:
        await probe.start()
        return {topic: await _lag(probe, topic) for topic in topics}
    finally:
        await stop_consumer(probe, 2.0)


async def connect_once(**connection: Any) -> None:
    client = AIOKafkaClient(**connection)
    try:
        await client.bootstrap()
    finally:
        await client.close()


async def ensure_topics(
    servers: Sequence[str], topics: Sequence[Topic], *, replication: int = 1, wait: float = 60.0
) -> list[str]:
    """Create what is missing, bring retention and policy of what exists in line; a line for each on what was done.

    Partitions of an existing topic stay as they are: more of them would tear the order of a key apart.
    """
    deadline = time.monotonic() + wait
    while True:
        admin = AIOKafkaAdminClient(bootstrap_servers=list(servers), request_timeout_ms=10_000)
        try:
            await admin.start()
            return [await _ensure_topic(admin, topic, replication) for topic in topics]
        except OUTAGES as error:
            if time.monotonic() > deadline:
                raise Unavailable(f"topics on {','.join(servers)}: {error!r}") from error
        finally:
            await admin.close()
        await asyncio.sleep(RETRY_EVERY)


async def _ensure_topic(admin: Any, topic: Topic, replication: int) -> str:
    retention = -1 if topic.retention is None else int(topic.retention.total_seconds() * 1000)
    settings = {
        "cleanup.policy": "compact" if topic.compact else "delete",
        "retention.ms": str(retention),
        "max.message.bytes": str(MAX_MESSAGE_BYTES + OVERHEAD),
    }
    answer = await admin.create_topics(
        [NewTopic(topic.name, topic.partitions, replication, topic_configs=settings)], timeout_ms=10_000
    )
    code, reason = answer.topic_errors[0][1:3]
    error = for_code(code)
    if code == 0:
        return f"{topic.name}: created"
    if error is not TopicAlreadyExistsError:
        raise error(f"{topic.name}: {reason}")
    await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic.name, configs=settings)])
    [described] = await admin.describe_topics([topic.name])
    found = len(described["partitions"])
    differs = "" if found == topic.partitions else f", with {found} partitions instead of {topic.partitions}"
    return f"{topic.name}: exists{differs}"


def message_of(record: Any) -> Message:
    """Messages of other producers carry no id of ours: then it is the CloudEvents id, else the place in the log."""
    headers = [(name, (value or b"").decode(errors="replace")) for name, value in record.headers]
    if headers and headers[0][0] == ID_HEADER:
        identity = headers.pop(0)[1]
    else:
        identity = dict(headers).get("ce_id", f"{record.topic}-{record.partition}-{record.offset}")
    key = (record.key or b"").decode(errors="replace")
    return Message(record.topic, key, identity, record.value or b"", dict(headers))


def size_of(record: Any) -> int:
    headers = sum(len(name) + len(value or b"") for name, value in record.headers)
    return len(record.value or b"") + len(record.key or b"") + headers


class _Listener(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka has no types
    def __init__(self, revoked: Callable[[], Awaitable[None]], assigned: Callable[[], Awaitable[None]]) -> None:
        self._revoked = revoked
        self._assigned = assigned

    async def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None:
        await self._revoked()

    async def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        await self._assigned()


async def _send_one(producer: Any, message: Message) -> asyncio.Future[Any]:
    headers = [(ID_HEADER, message.id.encode()), *((name, text.encode()) for name, text in message.headers.items())]
    future = await producer.send(message.topic, message.body, key=message.key.encode(), headers=headers)
    # another one's failure may end the wait for this one: then its error is nobody's
    future.add_done_callback(lambda done: done.cancelled() or done.exception())
    return future  # type: ignore[no-any-return]  # aiokafka has no types


async def _lag(probe: Any, topic: str) -> int:
    partitions = [TopicPartition(topic, number) for number in await probe._client._wait_on_metadata(topic)]
    starts = await probe.beginning_offsets(partitions)
    ends = await probe.end_offsets(partitions)
    done = {partition: await probe.committed(partition) or 0 for partition in partitions}
    return sum(max(0, ends[each] - max(done[each], starts[each])) for each in partitions)
