"""Queries of store on a database of many records and on one of few, in turn.

In processor time, of this process and of the database's: what else the machine does counts for neither.
"""

from __future__ import annotations

import asyncio
import gc
import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import text
from sqlmodel import Session

from libs.db import Database
from libs.service import create_app
from libs.telemetry import start_telemetry
from services.store.api import routers
from services.store.merging.blocking import sought
from services.store.merging.told import Told
from services.store.settings import Settings
from services.store.tables import reports
from tests.bench.scale.filling import COUNTED
from tests.bench.scale.inventing import END, countries, invent, people, report_of, sectors, vocabulary

ROUNDS = 40
DEEP = 40  # pages
WARM = 10  # rounds before those that are measured
TOUCHED = ("record_count", "record_count_under")  # by every write, so that a database at work has them in memory

Ask = Callable[["Held", random.Random], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Held:
    """A filled database behind store's HTTP surface."""

    number: int
    database: Database
    http: httpx.AsyncClient
    deep: dict[str, str]
    server: int | None


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of work at few records and at many: the median and the 95th percentile."""

    what: str
    few: tuple[float, float]
    many: tuple[float, float]

    @property
    def ratio(self) -> float:
        return self.many[1] / self.few[1]


def measure(few: tuple[str, int], many: tuple[str, int], rounds: int = ROUNDS, only: str = "") -> list[Measured]:
    """Every query in turn on both; each round asks for other values, the same on both."""
    queries = {what: ask for what, ask in QUERIES.items() if only in what}
    return asyncio.run(_measure(few, many, rounds, queries))


async def _measure(
    few: tuple[str, int], many: tuple[str, int], rounds: int, queries: Mapping[str, Ask]
) -> list[Measured]:
    both = [await _open(*few), await _open(*many)]
    times: dict[str, tuple[list[float], list[float]]] = {what: ([], []) for what in queries}
    try:
        for turn in range(-WARM, rounds):
            gc.collect()  # here and not within a query
            gc.disable()
            for what, ask in queries.items():
                for at, held in enumerate(both):
                    begun = worked(held.server)
                    await ask(held, random.Random(f"{what} {turn}"))
                    if turn >= 0:
                        times[what][at].append(1000 * (worked(held.server) - begun))
    finally:
        gc.enable()
        for held in both:
            await held.http.aclose()
            await held.database.close()
    return [Measured(what, _percentiles(one), _percentiles(other)) for what, (one, other) in times.items()]


async def _open(url: str, number: int) -> Held:
    database, settings = Database(url), Settings(embedded=True, rate_per_minute=0)
    app = _app(database, settings)
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 50000))
    http = httpx.AsyncClient(transport=transport, base_url="http://localhost:8000", timeout=300)
    deep: dict[str, str] = {}
    for query in ("party=KZ", "sort=date"):
        address = f"/v1/events?limit=50&{query}"
        for _ in range(DEEP):
            address = (await http.get(address)).links["next"]["url"]
        deep[query] = address
    await database.read(_touch)
    return Held(number, database, http, deep, await database.read(_server))


def _touch(session: Session) -> None:
    for table in TOUCHED:
        session.execute(text(f"SELECT sum(records) FROM {table}"))
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SET LOCAL enable_seqscan = off"))
            ordered = f"SELECT kind FROM {table} ORDER BY {', '.join(COUNTED[table][:-1])} OFFSET 0"
            session.execute(text(f"SELECT count(*) FROM ({ordered}) AS ordered"))


def worked(server: int | None) -> float:
    """Seconds that this process and a database server's have worked so far."""
    seconds = time.process_time()
    for child in Path(f"/proc/{server}/task/{server}/children").read_text().split() if server else ():
        with suppress(FileNotFoundError, ProcessLookupError):
            seconds += int(Path(f"/proc/{child}/schedstat").read_text().split()[0]) / 1e9
    return seconds


def _server(session: Session) -> int | None:
    """The process whose children are PostgreSQL's; SQLite works within ours."""
    if session.get_bind().dialect.name == "sqlite":
        return None
    own = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
    return int(Path(f"/proc/{own}/stat").read_text().rpartition(")")[2].split()[1])


def _app(database: Database, settings: Settings) -> FastAPI:
    return create_app(
        service="store",
        title="store",
        version="1",
        telemetry=start_telemetry("store"),
        database=database,
        settings=settings,
        routers=routers(database, settings),
    )


def _get(make: Callable[[random.Random], dict[str, Any]], path: str = "/v1/events") -> Ask:
    async def ask(held: Held, chance: random.Random) -> None:
        answer = await held.http.get(path, params=make(chance))
        answer.raise_for_status()

    return ask


def _deep(query: str) -> Ask:
    async def ask(held: Held, chance: random.Random) -> None:
        (await held.http.get(held.deep[query])).raise_for_status()

    return ask


async def _candidates(held: Held, chance: random.Random) -> None:
    """What merging looks up for an article of the next day: reports under its keys, with their articles."""
    one = invent(held.number + chance.randrange(1, 270), held.number)
    told = Told(report_of(one), one.article_id, 1, one.created_at, "1.0.0+en.4")
    keys = sought(told)
    await held.database.read(lambda session: reports.load(session, reports.candidates(session, keys)))


def _percentiles(times: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, round(len(ordered) * 0.95))]


