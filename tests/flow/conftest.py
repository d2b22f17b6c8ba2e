"""The platform in both modes, a receiver for its alerts and a collector for its spans."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kafka_broker import KafkaBroker, broker_for_tests
from tests.postgres_server import PostgresServer
from tests.support.collector import Collector
from tests.support.platforms import Cluster, Embedded, Platform, topics
from tests.support.receiver import Receiver


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


@pytest.fixture
def collector() -> Iterator[Collector]:
    made = Collector()
    yield made
    made.close()


@pytest.fixture
def environment(collector: Collector) -> dict[str, str]:
    """What all processes are told. One process reads: tests with few articles need not wait until more have begun."""
    return {
        "COMMUNIQUE_CLASSIFY_WORKERS": "1",
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector.endpoint,
        "OTEL_METRICS_EXPORTER": "none",
        "OTEL_BSP_SCHEDULE_DELAY": "100",
        "COMMUNIQUE_WEBHOOK_ALLOW": "127.0.0.0/8",
        "COMMUNIQUE_RATE_PER_MINUTE": "0",
    }


@pytest.fixture(scope="session")
def flow_broker() -> Iterator[KafkaBroker]:
    """A broker of its own: group ids and topics are those of production."""
    with broker_for_tests() as broker:
        topics(broker)
        yield broker


@pytest.fixture
def embedded(tmp_path: Path, environment: dict[str, str]) -> Iterator[Embedded]:
    """The platform as one process."""
    made = Embedded(tmp_path, environment)
    yield made
    made.close()


@pytest.fixture
def cluster(
    tmp_path: Path, environment: dict[str, str], flow_broker: KafkaBroker, postgres_server: PostgresServer
) -> Iterator[Cluster]:
    """The platform as four processes on Kafka and PostgreSQL."""
    made = Cluster(tmp_path, environment, flow_broker, postgres_server, f"flow_{uuid.uuid4().hex[:8]}")
    yield made
    made.close()


@pytest.fixture(params=["embedded", pytest.param("cluster", marks=pytest.mark.cluster)])
def platform(request: pytest.FixtureRequest) -> Platform:
    """One platform, once in each mode."""
    made: Platform = request.getfixturevalue(request.param)
    return made
