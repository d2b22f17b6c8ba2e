"""The live stream over a real server: nothing is skipped, and whoever comes back goes on where it was."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from libs.service import Server
from services.notify.tables.records import LogRow, number_log
from tests.services.notify.conftest import Platform, Start, until
from tests.services.notify.receiver import Receiver
from tests.services.notify.stories import recorded


@dataclass(frozen=True)
class Sent:
    id: str
    event: str
    data: Any


@asynccontextmanager
async def serving(platform: Platform) -> AsyncIterator[tuple[Server, httpx.AsyncClient]]:
    """The platform's application, which is running already, on a port of its own."""
    app = platform.service.app
    app.router.lifespan_context = nothing
    server = Server(app, platform.settings.model_copy(update={"port": 0}))
    running = asyncio.create_task(server.run())
    await asyncio.wait_for(server.listening.wait(), 5)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}", timeout=10, trust_env=False) as client:
        yield server, client
        server.stop()
        await asyncio.wait_for(running, 10)


@asynccontextmanager
async def nothing(_: Any) -> AsyncIterator[None]:
    yield


class Events:
    """The events of one response, comments left out."""

    def __init__(self, response: httpx.Response) -> None:
        self._lines = response.aiter_lines()

    async def next(self, number: int) -> list[Sent]:
        return [await asyncio.wait_for(self._one(), 10) for _ in range(number)]

    async def _one(self) -> Sent:
        fields: dict[str, str] = {}
        async for line in self._lines:
            name, _, value = line.partition(": ")
            if line and not line.startswith(":"):
                fields[name] = value
            elif not line and "data" in fields:
                return Sent(fields.get("id", ""), fields.get("event", "message"), json.loads(fields["data"]))
        raise AssertionError("the stream has ended")


def ids(found: list[Sent]) -> list[str]:
    return [one.data["data"]["record"]["id"] for one in found]


async def listened(platform: Platform, number: int) -> None:
    """Until so many streams are open; what is told before would be missed, as it should be."""
    await until(lambda: platform.service.app.state.stream.listening() == number or None)


async def test_what_meets_the_filter_arrives_with_rising_numbers(platform: Platform) -> None:
    key = await platform.key("read")
    async with serving(platform) as (_, client):
        address = "/v1/stream?sector=water&sector=trade&party_none=RU&language=de"
        async with client.stream("GET", address, headers=key) as response:
            sent = Events(response)
            assert response.headers["content-type"].startswith("text/event-stream")
            await listened(platform, 1)
            await platform.tell(
                recorded("evt_water", record={"sectors": ["water"]}),
                recorded("evt_russia", record={"sectors": ["trade"], "parties": ["KZ", "RU"]}),
                recorded("evt_culture", record={"sectors": ["culture"]}),
                recorded("evt_quiet", quiet=True, record={"sectors": ["water"]}),
                recorded("evt_trade", record={"sectors": ["trade"]}),
            )
            found = await sent.next(2)
    assert ids(found) == ["evt_water", "evt_trade"]
    assert [int(one.id) for one in found] == sorted({int(one.id) for one in found})
    body = found[0].data
    assert (body["type"], body["data"]["match"], body["data"]["alert_id"]) == ("meeting.created", "new", None)
    assert body["data"]["matched"] == {"sectors": ["water"]}
    assert body["data"]["record"]["title"].startswith("Kasachstan und Usbekistan")


async def test_who_looks_at_one_record_is_told_of_each_of_its_versions(platform: Platform) -> None:
    """Also of those that only add a source, which are no news to anybody else."""
    key = await platform.key("read")
    one_more = {"change": "updated", "changed": ["/confidence"], "previous": {"/confidence": 0.1}}
    async with (
        serving(platform) as (_, client),
        client.stream("GET", "/v1/stream?record=evt_one", headers=key) as response,
        client.stream("GET", "/v1/stream", headers=key) as other,
    ):
        sent, news = Events(response), Events(other)
        await listened(platform, 2)
        await platform.tell(
            recorded("evt_one"),
            recorded("evt_other"),
            recorded("evt_one", 2, **one_more),
            recorded(
                "evt_other",
                2,
                change="merged",
                changed=["/state", "/merged_into"],
                previous={"/state": "active", "/merged_into": None},
                record={"state": "merged", "merged_into": "evt_one"},
            ),
            recorded("evt_last"),
        )
        found, told = await sent.next(3), await news.next(4)
    assert [(one.data["data"]["record"]["id"], one.data["data"]["record"]["version"]) for one in found] == [
        ("evt_one", 1),
        ("evt_one", 2),
        ("evt_other", 2),
    ]
    assert ids(told) == ["evt_one", "evt_other", "evt_other", "evt_last"]


