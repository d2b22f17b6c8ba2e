"""Seconds from the post to the webhook, and what the same way costs a bare aiokafka loop."""

from __future__ import annotations

import asyncio
import time

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from tests.flow.articles import many
from tests.support.platforms import Platform, until
from tests.support.receiver import Receiver

EACH_SECOND = 5
SECONDS = 20
WARM_UP = 10


def webhook_latency(platform: Platform) -> tuple[float, float]:
    """(p50, p99) in seconds, of articles in English that come one after the other, five a second."""
    receiver = Receiver()
    try:
        body = {"name": "bench", "filter": {"kinds": ["meeting"]}, "channel": {"type": "webhook", "url": receiver.url}}
        answer = platform.http.post("/v1/subscriptions", json=body)
        answer.raise_for_status()
        receiver.secret = answer.json()["channel"]["secret"]
        articles = many(WARM_UP + EACH_SECOND * SECONDS)
        sent: dict[str, float] = {}
        for at, article in enumerate(articles):
            started = time.time()
            sent[platform.http.post("/v1/articles", json=article).json()["trace_id"]] = started
            if at == WARM_UP:
                until(lambda: len(receiver.received) >= WARM_UP, 60)
            time.sleep(max(0.0, started + 1 / EACH_SECOND - time.time()))
        until(lambda: len(receiver.received) >= len(articles), 60)
        came = {(one.traceparent or "").split("-")[1]: one.at for one in receiver.received}
        return percentiles([came[trace] - at for trace, at in list(sent.items())[WARM_UP:]])
    finally:
        receiver.close()


async def bare_kafka_latency(address: str) -> tuple[float, float]:
    """(p50, p99) of a 4 kB message there and back."""
    topic = "articles.received"
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=address, auto_offset_reset="latest", group_id=None)
    producer = AIOKafkaProducer(bootstrap_servers=address, acks="all", enable_idempotence=True)
    await consumer.start()
    await producer.start()
    try:
        await consumer.seek_to_end()
        times = []
        for _ in range(EACH_SECOND * SECONDS):
            started = time.perf_counter()
            await producer.send_and_wait(topic, b"x" * 4096)
            await consumer.getone()
            times.append(time.perf_counter() - started)
            await asyncio.sleep(0.02)
        return percentiles(times)
    finally:
        await producer.stop()
        await consumer.stop()


def percentiles(times: list[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, round(len(ordered) * 0.99))]
