from __future__ import annotations

from pathlib import Path

import pytest

import libs.bus
from libs.bus import kafka_servers, open_bus
from libs.bus.kafka_bus import KafkaBus
from libs.bus.sqlite import SqliteBus


async def test_the_url_chooses_the_transport(tmp_path: Path) -> None:
    file = open_bus(f"sqlite:///{tmp_path}/with%20space.sqlite", instance="here")
    cluster = open_bus("kafka://one:9092,two:9093", instance="here")

    assert isinstance(file, SqliteBus)
    assert file.log.path == tmp_path / "with space.sqlite"
    assert isinstance(cluster, KafkaBus)


async def test_three_and_four_slashes_are_the_same_file(tmp_path: Path) -> None:
    buses = [open_bus(f"sqlite:{slashes}{str(tmp_path)[1:]}/b", instance="i") for slashes in ("///", "////")]

    assert [bus.log.path for bus in buses if isinstance(bus, SqliteBus)] == [tmp_path / "b"] * 2


async def test_opening_touches_nothing(tmp_path: Path) -> None:
    bus = open_bus(f"sqlite:///{tmp_path}/sub/bus.sqlite", instance="here")
    await bus.close()

    assert list(tmp_path.iterdir()) == []  # noqa: ASYNC240


@pytest.mark.parametrize(
    "url",
    [
        "",
        "bus.sqlite",
        "sqlite://host/path",
        "sqlite:///",
        "sqlite:///folder/",
        "sqlite:///file?mode=ro",
        "kafka://",
        "kafka://host",
        "kafka://host:port",
        "kafka://host:0",
        "kafka://host:9092,",
        "kafka://host:9092/topic",
        "kafka://user@host:9092",
        "kafka:host:9092",
        "redis://host:6379",
    ],
)
def test_any_other_url_is_refused_with_its_text(url: str) -> None:
    with pytest.raises(ValueError, match="bus URL") as refusal:
        open_bus(url, instance="here")

    assert repr(url) in str(refusal.value)


def test_an_unknown_setting_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="speed"):
        open_bus(f"sqlite:///{tmp_path}/bus.sqlite", instance="here", speed=11)


def test_servers_keep_their_order() -> None:
    assert kafka_servers("kafka://b:1,a:2,[::1]:3") == ["b:1", "a:2", "[::1]:3"]


def test_every_public_name_is_there() -> None:
    assert sorted(libs.bus.__all__, key=str.lower) == sorted(set(libs.bus.__all__), key=str.lower)
    assert all(getattr(libs.bus, name, None) is not None for name in libs.bus.__all__)