@pytest.mark.parametrize(
    "query", ["record=evt_a&kind=meeting", "record=evt_a&subscription=sub_a", "record=", "record=%00"]
)
async def test_one_record_is_asked_for_alone(platform: Platform, query: str) -> None:
    key = await platform.key("read", "subscribe")
    async with serving(platform) as (_, client):
        assert (await client.get(f"/v1/stream?{query}", headers=key)).status_code in (404, 422)


async def test_a_filter_is_told_of_what_stays_and_what_leaves(platform: Platform) -> None:
    key = await platform.key("read")
    async with (
        serving(platform) as (_, client),
        client.stream("GET", "/v1/stream?status=planned", headers=key) as response,
    ):
        sent = Events(response)
        await listened(platform, 1)
        await platform.tell(
            recorded("evt_one", 1, record={"status": "planned"}),
            recorded(
                "evt_one",
                2,
                change="updated",
                changed=["/confidence"],
                previous={"/confidence": 0.1},
                record={"status": "planned"},
            ),
            recorded(
                "evt_one",
                3,
                change="updated",
                changed=["/count"],
                previous={"/count": None},
                record={"status": "planned", "count": 2},
            ),
            recorded(
                "evt_one",
                4,
                change="updated",
                changed=["/status"],
                previous={"/status": "planned"},
                record={"status": "held", "count": 2},
            ),
        )
        found = await sent.next(3)
    told = [(one.data["data"]["record"]["version"], one.data["data"]["match"]) for one in found]
    assert told == [(1, "new"), (3, "still"), (4, "left")]


async def test_a_subscription_streams_exactly_the_bytes_of_its_alerts(platform: Platform, receiver: Receiver) -> None:
    key = await platform.key()
    made = await platform.subscribe(key, receiver.url(), filter={"sectors": ["water"]})
    await platform.subscribe(key, receiver.url("/other"))
    async with (
        serving(platform) as (_, client),
        client.stream("GET", f"/v1/stream?subscription={made['id']}", headers=key) as response,
    ):
        sent = Events(response)
        await listened(platform, 1)
        await platform.tell(
            recorded("evt_no", record={"sectors": ["trade"]}), recorded("evt_yes", record={"sectors": ["water"]})
        )
        (found,) = await sent.next(1)
    (posted,) = await until(lambda: receiver.at("/hook") or None)
    assert found.data == posted.json
    assert found.data["data"]["subscription"]["id"] == made["id"]


@pytest.mark.parametrize("own", [True, False], ids=["a subscription", "a filter"])
async def test_whoever_comes_back_gets_what_was_missed_and_then_the_rest(platform: Platform, own: bool) -> None:
    key = await platform.key("subscribe", "read")
    made = await platform.subscribe(key, filter={"kinds": ["meeting"]})
    address = f"/v1/stream?subscription={made['id']}" if own else "/v1/stream?kind=meeting"
    async with serving(platform) as (_, client):
        async with client.stream("GET", address, headers=key) as response:
            sent = Events(response)
            await listened(platform, 1)
            await platform.tell(*(recorded(f"evt_{number}") for number in range(3)))
            first = await sent.next(2)
        await platform.tell(*(recorded(f"evt_{number}") for number in range(3, 300)))
        await platform.answered(300)
        again = {**key, "Last-Event-ID": first[-1].id}
        async with client.stream("GET", address, headers=again) as response:
            sent = Events(response)
            missed = await sent.next(298)
            await platform.tell(recorded("evt_last"))
            rest = await sent.next(1)
    assert sorted(ids(first + missed)) == sorted(f"evt_{number}" for number in range(300))
    assert ids(rest) == ["evt_last"]
    numbers = [int(one.id) for one in first + missed + rest]
    assert numbers == sorted(set(numbers))


