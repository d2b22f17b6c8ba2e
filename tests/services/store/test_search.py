"""Words, facets, orders, and records as they stood: on both databases, against what was written down by hand."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import Session

from libs.db import Database, migrate
from services.store import counting, views
from services.store.api.filters import RecordFilter
from services.store.app import FOLDER
from services.store.counting import kept_of
from services.store.selection import Choice, Selection
from services.store.tables.search import count_records
from services.store.words import asked_for, has_all
from tests.services.store.conftest import NOW, Store, article_id
from tests.services.store.stories import ASTANA, SHYMKENT, YULDOSHEV_RU, reading, report
from tests.services.store.test_api import FILTERS


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("kazakhstan", "rail summit wheat"),
        ("Казахстан", "rail summit wheat"),
        ("kazakh", "rail summit wheat"),
        ("Kasachstan Usbekistan", "rail summit wheat"),
        ("AST", "wheat"),
        ("as", ""),
        ("stana", ""),
        ("Serikbaev", "rail wheat"),
        ("Серикбаев", "rail wheat"),
        ("Mueller", "gas"),
        ("news wheat", "wheat"),
        ("wheat gas", ""),
        ("wheat's-news", ""),
        ("summit-news", "summit"),
        ("summit AND news", "summit"),
        ('"news" (gas*) OR', ""),
        ("' & | ! :* \\", ""),
        ("***", ""),
        ("\ud83c\udf3e", ""),
    ],
)
async def test_words_are_found_in_any_language(
    http: httpx.AsyncClient, stories: dict[str, str], words: str, expected: str
) -> None:
    answer = await http.get("/v1/events", params={"q": words.encode("utf-16", "surrogatepass").decode("utf-16")})
    assert answer.status_code == 200, answer.text
    assert [stories[one["id"]] for one in answer.json()["items"]] == expected.split()


async def test_a_name_told_in_cyrillic_letters_is_found_by_its_latin_spelling(
    http: httpx.AsyncClient, store: Store
) -> None:
    await store.take(reading("a", report("a", participants=[YULDOSHEV_RU]), language="ru"))
    for words in ("Yuldoshev", "Юлдошев", "rustam", "министра"):
        assert len((await http.get("/v1/events", params={"q": words})).json()["items"]) == 1, words


async def test_words_follow_the_record(http: httpx.AsyncClient, store: Store) -> None:
    await store.take(reading("a", report("a", place=ASTANA), title="Grain"))
    await store.take(reading("a", report("a", place=SHYMKENT), title="Barley", version=2))
    found = {words: len((await http.get(f"/v1/events?q={words}")).json()["items"]) for words in ("grain", "barley")}
    assert found == {"grain": 0, "barley": 1}


async def test_a_search_looks_into_the_index_and_not_at_every_record(store: Store) -> None:
    async def plan(query: str) -> str:
        def explain(session):  # type: ignore[no-untyped-def]
            if store.database.dialect == "postgresql":
                session.execute(text("SET LOCAL enable_seqscan = off"))
                return session.execute(text(f"EXPLAIN {query}")).scalars().all()
            return [row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {query}"))]

        return "\n".join(await store.database.read(explain))

    if store.database.dialect == "sqlite":
        found = await plan("SELECT rowid FROM record_words WHERE record_words MATCH '\"kaz\" *'")
        assert "VIRTUAL TABLE INDEX" in found
    else:
        assert "record_words_words" in await plan(
            "SELECT ordinal FROM record_words WHERE words @@ '''kaz'':*'::tsquery"
        )


async def test_facets_count_what_the_filter_finds(http: httpx.AsyncClient, stories: dict[str, str]) -> None:
    query = {"party": "KZ", "limit": "1", "facets": "sector,party,kind,status,month,form,country,place,language"}
    body = (await http.get("/v1/events", params=query)).json()
    assert body["facets"] == {
        "records": 3,
        "complete": True,
        "sector": {"agriculture": 1, "politics": 1, "transport": 1, "water": 2},
        "party": {"KG": 1, "KZ": 3, "UZ": 3},
        "kind": {"agreement": 1, "meeting": 2},
        "status": {"held": 2, "planned": 1},
        "month": {"2026-10": 1, "2026-11": 1, "2027-02": 1},
        "form": {"roadmap": 1, "summit": 1, "talks": 1},
        "country": {"DE": 1, "KG": 1, "KZ": 3, "UZ": 3},
        "place": {"Astana, KZ": 1, "Berlin, DE": 1},
        "language": {"en": 2, "ru": 1},
    }
    meetings = (await http.get("/v1/meetings?facets=status&q=news")).json()["facets"]
    assert meetings == {"records": 3, "complete": True, "status": {"held": 2, "planned": 1}}
    assert "facets" not in (await http.get("/v1/events")).json()
    assert (await http.get("/v1/events?facets=color")).status_code == 422


async def test_facets_of_many_count_the_newest_that_a_filter_finds(
    store: Store, stories: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_COUNTED", 2)
    some = Selection(facets={"party": Choice(("KZ", "TM"))})
    found = await store.database.read(lambda session: views.facets(session, some, ("kind", "month")))
    assert found == {"records": 2, "complete": False, "kind": {"agreement": 1, "meeting": 1}, "month": MONTHS}
    assert await store.database.read(lambda session: count_records(session, some)) == 4


async def test_facets_of_all_are_exact(store: Store, stories: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_COUNTED", 2)
    all_of = await store.database.read(lambda session: views.facets(session, Selection(), ("kind", "month")))
    months = {**MONTHS, "2026-11": 1, "2026-12": 1}
    assert all_of == {"records": 5, "complete": True, "kind": {"agreement": 2, "meeting": 3}, "month": months}
    meetings = Selection(kinds=Choice(all=("meeting",)))
    found = await store.database.read(lambda session: views.facets(session, meetings, ("status",)))
    assert found == {"records": 3, "complete": True, "status": {"held": 2, "planned": 1}}


async def test_counts_follow_what_becomes_of_records(http: httpx.AsyncClient, store: Store) -> None:
    async def counted() -> Any:
        return (await http.get("/v1/stats")).json()

    await store.take(reading("a", report("a", status="planned")), reading("b", report("b", day="2027-05-05")))
    before = {"records": 2, "kinds": {"meeting": 2}, "statuses": {"held": 1, "planned": 1}, "pairs": {"KZ-UZ": 2}}
    assert await counted() == {**before, "sectors": {"agriculture": 2}, "months": {"2026-11": 1, "2027-05": 1}}
    await store.take(reading("a", report("a", parties=["DE", "KZ"], sectors=["water"]), version=2))
    changed = {"records": 2, "kinds": {"meeting": 2}, "statuses": {"held": 2}, "pairs": {"DE-KZ": 1, "KZ-UZ": 1}}
    assert await counted() == {**changed, "sectors": _TWO, "months": {"2026-11": 1, "2027-05": 1}}
    await store.take(reading("b", version=2, outcome="withdrawn", withdrawn=True))
    left = {"records": 1, "kinds": {"meeting": 1}, "statuses": {"held": 1}, "pairs": {"DE-KZ": 1}}
    assert await counted() == {**left, "sectors": {"water": 1}, "months": {"2026-11": 1}}
    await store.take(reading("b", report("b", day="2027-05-05"), version=3))
    assert await counted() == {**changed, "sectors": _TWO, "months": {"2026-11": 1, "2027-05": 1}}
    # The kept counts are those that looking at every record gives.
    assert (await http.get("/v1/stats?date_from=0001-01-01")).json() == await counted()


async def test_what_one_filter_finds_is_counted_without_a_look_at_it(
    store: Store, stories: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After records have changed, gone and come back the kept counts are those that looking at each record gives."""
    await store.take(reading("wheat", report("wheat", parties=["DE", "KZ", "UZ"], sectors=["water"]), version=2))
    await store.take(reading("gas", version=2, outcome="withdrawn", withdrawn=True))
    await store.take(reading("rail", version=2, outcome="withdrawn", withdrawn=True))
    await store.take(reading("rail", report("rail", status="planned", day="2026-12-24"), version=3))
    fields = ("kind", "status", "form", "sector", "party", "country", "place", "language", "month", "pair")
    asked = [
        *(Selection(statuses=Choice((one,))) for one in ("held", "planned", "signed")),
        Selection(statuses=Choice(("held", "planned"))),
        *(
            Selection(kinds=Choice(none=("agreement",)), facets={name: Choice(all=(value,))})
            for name, value in (
                *(("sector", one) for one in ("water", "politics", "oil_gas")),
                *(("party", one) for one in ("KZ", "DE", "TM", "EBRD")),
                *(("country", "DE"), ("place", "Berlin, DE"), ("language", "en"), ("language", "ru")),
            )
        ),
        Selection(facets={"form": Choice(("talks", "summit"))}),
    ]

    def both(session: Session) -> Any:
        return [(views.facets(session, one, fields), views.count(session, one)) for one in asked]

    assert all(kept_of(one) is not None for one in asked)
    kept = await store.database.read(both)
    monkeypatch.setattr(counting, "kept_of", lambda _: None)
    assert kept == await store.database.read(both)
    assert sum(bool(facets["records"]) for facets, _ in kept) > 10


