"""Pictures of records and the tables beside them, from records that are known."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

import httpx
import pytest

from services.store.web.asking import address
from services.store.web.charts import Bar, Box, Spot, around, bars, labelled, matrix, projected, world
from services.store.web.drawing import Drawing, NotDrawn
from services.store.web.outlines import countries
from services.store.web.times import Period, moved, periods_of, summed, weekdays, weeks_of
from tests.services.store.conftest import Store
from tests.services.store.stories import reading, report

SVG = "{http://www.w3.org/2000/svg}"
WORLD = Box(-170, -56, 180, 78)
PATHS = ("/pictures/map", "/pictures/timeline", "/pictures/pairs", "/pictures/calendar")


def table(page: str) -> dict[str, tuple[str, ...]]:
    """The first table of counts: its rows by what stands at their head."""
    found = re.search(r'<table class="counts".*?</table>', page, re.DOTALL)
    assert found is not None
    rows = re.findall(r'<th scope="row"><a href="[^"]*">(.*?)</a></th>(.*?)</tr>', found[0], re.DOTALL)
    return {unescape(head): tuple(re.findall(r"<td[^>]*>(.*?)</td>", rest)) for head, rest in rows}


def drawn(page: str) -> ElementTree.Element:
    found = re.search(r"<svg.*?</svg>", page, re.DOTALL)
    assert found is not None
    return ElementTree.fromstring(found[0])


def links(picture: ElementTree.Element) -> dict[str, str]:
    """What the picture's links say, and where they lead."""
    return {link.attrib["aria-label"]: link.attrib["href"] for link in picture.iter(f"{SVG}a")}


async def number_at(http: httpx.AsyncClient, link: str) -> int:
    """How many records the list behind a link has."""
    query = [pair for pair in parse_qsl(urlsplit(link).query) if pair[0] != "sort"]
    return len((await http.get("/v1/events", params=query)).json()["items"])


async def test_the_map_shows_places_with_their_records(http: httpx.AsyncClient, stories: dict[str, str]) -> None:
    page = (await http.get("/pictures/map")).text

    assert table(page) == {"Astana, Kazakhstan": ("1",), "Berlin, Germany": ("1",), "Tashkent, Uzbekistan": ("1",)}
    said = links(drawn(page))
    assert said["Astana, Kazakhstan: 1"] == "/?place=Astana%2C+KZ"
    assert said["Kazakhstan: 3"] == "/?party=KZ"
    for label, link in said.items():
        assert await number_at(http, link) == int(label.rpartition(": ")[2]), label


async def test_the_map_keeps_the_filter_and_shows_a_part_of_the_world(
    http: httpx.AsyncClient, stories: dict[str, str]
) -> None:
    page = (await http.get("/pictures/map", params={"party": "KZ", "view": "central_asia", "lang": "de"})).text

    assert table(page) == {"Astana, Kasachstan": ("1",), "Berlin, Deutschland": ("1",)}
    assert links(drawn(page))["Berlin, Deutschland: 1"] == "/?party=KZ&place=Berlin%2C+DE"
    assert "/pictures/timeline?party=KZ" in page


async def test_the_timeline_counts_by_month_and_kind(http: httpx.AsyncClient, stories: dict[str, str]) -> None:
    page = (await http.get("/pictures/timeline")).text

    assert table(page) == {
        "October 2026": ("1", "0"),
        "November 2026": ("1", "0"),
        "December 2026": ("1", "0"),
        "February 2027": ("0", "1"),
    }
    link = links(drawn(page))["November 2026: 1"]
    assert link == "/pictures/timeline?date_from=2026-11-01&date_to=2026-11-30"
    zoomed = (await http.get(link)).text
    assert re.findall(r'<li class="\w+"><span class="at quiet">(.*?)</span>', zoomed) == ["November 19, 2026"]