def _country(chance: random.Random) -> str:
    return str(countries().one(chance))


def _sector(chance: random.Random) -> str:
    return str(sectors().one(chance))


def _pair(chance: random.Random) -> str:
    return "-".join(sorted(countries().some(chance, 2)))


def _person(chance: random.Random) -> str:
    return str(people()[_country(chance)].one(chance)[0])


def _word(chance: random.Random, begin: int, end: int) -> str:
    """A word by its place among the commonest of its language."""
    return str(vocabulary(chance.choice(("en", "ru", "de"))).values[chance.randrange(begin, end)])


def _days(chance: random.Random) -> dict[str, str]:
    first = (END - timedelta(days=chance.randrange(10, 30))).date()
    return {"date_from": first.isoformat(), "date_to": (first + timedelta(days=7)).isoformat()}


def _past(chance: random.Random, days: int = 30) -> str:
    return (END - timedelta(days=chance.uniform(1, days))).isoformat()


KZ_WORDS = ("kazakhstan", "казахстан", "Usbekistan", "переговор", "talks", "trade")
ALL_FACETS = "kind,status,form,sector,party,country,language,month"
QUERIES: dict[str, Ask] = {
    "list, newest": _get(lambda _: {}),
    "list, one party": _get(lambda c: {"party": _country(c)}),
    "list, one sector": _get(lambda c: {"sector": _sector(c)}),
    "list, kind and status": _get(lambda c: {"kind": "agreement", "status": c.choice(("signed", "in_force"))}),
    "list, a pair of countries": _get(lambda c: {"pair": _pair(c)}),
    "list, party and sector": _get(lambda c: {"party": _country(c), "sector": _sector(c)}),
    "list, party, sector, status, language": _get(
        lambda c: {"party": _country(c), "sector": _sector(c), "status": "held", "language": c.choice(("en", "ru"))}
    ),
    "list, two parties, one not": _get(lambda c: {"party": ["KZ", "UZ"], "party_none": _country(c)}),
    "list, a person": _get(lambda c: {"person": _person(c)}),
    "list, a week of dates": _get(_days),
    "list, changed since a day": _get(lambda c: {"updated_since": _past(c, 2)}),
    "list, retracted": _get(lambda _: {"state": "retracted"}),
    "list, 40 pages in": _deep("party=KZ"),
    "search, a common word": _get(lambda c: {"q": c.choice(KZ_WORDS)}),
    "search, a word": _get(lambda c: {"q": _word(c, 20, 1000)}),
    "search, a rare word": _get(lambda c: {"q": _word(c, 10_000, 20_000)}),
    "search, a common word and a party": _get(lambda c: {"q": c.choice(KZ_WORDS), "party": _country(c)}),
    "by date": _get(lambda _: {"sort": "date"}),
    "by date, one party": _get(lambda c: {"sort": "date", "party": _country(c)}),
    "by date, held": _get(lambda _: {"sort": "date", "status": "held"}),
    "by date, a common word": _get(lambda c: {"sort": "date", "q": c.choice(KZ_WORDS)}),
    "by date, 40 pages in": _deep("sort=date"),
    "by change": _get(lambda _: {"sort": "updated"}),
    "by change, one sector": _get(lambda c: {"sort": "updated", "sector": _sector(c)}),
    "facets of all": _get(lambda _: {"facets": ALL_FACETS}),
    "facets, one party": _get(lambda c: {"facets": ALL_FACETS, "party": _country(c)}),
    "facets, party and sector": _get(lambda c: {"facets": ALL_FACETS, "party": _country(c), "sector": _sector(c)}),
    "facets, a common word": _get(lambda c: {"facets": ALL_FACETS, "q": c.choice(KZ_WORDS)}),
    "as of a day": _get(lambda c: {"as_of": _past(c)}),
    "as of a day, one party": _get(lambda c: {"as_of": _past(c), "party": _country(c)}),
    "stats of all": _get(lambda _: {}, "/v1/stats"),
    "stats, one party": _get(lambda c: {"party": _country(c)}, "/v1/stats"),
    "candidates for merging": _candidates,
}