@pytest.mark.parametrize(
    "query", ["party=KZ&party=UZ", "party_none=KZ", "party=KZ&sector=water", "party=KZ&q=x", "date_from=2026-01-01"]
)
async def test_what_cannot_be_told_of_kept_counts_is_looked_at(query: str) -> None:
    asked: dict[str, list[str] | str] = {}
    for name, value in parse_qsl(query):
        asked[name] = [*asked.get(name, []), value] if name not in ("q", "date_from") else value
    assert kept_of(RecordFilter.model_validate(asked).selection()) is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sort=created", "rail summit loan gas wheat"),
        ("sort=created&order=oldest", "wheat gas loan summit rail"),
        ("sort=date", "rail gas wheat summit loan"),
        ("sort=date&order=oldest", "loan summit wheat gas rail"),
        ("sort=updated", "gas rail summit loan wheat"),
        ("sort=updated&order=oldest&kind=meeting", "wheat summit gas"),
    ],
)
@pytest.mark.parametrize("limit", [2, 50])
async def test_each_order_puts_records_in_their_place(
    http: httpx.AsyncClient, store: Store, stories: dict[str, str], query: str, expected: str, limit: int
) -> None:
    gas = next(one for one in await store.records() if stories[one["id"]] == "gas")
    same = {name: gas[name] for name in ("form", "parties", "sectors", "status")}
    people = [{name: one[name] for name in ("name", "role", "organization", "country")} for one in gas["participants"]]
    await store.take(reading("gas2", report("gas2", day="2026-12-03", participants=people, **same), language="de"))
    seen: list[str] = []
    address = f"/v1/events?{query}&limit={limit}"
    while address:
        answer = await http.get(address)
        seen += [stories[one["id"]] for one in answer.json()["items"]]
        address = answer.links["next"]["url"] if answer.json()["next"] else ""
    assert seen == expected.split()


