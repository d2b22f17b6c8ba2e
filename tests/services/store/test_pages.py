"""Pages of records, as a browser without JavaScript gets them."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from services.store.web.highlighting import pieces
from tests.services.store.conftest import Store, article_id
from tests.services.store.stories import ASTANA, SHYMKENT, agreement, quote, reading, report

TEXT = "Ministers meet\n\nThey met in Astana on Thursday & shook hands <b>twice</b>.\n\nAlso read:\nMetro line opens"


@pytest.fixture
async def story(store: Store) -> dict[str, Any]:
    """One record of two sources that differ on the place."""
    held = report(
        "a",
        place=ASTANA,
        evidence={"/status": (quote(TEXT, "met in Astana"),), "/place": (quote(TEXT, "in Astana"),)},
    )
    announced = "Встреча пройдёт в Шымкенте."
    planned = report("b", status="planned", place=SHYMKENT, evidence={"/place": (quote(announced, "в Шымкенте"),)})
    boilerplate = ((TEXT.index("Also read"), len(TEXT)),)
    await store.take(
        reading("b", planned, published_at="2026-11-16", language="ru", text=announced),
        reading("a", held, text=TEXT, boilerplate=boilerplate, title="<script>alert(1)</script>"),
    )
    (record,) = await store.records()
    return record


async def test_a_record_follows_each_version_of_its_own(http: httpx.AsyncClient, story: dict[str, Any]) -> None:
    page = (await http.get(f"/events/{story['id']}")).text
    assert f'data-live="/v1/stream?record={story["id"]}"' in page


async def test_the_list_shows_titles_in_the_language_asked_for(http: httpx.AsyncClient, story: dict[str, Any]) -> None:
    for language, title in story["titles"].items():
        page = await http.get("/", params={"lang": language})
        assert page.status_code == 200
        assert title in page.text
        assert f'<html lang="{language}">' in page.text


async def test_the_list_is_filtered_by_its_form_where_empty_fields_ask_for_nothing(
    http: httpx.AsyncClient, store: Store
) -> None:
    await store.take(reading("a", report("a")), reading("b", agreement("b", parties=["DE", "TM"])))
    page = await http.get("/", params={"kind": "agreement", "status": "", "q": "", "party": "TM"})
    assert "Turkmenistan signed" in page.text
    assert "held talks" not in page.text
    assert '<option value="agreement" selected>' in page.text


async def test_a_filter_that_cannot_be_understood_is_said_beside_the_form(http: httpx.AsyncClient) -> None:
    page = await http.get("/", params={"date_from": "soon"})
    assert page.status_code == 422
    assert "<code>date_from</code>" in page.text


async def test_the_list_goes_on_page_by_page(http: httpx.AsyncClient, store: Store) -> None:
    days = [f"2026-{n % 12 + 1:02d}-{n // 12 * 9 + 1:02d}" for n in range(30)]
    await store.take_at_once([reading(f"n{n}", report(f"n{n}", day=day)) for n, day in enumerate(days)])
    seen: list[str] = []
    address = "/"
    while address:
        page = await http.get(address)
        seen += re.findall(r'<h2><a href="/events/(evt_\w+)">', page.text)
        following = re.search(r'<a href="([^"]+)" rel="next">', page.text)
        address = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == 30


async def test_a_record_shows_its_fields_and_where_sources_differ(
    http: httpx.AsyncClient, story: dict[str, Any]
) -> None:
    page = await http.get(f"/events/{story['id']}")
    assert page.status_code == 200
    assert story["titles"]["en"] in page.text
    assert "Shymkent" in page.text
    assert "what happened counts over what was announced" in page.text
    assert story["history"][-1]["trace_id"] in page.text


async def test_the_words_that_tell_a_value_are_marked_with_its_field(
    http: httpx.AsyncClient, story: dict[str, Any]
) -> None:
    page = await http.get(f"/events/{story['id']}")
    assert '<mark>in Astana</mark><span class="which" lang="en">Status</span>' in page.text
    assert '<mark class="other">в Шымкенте</mark>' in page.text
    assert '<span class="boilerplate">Also read:' in page.text


async def test_what_articles_bring_is_escaped_and_no_script_is_inline(
    http: httpx.AsyncClient, story: dict[str, Any]
) -> None:
    page = await http.get(f"/events/{story['id']}")
    assert re.findall(r"<script[^>]*>(.*?)</script>", page.text) == [""]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert "&lt;b&gt;twice&lt;/b&gt;" in page.text


async def test_a_merged_records_page_leads_to_the_survivor(http: httpx.AsyncClient, store: Store) -> None:
    nameless = {"participants": [], "day": None}
    await store.take(
        reading("a", report("a", **nameless), published_at="2026-11-10"),
        reading("c", report("c", **nameless), published_at="2026-11-19"),
        reading("b", report("b", **nameless), published_at="2026-11-14"),
    )
    (survivor,) = await store.records()
    answer = await http.get(f"/events/{survivor['previous_ids'][0]}")
    assert (answer.status_code, answer.headers["location"]) == (308, f"/events/{survivor['id']}")


async def test_an_unknown_record_is_a_page_that_says_so(http: httpx.AsyncClient) -> None:
    page = await http.get("/events/evt_aaaaaaaaaaaaaaaa", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")


def test_pieces_joined_are_the_text_again_however_evidence_overlaps() -> None:
    record = {
        "evidence": {
            "/place": [_at(3, 8), _at(5, 8)],
            "/date": [_at(0, 4), _at(90, 99)],
            "/parties/1": [_at(5, 6), {**_at(1, 2), "version": 2}],
        },
        "differences": {},
    }
    found = pieces("0123456789", [(7, 10)], record, article_id("a"), 1)
    assert "".join(piece.text for piece in found) == "0123456789"
    assert [piece.text for piece in found if piece.marked] == ["012", "3", "4", "5", "6", "7"]
    assert [piece.text for piece in found if piece.dim] == ["7", "89"]


def _at(start: int, end: int) -> dict[str, Any]:
    return {"article_id": article_id("a"), "version": 1, "start": start, "end": end, "quote": "x"}
