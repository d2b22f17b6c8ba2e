from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.kafka_broker import REQUIRED, KafkaBroker, NoKafka

pytest.register_assert_rewrite("tests.libs.bus.conformance", "tests.libs.bus.conformance_ends")


@pytest.fixture(scope="session")
def kafka_broker() -> Iterator[KafkaBroker]:
    """A broker of our own; tests that need one are skipped without it unless the cluster is required."""
    try:
        broker = KafkaBroker()
    except NoKafka as error:
        if REQUIRED:
            raise
        pytest.skip(str(error))
    yield broker
    broker.close()