@pytest.mark.parametrize("sort", ["updated", "date"])
@pytest.mark.parametrize("order", ["newest", "oldest"])
async def test_a_list_shows_each_record_once_though_others_move_it(
    http: httpx.AsyncClient, store: Store, sort: str, order: str
) -> None:
    days = [f"2026-{n + 1:02d}-11" for n in range(9)]
    await store.take_at_once([reading(f"n{n}", report(f"n{n}", day=day)) for n, day in enumerate(days)])
    everything = {one["id"] for one in await store.records()}
    seen: list[str] = []
    address = f"/v1/events?limit=2&sort={sort}&order={order}"
    turn = 0
    while address:
        answer = await http.get(address)
        seen += [one["id"] for one in answer.json()["items"]]
        address = answer.links["next"]["url"] if answer.json()["next"] else ""
        turn += 1
        # One that was shown or is still to come changes its date, and another is new.
        moved = reading(f"n{turn * 2 - 1}", report(f"n{turn * 2 - 1}", day=f"2027-0{turn}-01"), version=2)
        await store.take(moved, reading(f"new{turn}", report(f"new{turn}", day=f"2028-0{turn}-01")))
    assert sorted(seen) == sorted(everything)


async def test_a_cursor_of_another_order_is_refused(http: httpx.AsyncClient, stories: dict[str, str]) -> None:
    cursor = (await http.get("/v1/events?limit=1&sort=date")).json()["next"]
    for sort in ("created", "updated"):
        assert (await http.get("/v1/events", params={"sort": sort, "cursor": cursor})).status_code == 400


