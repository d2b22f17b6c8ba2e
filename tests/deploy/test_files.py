"""The files that the cluster is made of agree with the code and with each other; no Docker needed."""

from __future__ import annotations

import os
import re
import runpy
import stat
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from libs.bus.base import MAX_MESSAGE_BYTES
from libs.bus.kafka import OVERHEAD
from libs.service.caddyfile import caddyfile
from libs.service.paths import SERVICES
from tests.deploy.cluster import ROOT

DEPLOY = ROOT / "deploy"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return loaded


@pytest.fixture
def first_start() -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(DEPLOY / "image" / "first_start.py")))


@pytest.fixture
def owners(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[int, int]]:
    """Who files are given to, without giving them away."""
    given: dict[str, tuple[int, int]] = {}
    monkeypatch.setattr(os, "chown", lambda path, user, group: given.update({Path(path).stem: (user, group)}))
    return given


def test_the_edges_configuration_is_what_the_path_table_says() -> None:
    upstreams = runpy.run_path(str(DEPLOY / "edge" / "generate.py"))["UPSTREAMS"]

    assert (DEPLOY / "edge" / "Caddyfile").read_text() == caddyfile(upstreams), "python deploy/edge/generate.py"


def test_services_listen_where_the_edge_looks_for_them(compose: dict[str, Any]) -> None:
    upstreams = runpy.run_path(str(DEPLOY / "edge" / "generate.py"))["UPSTREAMS"]

    for service, (host, port) in upstreams.items():
        assert host == service
        assert compose["services"][service]["environment"]["COMMUNIQUE_PORT"] == port


def test_our_containers_may_do_little(compose: dict[str, Any]) -> None:
    for name in (*SERVICES, "edge", "topics", "secrets"):
        container = compose["services"][name]
        assert container["read_only"] is True
        assert container["cap_drop"] == ["ALL"]
        assert container["security_opt"] == ["no-new-privileges:true"]
    for name in (*SERVICES, "edge", "kafka", "postgres", "jaeger"):
        assert compose["services"][name]["restart"] == "unless-stopped"
        assert "mem_limit" in compose["services"][name]


def test_nothing_is_open_to_other_machines_unless_told_so(compose: dict[str, Any]) -> None:
    opened = {name: one["ports"] for name, one in compose["services"].items() if "ports" in one}

    assert opened == {
        "edge": ["${COMMUNIQUE_BIND:-127.0.0.1}:${COMMUNIQUE_PORT:-8000}:8000"],
        "jaeger": ["127.0.0.1:${COMMUNIQUE_TRACES_PORT:-16686}:16686"],
    }


def test_each_service_runs_as_the_user_that_may_read_its_url(
    compose: dict[str, Any], first_start: SimpleNamespace
) -> None:
    users = {service: compose["services"][service]["user"] for service in SERVICES}

    assert users == {service: f"{user}:{first_start.GROUP}" for service, user in first_start.USERS.items()}


def test_the_broker_takes_the_largest_message(compose: dict[str, Any]) -> None:
    settings = compose["services"]["kafka"]["environment"]

    assert settings["KAFKA_MESSAGE_MAX_BYTES"] == MAX_MESSAGE_BYTES + OVERHEAD
    assert settings["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"


def test_the_broker_is_the_one_that_is_tested(compose: dict[str, Any]) -> None:
    [version] = re.findall(r"<kafka.version>(.*)</kafka.version>", (DEPLOY / "kafka" / "pom.xml").read_text())

    assert compose["services"]["kafka"]["image"] == f"apache/kafka:{version}"


def test_the_first_start_makes_every_secret(
    first_start: SimpleNamespace, owners: dict[str, tuple[int, int]], tmp_path: Path
) -> None:
    services, database = folders(tmp_path)

    assert first_start.main(services, database) == 0

    statements = (database / "databases.sql").read_text()
    for service, user in first_start.USERS.items():
        url = services / f"{service}.database-url"
        [password] = re.findall(rf"CREATE ROLE {service} LOGIN PASSWORD '([0-9a-f]{{48}})'", statements)
        assert url.read_text() == f"postgresql://{service}:{password}@postgres:5432/{service}"
        assert stat.S_IMODE(url.stat().st_mode) == 0o400
        assert owners[f"{service}.database-url"] == (user, first_start.GROUP)
    assert len((services / "secret").read_text()) >= 64
    assert len({path.read_text() for path in database.glob("*.password")}) == 5
    assert not [path for folder in (services, database) for path in folder.glob("*.new")]


def test_later_starts_change_no_secret(
    first_start: SimpleNamespace, owners: dict[str, tuple[int, int]], tmp_path: Path
) -> None:
    services, database = folders(tmp_path)
    first_start.main(services, database)
    before = contents(tmp_path)

    first_start.main(services, database)

    assert contents(tmp_path) == before


def test_a_start_cut_short_is_finished_by_the_next(
    first_start: SimpleNamespace, owners: dict[str, tuple[int, int]], tmp_path: Path
) -> None:
    services, database = folders(tmp_path)
    first_start.main(services, database)
    before = contents(tmp_path)
    (services / "store.database-url").unlink()
    (database / "databases.sql").unlink()
    (services / "store.database-url.new").write_text("postgre")

    first_start.main(services, database)

    assert contents(tmp_path) == before


def folders(parent: Path) -> tuple[Path, Path]:
    services, database = parent / "services", parent / "database"
    services.mkdir()
    database.mkdir()
    return services, database


def contents(parent: Path) -> dict[str, str]:
    return {str(path.relative_to(parent)): path.read_text() for path in parent.rglob("*") if path.is_file()}