async def test_the_timeline_of_many_years_counts_by_year(http: httpx.AsyncClient, store: Store) -> None:
    days = ("1999-05-05", "2026-03-03", "2026-04-04")
    await store.take_at_once([reading(day, report(day, day=day)) for day in days])

    page = (await http.get("/pictures/timeline?kind=meeting")).text

    assert table(page) == {"1999": ("1",), "2026": ("2",)}


async def test_who_meets_whom_is_counted_by_pairs_of_countries(
    http: httpx.AsyncClient, stories: dict[str, str]
) -> None:
    page = (await http.get("/pictures/pairs")).text

    pairs = {
        "Kazakhstan – Uzbekistan": ("3",),
        "Germany – Turkmenistan": ("1",),
        "Kyrgyzstan – Kazakhstan": ("1",),
        "Kyrgyzstan – Uzbekistan": ("1",),
    }
    assert table(page) == pairs
    said = links(drawn(page))
    assert {label.rpartition(":")[0] for label in said} == set(pairs)
    for label, link in said.items():
        assert await number_at(http, link) == int(label.rpartition(": ")[2])


async def test_the_calendar_shows_what_is_planned_on_its_day(http: httpx.AsyncClient, stories: dict[str, str]) -> None:
    december = (await http.get("/pictures/calendar?month=2026-12")).text
    february = (await http.get("/pictures/calendar?month=2027-02&kind=agreement")).text

    cell = re.search(r'<time datetime="2026-12-03".*?</td>', december, re.DOTALL)
    assert cell is not None
    assert "Germany and Turkmenistan plan talks" in cell[0]
    assert december.count('<a href="/events/') == 1
    assert '<time datetime="2027-02-01"' in february
    assert "are to sign a roadmap" in february


async def test_the_calendar_opens_where_the_next_plans_are(http: httpx.AsyncClient, stories: dict[str, str]) -> None:
    page = (await http.get("/pictures/calendar")).text

    assert '<h2 id="month">December 2026</h2>' in page
    assert 'href="/pictures/calendar?month=2026-11"' in page
    assert 'href="/pictures/calendar?month=2027-01"' in page


async def test_plans_without_a_day_stand_below_the_calendar(http: httpx.AsyncClient, store: Store) -> None:
    month = {"start": "2027-02-01", "end": None, "precision": "month"}
    days = {"start": "2027-02-26", "end": "2027-03-02", "precision": "day"}
    await store.take(
        reading("a", report("a", status="planned", date=month, day=None)),
        reading("b", report("b", status="planned", date=days, day=None, parties=["DE", "FR"], participants=[])),
    )

    page = (await http.get("/pictures/calendar?month=2027-02")).text

    assert re.findall(r'datetime="([\d-]+)"><span[^>]*>\w+</span> \d+</time>\n<ul>', page) == [
        "2027-02-26",
        "2027-02-27",
        "2027-02-28",
    ]
    below = page.partition('<h3 id="open">')[2]
    assert "Kazakhstan and Uzbekistan" in below.partition("</ol>")[0]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", ["en", "ru", "de"])
async def test_pictures_of_nothing_are_pages_all_the_same(http: httpx.AsyncClient, path: str, language: str) -> None:
    answer = await http.get(path, params={"lang": language, "q": "nothing"})

    assert answer.status_code == 200
    assert "<svg" not in answer.text


