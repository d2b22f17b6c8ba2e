"""The pages in a real browser, as a visitor uses them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.flow.articles import ENGLISH, RUSSIAN
from tests.flow.test_flow import journey, post
from tests.support.platforms import Embedded

pytestmark = pytest.mark.browser

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        if os.environ.get("COMMUNIQUE_REQUIRE_BROWSER"):
            raise AssertionError("there is no Chromium")
        pytest.skip("there is no Chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()


def open_page(browser: Browser, platform: Embedded, path: str, faults: list[str], *, scripts: bool = True) -> Page:
    """A page in a context of its own; what the browser complains of is added to `faults`."""
    context = browser.new_context(base_url=str(platform.http.base_url), locale="en-GB", java_script_enabled=scripts)
    page = context.new_page()
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(path)
    return page


def wider_than_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_a_visitor_finds_reads_subscribes_and_follows(embedded: Embedded, browser: Browser) -> None:
    for article in (ENGLISH, RUSSIAN):
        assert journey(embedded, post(embedded, article)["id"])["outcome"] == "recorded"
    faults: list[str] = []

    # The list and its filter work without scripts.
    page = open_page(browser, embedded, "/", faults, scripts=False)
    assert page.locator(".card").count() == 2
    page.select_option("#sector, [name=sector]", "transport")
    page.click("main form button")
    assert page.locator(".card").count() == 1
    page.click(".card a")

    # The record shows its evidence in the article's own words.
    assert "/events/evt_" in page.url
    marks = page.locator("mark").all_inner_texts()
    assert any("Astana" in mark for mark in marks)
    assert page.locator("html").get_attribute("lang") == "en"
    page.click("header nav a[lang=ru]")
    assert "Казахстан" in page.locator("h1").inner_text()

    # What is not open wants a key, and comes back to where it was wanted.
    page = open_page(browser, embedded, "/subscriptions", faults)
    assert "/login" in page.url
    page.fill("#key", "cq_wrong")
    page.click("main form button")
    assert page.locator("[role=alert]").is_visible()
    page.fill("#key", embedded.http.headers["Authorization"].split()[1])
    page.click("main form button")
    assert page.url.endswith("/subscriptions")
    page.fill("[name=name]", "Transport")
    page.check("[name=sectors][value=transport]")
    page.select_option("[name=channel]", "none")
    page.click("main form button:has-text('Subscribe')")
    assert page.locator("text=Transport").first.is_visible()
    assert [one["name"] for one in embedded.http.get("/v1/subscriptions").json()["items"]] == ["Transport"]
    page.goto("/articles")
    assert page.locator(".card").count() == 2

    # A text is read at once, each value with its words.
    page.goto("/try")
    page.fill("#text", ENGLISH["text"])
    page.fill("#published_at", "2026-11-20")
    page.click("main form button")
    assert page.locator("section.card").count() == 1
    assert "2026-11-19" in page.locator("section.card").inner_text()
    assert page.locator(".text mark").count() > 3

    # A phone shows all of it without scrolling sideways.
    page.set_viewport_size({"width": 360, "height": 740})
    for path in ("/", "/try", "/articles", "/subscriptions", "/deliveries", "/docs"):
        page.goto(path)
        assert not wider_than_the_screen(page), path
    assert [fault for fault in faults if "401" not in fault] == []
