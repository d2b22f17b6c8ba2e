from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request, Response

from libs.pages import asset_url, environment, render, static_files
from libs.pages.rendering import external_url, preferred_language

OWN = """{% extends "base.html" %}
{% block title %}{{ t("events") }}{% endblock %}
{% block content %}<h1>{{ told }}</h1>
<p>{{ country("KZ") }} {{ day("2026-11-19") }} {{ moment("2026-11-20T04:31:07.790Z") }} {{ number(3100000.5) }}</p>
<p>{{ t("water", "sector") }} <a href="{{ link|external }}">source</a> <a href="{{ here(page=2) }}">next</a></p>
{% endblock %}
"""


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    (tmp_path / "own.html").write_text(OWN)
    app = FastAPI()
    app.state.pages = environment(tmp_path)
    app.mount("/static", static_files())

    @app.get("/{path:path}")
    async def any_page(request: Request, link: str = "", who: str = "") -> Response:
        if who:
            request.state.principal = SimpleNamespace(key_id="key_1", name=who)
        return render(request, "own.html", told="<script>alert(1)</script>", link=link)

    return app


@pytest.fixture
async def http(app: FastAPI):
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        yield client


class Outline(HTMLParser):
    """Elements with their attributes, and complaints about tags that do not match."""

    VOID = {"meta", "link", "br", "img", "input", "hr"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


async def test_a_page_is_whole_and_has_its_landmarks(http: httpx.AsyncClient) -> None:
    page = Outline((await http.get("/articles/art_1")).text)

    assert page.open == []
    assert page.all("html") == [{"lang": "en"}]
    assert page.elements[[name for name, _ in page.elements].index("body") + 1][1]["href"] == "#content"
    assert [main["id"] for main in page.all("main")] == ["content"]
    assert len(page.all("h1")) == 1
    assert all(nav["aria-label"] for nav in page.all("nav"))
    assert any(meta.get("name") == "viewport" for meta in page.all("meta"))


async def test_the_navigation_marks_where_one_is(http: httpx.AsyncClient) -> None:
    links = Outline((await http.get("/articles/art_1")).text).all("a")

    places = ["/", "/articles", "/subscriptions", "/deliveries", "/try"]
    assert [link["href"] for link in links if link["href"] in places][1:] == places
    assert [link["href"] for link in links if link.get("aria-current") == "page"] == ["/articles"]


@pytest.mark.parametrize(
    ("query", "header", "language", "words"),
    [
        ({}, None, "en", ["Events", "Kazakhstan", "November 19, 2026", "3,100,000.5", "water"]),
        ({"lang": "ru"}, "de", "ru", ["События", "Казахстан", "19 ноября 2026", "3\xa0100\xa0000,5", "вода"]),
        ({}, "de-AT,de;q=0.9,en;q=0.5", "de", ["Ereignisse", "Kasachstan", "19. November 2026", "3.100.000,5"]),
        ({"lang": "fr"}, "fr", "en", ["Events"]),
    ],
)
async def test_a_page_speaks_the_visitors_language(
    query: dict[str, str], header: str | None, language: str, words: list[str], http: httpx.AsyncClient
) -> None:
    answer = await http.get("/", params=query, headers={"Accept-Language": header} if header else {})

    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["content-language"] == language
    assert [word for word in words if word not in answer.text] == []


async def test_the_chosen_language_stays(http: httpx.AsyncClient) -> None:
    await http.get("/", params={"lang": "de"})

    answer = await http.get("/articles", headers={"Accept-Language": "ru"})

    assert '<html lang="de">' in answer.text


async def test_switching_keeps_the_rest_of_the_address_but_no_token(http: httpx.AsyncClient) -> None:
    answer = await http.get("/", params={"sector": "water", "lang": "ru", "token": "ft_hidden"})

    links = [link["href"] for link in Outline(answer.text).all("a")]
    assert "/?sector=water&lang=de" in links
    assert "/?sector=water&lang=ru&page=2" in links
    assert "ft_hidden" not in answer.text


async def test_whatever_is_shown_is_escaped(http: httpx.AsyncClient) -> None:
    text = (await http.get("/", params={"who": "<b>One</b>"})).text

    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "&lt;b&gt;One&lt;/b&gt;" in text


async def test_who_is_signed_in_can_sign_out(http: httpx.AsyncClient) -> None:
    signed_in = Outline((await http.get("/", params={"who": "One"})).text)
    nobody = Outline((await http.get("/")).text)

    assert [(form["method"], form["action"]) for form in signed_in.all("form")] == [("post", "/logout")]
    assert nobody.all("form") == []
    assert any(link["href"] == "/login" for link in nobody.all("a"))


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("javascript:alert(1)", ""),
        (" javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//example.org", ""),
        (None, ""),
    ],
)
def test_links_out_are_web_addresses_only(url: str | None, shown: str) -> None:
    assert external_url(url) == shown


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("ru", "ru"),
        ("fr, de;q=0.3, ru;q=0.8", "ru"),
        ("de;q=0", "en"),
        ("de;q=0.5, en;q=0.5", "de"),
        ("*;q=1", "en"),
        ("de;q=nonsense", "en"),
        ("RU-ru", "ru"),
        (",;=," * 500, "en"),
    ],
)
def test_the_browsers_preference_is_understood(header: str, language: str) -> None:
    assert preferred_language(header) == language


async def test_files_are_kept_for_ever_only_under_their_own_hash(http: httpx.AsyncClient) -> None:
    named = await http.get(asset_url("style.css"))
    bare = await http.get("/static/style.css")
    stale = await http.get("/static/style.css?v=000000000000")
    again = await http.get("/static/style.css", headers={"If-None-Match": bare.headers["etag"]})

    assert named.headers["content-type"].startswith("text/css")
    assert "immutable" in named.headers["cache-control"]
    assert "immutable" not in bare.headers["cache-control"] + stale.headers["cache-control"]
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/static/%2e%2e/assets.py", "/static/none.css", "/static/"])
async def test_nothing_else_is_served(path: str, http: httpx.AsyncClient) -> None:
    answer = await http.get(path)

    assert answer.status_code == 404


async def test_a_template_that_forgets_a_word_fails_loudly(app: FastAPI, tmp_path: Path) -> None:
    (tmp_path / "own.html").write_text("{{ forgotten }}")
    scope: dict[str, Any] = {"type": "http", "app": app, "path": "/", "query_string": b"", "headers": []}

    with pytest.raises(Exception, match="'forgotten' is undefined"):
        render(Request(scope), "own.html")
