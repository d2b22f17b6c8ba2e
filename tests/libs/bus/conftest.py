from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.kafka_broker import KafkaBroker, broker_for_tests

pytest.register_assert_rewrite("tests.libs.bus.conformance", "tests.libs.bus.conformance_ends")


@pytest.fixture(scope="session")
def kafka_broker() -> Iterator[KafkaBroker]:
    """A broker of our own; tests that need one are skipped without it unless the cluster is required."""
    with broker_for_tests() as broker:
        yield broker
