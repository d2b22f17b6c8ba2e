"""A store of its own for each test, fed with readings in the order the test gives them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlmodel import Session, col

from libs.bus import Message
from libs.db import Database, migrate
from libs.messages import ArticleClassified, ArticleProgressed, Envelope
from libs.messages.ids import make_id
from libs.messages.records import RecordChanged
from libs.messages.replays import ReplayAnnounced
from libs.pipeline import MIGRATIONS, Unit
from libs.pipeline.tables import OutboxRow
from libs.service import MIGRATIONS as CLIENT_MIGRATIONS
from libs.service import create_app
from libs.telemetry import Telemetry, start_telemetry
from services.store import views
from services.store.api import routers
from services.store.app import FOLDER
from services.store.handlers import on_article_classified, on_classified
from services.store.replaying import advance, begin_to_apply
from services.store.selection import Order, Selection
from services.store.settings import Settings
from services.store.web.drawing import Drawing
from services.store.web.pages import page_router
from services.store.web.pictures import picture_router
from tests.databases import Databases
from tests.services.store.stories import ASTANA, SERIKBAYEV, TASHKENT, agreement, reading, report

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
BERLIN = {"name": "Berlin", "country": "DE", "geonames_id": 2950159, "lat": 52.52, "lon": 13.41}
MULLER = {"name": "Anna Müller", "role": "Ministerin", "organization": None, "country": "DE"}

STORIES = {
    "wheat": report("wheat", place=ASTANA, sectors=["agriculture", "water"]),
    "gas": report(
        "gas", day="2026-12-03", status="planned", parties=["DE", "TM"], sectors=["oil_gas"], participants=[MULLER]
    ),
    "loan": agreement(
        "loan", parties=["EBRD", "UZ"], sectors=["investment"], participants=[], day=None, place=TASHKENT
    ),
    "summit": report(
        "summit",
        day="2026-10-09",
        form="summit",
        parties=["KG", "KZ", "UZ"],
        sectors=["politics", "water"],
        participants=[],
        place=BERLIN,
    ),
    "rail": agreement(
        "rail",
        status="planned",
        form="roadmap",
        parties=["KZ", "UZ"],
        sectors=["transport"],
        participants=[SERIKBAYEV],
        day="2027-02-01",
    ),
}
LANGUAGES = {"gas": "de", "rail": "ru"}
HISTORIES = {"pipeline": MIGRATIONS, "clients": CLIENT_MIGRATIONS, "store": FOLDER / "migrations"}


@dataclass
class Store:
    """The service without bus and loops: handlers in transactions, and what they sent."""

    database: Database
    telemetry: Telemetry
    now: datetime = NOW
    read: set[int] = field(default_factory=set)

    async def take(self, *readings: ArticleClassified) -> None:
        """Handle readings one after the other, a second apart."""
        for one in readings:
            await self.run(lambda unit: on_article_classified(unit, one))  # noqa: B023
            self.now += timedelta(seconds=1)

    async def keep_aside(self, run: str, *readings: ArticleClassified, **told: Any) -> None:
        """What a replay reads, all of it, so that it can be compared or applied."""
        given = {"since": NOW, "until": NOW, "client_id": "cli_desk", "by": "desk", "started_at": NOW, **told}
        complete = {"revision": 1, "articles": len(readings), "complete": True}
        replay = ReplayAnnounced.model_validate({"run": run, **complete, **given})
        await self.run(lambda unit: on_classified(unit, replay))
        for one in readings:
            await self.run(lambda unit: on_classified(unit, one.model_copy(update={"run": run})))  # noqa: B023
            self.now += timedelta(seconds=1)

    async def work_off(self, run: str) -> None:
        """Compare or apply until there is nothing left to do."""
        while await self.run(lambda unit: advance(unit, run)):
            self.now += timedelta(seconds=1)

    async def apply(self, run: str) -> None:
        await self.run(lambda unit: begin_to_apply(unit, run, "desk"))
        await self.work_off(run)

    async def read_again(self, run: str, *readings: ArticleClassified, **told: Any) -> None:
        """A whole replay, applied."""
        await self.keep_aside(run, *readings, **told)
        await self.apply(run)

    async def take_at_once(self, readings: list[ArticleClassified]) -> None:
        """Handle a whole batch in one transaction, as the pipeline does."""

        def handle(unit: Unit) -> None:
            for one in readings:
                on_article_classified(unit, one)

        await self.run(handle)

    async def run(self, work: Callable[[Unit], Any]) -> Any:
        def in_unit(session: Session) -> Any:
            with self.telemetry.tracer.start_as_current_span("process"):
                return work(Unit(session, self.now, "store", self.telemetry.tracer))

        return await self.database.transaction(in_unit)

    async def records(self, states: tuple[str, ...] = ("active",)) -> list[dict[str, Any]]:
        """All records in the order they were made."""
        found, _ = await self.database.read(
            lambda session: views.list_records(session, Selection(states=states), Order("oldest"), 10_000)
        )
        return found

    async def record(self, record_id: str) -> dict[str, Any]:
        found = await self.database.read(lambda session: views.find_record(session, record_id))
        assert found is not None
        return found

    async def sent(self) -> list[RecordChanged | ArticleProgressed]:
        """What was sent since this was last asked, oldest first."""

        def new(session: Session) -> list[tuple[int, Message]]:
            rows = session.execute(select(OutboxRow).order_by(col(OutboxRow.id))).scalars()
            return [(row.id or 0, Message(row.topic, row.key, row.message_id, row.body, row.headers)) for row in rows]

        rows = [(row_id, message) for row_id, message in await self.database.read(new) if row_id not in self.read]
        self.read.update(row_id for row_id, _ in rows)
        return [Envelope.of(message).data for _, message in rows]  # type: ignore[misc]

    async def changes(self) -> list[RecordChanged]:
        return [one for one in await self.sent() if isinstance(one, RecordChanged)]

    async def progress(self) -> list[ArticleProgressed]:
        return [one for one in await self.sent() if isinstance(one, ArticleProgressed)]


@pytest.fixture
async def database(databases: Databases, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """A store, once of each kind: empty, or with the stories in it where a test asks for them."""
    fill = tell_stories if "stories" in request.fixturenames else migrate_store
    opened = Database(await databases.copy_of(fill.__name__, fill))
    yield opened
    await opened.close()


async def migrate_store(url: str) -> None:
    database = Database(url)
    await migrate(database, HISTORIES)
    await database.close()


async def tell_stories(url: str) -> None:
    database, telemetry = Database(url), start_telemetry("test")
    await migrate(database, HISTORIES)
    store = Store(database, telemetry)
    for name, told in STORIES.items():
        await store.take(reading(name, told, language=LANGUAGES.get(name, "en"), title=f"News of {name}"))
    await database.close()
    telemetry.close()


@pytest.fixture
def store(database: Database, telemetry: Telemetry) -> Store:
    return Store(database, telemetry)


@pytest.fixture
async def drawing() -> AsyncIterator[Drawing]:
    """Pictures are drawn by a process that the first of them starts."""
    made = Drawing(30)
    yield made
    await made.close()


@pytest.fixture
def app(database: Database, telemetry: Telemetry, drawing: Drawing) -> FastAPI:
    """The HTTP surface over the same database; reading is open, as in embedded mode."""
    settings = Settings(embedded=True, public_url="http://localhost:8000", export_batch=3)
    return create_app(
        service="store",
        title="store",
        version="1",
        telemetry=telemetry,
        database=database,
        settings=settings,
        routers=[
            *routers(database, settings),
            page_router(database, settings),
            picture_router(database, drawing, NOW.date),
        ],
        templates=FOLDER / "web" / "templates",
    )


@pytest.fixture
async def http(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 50000))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        yield client


@pytest.fixture
async def stories(store: Store) -> dict[str, str]:
    """The name of each story by the id of its record, and the clock as it was when the last was told."""
    store.now += timedelta(seconds=len(STORIES))
    names = {article_id(name): name for name in STORIES}
    return {one["id"]: names[one["sources"][0]["article_id"]] for one in await store.records()}


def article_id(name: str) -> str:
    return make_id("art", name)
