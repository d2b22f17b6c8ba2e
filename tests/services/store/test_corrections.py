"""What a person says of records holds: through replays, better readers, and in whatever order articles come."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from libs.db import Database
from libs.service import Principal, create_app
from libs.telemetry import Telemetry
from services.store.api import routers
from services.store.api.corrections import correction_router
from services.store.settings import Settings
from tests.services.store.conftest import Store, article_id
from tests.services.store.stories import ASTANA, SERIKBAYEV, SHYMKENT, TASHKENT, YULDOSHEV, agreement, reading, report

APART = {"parties": ["DE", "UZ"], "participants": [YULDOSHEV], "sectors": ["mining"], "day": "2026-10-01"}


class Known:
    """Every key is good for the scopes that are its text."""

    async def by_key(self, text: str) -> Principal:
        return Principal("cli_desk", "key_a", frozenset(text.split("-")), "News desk")


@pytest.fixture
def corrected(database: Database, store: Store, telemetry: Telemetry) -> FastAPI:
    settings = Settings(embedded=True, public_url="http://localhost:8000")
    made = create_app(
        service="store",
        title="store",
        version="1",
        telemetry=telemetry,
        database=database,
        settings=settings,
        routers=[*routers(database, settings), correction_router(database, store.run)],
    )
    made.state.authenticator = Known()
    return made


@pytest.fixture
async def desk(corrected: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": "Bearer admin-read"}
    transport = httpx.ASGITransport(corrected, client=("127.0.0.1", 50000))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000", headers=headers) as client:
        yield client


async def correct(desk: httpx.AsyncClient, action: str, **fields: Any) -> dict[str, Any]:
    answer = await desk.post("/v1/corrections", json={"action": action, "reason": "Seen on the spot", **fields})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def sources(store: Store) -> list[set[str]]:
    """The articles of each active record."""
    names = {article_id(name): name for name in "abcdef"}
    return [{names[one["article_id"]] for one in record["sources"]} for record in await store.records()]


async def test_two_records_are_made_one(store: Store, desk: httpx.AsyncClient) -> None:
    await store.take(reading("a", report("a")), reading("b", report("b", **APART)))
    first, second = await store.records()
    await store.sent()
    made = await correct(desk, "merge", records=[second["id"], first["id"]], by="A. Editor")
    assert (made["by"], made["client_id"], made["reason"]) == ("A. Editor", "cli_desk", "Seen on the spot")
    assert made["records"] == [second["id"], first["id"]]
    assert {(one["record"], one["change"]) for one in made["changes"]} == {
        *((first["id"], "updated"), (second["id"], "merged")),
    }
    assert await sources(store) == [{"a", "b"}]
    gone = await desk.get(f"/v1/events/{second['id']}")
    assert (gone.status_code, gone.headers["location"]) == (308, f"/v1/events/{first['id']}")
    told = await store.changes()
    assert {(one.record.id, one.change, one.cause, one.caused_by, one.quiet) for one in told} == {
        (first["id"], "updated", "correction", (), False),
        (second["id"], "merged", "correction", (), False),
    }
    assert (await store.record(first["id"]))["history"][-1]["cause"] == "correction"


async def test_a_merge_outlasts_better_readers_and_other_articles(store: Store, desk: httpx.AsyncClient) -> None:
    await store.take(reading("a", report("a")), reading("b", report("b", **APART)))
    first, second = await store.records()
    await correct(desk, "merge", records=[first["id"], second["id"]])
    better = report("b", 7, **{**APART, "sectors": ["mining", "industry"], "day": "2026-10-02"})
    other = report("b", 8, parties=["FR", "IT"], participants=[], day="2026-09-01")
    await store.read_again("run_a", reading("b", other, better, reader="2.0.0"))
    await store.take(reading("c", report("c")))
    found = await store.records()
    assert {one["id"]: {source["article_id"] for source in one["sources"]} for one in found}[first["id"]] == {
        *(article_id("a"), article_id("b"), article_id("c")),
    }
    assert len(found) == 2
    assert (await desk.get(f"/v1/events/{second['id']}")).status_code == 308


async def test_a_merge_taken_back_gives_both_records_again(store: Store, desk: httpx.AsyncClient) -> None:
    await store.take(reading("a", report("a")), reading("b", report("b", **APART)))
    before = await store.records()
    made = await correct(desk, "merge", records=[one["id"] for one in before])
    answer = await desk.delete(f"/v1/corrections/{made['id']}")
    assert answer.status_code == 200
    assert answer.json()["undone_by"] == "News desk"
    assert answer.json()["undone_at"] is not None
    after = await store.records()
    assert [one["id"] for one in after] == [one["id"] for one in before]
    assert await sources(store) == [{"a"}, {"b"}]
    assert (await desk.delete(f"/v1/corrections/{made['id']}")).json()["changes"] == []
    # What was taken back does not come again with the next reading.
    await store.take(reading("b", report("b", 2, **APART), version=2))
    assert await sources(store) == [{"a"}, {"b"}]


async def test_articles_are_split_off(store: Store, desk: httpx.AsyncClient) -> None:
    await store.take(*(reading(name, report(name)) for name in "abc"))
    (whole,) = await store.records()
    made = await correct(desk, "split", record=whole["id"], articles=[article_id("b"), article_id("c")])
    assert await sources(store) == [{"a"}, {"b", "c"}]
    kept, new = await store.records()
    assert kept["id"] == whole["id"]
    assert {(one["record"], one["change"]) for one in made["changes"]} == {
        (kept["id"], "updated"),
        (new["id"], "split"),
    }
    split = next(one for one in await store.changes() if one.change == "split")
    assert (split.cause, split.lineage.split_from) == ("correction", whole["id"])
    await store.read_again("run_a", reading("b", report("b", 3), reader="2.0.0"))
    assert await sources(store) == [{"a"}, {"b", "c"}]
    await desk.delete(f"/v1/corrections/{made['id']}")
    assert await sources(store) == [{"a", "b", "c"}]


async def test_a_retracted_record_stays_so_whatever_else_is_told(store: Store, desk: httpx.AsyncClient) -> None:
    await store.take(reading("a", report("a", place=ASTANA)))
    (record,) = await store.records()
    made = await correct(desk, "retract", record=record["id"])
    shown = await desk.get(f"/v1/events/{record['id']}")
    assert (shown.status_code, shown.json()["state"], shown.json()["sources"]) == (200, "retracted", [])
    await store.take(reading("b", report("b")))
    await store.read_again("run_a", reading("a", report("a", 4, place=ASTANA), reader="2"))
    assert await store.records() == []
    await desk.delete(f"/v1/corrections/{made['id']}")
    assert await sources(store) == [{"a", "b"}]
    assert [one["id"] for one in await store.records()] == [record["id"]]


async def test_a_field_is_fixed_and_what_the_sources_say_stays_beside_it(store: Store, desk: httpx.AsyncClient) -> None:
    await store.take(reading("a", report("a", place=ASTANA)))
    (record,) = await store.records()
    made = await correct(desk, "fix", record=record["id"], field="place", value=SHYMKENT)
    (after,) = await store.records()
    assert after["place"] == SHYMKENT
    assert after["titles"]["en"] == "Kazakhstan and Uzbekistan held talks in Shymkent (agriculture)"
    assert after["differences"]["/place"] == {
        "rule": "corrected",
        "values": [
            {"value": SHYMKENT, "article_ids": [], "chosen": True},
            {"value": ASTANA, "article_ids": [], "chosen": False},
        ],
    }
    assert "/place" not in after["evidence"]
    assert after["history"][-1]["changed"] == ["/place"]
    await store.take(reading("a", report("a", 5, place=TASHKENT), version=2), reading("b", report("b", place=TASHKENT)))
    (later,) = await store.records()
    assert later["place"] == SHYMKENT
    assert later["differences"]["/place"]["values"][1]["value"]["name"] == "Tashkent"
    await correct(desk, "fix", record=record["id"], field="place", value=ASTANA)
    assert (await store.record(record["id"]))["place"] == ASTANA
    await desk.delete(f"/v1/corrections/{made['id']}")
    assert (await store.record(record["id"]))["place"] == ASTANA


@pytest.mark.parametrize(
    ("field", "value", "pointer"),
    [
        ("status", "signed", "/value"),
        ("form", "treaty", "/value"),
        ("sectors", ["magic"], "/value"),
        ("parties", ["Kazakhstan!"], "/value"),
        ("parties", None, "/value"),
        ("date", {"start": "soon", "precision": "day"}, "/value"),
        ("date", {"start": "2026-11-20"}, "/value/precision"),
        ("place", {"name": "Astana", "lat": 99}, "/value"),
        ("count", "many", "/value"),
        ("count", 10**30, "/value"),
        ("amount", {"value": 5, "currency": None}, "/value/currency"),
        ("colour", "red", "/field"),
    ],
)
async def test_a_value_that_no_record_may_have_is_refused(
    store: Store, desk: httpx.AsyncClient, field: str, value: Any, pointer: str
) -> None:
    await store.take(reading("a", report("a")))
    (record,) = await store.records()
    body = {"action": "fix", "record": record["id"], "field": field, "value": value, "reason": "x"}
    answer = await desk.post("/v1/corrections", json=body)
    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]
    assert (await desk.get("/v1/corrections")).json()["items"] == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", "cancelled"),
        ("channel", None),
        ("date", {"start": "2026-12-01", "end": None, "precision": "month"}),
        ("parties", ["KZ", "UZ", "EBRD"]),
        ("sectors", []),
        ("amount", {"value": 5.5, "currency": "EUR"}),
        ("projects", ["Saryagash grain terminal"]),
        ("participants", [{**SERIKBAYEV, "language": "en", "variants": []}]),
    ],
)
async def test_each_field_can_be_fixed(store: Store, desk: httpx.AsyncClient, field: str, value: Any) -> None:
    await store.take(reading("a", report("a", channel="in_person")))
    (record,) = await store.records()
    await correct(desk, "fix", record=record["id"], field=field, value=value)
    assert (await store.record(record["id"]))[field] == value


async def test_what_makes_no_sense_is_refused(store: Store, desk: httpx.AsyncClient) -> None:
    await store.take(reading("a", report("a"), agreement("a", 2)), reading("b", report("b", **APART)))
    meeting, deal, other = [one["id"] for one in await store.records()]

    async def refused(**body: Any) -> list[str]:
        answer = await desk.post("/v1/corrections", json={"reason": "x", **body})
        assert answer.status_code == 422, answer.text
        return [one["pointer"] for one in answer.json()["errors"]]

    assert await refused(action="merge", records=[meeting, deal]) == ["/records"]
    assert await refused(action="merge", records=[meeting]) == ["/records"]
    assert await refused(action="merge", records=[meeting, meeting]) == ["/records"]
    assert await refused(action="merge", records=[meeting, "evt_unknown"]) == ["/records/1"]
    assert await refused(action="split", record=meeting, articles=[article_id("b")]) == ["/articles/0"]
    assert await refused(action="split", record=meeting, articles=[article_id("a")]) == ["/articles"]
    assert await refused(action="retract", record="evt_unknown") == ["/record"]
    assert await refused(action="retract", record=other, reason="") == ["/reason"]
    assert await refused(action="retract", report="rep_a", record=other) == ["/report"]
    assert await refused(action="praise", record=other) != []
    await correct(desk, "retract", record=other)
    assert await refused(action="retract", record=other) == ["/record"]


async def test_corrections_are_listed_the_latest_first(store: Store, desk: httpx.AsyncClient) -> None:
    await store.take(reading("a", report("a")), reading("b", report("b", **APART)))
    first, second = [one["id"] for one in await store.records()]
    made = [(await correct(desk, "fix", record=first, field="count", value=n))["id"] for n in range(3)]
    made.append((await correct(desk, "merge", records=[first, second]))["id"])
    page = (await desk.get("/v1/corrections?limit=3")).json()
    assert [one["id"] for one in page["items"]] == made[:0:-1]
    rest = (await desk.get("/v1/corrections", params={"limit": 3, "cursor": page["next"]})).json()
    assert ([one["id"] for one in rest["items"]], rest["next"]) == ([made[0]], None)
    assert len((await desk.get(f"/v1/corrections?record={first}")).json()["items"]) == 4
    assert (await desk.get("/v1/corrections?record=evt_none")).json()["items"] == []
    one = (await desk.get(f"/v1/corrections/{made[0]}")).json()
    assert (one["action"], one["field"], one["value"], one["undone_at"]) == ("fix", "count", 0, None)
    assert (await desk.get("/v1/corrections/cor_none")).status_code == 404
    assert (await desk.delete("/v1/corrections/cor_none")).status_code == 404


async def test_only_who_operates_corrects(store: Store, desk: httpx.AsyncClient) -> None:
    body = {"action": "retract", "record": "evt_a", "reason": "x"}
    desk.headers["Authorization"] = "Bearer read"
    assert (await desk.post("/v1/corrections", json=body)).status_code == 403
    assert (await desk.delete("/v1/corrections/cor_a")).status_code == 403
    assert (await desk.get("/v1/corrections")).status_code == 200
    del desk.headers["Authorization"]
    assert (await desk.post("/v1/corrections", json=body)).status_code == 401


@pytest.mark.parametrize("order", list(itertools.permutations("abc")))
async def test_with_corrections_too_the_order_of_arrival_does_not_matter(
    store: Store, desk: httpx.AsyncClient, order: tuple[str, ...]
) -> None:
    await store.take(*(reading(name, report(name)) for name in "ab"), reading("c", report("c", **APART)))
    one, other = [one["id"] for one in await store.records()]
    await correct(desk, "split", record=one, articles=[article_id("b")])
    split = next(
        record["id"] for record in await store.records() if record["sources"][0]["article_id"] == article_id("b")
    )
    await correct(desk, "merge", records=[split, other])
    await correct(desk, "fix", record=one, field="count", value=3)
    told = {"a": report("a", 9), "b": report("b", 9), "c": report("c", 9, **APART)}
    await store.read_again("run_a", *(reading(name, told[name], reader="2.0.0") for name in order))
    found = {
        frozenset(source["article_id"] for source in record["sources"]): record["count"]
        for record in await store.records()
    }
    assert found == {frozenset({article_id("a")}): 3, frozenset({article_id("b"), article_id("c")}): None}
