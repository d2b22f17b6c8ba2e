"""The ways to the next records of a list (its order, lists of keys, the index) find the same, whoever writes."""

from __future__ import annotations

import asyncio
from collections import Counter
from urllib.parse import parse_qsl

import httpx
import pytest
from sqlalchemy import select
from sqlmodel import Session

from services.store.api.filters import ListQuery, RecordFilter
from services.store.keys import Clause
from services.store.selection import Order
from services.store.tables import lists, search, words
from services.store.tables.lists import LISTS, hashed, way_to
from services.store.tables.search import find
from services.store.tables.words import among
from tests.services.store.conftest import Store
from tests.services.store.stories import reading, report
from tests.services.store.test_api import FILTERS

ORDERS = {
    "created": "rail summit loan gas wheat",
    "updated": "rail summit loan gas wheat",
    "date": "rail gas wheat summit loan",
}


def test_each_filter_has_an_expectation() -> None:
    """One written down by hand, which both databases are held against."""
    tested = {name for query, _ in FILTERS for name, _ in parse_qsl(query)}
    assert set(RecordFilter.model_fields) == tested


@pytest.mark.parametrize("way", ["walked", "listed", "some listed", "gathered"])
@pytest.mark.parametrize("sort", list(ORDERS))
async def test_all_ways_find_the_same(
    store: Store, stories: dict[str, str], monkeypatch: pytest.MonkeyPatch, way: str, sort: str
) -> None:
    monkeypatch.setattr(search, "STRETCH", 1)
    monkeypatch.setattr(search, "STRETCH_OF_WORDS", 1)
    monkeypatch.setattr(search, "STRETCH_READ", 1)
    monkeypatch.setattr(search._Search, "_is_rare", lambda *_: way == "gathered")
    monkeypatch.setattr(search, "WALKED", 0)
    for cost in ("READ", "LOOKED_UP"):
        monkeypatch.setattr(lists, cost, 0 if "listed" in way else 1_000)
    monkeypatch.setattr(search, "CHECKED", 1 if way == "some listed" else 1_000)
    names = list(stories.values())  # in the order they were made
    for query, expected in FILTERS:
        asked: dict[str, list[str] | str] = {}
        for name, value in parse_qsl(query):
            many = RecordFilter.model_fields[name].default == []
            asked[name] = [*asked.get(name, []), value] if many else value
        selection = ListQuery.model_validate(asked).selection()
        for direction, turn in (("newest", 1), ("oldest", -1)):
            order = Order(direction, sort)  # type: ignore[arg-type]
            found = await store.database.read(lambda session: find(session, selection, order, 4))  # noqa: B023
            placed = [one for one in ORDERS[sort].split()[::turn] if one in expected.split()][:4]
            assert [names[one.ordinal - 1] for one in found] == placed, (query, direction)


@pytest.mark.parametrize("order", ["newest", "oldest"])
@pytest.mark.parametrize("every", [1, 3, 11])
async def test_what_lies_far_apart_is_found_stretch_by_stretch(
    http: httpx.AsyncClient, store: Store, monkeypatch: pytest.MonkeyPatch, every: int, order: str
) -> None:
    monkeypatch.setattr(search, "STRETCH", 1)
    monkeypatch.setattr(search, "STRETCH_OF_WORDS", 1)
    monkeypatch.setattr(search, "WALKED", 0)
    monkeypatch.setattr(lists, "LOOKED_UP", 1_000)
    monkeypatch.setattr(search, "AMPLE", 1)
    monkeypatch.setattr(search, "FURTHER", 2)
    monkeypatch.setattr(words, "STRETCHES", (2, 6))
    monkeypatch.setattr(words, "MOST_STRETCHES", 3)
    days = [f"2026-{n % 12 + 1:02d}-{11 + n // 12:02d}" for n in range(36)]
    sectors = [["water"] if n % every == 0 else ["trade"] for n in range(36)]
    await store.take_at_once([reading(f"n{n}", report(f"n{n}", day=days[n], sectors=sectors[n])) for n in range(36)])
    all_of_them = (await http.get(f"/v1/events?limit=100&order={order}")).json()["items"]
    seen: list[str] = []
    address = f"/v1/events?sector=water&limit=2&order={order}"
    while address:
        answer = await http.get(address)
        seen += [one["id"] for one in answer.json()["items"]]
        address = answer.links["next"]["url"] if answer.json()["next"] else ""
    assert seen == [one["id"] for one in all_of_them if "water" in one["sectors"]]
    assert seen


