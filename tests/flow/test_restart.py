"""kill -9 in the middle of 500 articles: every journey ends, every alert comes, nothing is left behind."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.flow.articles import ENGLISH, many
from tests.flow.test_flow import journey, post, subscribe
from tests.kafka_broker import KafkaBroker
from tests.postgres_server import PostgresServer
from tests.support.platforms import Cluster, Embedded, Platform, kill, topics, until
from tests.support.receiver import Receiver

ARTICLES = 500
BATCH = 50


@pytest.fixture
def environment(environment: dict[str, str]) -> dict[str, str]:
    """Several processes read, to be killed with the platform."""
    return {**environment, "COMMUNIQUE_CLASSIFY_WORKERS": "2"}


def post_all(platform: Platform, articles: list[dict[str, Any]]) -> list[str]:
    """Ids of the accepted ones, in the order given."""
    ids = []
    for at in range(0, len(articles), BATCH):
        lines = "\n".join(json.dumps(one) for one in articles[at : at + BATCH])
        answer = platform.http.post(
            "/v1/articles:batch", content=lines, headers={"Content-Type": "application/x-ndjson"}
        )
        assert answer.status_code == 200, answer.text
        answers = [json.loads(line) for line in answer.text.splitlines()]
        assert {one["status"] for one in answers} <= {200, 202}
        ids += [one["receipt"]["id"] for one in answers]
    return ids


def recorded(platform: Platform) -> int:
    """How many articles have come to their end."""
    count, cursor = 0, {}
    while True:
        query = {"outcome": "recorded", "limit": "200", **cursor}
        listed = platform.http.get("/v1/articles", params=query).json()
        count += sum(one["done"] for one in listed["items"])
        if listed["next"] is None:
            return count
        cursor = {"cursor": listed["next"]}


def everything_came(platform: Platform, receiver: Receiver, count: int) -> None:
    """The promises, looked at from outside."""
    until(lambda: recorded(platform) == count, 150, "some journeys have no end")
    until(lambda: len(set(receiver.ids())) >= count, 60, "some alerts did not come")
    records = {one.body["data"]["record"]["id"]: one.webhook_id for one in receiver.received}
    assert len(records) == count
    assert set(receiver.ids()) == set(records.values())
    assert receiver.refused == 0


@pytest.mark.timeout(400)
def test_the_embedded_platform_survives_kill_9(embedded: Embedded, receiver: Receiver) -> None:
    platform = embedded
    subscribe(platform, receiver, kinds=["meeting"])
    post_all(platform, many(ARTICLES))

    workers: list[int] = []
    for progress in (20, 150, 300):
        until(lambda least=progress: len(set(receiver.ids())) >= least, 120)
        workers += children(platform.processes["platform"].pid)
        kill(platform, "platform")
        platform.start("platform")

    everything_came(platform, receiver, ARTICLES)
    until(lambda: not any(runs(one) for one in workers), 10, "a worker outlived its parent")
    last = children(platform.processes["platform"].pid)
    platform.processes["platform"].terminate()
    assert platform.processes["platform"].wait(30) == 0
    until(lambda: not any(runs(one) for one in last), 10, "a worker outlived its parent")


@pytest.mark.cluster
@pytest.mark.timeout(500)
def test_any_service_of_the_cluster_survives_kill_9(cluster: Cluster, receiver: Receiver) -> None:
    platform = cluster
    subscribe(platform, receiver, kinds=["meeting"])
    articles = many(ARTICLES)
    post_all(platform, articles[: ARTICLES // 2])

    for service, progress in (("classify", 10), ("store", 60), ("notify", 110), ("ingest", 160)):
        until(lambda least=progress: len(set(receiver.ids())) >= least, 120)
        kill(platform, service)
        time.sleep(0.5)
        platform.start(service)
    post_all(platform, articles[ARTICLES // 2 :])
    until(lambda: len(set(receiver.ids())) >= ARTICLES // 2 + 10, 120)
    for service in ("classify", "store", "notify", "ingest"):
        kill(platform, service)
    for service in ("ingest", "classify", "store", "notify"):
        platform.start(service)

    everything_came(platform, receiver, ARTICLES)


@pytest.mark.cluster
@pytest.mark.timeout(500)
def test_a_service_starts_without_a_broker_and_goes_on_when_it_comes(
    tmp_path: Path, environment: dict[str, str], postgres_server: PostgresServer
) -> None:
    broker = KafkaBroker()
    topics(broker)
    broker.stop()
    platform = Cluster(tmp_path, environment, broker, postgres_server, "late")
    try:
        receipt = post(platform, ENGLISH)
        assert platform.http.get("/readyz").json()["degraded"] is True

        broker.start()

        assert journey(platform, receipt["id"], 90)["outcome"] == "recorded"
    finally:
        platform.close()
        broker.close()


def children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in listed.stdout.split()]


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
