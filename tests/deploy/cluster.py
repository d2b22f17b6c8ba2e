"""The cluster as an operator runs it: `docker compose` with the project's own file, and a webhook receiver beside."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from standardwebhooks import Webhook

from libs.service.paths import SERVICES
from tests.support.platforms import until
from tests.support.ports import free_port

ROOT = Path(__file__).parent.parent.parent
PROJECT = "communique-smoke"
FILES = ("docker-compose.yml", "tests/deploy/receiver.yaml")
PRIVATE_NETWORKS = "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16"
JOBS = ("secrets", "topics")
BUILD_SECONDS = 1500.0
COMMAND_SECONDS = 300.0
DEFAULTS = ("COMMUNIQUE_", "COMPOSE_", "OTEL_")


def engine_fault() -> str | None:
    """Why there can be no cluster here; None where there can."""
    if shutil.which("docker") is None:
        return "there is no docker"
    for command in (["docker", "info"], ["docker", "compose", "version"]):
        ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
        if ended.returncode != 0:
            return f"{' '.join(command)}: {ended.stderr.strip()[:200]}"
    return None


@dataclass(frozen=True, slots=True)
class Alert:
    """One verified request at the receiver."""

    webhook_id: str
    traceparent: str
    type: str
    record_id: str
    record_version: int


class ComposeCluster:
    """Nothing runs before `up`. `http` speaks to port 8000 with an operator's key once `bootstrap` has made one."""

    def __init__(self) -> None:
        self.port, self.traces_port, self.receiver_port = free_port(), free_port(), free_port()
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=30, trust_env=False)
        self._secrets: dict[str, str] = {}
        # What is set where the test runs is not what an operator begins with.
        self._environment = {name: value for name, value in os.environ.items() if not name.startswith(DEFAULTS)} | {
            "COMMUNIQUE_PORT": str(self.port),
            "COMMUNIQUE_TRACES_PORT": str(self.traces_port),
            "COMMUNIQUE_NOTIFY_WEBHOOK_ALLOW": PRIVATE_NETWORKS,
            "SMOKE_RECEIVER_PORT": str(self.receiver_port),
        }

    def compose(self, *arguments: str, seconds: float = COMMAND_SECONDS) -> str:
        """What `docker compose …` writes; its errors are the test's."""
        files = [part for file in FILES for part in ("--file", file)]
        ended = subprocess.run(
            ["docker", "compose", "--project-name", PROJECT, *files, *arguments],
            cwd=ROOT,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        assert ended.returncode == 0, f"compose {' '.join(arguments)}: {ended.stdout[-1500:]}{ended.stderr[-3000:]}"
        return ended.stdout

    def up(self, *arguments: str) -> float:
        """`up -d` until everything is healthy; the seconds that it took."""
        started = time.monotonic()
        self.compose("up", "--detach", *arguments)
        until(self.all_healthy, 180, f"not healthy: {self.states()}")
        return time.monotonic() - started

    def all_healthy(self) -> bool:
        return all(_is_well(one) for one in self.containers())

    def containers(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.compose("ps", "--all", "--format", "json").splitlines()]

    def states(self) -> dict[str, str]:
        return {one["Name"]: f"{one['State']} {one['Health']}".strip() for one in self.containers()}

    def restarts(self) -> dict[str, int]:
        """How often each container ended by itself and was started again."""
        ids = self.compose("ps", "--all", "--quiet").split()
        told = subprocess.run(["docker", "inspect", *ids], capture_output=True, text=True, check=True).stdout
        return {one["Name"]: one["RestartCount"] for one in json.loads(told)}

    def bootstrap(self) -> None:
        key = self.compose("exec", "-T", "ingest", "communique", "keys", "bootstrap").strip()
        self.http.headers["Authorization"] = f"Bearer {key}"

    def subscribe(self, name: str, **fields: Any) -> str:
        """A subscription whose webhook is the receiver's path `/<name>`; its id."""
        channel = {"type": "webhook", "url": f"http://receiver:9000/{name}"}
        answer = self.http.post("/v1/subscriptions", json={"name": name, "filter": fields, "channel": channel})
        assert answer.status_code == 201, answer.text
        self._secrets[f"/{name}"] = answer.json()["channel"]["secret"]
        return str(answer.json()["id"])

    def alerts(self, name: str) -> list[Alert]:
        """What came for one subscription, in order, repeats too; each signature is checked."""
        path = f"/{name}"
        kept = httpx.get(f"http://127.0.0.1:{self.receiver_port}/", trust_env=False).json()
        return [_verified(one, self._secrets[path]) for one in kept if one["path"] == path]

    def trace(self, trace_id: str) -> dict[str, Any]:
        """The trace as Jaeger's API tells it, empty where it does not know it."""
        answer = httpx.get(f"http://127.0.0.1:{self.traces_port}/api/traces/{trace_id}", trust_env=False, timeout=30)
        found: list[dict[str, Any]] = answer.json().get("data") or [{}]
        return found[0]

    def logs(self, lines: int = 20) -> str:
        """What our own containers said last."""
        return self.compose("logs", "--no-color", "--tail", str(lines), *JOBS, *SERVICES, "edge")

    def down(self, *arguments: str) -> None:
        self.compose("down", "--remove-orphans", *arguments)


def _is_well(container: dict[str, Any]) -> bool:
    if container["Service"] in JOBS:
        return (container["State"], container["ExitCode"]) == ("exited", 0)
    return container["State"] == "running" and container["Health"] in ("healthy", "")


def _verified(kept: dict[str, Any], secret: str) -> Alert:
    body = Webhook(secret).verify(kept["body"], kept["headers"])
    record = body["data"]["record"]
    headers = kept["headers"]
    return Alert(headers["webhook-id"], headers.get("traceparent", ""), body["type"], record["id"], record["version"])
