"""What a replay changes, as an operator sees, takes and discards it on pages."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from libs.db import Database
from libs.service import create_app
from libs.telemetry import Telemetry
from services.store.app import FOLDER
from services.store.settings import Settings
from services.store.web.replays import replay_page_router
from tests.services.store.conftest import Store
from tests.services.store.replays import STALLED
from tests.services.store.test_replays_api import RUN, Known, compared

PAGE = f"/events/replays/{RUN}"


@pytest.fixture
async def pages(database: Database, store: Store, telemetry: Telemetry) -> AsyncIterator[httpx.AsyncClient]:
    made = create_app(
        service="store",
        title="store",
        version="1",
        telemetry=telemetry,
        database=database,
        settings=Settings(embedded=True, public_url="http://localhost:8000"),
        routers=[replay_page_router(database, store.run, lambda: store.now - STALLED)],
        templates=FOLDER / "web" / "templates",
    )
    made.state.authenticator = Known()
    transport = httpx.ASGITransport(made, client=("127.0.0.1", 50000))
    headers = {"Authorization": "Bearer admin", "Accept": "text/html"}
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000", headers=headers) as client:
        yield client


async def test_a_replay_shows_each_value_before_and_after(store: Store, pages: httpx.AsyncClient) -> None:
    await compared(store, articles=2, reason="More places")
    assert f'<a href="{PAGE}">More places</a>' in (await pages.get("/events/replays")).text

    page = (await pages.get(PAGE)).text

    rows = re.findall(r"<td>Place</td><td>(.*?)</td><td>(.*?)</td>", page, re.DOTALL)
    assert [(before.strip(), after.strip()) for before, after in rows] == [
        ("Astana, Kazakhstan", "Shymkent, Kazakhstan")
    ] * 2
    for record in await store.records():
        assert f'<a href="/events/{record["id"]}">' in page


async def test_what_is_taken_is_applied_and_what_is_applied_has_no_more_buttons(
    store: Store, pages: httpx.AsyncClient
) -> None:
    await compared(store)
    assert 'value="apply"' in (await pages.get(PAGE)).text

    answer = await pages.post(PAGE, data={"action": "apply"})
    await store.work_off(RUN)

    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    page = (await pages.get(PAGE)).text
    assert 'name="action"' not in page
    assert [record["place"]["name"] for record in await store.records()] == ["Shymkent"]
    assert (await pages.post(PAGE, data={"action": "discard"})).status_code == 409


async def test_what_is_discarded_changes_nothing(store: Store, pages: httpx.AsyncClient) -> None:
    await compared(store)

    await pages.post(PAGE, data={"action": "discard"})

    assert "discarded" in (await pages.get(PAGE)).text
    assert [record["place"]["name"] for record in await store.records()] == ["Astana"]


@pytest.mark.parametrize("language", ["en", "ru", "de"])
async def test_there_may_be_no_replays(pages: httpx.AsyncClient, language: str) -> None:
    page = await pages.get("/events/replays", params={"lang": language})

    assert "communique replay --since" in page.text


async def test_replays_are_for_operators_and_none_is_made_up(pages: httpx.AsyncClient) -> None:
    assert (await pages.get(PAGE)).status_code == 404
    assert (await pages.get("/events/replays/nonsense")).status_code == 404
    assert (await pages.post(PAGE, data={"action": "apply"})).status_code == 404
    assert (await pages.post(PAGE, data={"action": "explode"})).status_code == 404
    reader = {"Authorization": "Bearer read"}
    assert (await pages.get("/events/replays", headers=reader)).status_code == 403