@pytest.mark.parametrize(("query", "expected"), FILTERS)
async def test_as_of_now_each_filter_finds_the_same(
    http: httpx.AsyncClient, stories: dict[str, str], query: str, expected: str
) -> None:
    answer = await http.get("/v1/events", params=[*parse_qsl(query), ("as_of", "2026-11-21T00:00:00Z")])
    assert answer.status_code == 200, answer.text
    assert [stories[one["id"]] for one in answer.json()["items"]] == expected.split()


async def test_records_are_shown_as_they_stood(http: httpx.AsyncClient, store: Store) -> None:
    await store.take(reading("a", report("a", place=SHYMKENT, status="planned"), published_at="2026-11-16"))
    await store.take(reading("b", report("b", place=ASTANA)))
    await store.take(reading("c", report("c", day="2027-05-05")))
    now = (await http.get("/v1/events?order=oldest")).json()["items"]
    assert [(one["version"], one["place"] and one["place"]["name"]) for one in now] == [(2, "Astana"), (1, None)]
    first = f"/v1/events/{now[0]['id']}"
    then = (await http.get(first, params={"as_of": NOW.isoformat()})).json()
    assert (then["version"], then["status"], then["place"]["name"]) == (1, "planned", "Shymkent")
    assert [one["article_id"] for one in then["sources"]] == [article_id("a")]
    assert [one["version"] for one in then["history"]] == [1]
    assert then["updated_at"] == "2026-11-20T08:00:00.000Z"
    listed = (await http.get("/v1/events", params={"as_of": NOW.isoformat()})).json()["items"]
    assert listed == [then]
    assert (await http.get("/v1/events", params={"as_of": NOW.isoformat(), "q": "astana"})).json()["items"] == []
    assert len((await http.get("/v1/events", params={"as_of": NOW.isoformat(), "q": "shymkent"})).json()["items"]) == 1
    assert (await http.get(first, params={"as_of": "2026-11-20T07:59:59Z"})).status_code == 404
    assert (await http.get("/v1/events", params={"as_of": NOW.isoformat(), "facets": "kind"})).status_code == 422


async def test_a_merged_record_is_whole_before_its_end(http: httpx.AsyncClient, store: Store) -> None:
    nameless = {"participants": [], "day": None}
    await store.take(
        reading("a", report("a", **nameless), published_at="2026-11-10"),
        reading("c", report("c", **nameless), published_at="2026-11-19"),
    )
    first, second = await store.records()
    await store.take(reading("b", report("b", **nameless), published_at="2026-11-14"))
    assert (await http.get(f"/v1/events/{second['id']}")).status_code == 308
    past = {"as_of": "2026-11-20T08:00:01Z"}
    listed = (await http.get("/v1/events", params=past)).json()["items"]
    assert [one["id"] for one in listed] == [second["id"], first["id"]]
    old = (await http.get(f"/v1/events/{second['id']}", params=past)).json()
    assert (old["state"], old["merged_into"], old["sources"]) == ("active", None, second["sources"])
    assert (await http.get(f"/v1/events/{first['id']}", params=past)).json()["previous_ids"] == []


