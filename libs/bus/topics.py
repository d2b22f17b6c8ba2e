"""The topics that a Kafka cluster needs, from a text file: `python -m libs.bus.topics FILE` creates what is missing.

Safe to run at every start. The servers come from `--bus` or `COMMUNIQUE_BUS_URL`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

UNITS = {"d": "days", "h": "hours", "m": "minutes"}


@dataclass(frozen=True, slots=True)
class Topic:
    """`retention` None keeps for ever; a compacted topic keeps at least the last message of each key."""

    name: str
    partitions: int = 3
    retention: timedelta | None = timedelta(days=7)
    compact: bool = False


def read_topics(text: str) -> list[Topic]:
    """One topic a line: name, partitions, retention, policy. `#` starts a comment; a bad line is a ValueError."""
    lines = [(number, line.split("#")[0].split()) for number, line in enumerate(text.splitlines(), 1)]
    return [_read_topic(number, fields) for number, fields in lines if fields]


def _read_topic(number: int, fields: Sequence[str]) -> Topic:
    if len(fields) != 4:
        raise ValueError(f"line {number}: expected topic, partitions, retention, policy, got {' '.join(fields)!r}")
    name, partitions, retention, policy = fields
    if not re.fullmatch(r"[a-zA-Z0-9._-]{1,249}", name):
        raise ValueError(f"line {number}: {name!r} is no topic name")
    if not partitions.isdecimal() or int(partitions) < 1:
        raise ValueError(f"line {number}: {partitions!r} is no number of partitions")
    if policy not in ("delete", "compact"):
        raise ValueError(f"line {number}: policy {policy!r} is neither delete nor compact")
    return Topic(name, int(partitions), _read_retention(number, retention), policy == "compact")


def _read_retention(number: int, text: str) -> timedelta | None:
    if text == "ever":
        return None
    if not (match := re.fullmatch(r"([1-9][0-9]*)([dhm])", text)):
        raise ValueError(f"line {number}: retention {text!r} is neither ever nor a number with d, h or m")
    return timedelta(**{UNITS[match[2]]: int(match[1])})


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="libs.bus.topics", description="Create the topics that are missing.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--bus", default=os.environ.get("COMMUNIQUE_BUS_URL", ""), help="kafka://host:port,…")
    parser.add_argument("--replication", type=int, default=1, help="copies of each partition (default 1)")
    parser.add_argument("--wait", type=float, default=60.0, help="seconds to wait for the brokers (default 60)")
    options = parser.parse_args(arguments)
    from libs.bus import BusError, kafka_servers
    from libs.bus.kafka import ensure_topics

    try:
        topics = read_topics(options.file.read_text())
        servers = kafka_servers(options.bus)
        said = asyncio.run(ensure_topics(servers, topics, replication=options.replication, wait=options.wait))
    except (OSError, ValueError, BusError) as error:
        sys.stderr.write(f"topics: {error}\n")
        return 1
    sys.stdout.writelines(f"{line}\n" for line in said)
    return 0


if __name__ == "__main__":
    sys.exit(main())
