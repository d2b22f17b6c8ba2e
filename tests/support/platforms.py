"""The platform as processes of their own: embedded (one), or a service each on a real Kafka and a real PostgreSQL."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import httpx

from libs.bus import open_bus
from libs.service.paths import SERVICES, service_of
from tests.kafka_broker import KafkaBroker
from tests.postgres_server import PostgresServer
from tests.support.ports import free_port

ROOT = Path(__file__).parent.parent.parent
START_SECONDS = 60.0


class Platform(Protocol):
    """Started at construction; `http` speaks to all of it as an operator."""

    http: httpx.Client
    processes: dict[str, subprocess.Popen[bytes]]

    def start(self, name: str, environment: Mapping[str, str] | None = None) -> None:
        """Start a process, with something else in its environment from now on."""

    def close(self) -> None: ...


def kill(platform: Platform, name: str) -> None:
    """kill -9 of one process, and of nothing else."""
    process = platform.processes[name]
    process.send_signal(signal.SIGKILL)
    process.wait(10)


class Embedded:
    """`communique run` on a folder."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._port = free_port()
        self._environment = {**environment, "COMMUNIQUE_LOG_LEVEL": "WARNING"}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.http = httpx.Client(base_url=f"http://localhost:{self._port}", timeout=30, trust_env=False)
        self.start("platform")
        key = (folder / "data" / "operator.key").read_text().strip()
        self.http.headers["Authorization"] = f"Bearer {key}"

    def start(self, name: str, environment: Mapping[str, str] | None = None) -> None:
        self._environment.update(environment or {})
        arguments = ["run", "--data", str(self._folder / "data"), "--port", str(self._port)]
        self.processes[name] = _process(["services.cli", *arguments], self._environment, self._folder / "log")
        _wait_ready(self.http, self.processes[name], self._folder / "log", lambda http: http.get("/readyz"))

    def close(self) -> None:
        _close(self)


class RoutedTransport(httpx.BaseTransport):
    """Does what the edge does: sends each path to its service's port."""

    def __init__(self, ports: Mapping[str, int]) -> None:
        self._ports = ports
        self._inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        port = self._ports[service_of(request.url.path) or "ingest"]
        request.url = request.url.copy_with(host="127.0.0.1", port=port)
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()


class Cluster:
    """The four services alone, as compose runs them, on loopback."""

    def __init__(
        self, folder: Path, environment: Mapping[str, str], broker: KafkaBroker, postgres: PostgresServer, name: str
    ) -> None:
        self._folder = folder
        self.ports = {service: free_port() for service in SERVICES}
        self._databases = [f"{name}_{service}" for service in SERVICES]
        self._postgres = postgres
        urls = {service: postgres.create(f"{name}_{service}") for service in SERVICES}
        shared = {
            **environment,
            "COMMUNIQUE_BUS_URL": f"kafka://{broker.address}",
            "COMMUNIQUE_SECRET": secrets.token_urlsafe(40),
            "COMMUNIQUE_INSTANCE": "flow",  # the next one takes its place in the groups at once
            "COMMUNIQUE_LOG_LEVEL": "WARNING",
        }
        for service, port in self.ports.items():
            shared[f"COMMUNIQUE_{service.upper()}_URL"] = f"http://127.0.0.1:{port}"
        self._environments = {
            service: {**shared, "COMMUNIQUE_DATABASE_URL": urls[service], "COMMUNIQUE_PORT": str(self.ports[service])}
            for service in SERVICES
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.http = httpx.Client(base_url="http://localhost", transport=RoutedTransport(self.ports), timeout=30)
        try:
            for service in SERVICES:
                self._launch(service)
            for service in SERVICES:
                self._await(service)
            self.http.headers["Authorization"] = f"Bearer {self._bootstrap()}"
        except BaseException:
            for process in self.processes.values():
                process.kill()
            raise

    def _bootstrap(self) -> str:
        """An operator's key, as an operator gets it."""
        command = [sys.executable, "-m", "services.cli", "keys", "bootstrap"]
        environment = {**os.environ, **self._environments["ingest"]}
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def start(self, name: str, environment: Mapping[str, str] | None = None) -> None:
        self._environments[name].update(environment or {})
        self._launch(name)
        self._await(name)

    def close(self) -> None:
        _close(self)
        for database in self._databases:
            self._postgres.drop(database)

    def _launch(self, service: str) -> None:
        log = self._folder / f"{service}.log"
        self.processes[service] = _process([f"services.{service}"], self._environments[service], log)

    def _await(self, service: str) -> None:
        url = f"http://127.0.0.1:{self.ports[service]}/readyz"
        log = self._folder / f"{service}.log"
        with httpx.Client(timeout=5, trust_env=False) as http:
            _wait_ready(http, self.processes[service], log, lambda http: http.get(url))


def topics(broker: KafkaBroker) -> None:
    """Make the topics as the job of compose does."""
    command = [sys.executable, "-m", "libs.bus.topics", "deploy/kafka/topics.txt", "--bus", f"kafka://{broker.address}"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def until(what: Callable[[], Any], seconds: float, why: str = "it did not happen in time") -> Any:
    """What `what` gives once it is true."""
    end = time.monotonic() + seconds
    while True:
        found = what()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(why)
        time.sleep(0.1)


def _process(module: list[str], environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-m", *module],
            env={**os.environ, **environment},
            cwd=ROOT,
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
        )


def _wait_ready(
    http: httpx.Client, process: subprocess.Popen[bytes], log: Path, ask: Callable[[httpx.Client], httpx.Response]
) -> None:
    def ready() -> bool:
        assert process.poll() is None, f"ended with {process.returncode}: {log.read_text()[-2000:]}"
        try:
            return ask(http).status_code == 200
        except httpx.TransportError:
            return False

    until(ready, START_SECONDS, f"not ready: {log.read_text()[-2000:]}")


def _close(platform: Platform) -> None:
    """An orderly stop, which must be one: exit status 0 and in time."""
    platform.http.close()
    for process in platform.processes.values():
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    ends = {name: process.wait(40) for name, process in platform.processes.items()}
    assert set(ends.values()) <= {0, -signal.SIGKILL}, ends


__all__ = ["Cluster", "Embedded", "Platform", "kill", "open_bus", "topics", "until"]