async def test_a_late_commit_gets_a_number_behind_those_already_seen(platform: Platform) -> None:
    """The row with the lower id is committed later: nobody who has seen the higher one skips it."""

    def row(row_id: int) -> LogRow:
        return LogRow(
            id=row_id,
            record_id=f"evt_{row_id}",
            record_version=1,
            change="created",
            changed=[],
            previous={},
            summary={},
            is_news=False,
            told_at=datetime.now(UTC),
        )

    database = platform.service.database
    await database.transaction(lambda session: session.add(row(102)))
    await database.transaction(number_log)
    await database.transaction(lambda session: session.add(row(101)))
    await database.transaction(number_log)
    numbers = await database.read(lambda session: {one: session.get_one(LogRow, one).number for one in (101, 102)})
    assert numbers == {102: 1, 101: 2}


@pytest.mark.parametrize("last", ["999", "nonsense"])
async def test_a_number_that_cannot_be_resumed_from_is_answered_by_a_reset(platform: Platform, last: str) -> None:
    key = await platform.key("read")
    await platform.tell(recorded("evt_before"))
    await platform.answered(1)
    async with (
        serving(platform) as (_, client),
        client.stream("GET", "/v1/stream", headers={**key, "Last-Event-ID": last}) as response,
    ):
        sent = Events(response)
        (reset,) = await sent.next(1)
        await platform.tell(recorded("evt_after"))
        (after,) = await sent.next(1)
    assert (reset.event, reset.data) == ("reset", {})
    assert ids([after])[0] in ("evt_before", "evt_after")


async def test_two_instances_stream_the_same_numbers(start: Start, any_database_url: str) -> None:
    given = {"stream_poll": 0.1, "database_url": any_database_url}
    one, two = await start(instance="one", **given), await start(instance="two", **given)
    key = await one.key("read")
    async with (
        serving(one) as (_, first),
        serving(two) as (_, second),
        first.stream("GET", "/v1/stream", headers=key) as here,
        second.stream("GET", "/v1/stream", headers=key) as there,
    ):
        await listened(one, 1)
        await listened(two, 1)
        await one.tell(*(recorded(f"evt_{number}") for number in range(40)))
        found = await asyncio.gather(Events(here).next(40), Events(there).next(40))
    assert [(one.id, one.data) for one in found[0]] == [(one.id, one.data) for one in found[1]]


async def test_a_quiet_stream_beats_and_ends_with_the_service(start: Start) -> None:
    platform = await start(stream_heartbeat=0.1)
    key = await platform.key("read")
    lines: list[str] = []
    async with serving(platform) as (server, client), client.stream("GET", "/v1/stream", headers=key) as response:
        with suppress(httpx.RemoteProtocolError):
            async for line in response.aiter_lines():
                lines.append(line)
                if lines.count(": still here") == 2:
                    server.stop()
    assert lines.count(": still here") >= 2


async def test_there_are_only_so_many_streams(start: Start) -> None:
    platform = await start(max_streams=1)
    key = await platform.key("read")
    async with serving(platform) as (_, client):
        async with client.stream("GET", "/v1/stream", headers=key):
            await listened(platform, 1)
            refused = await client.get("/v1/stream", headers=key)
            assert (refused.status_code, refused.headers["retry-after"]) == (503, "10")
        await listened(platform, 0)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("sector=watter", "sector"),
        ("party_all=XX", "party_all"),
        ("pair=KZ-KZ", "pair"),
        ("sectors=water", "sectors"),
        ("sector_some=water", "sector_some"),
        ("word=***", "word"),
    ],
)
async def test_a_wrong_filter_is_refused_by_its_parameter(platform: Platform, query: str, parameter: str) -> None:
    response = await platform.http.get(f"/v1/stream?{query}", headers=await platform.key("read"))
    assert response.status_code == 422
    assert [one["parameter"] for one in response.json()["errors"]] == [parameter]


async def test_a_stream_needs_the_right_key(platform: Platform) -> None:
    key = await platform.key()
    made = await platform.subscribe(key)
    mine = f"/v1/stream?subscription={made['id']}"
    assert (await platform.http.get("/v1/stream")).status_code == 401
    assert (await platform.http.get("/v1/stream", headers=key)).status_code == 403
    foreign = await platform.key("subscribe", client_id="cli_two")
    assert (await platform.http.get(mine, headers=foreign)).status_code == 404
    assert (await platform.http.get(mine, headers=await platform.key("read", client_id="cli_3"))).status_code == 403
