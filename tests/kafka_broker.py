"""A real Kafka broker for the tests: one that is named by COMMUNIQUE_TEST_KAFKA, else one of our own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from tests.support.ports import free_port

ROOT = Path(__file__).parent.parent
REQUIRED = bool(os.environ.get("COMMUNIQUE_REQUIRE_CLUSTER"))
FOREIGN = os.environ.get("COMMUNIQUE_TEST_KAFKA", "")
"""host:port of a broker that somebody else started."""
FOR_A_SHORT_LIFE = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""A broker of a few minutes is over before the better of Java's two compilers pays: starts take 40 % less of a core."""


class NoKafka(RuntimeError):
    """No broker can be started on this machine."""


@contextmanager
def broker_for_tests() -> Iterator[KafkaBroker]:
    """A broker of our own while tests run; they are skipped without it unless the cluster is required."""
    try:
        broker = KafkaBroker()
    except NoKafka as error:
        if REQUIRED:
            raise
        pytest.skip(str(error))
    try:
        yield broker
    finally:
        broker.close()


class KafkaBroker:
    """Runs at construction. It can be killed, and started again on the same port with the same data."""

    def __init__(self) -> None:
        self._data = Path(tempfile.mkdtemp(prefix="communique-kafka-"))
        self._port = free_port()
        self.address = f"127.0.0.1:{self._port}"
        self._script: subprocess.Popen[str] | None = None
        try:
            self.start()
        except BaseException:
            shutil.rmtree(self._data, ignore_errors=True)
            raise

    def start(self) -> None:
        """Returns when the broker accepts."""
        command = [str(ROOT / "deploy/kafka/run"), "--port", str(self._port)]
        if _has_java():
            command += ["--data", str(self._data)]
        environment = {**os.environ, "JDK_JAVA_OPTIONS": FOR_A_SHORT_LIFE}
        with (self._data / "run.err").open("w") as errors:
            self._script = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True)
        assert self._script.stdout is not None
        if _first_line(self._script.stdout) != self.address:
            self._script.wait()
            raise NoKafka((self._data / "run.err").read_text().strip())

    def stop(self) -> None:
        """An orderly end, as at a restart of the broker; the data stay."""
        if self._script is not None:
            self._script.send_signal(signal.SIGTERM)
            self._reap(self._script)

    def kill(self) -> None:
        """kill -9 of the broker itself."""
        if not _has_java():
            raise NoKafka("a broker in a container cannot be killed and keep its data")
        assert self._script is not None
        os.kill(int((self._data / "broker.pid").read_text()), signal.SIGKILL)
        self._reap(self._script)

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self._data, ignore_errors=True)

    def _reap(self, script: subprocess.Popen[str]) -> None:
        script.wait(timeout=30)
        if script.stdout is not None:
            script.stdout.close()
        self._script = None


def unused_address() -> str:
    """Where nobody listens."""
    return f"127.0.0.1:{free_port()}"


def _first_line(stream: IO[str]) -> str:
    return stream.readline().strip()


def _has_java() -> bool:
    jars = (ROOT / "build/kafka/libs").is_dir()
    return shutil.which("java") is not None and (jars or shutil.which("mvn") is not None)
