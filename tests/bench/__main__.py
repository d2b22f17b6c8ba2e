"""`make bench`: what the platform does a second, beside a floor measured in the same run. Ratios count, not seconds.

The floor is a bare FastAPI application that only inserts the row, and a bare aiokafka loop that only passes bytes.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.bench.accepting import accept_rates
from tests.bench.comparing import compare, weigh_worker
from tests.bench.latency import bare_kafka_latency, webhook_latency
from tests.bench.reading import reading_rate
from tests.kafka_broker import KafkaBroker, NoKafka
from tests.postgres_server import NoPostgres, PostgresServer
from tests.support.platforms import Cluster, Embedded, Platform, topics

ENVIRONMENT = {"COMMUNIQUE_RATE_PER_MINUTE": "0", "COMMUNIQUE_WEBHOOK_ALLOW": "127.0.0.0/8"}


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as temporary:
        folder = Path(temporary)
        say("articles read a second on one core", f"{reading_rate():.1f}")
        reading()
        embedded(folder / "embedded")
        try:
            cluster(folder / "cluster")
        except (NoKafka, NoPostgres) as error:
            say("cluster", f"not measured: {error}")
    return 0


def reading() -> None:
    for one in compare():
        took = f"{one.ours:.1f} / {one.theirs:.1f}  (ratio {one.ratio:.2f})"
        say(f"ms an article, ours / {one.what}", took)
    worker = weigh_worker()
    say("a reading worker: start / of it processor time", f"{worker.start:.1f} s / {worker.worked:.1f} s")
    say("a reading worker: most memory held over the gold articles", f"{worker.resident:.0f} MB")


def embedded(folder: Path) -> None:
    folder.mkdir()
    platform = Embedded(folder, ENVIRONMENT)
    try:
        measure(platform, "embedded", f"sqlite:///{folder / 'floor.sqlite'}")
    finally:
        platform.close()


def cluster(folder: Path) -> None:
    folder.mkdir()
    broker, postgres = KafkaBroker(), PostgresServer(fsync=True)
    try:
        topics(broker)
        platform = Cluster(folder, ENVIRONMENT, broker, postgres, "bench")
        try:
            measure(platform, "cluster", postgres.create("floor"))
        finally:
            platform.close()
        p50, p99 = asyncio.run(bare_kafka_latency(broker.address))
        say("cluster: floor, bare aiokafka there and back, p50 / p99", f"{p50:.4f} s / {p99:.4f} s")
    finally:
        postgres.close()
        broker.close()


def measure(platform: Platform, name: str, floor_url: str) -> None:
    p50, p99 = webhook_latency(platform)
    say(f"{name}: post to webhook at 5 articles a second, p50 / p99", f"{p50:.3f} s / {p99:.3f} s")
    ours, floor = accept_rates(platform, floor_url)
    say(f"{name}: articles accepted a second, 16 at once", f"{ours:.0f}")
    say(f"{name}: floor, bare FastAPI that inserts the row", f"{floor:.0f}  (ratio {ours / floor:.2f})")


def say(what: str, value: str) -> None:
    print(f"{what:72} {value}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
