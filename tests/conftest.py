"""What tests of all folders share: databases of both kinds, and a telemetry that keeps its spans."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from libs.telemetry import Telemetry, start_telemetry
from tests.databases import Databases, PostgresDatabases, SqliteDatabases
from tests.postgres_server import REQUIRED, NoPostgres, PostgresServer


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A server of our own; tests that need one are skipped without it unless the cluster is required."""
    try:
        server = PostgresServer()
    except NoPostgres as error:
        if REQUIRED:
            raise
        pytest.skip(str(error))
    yield server
    server.close()


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    return SqliteDatabases(tmp_path_factory.mktemp("databases"))


@pytest.fixture(scope="session")
def postgres_databases(postgres_server: PostgresServer) -> PostgresDatabases:
    return PostgresDatabases(postgres_server)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Databases]:
    """Databases of the test's own, once of each kind."""
    source = request.getfixturevalue("sqlite_databases" if request.param == "sqlite" else "postgres_databases")
    yield Databases(source, tmp_path)
    source.drop()


@pytest.fixture
def any_database_url(databases: Databases) -> str:
    """An empty database, once of each kind."""
    return databases.empty()


@pytest.fixture
def postgres_url(postgres_databases: PostgresDatabases, tmp_path: Path) -> Iterator[str]:
    """An empty database on PostgreSQL."""
    yield postgres_databases.empty(tmp_path)
    postgres_databases.drop()


@pytest.fixture
def spans() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def telemetry(spans: InMemorySpanExporter) -> Iterator[Telemetry]:
    """A service's telemetry whose finished spans stand in `spans`."""
    started = start_telemetry("test", processors=[SimpleSpanProcessor(spans)])
    yield started
    started.close()


os.environ.pop("OTEL_EXPORTER_OTLP_ENDPOINT", None)  # tests export to nobody but themselves
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN and threading.current_thread() is threading.main_thread():
    # Started in the background by a shell, pytest ignores Ctrl-C, and so would every process that it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
