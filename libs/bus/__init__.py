"""Moving messages between services. The transport is chosen by a URL; what all of them promise is in `base`."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from libs.bus.base import MAX_MESSAGE_BYTES, Batch, Bus, Message
from libs.bus.errors import BusError, ClaimLost, Closed, TooLarge, Unavailable

__all__ = [
    "MAX_MESSAGE_BYTES",
    "Batch",
    "Bus",
    "BusError",
    "ClaimLost",
    "Closed",
    "Message",
    "TooLarge",
    "Unavailable",
    "kafka_servers",
    "open_bus",
]


def open_bus(url: str, *, instance: str, **settings: Any) -> Bus:
    """The bus behind `sqlite:///path` (absolute) or `kafka://host:port,host:port`. Nothing is read or connected yet.

    `instance` names this process among those of its service, and stays the same when it is started again: service and
    host name. The settings are those of the transport's class. Anything else is a ValueError.
    """
    if url.startswith("sqlite:"):
        from libs.bus.sqlite import SqliteBus

        return SqliteBus(_sqlite_path(url), instance=instance, **settings)
    if url.startswith("kafka:"):
        servers = kafka_servers(url)
        from libs.bus.kafka_bus import KafkaBus

        return KafkaBus(servers, instance=instance, **settings)
    raise ValueError(f"bus URL {url!r}: expected sqlite:///path or kafka://host:port,host:port")


def kafka_servers(url: str) -> list[str]:
    """The `host:port` of each server in a `kafka://` URL."""
    scheme, _, rest = url.partition("://")
    servers = rest.removesuffix("/").split(",")
    if scheme != "kafka" or not all(_is_address(server) for server in servers):
        raise ValueError(f"bus URL {url!r}: expected kafka://host:port,host:port")
    return servers


def _sqlite_path(url: str) -> Path:
    parts = urlsplit(url)
    path = unquote(parts.path).lstrip("/")
    if parts.netloc or parts.query or parts.fragment or not path or path.endswith("/"):
        raise ValueError(f"bus URL {url!r}: expected sqlite:///path, three slashes and a file")
    return Path("/", path)


def _is_address(server: str) -> bool:
    host, _, port = server.rpartition(":")
    plain = bool(host) and not any(mark in host for mark in "/@?# ")
    return plain and port.isdecimal() and 0 < int(port) < 65536
