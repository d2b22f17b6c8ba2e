"""Records over HTTP: every filter against what was written down by hand."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from fastapi import FastAPI

from tests.services.store.conftest import STORIES, Store, article_id
from tests.services.store.stories import ASTANA, reading, report

FILTERS = [
    ("", "rail summit loan gas wheat"),
    ("kind=meeting", "summit gas wheat"),
    ("kind_none=meeting", "rail loan"),
    ("kind=meeting&kind=agreement", "rail summit loan gas wheat"),
    ("status=planned", "rail gas"),
    ("status=planned&kind=agreement", "rail"),
    ("status_none=planned&status_none=held", "loan"),
    ("form=summit&form=roadmap", "rail summit"),
    ("form_none=talks&form_none=memorandum", "rail summit"),
    ("sector=water", "summit wheat"),
    ("sector=agriculture&sector=oil_gas", "gas wheat"),
    ("sector_all=water&sector_all=politics", "summit"),
    ("sector=water&sector_none=politics", "wheat"),
    ("party=KZ", "rail summit wheat"),
    ("party=kz", "rail summit wheat"),
    ("party=EBRD", "loan"),
    ("party_all=KZ&party_all=UZ", "rail summit wheat"),
    ("party_all=KZ&party_none=KG", "rail wheat"),
    ("country=DE", "summit gas"),
    ("country=KG&country=TM", "summit gas"),
    ("country_all=UZ&country_none=KZ", "loan"),
    ("place=Astana, KZ", "wheat"),
    ("place=Berlin, DE&place=Tashkent, UZ", "summit loan"),
    ("place_all=Berlin, DE", "summit"),
    ("place_none=Astana, KZ", "rail summit loan gas"),
    ("pair=UZ-KZ", "rail summit wheat"),
    ("pair=DE-TM&pair=KG-KZ", "summit gas"),
    ("pair_all=UZ-KZ&pair_all=KG-UZ", "summit"),
    ("pair=KZ-KZ", "rail summit wheat"),
    ("pair=EBRD-UZ", "loan"),
    ("pair_none=KZ-UZ", "loan gas"),
    ("person=Serikbayev", "rail wheat"),
    ("person=Даулет Серикбаев", "rail wheat"),
    ("person=Yuldoshev&person=Müller", "gas wheat"),
    ("person_all=Serikbayev&person_all=Юлдошев", "wheat"),
    ("person_none=Serikbayev", "summit loan gas"),
    ("person=Nobody", ""),
    ("person=...", ""),
    ("language=de", "gas"),
    ("language_all=de&language_all=en", ""),
    ("language_all=ru", "rail"),
    ("language_none=en", "rail gas"),
    ("date_from=2026-11-20", "rail gas"),
    ("date_to=2026-11-19", "summit wheat"),
    ("date_from=2026-11-19&date_to=2026-12-03", "gas wheat"),
    ("date_from=2020-01-01&date_to=2030-01-01", "rail summit gas wheat"),
    ("date_from=2026-11-01&date_to=2026-11-30&sector_none=politics", "wheat"),
    ("updated_since=2026-11-20T08:00:03Z", "rail summit"),
    ("updated_since=2026-11-20T08:00:03Z&kind=meeting", "summit"),
    ("state=active", "rail summit loan gas wheat"),
    ("state=merged&state=retracted", ""),
    ("q=astana", "wheat"),
    ("q=Астане", "wheat"),
    ("q=news WHEAT", "wheat"),
    ("q=Müller", "gas"),
    ("q=muller", "gas"),
    ("q=100%", ""),
    ("state=retracted", ""),
    ("state=active&state=retracted", "rail summit loan gas wheat"),
]


@pytest.mark.parametrize(("query", "expected"), FILTERS)
async def test_each_filter_finds_what_it_says(
    http: httpx.AsyncClient, stories: dict[str, str], query: str, expected: str
) -> None:
    answer = await http.get("/v1/events", params=parse_qsl(query))
    assert answer.status_code == 200, answer.text
    assert [stories[one["id"]] for one in answer.json()["items"]] == expected.split()


async def test_meetings_and_agreements_have_lists_of_their_own(
    http: httpx.AsyncClient, stories: dict[str, str]
) -> None:
    async def names(path: str) -> list[str]:
        return [stories[one["id"]] for one in (await http.get(path)).json()["items"]]

    assert await names("/v1/meetings") == ["summit", "gas", "wheat"]
    assert await names("/v1/agreements") == ["rail", "loan"]
    assert await names("/v1/meetings?kind=agreement") == []


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("colour=red", "colour"),
        ("kind=party", "kind"),
        ("sector=wheat", "sector"),
        ("party=%24%24", "party"),
        ("pair=KZ", "pair"),
        ("date_from=soon", "date_from"),
        ("date_from=1700000000", "date_from"),
        ("updated_since=2026-11-20T00:00:00", "updated_since"),
        ("updated_since=0001-01-01T00:00:00%2B14:00", "updated_since"),
        ("as_of=9999-12-31T23:59:59-14:00", "as_of"),
        ("as_of=yesterday", "as_of"),
        ("sort=size", "sort"),
        ("limit=201", "limit"),
        ("limit=0", "limit"),
        ("state=gone", "state"),
        ("q=", "q"),
        ("q=a%00b", "q"),
        ("person=%00", "person"),
    ],
)
async def test_what_is_not_understood_is_refused_and_named(http: httpx.AsyncClient, query: str, parameter: str) -> None:
    for path in ("/v1/events", "/v1/meetings", "/v1/agreements"):
        answer = await http.get(f"{path}?{query}")
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert [error["parameter"] for error in answer.json()["errors"]] == [parameter]


async def test_pages_stay_right_while_others_write(http: httpx.AsyncClient, store: Store) -> None:
    days = [f"2026-{n % 12 + 1:02d}-{n // 12 * 9 + 1:02d}" for n in range(20)]
    await store.take_at_once([reading(f"n{n}", report(f"n{n}", day=day)) for n, day in enumerate(days)])
    everything = [one["id"] for one in await store.records()][::-1]
    seen: list[str] = []
    address = "/v1/events?limit=6&party=KZ"
    turn = 0
    while address:
        answer = await http.get(address)
        body = answer.json()
        seen += [one["id"] for one in body["items"]]
        assert (body["next"] is None) == ("link" not in answer.headers)
        address = answer.links["next"]["url"] if body["next"] else ""
        turn += 1
        # A new record comes to the front, and one that was shown already gets another source.
        await store.take(reading(f"new{turn}", report(f"new{turn}", day=f"2027-0{turn}-01")))
        await store.take(reading(f"more{turn}", report(f"more{turn}", day=days[19])))
    assert seen == everything
    assert turn == 4


async def test_a_cursor_of_another_list_is_refused(http: httpx.AsyncClient, stories: dict[str, str]) -> None:
    cursor = (await http.get("/v1/events?limit=1")).json()["next"]
    assert (await http.get("/v1/meetings", params={"cursor": cursor})).status_code == 400
    assert (await http.get("/v1/events", params={"cursor": "x"})).status_code == 400


async def test_a_record_is_answered_with_all_fields_of_the_surface(
    http: httpx.AsyncClient, stories: dict[str, str]
) -> None:
    record_id = next(one for one, name in stories.items() if name == "wheat")
    record = (await http.get(f"/v1/events/{record_id}")).json()
    assert list(record) == [
        *("id", "version", "state", "merged_into", "previous_ids", "kind", "status", "form", "channel", "date"),
        *("place", "parties", "participants", "sectors", "projects", "amount", "count", "figures", "titles"),
        *("headline", "confidence", "field_confidence", "codes", "evidence", "differences", "sources"),
        *("independent_sources", "history", "created_at", "updated_at", "url", "page"),
    ]
    assert record["url"] == f"http://localhost:8000/v1/events/{record_id}"
    assert record["page"] == f"http://localhost:8000/events/{record_id}"
    assert record["created_at"] == "2026-11-20T08:00:00.000Z"
    assert record["sources"][0]["report"]["place"] == {"name": "Astana", "country": "KZ"}


async def test_a_record_that_has_not_changed_is_not_sent_again(
    http: httpx.AsyncClient, store: Store, stories: dict[str, str]
) -> None:
    record_id = next(iter(stories))
    etag = (await http.get(f"/v1/events/{record_id}")).headers["etag"]
    again = await http.get(f"/v1/events/{record_id}", headers={"If-None-Match": f'"x", W/{etag}'})
    assert (again.status_code, again.content) == (304, b"")
    await store.take(reading("more", report("more", place=ASTANA)))
    changed = await http.get(f"/v1/events/{record_id}", headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.json()["version"] == 2


@pytest.mark.parametrize("record_id", ["evt_aaaaaaaaaaaaaaaa", "x%00y", "a" * 200, "%F0%9F%98%80"])
async def test_an_unknown_record_is_a_problem(http: httpx.AsyncClient, record_id: str) -> None:
    answer = await http.get(f"/v1/events/{record_id}")
    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/not-found"


async def test_a_merged_id_leads_on_and_a_retracted_one_answers_its_state(
    http: httpx.AsyncClient, store: Store
) -> None:
    nameless: dict[str, Any] = {"participants": [], "day": None}
    await store.take(
        reading("a", report("a", **nameless), published_at="2026-11-10"),
        reading("c", report("c", **nameless), published_at="2026-11-19"),
        reading("b", report("b", **nameless), published_at="2026-11-14"),
    )
    (survivor,) = await store.records()
    merged = await http.get(f"/v1/events/{survivor['previous_ids'][0]}")
    assert (merged.status_code, merged.headers["location"]) == (308, f"/v1/events/{survivor['id']}")
    for name, day in (("a", "10"), ("b", "14"), ("c", "19")):
        gone = {"outcome": "withdrawn", "withdrawn": True, "published_at": f"2026-11-{day}"}
        await store.take(reading(name, version=2, **gone))
    answer = await http.get(f"/v1/events/{survivor['id']}")
    assert (answer.status_code, answer.json()["state"]) == (200, "retracted")


async def test_the_text_of_an_article_is_what_evidence_points_into(http: httpx.AsyncClient, store: Store) -> None:
    await store.take(
        reading("a", report("a"), text="First words", boilerplate=((0, 5),)),
        reading("a", report("a"), text="Second words", version=2),
    )
    current = await http.get(f"/v1/articles/{article_id('a')}/text")
    assert (current.json()["version"], current.json()["text"]) == (2, "Second words")
    first = await http.get(f"/v1/articles/{article_id('a')}/text", params={"version": 1})
    assert (first.json()["text"], first.json()["boilerplate"]) == ("First words", [[0, 5]])
    assert first.json()["language"] == "en"
    etag = {"If-None-Match": first.headers["etag"]}
    assert (await http.get(f"/v1/articles/{article_id('a')}/text?version=1", headers=etag)).status_code == 304
    assert (await http.get(f"/v1/articles/{article_id('a')}/text?version=3")).status_code == 404
    assert (await http.get(f"/v1/articles/{article_id('b')}/text")).status_code == 404
    assert (await http.get(f"/v1/articles/{article_id('a')}/text?version=x")).status_code == 422


async def test_the_export_has_every_record_a_line_each(http: httpx.AsyncClient, stories: dict[str, str]) -> None:
    answer = await http.get("/v1/export/records.ndjson")
    assert answer.headers["content-type"] == "application/x-ndjson"
    records = [json.loads(line) for line in answer.text.splitlines()]
    assert [stories[one["id"]] for one in records] == ["wheat", "gas", "loan", "summit", "rail"]
    listed = {one["id"]: one for one in (await http.get("/v1/events")).json()["items"]}
    assert all(one == listed[one["id"]] for one in records)
    filtered = await http.get("/v1/export/records.ndjson?sector=water")
    assert len(filtered.text.splitlines()) == 2
    assert (await http.get("/v1/export/records.ndjson?limit=3")).status_code == 422


async def test_the_export_since_a_time_tells_what_has_gone(
    http: httpx.AsyncClient, store: Store, stories: dict[str, str]
) -> None:
    since = store.now.isoformat()
    await store.take(reading("wheat", version=2, outcome="withdrawn", withdrawn=True))
    await store.take(reading("more", report("more", day="2026-10-09", **_same_as("summit"))))
    lines = (await http.get("/v1/export/records.ndjson", params={"updated_since": since})).text.splitlines()
    told = [(stories[one["id"]], one["state"]) for one in map(json.loads, lines)]
    assert told == [("wheat", "retracted"), ("summit", "active")]


async def test_counts_follow_the_filter(http: httpx.AsyncClient, stories: dict[str, str]) -> None:
    assert (await http.get("/v1/stats", params={"party": "KZ"})).json() == {
        "records": 3,
        "kinds": {"agreement": 1, "meeting": 2},
        "statuses": {"held": 2, "planned": 1},
        "sectors": {"agriculture": 1, "politics": 1, "transport": 1, "water": 2},
        "pairs": {"KG-KZ": 1, "KG-UZ": 1, "KZ-UZ": 3},
        "months": {"2026-10": 1, "2026-11": 1, "2027-02": 1},
    }
    whole = (await http.get("/v1/stats")).json()
    assert whole["pairs"] == {"DE-TM": 1, "KG-KZ": 1, "KG-UZ": 1, "KZ-UZ": 3}
    assert (await http.get("/v1/stats?q=gas")).json()["pairs"] == {"DE-TM": 1}
    assert (await http.get("/v1/stats?color=1")).status_code == 422


async def test_organisations_make_no_pair_of_countries(http: httpx.AsyncClient, store: Store) -> None:
    await store.take(reading("a", report("a", parties=["EU", "KZ", "EBRD", "UZ"])))
    assert (await http.get("/v1/stats")).json()["pairs"] == {"KZ-UZ": 1}


async def test_reading_needs_a_key_from_elsewhere(app: FastAPI, stories: dict[str, str]) -> None:
    record_id = next(iter(stories))
    transport = httpx.ASGITransport(app, client=("203.0.113.9", 50000))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as stranger:
        for path in (
            "/v1/events",
            "/v1/meetings",
            "/v1/agreements",
            f"/v1/events/{record_id}",
            f"/v1/articles/{article_id('wheat')}/text",
            "/v1/export/records.ndjson",
            "/v1/export/records.csv",
            "/v1/export/articles.ndjson",
            "/v1/stats",
            "/",
            f"/events/{record_id}",
        ):
            assert (await stranger.get(path)).status_code == 401, path
        page = await stranger.get("/", headers={"Accept": "text/html"})
        assert (page.status_code, urlsplit(page.headers["location"]).path) == (303, "/login")


def _same_as(name: str) -> dict[str, Any]:
    told = STORIES[name].model_dump(mode="json")
    return {field: told[field] for field in ("form", "parties", "sectors", "participants", "place")}
