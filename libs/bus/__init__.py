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
    "open_bus",
]


def open_bus(url: str, *, instance: str, **settings: Any) -> Bus:
    """The bus behind `sqlite:///path` (absolute) or `kafka://host:port,host:port`. Nothing is read or connected yet.

    `instance` names this process among those of its service, and stays the same when it is started again: service and
    host name. The settings are those of the transport's class.
    """
    parts = urlsplit(url)
    if parts.query or parts.fragment:
        raise ValueError(f"bus URL {url!r}: nothing may follow the address")
    if parts.scheme == "sqlite":
        return _open_sqlite(url, unquote(parts.path), parts.netloc, instance, settings)
    if parts.scheme == "kafka":
        return _open_kafka(url, parts.netloc, parts.path, instance, settings)
    raise ValueError(f"bus URL {url!r}: expected sqlite:///path or kafka://host:port,host:port")


def _open_sqlite(url: str, path: str, host: str, instance: str, settings: dict[str, Any]) -> Bus:
    if host or path in ("", "/") or path.endswith("/"):
        raise ValueError(f"bus URL {url!r}: expected sqlite:///path, with three slashes and a file")
    from libs.bus.sqlite import SqliteBus

    return SqliteBus(Path("/" + path.lstrip("/")), instance=instance, **settings)


def _open_kafka(url: str, netloc: str, path: str, instance: str, settings: dict[str, Any]) -> Bus:
    servers = netloc.split(",")
    if path not in ("", "/") or not all(_is_address(server) for server in servers):
        raise ValueError(f"bus URL {url!r}: expected kafka://host:port,host:port")
    from libs.bus.kafka import KafkaBus

    return KafkaBus(servers, instance=instance, **settings)


def _is_address(server: str) -> bool:
    host, _, port = server.rpartition(":")
    return bool(host) and port.isdigit() and 0 < int(port) < 65536