@pytest.mark.parametrize("path", PATHS)
async def test_a_page_without_its_picture_still_has_its_table(
    http: httpx.AsyncClient, stories: dict[str, str], drawing: Drawing, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(spec: Any) -> str:
        raise NotDrawn("no")

    monkeypatch.setattr(drawing, "svg", fail)

    answer = await http.get(path)

    assert answer.status_code == 200
    assert "<svg" not in answer.text
    assert "<table" in answer.text


async def test_facets_lead_to_as_many_records_as_they_say(http: httpx.AsyncClient, stories: dict[str, str]) -> None:
    for query in ("", "?party=KZ", "?sector=water&q=news"):
        page = (await http.get(f"/{query}")).text
        facets = page.partition('id="facets"')[2]
        found = re.findall(r'<li><a href="([^"]*)">[^<]*</a> <span class="quiet">(\d+)</span>', facets)
        assert len(found) > 8
        for link, number in found:
            assert await number_at(http, unescape(link)) == int(number), link


async def test_each_condition_of_a_filter_can_be_taken_away(http: httpx.AsyncClient, stories: dict[str, str]) -> None:
    page = (await http.get("/?party=KZ&sector_none=water&date_from=2026-01-01&place=Berlin, DE")).text

    chips = re.findall(r'<li><a href="([^"]*)" title="remove">(.*?) <span', page)
    assert {unescape(label): unescape(link) for link, label in chips} == {
        "Party: Kazakhstan": "/?sector_none=water&date_from=2026-01-01&place=Berlin%2C+DE",
        "Sector: not water": "/?party=KZ&date_from=2026-01-01&place=Berlin%2C+DE",
        "From 2026-01-01": "/?party=KZ&sector_none=water&place=Berlin%2C+DE",
        "Place: Berlin, Germany": "/?party=KZ&sector_none=water&date_from=2026-01-01",
    }


async def test_a_sorted_list_leads_on_with_its_filter(http: httpx.AsyncClient, stories: dict[str, str]) -> None:
    page = (await http.get("/?sort=date&order=oldest&kind=meeting")).text

    ids = re.findall(r'<h2><a href="/events/(evt_\w+)">', page)
    assert [stories[one] for one in ids] == ["summit", "wheat", "gas"]
    assert 'href="/v1/export/records.csv?kind=meeting"' in page
    assert 'data-live="/v1/stream?kind=meeting"' in page


async def test_a_subscription_takes_what_it_can_of_the_filter(http: httpx.AsyncClient) -> None:
    page = (await http.get("/?sector=water&q=wheat of&language=de&person=Müller&pair=KZ-UZ")).text

    link = re.search(r'<a href="(/subscriptions\?[^"]*)">', page)
    assert link is not None
    asked = parse_qsl(urlsplit(unescape(link[1])).query)
    assert asked == [
        ("sector", "water"),
        ("pair", "KZ-UZ"),
        ("word_all", "wheat*"),
        ("word_all", "of"),
        ("person", "Müller"),
    ]
    assert "a subscription leaves out: Language: German" in page


async def test_a_process_that_died_is_started_again(drawing: Drawing) -> None:
    spec = matrix([], {"KZ": "Kazakhstan"})
    await drawing.svg(spec)
    process = drawing._process
    assert process is not None
    process.kill()
    await process.wait()

    again = await drawing.svg(matrix([], {"UZ": "Uzbekistan"}))

    assert "Uzbekistan" in again


async def test_a_picture_is_drawn_once(drawing: Drawing) -> None:
    spec = matrix([], {"KZ": "Kazakhstan"})
    first = await drawing.svg(spec)
    await drawing.close()

    assert await drawing.svg(spec) is first
    assert drawing._process is None


async def test_what_cannot_be_drawn_says_so_and_the_next_is_drawn(drawing: Drawing) -> None:
    with pytest.raises(NotDrawn):
        await drawing.svg({"mark": "no such mark"})

    assert "<svg" in await drawing.svg(matrix([], {"KZ": "Kazakhstan"}))


async def test_a_picture_that_takes_too_long_is_given_up() -> None:
    hasty = Drawing(0.01)

    with pytest.raises(NotDrawn):
        await hasty.svg(matrix([], {"KZ": "Kazakhstan"}))
    await hasty.close()


async def test_names_from_articles_stay_words_in_a_picture(drawing: Drawing) -> None:
    spot = Spot('<script>alert("1")</script>', 50, 60, 3, "a & <b>", "/?place=%3Cb%3E")

    picture = ElementTree.fromstring(await drawing.svg(world([spot], {}, WORLD)))

    assert [element.tag for element in picture.iter() if "script" in element.tag] == []
    assert links(picture) == {"a & <b>": "/?place=%3Cb%3E"}
    assert any(element.text == spot.name for element in picture.iter(f"{SVG}text"))


async def test_pictures_bring_no_styles_and_nothing_from_elsewhere(drawing: Drawing) -> None:
    names = {"2026-11": "November"}
    pictures = [
        await drawing.svg(bars([Bar("2026-11", "meeting", 2, "two", "/")], names, "2026-11")),
        await drawing.svg(world([], {"KZ": (1, "one", "/")}, WORLD)),
    ]

    for picture in pictures:
        for element in ElementTree.fromstring(picture).iter():
            assert element.tag.removeprefix(SVG) not in ("style", "script", "image", "use", "foreignObject")
            assert not {"style", "onclick", "onload"} & set(element.attrib)
            assert not any("//" in value for value in element.attrib.values())


def test_the_outlines_are_of_countries_each_once() -> None:
    codes = [one["id"] for one in countries()["objects"]["countries"]["geometries"] if one["id"]]

    assert len(codes) == len(set(codes)) > 160
    assert {"KZ", "UZ", "DE", "RU", "FR", "NO", "CN"} <= set(codes)


def test_a_map_of_places_has_room_around_them() -> None:
    box = around([Spot("a", 40, 60, 1, "", ""), Spot("b", 50, 80, 1, "", "")], WORLD)

    assert (box.west < 60, box.east > 80, box.south < 40, box.north > 50) == (True, True, True, True)
    assert around([], WORLD) == WORLD


def test_names_on_the_map_do_not_run_into_each_other() -> None:
    near = [Spot("Tashkent", 41.26, 69.22, 9, "", ""), Spot("Chirchiq", 41.47, 69.58, 1, "", "")]
    far = Spot("Berlin", 52.52, 13.41, 2, "", "")

    assert [one.name for one in labelled([*near, far], projected(WORLD))] == ["Tashkent", "Berlin"]


@pytest.mark.parametrize(
    ("months", "begin", "end", "first", "last", "number"),
    [
        (["2026-10", "2027-02"], None, None, "2026-10", "2027-02", 5),
        (["1999-01", "2026-12"], None, None, "1999", "2026", 28),
        (["2026-10"], date(2025, 3, 1), date(2025, 4, 1), "2025-01", "2025-12", 12),
        (["1999-01", "2026-12"], date(2020, 1, 1), None, "2026-12", "2026-12", 1),
        (["0001-01", "9999-12"], None, None, "9920", "9999", 80),
    ],
)
def test_a_chart_shows_the_time_asked_for_without_gaps(
    months: list[str], begin: date | None, end: date | None, first: str, last: str, number: int
) -> None:
    periods = [one.code for one in periods_of(months, begin, end)]

    assert (periods[0], periods[-1], len(periods)) == (first, last, number)


def test_no_months_make_no_chart() -> None:
    assert periods_of([], None, None) == []
    assert summed({"2026-01": 1}, []) == {}


def test_months_follow_each_other_across_years() -> None:
    assert (moved("2026-12", 1), moved("2026-01", -1), moved("2026-05", 19)) == ("2027-01", "2025-12", "2027-12")
    assert (Period("2024-02").last, Period("2025").last) == (date(2024, 2, 29), date(2025, 12, 31))


def test_a_calendar_begins_its_weeks_as_its_readers_do() -> None:
    german = weeks_of("2026-11", [], "de")

    assert (weekdays("de")[0][1], german[0][6].date) == ("Montag", date(2026, 11, 1))
    assert sum(day.inside for week in german for day in week) == 30


def test_addresses_are_written_so_that_they_can_be_read() -> None:
    query = [("q", "wheat & rice"), ("place", "Osh, KG")]

    assert parse_qsl(urlsplit(address("/", query)).query) == query
    assert address("/", []) == "/"
