"""The cluster of the smoke tests, and what they measured, told at the end."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

from tests.deploy.cluster import BUILD_SECONDS, ComposeCluster, engine_fault

REQUIRED = bool(os.environ.get("COMMUNIQUE_REQUIRE_COMPOSE"))

Measure = Callable[[str], None]

measured: list[str] = []


@pytest.fixture(scope="session")
def measure() -> Measure:
    """Keeps a line for the end of the run."""
    return measured.append


@pytest.fixture(scope="session")
def cluster(measure: Measure) -> Iterator[ComposeCluster]:
    """Built from the tree, up and with a key; taken down with everything that it kept."""
    fault = engine_fault()
    if fault is not None:
        if REQUIRED:
            pytest.fail(f"no Docker engine: {fault}")
        pytest.skip(fault)
    cluster = ComposeCluster()
    try:
        cluster.down("--volumes")
        cluster.compose("build", seconds=BUILD_SECONDS)
        seconds = cluster.up()
        measure(f"up -d on empty volumes, until all are healthy: {seconds:.0f} s")
        assert seconds < 180
        cluster.bootstrap()
        yield cluster
    except BaseException:
        measure(_last_words(cluster))
        raise
    finally:
        cluster.http.close()
        cluster.down("--volumes")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """A failed test is followed by what the containers said."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    cluster = getattr(item, "funcargs", {}).get("cluster")
    if report.failed and isinstance(cluster, ComposeCluster):
        report.sections.append(("containers", _last_words(cluster)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if measured:
        terminalreporter.section("what the cluster did")
        terminalreporter.write_line("\n".join(measured))


def _last_words(cluster: ComposeCluster) -> str:
    try:
        return f"{cluster.states()}\n{cluster.logs()}"
    except AssertionError as error:
        return str(error)