async def test_pages_of_the_past_hold_each_record_once(http: httpx.AsyncClient, store: Store) -> None:
    await store.take_at_once([reading(f"n{n}", report(f"n{n}", day=f"2026-{n + 1:02d}-11")) for n in range(7)])
    everything = [one["id"] for one in await store.records()][::-1]
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        query = {"limit": "3", "as_of": "2026-11-20T08:00:00Z", "kind": "meeting", **cursor}
        body = (await http.get("/v1/events", params=query)).json()
        seen += [one["id"] for one in body["items"]]
        store.now = datetime(2026, 11, 21, tzinfo=UTC)
        await store.take(reading("n2", version=len(seen), outcome="withdrawn", withdrawn=True))
        if body["next"] is None:
            break
        cursor = {"cursor": body["next"]}
    assert seen == everything


async def test_records_from_before_the_index_are_found_and_keep_their_past(
    any_database_url: str, tmp_path: Path
) -> None:
    database = Database(any_database_url)
    try:
        old = tmp_path / "migrations"
        old.mkdir()
        shutil.copy(FOLDER / "migrations" / "0001_first.py", old)
        await migrate(database, {"store": old})
        await database.transaction(lambda session: [session.execute(text(one)) for one in OLD])  # type: ignore[arg-type,return-value]
        await migrate(database, {"store": FOLDER / "migrations"})
        assert await database.read(lambda session: count_records(session, Selection(q="astana"))) == 1
        assert await database.read(lambda session: count_records(session, Selection(q="grain"))) == 0
        here = Selection(facets={"place": Choice(("Astana, KZ",))})
        assert await database.read(lambda session: count_records(session, here)) == 1
        counts = await database.read(lambda session: views.facets(session, here, ("status", "place")))
        assert counts == {"records": 1, "complete": True, "status": {"held": 1}, "place": {"Astana, KZ": 1}}
        then = await database.read(lambda session: views.find_record_as_of(session, "evt_a", NOW))
        now = await database.read(lambda session: views.find_record(session, "evt_a"))
    finally:
        await database.close()
    assert then is not None
    assert now is not None
    assert (then["version"], then["status"], now["version"], now["status"]) == (1, "planned", 2, "held")
    assert now["history"][1]["version"] == 2


def test_the_words_of_a_search_are_those_of_a_record() -> None:
    assert has_all(["astana", "astane"], asked_for("astan"))
    assert not has_all(["astana"], asked_for("astana minsk"))
    assert has_all(["serikbaev"], asked_for("Серикбаев"))


_TWO = {"agriculture": 1, "water": 1}
MONTHS = {"2026-10": 1, "2027-02": 1}
DOCUMENT = (
    '{"kind": "meeting", "status": "held", "form": null, "channel": null, "date": null,'
    ' "place": {"name": "Astana", "country": "KZ"}, "parties": [],'
    ' "participants": [], "sectors": [], "projects": [], "amount": null, "count": null, "figures": [], "titles": {},'
    ' "headline": null, "confidence": 1, "field_confidence": {}, "codes": null, "evidence": {}, "differences": {},'
    ' "sources": [], "independent_sources": 1}'
).replace(":", r"\:")
OLD = (
    "INSERT INTO record (ordinal, id, version, state, founder, kind, status, date_first, search_text, document,"
    " created_at, updated_at) VALUES (1, 'evt_a', 2, 'active', 'art_a', 'meeting', 'held', '2026-11-19',"
    f" 'talks in astana астана', '{DOCUMENT}', '2026-11-20 08\\:00\\:00', '2026-11-20 09\\:00\\:00')",
    "INSERT INTO record_version (record_id, version, at, change, cause, status, changed, previous, run) VALUES"
    " ('evt_a', 1, '2026-11-20 08\\:00\\:00', 'created', 'article', 'planned', '[]', '{}', '')",
    "INSERT INTO record_version (record_id, version, at, change, cause, status, changed, previous, run) VALUES"
    " ('evt_a', 2, '2026-11-20 09\\:00\\:00', 'updated', 'article', 'held', '[\"/status\"]',"
    " '{\"/status\"\\: \"planned\"}', '')",
)