async def test_a_record_is_in_the_lists_of_its_keys_and_in_no_others(store: Store) -> None:
    if store.database.dialect == "sqlite":
        return  # its index of words is such lists

    async def listed(key: str) -> list[int]:
        def read(session: Session) -> list[int]:
            return list(session.execute(select(LISTS.c.ordinal).where(LISTS.c.key == hashed(key))).scalars())

        return await store.database.read(read)

    await store.take(reading("a", report("a", sectors=["water", "trade"])))
    assert [await listed(key) for key in ("s:water", "s:trade", "s:gas")] == [[1], [1], []]
    await store.take(reading("a", report("a", sectors=["trade", "energy"]), version=2))
    assert [await listed(key) for key in ("s:water", "s:trade", "s:energy")] == [[], [1], [1]]


def clause(*keys: str) -> Clause:
    return Clause(tuple((key,) for key in keys))


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        ([clause("often"), clause("seldom")], [("seldom",)]),
        ([clause("some"), clause("more"), clause("often")], [("some", "more")]),
        ([clause("seldom", "some"), clause("more")], [("seldom",), ("some", "more")]),
        ([Clause((("more", "some"),))], [("some", "more")]),
        ([clause("more", *map(str, range(12))), clause("often")], [("often",)]),
        ([clause(*map(str, range(13)))], None),
        ([Clause((("some",),), negative=True)], None),
    ],
)
def test_the_way_leads_by_the_shortest_lists(clauses: list[Clause], expected: list[tuple[str, ...]] | None) -> None:
    number = Counter({"seldom": 10, "some": 10_000, "more": 20_000, "often": 800_000})
    way = way_to(clauses, number, 1_000_000)
    assert (list(way.lists) if way else None) == expected


def test_a_search_is_kept_to_the_smallest_stretches_that_are_few() -> None:
    assert among("'a'", (8_000, 8_200)) == "('a' & (('y:0-0') | ('y:0-1')))"
    assert among("'a'", (0, 16 * 8_192)).count("y:1-") == 3
    assert among("'a'", (0, 20_000_000)) == "'a'"


@pytest.mark.parametrize("query", ["", "party=KZ", "q=kazakh", "sort=date&party=KZ", "sort=updated&order=oldest"])
async def test_a_list_is_whole_while_others_write(
    http: httpx.AsyncClient, store: Store, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    """Every record that was there at the beginning comes once, though each is changed and more are made meanwhile."""
    monkeypatch.setattr(search, "STRETCH", 3)
    days = [f"2026-{n % 12 + 1:02d}-{11 + n // 12:02d}" for n in range(24)]
    await store.take_at_once([reading(f"n{n}", report(f"n{n}", day=day)) for n, day in enumerate(days)])
    there = {one["id"] for one in await store.records()}
    begun = asyncio.Event()

    async def write() -> None:
        await begun.wait()
        for n, day in enumerate(days):
            changed = report(f"n{n}", day=day, sectors=["water"])
            await store.take(
                reading(f"n{n}", changed, version=2), reading(f"m{n}", report(f"m{n}", day=f"2028{day[4:]}"))
            )

    async def read() -> list[str]:
        seen: list[str] = []
        address = f"/v1/events?limit=4&{query}"
        while address:
            answer = await http.get(address)
            assert answer.status_code == 200, answer.text
            seen += [one["id"] for one in answer.json()["items"]]
            begun.set()
            address = answer.links["next"]["url"] if answer.json()["next"] else ""
        return seen

    seen, _ = await asyncio.gather(read(), write())
    assert len(seen) == len(set(seen))
    assert there <= set(seen)
