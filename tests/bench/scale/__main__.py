"""`python -m tests.bench.scale [--postgres 1000000] [--sqlite 100000] [--rounds 40] [--only stats]`: 0 leaves one out.

Prints how long each query of store takes at so many records, beside the same at 10,000.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.scale.filling import fill
from tests.bench.scale.measuring import ROUNDS, Measured, measure
from tests.postgres_server import NoPostgres, PostgresServer

FEW = 10_000
SERVER = {"shared_buffers": "1GB", "effective_cache_size": "3GB", "random_page_cost": "1.1", "jit": "off"}
"""As deploy/README.md tells to run PostgreSQL for a million records."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scale")
    parser.add_argument("--postgres", type=int, default=1_000_000)
    parser.add_argument("--sqlite", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", default="", help="queries whose names have this in them")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="communique-scale-") as folder:
        if asked.sqlite:
            urls = [f"sqlite:///{Path(folder) / f'{number}.sqlite'}" for number in (FEW, asked.sqlite)]
            show("SQLite", urls, (FEW, asked.sqlite), asked)
    if asked.postgres:
        try:
            server = PostgresServer(settings=SERVER)
        except NoPostgres as error:
            print(f"PostgreSQL: not measured: {error}")
            return 0
        try:
            urls = [server.create(f"scale_{number}") for number in (FEW, asked.postgres)]
            show("PostgreSQL", urls, (FEW, asked.postgres), asked)
        finally:
            server.close()
    return 0


def show(name: str, urls: list[str], numbers: tuple[int, int], asked: argparse.Namespace) -> None:
    for url, number in zip(urls, numbers, strict=True):
        begun = time.monotonic()
        fill(url, number)
        print(f"{name}: {number:,} records in {time.monotonic() - begun:.0f} s", flush=True)
    table(name, numbers, measure((urls[0], numbers[0]), (urls[1], numbers[1]), asked.rounds, asked.only))


def table(name: str, numbers: tuple[int, int], measured: list[Measured]) -> None:
    print(f"\n{name}, ms of work p50 / p95    {numbers[0]:>13,} {numbers[1]:>17,}   ratio of p95")
    for one in measured:
        few, many = (f"{p50:.1f} / {p95:.1f}" for p50, p95 in (one.few, one.many))
        print(f"{one.what:40} {few:>17} {many:>17}   {one.ratio:.2f}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
