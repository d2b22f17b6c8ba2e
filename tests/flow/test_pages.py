"""The pages in a real browser, as visitors use them: all of them look at one platform with known records."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.flow.articles import ENGLISH, GERMAN, PLANNED, RUSSIAN, SIGNED
from tests.flow.test_flow import journey, post
from tests.support.platforms import Embedded

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
ALL_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
IN_THE_DARK = {"runOnly": ["color-contrast", "scrollable-region-focusable", "target-size"]}
WITHOUT_PICTURES = {"exclude": [[".drawn svg"]]}  # their colours are measured by themselves, their links are in tables
VIEWS = ("/", "/pictures/map", "/pictures/timeline", "/pictures/pairs", "/pictures/calendar?month=2026-12")
OTHERS = ("/articles", "/subscriptions?sector=water&party_all=KZ", "/deliveries", "/try?sample=en", "/login")
LANGUAGES = ("en", "ru", "de")
PHONE = {"width": 360, "height": 740}
SECONDS = 20_000
WORD_KEYS = re.compile(r"\b(?:view|box|sort|order|map|pairs|timeline|month)_\w+")

Visit = Callable[..., Page]


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


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Embedded]:
    """A platform with four records: two meetings of 19 November, one planned for December, one agreement."""
    folder: Path = tmp_path_factory.mktemp("pages")
    settings = {
        "COMMUNIQUE_CLASSIFY_WORKERS": "1",
        "COMMUNIQUE_RATE_PER_MINUTE": "0",
        "OTEL_METRICS_EXPORTER": "none",
    }
    made = Embedded(folder, settings)
    try:
        for article in (ENGLISH, RUSSIAN, PLANNED, SIGNED):
            post(made, article)
        for receipt in made.http.get("/v1/articles").json()["items"]:
            assert journey(made, receipt["id"])["outcome"] == "recorded"
        yield made
    finally:
        made.close()


@pytest.fixture
def visit(shown: Embedded, browser: Browser) -> Iterator[Visit]:
    """Opens a page in a browser of its own; nothing may be asked of another host, nothing complained of."""
    contexts: list[BrowserContext] = []
    base = str(shown.http.base_url)
    faults: list[str] = []

    def watch(page: Page) -> None:
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: None if request.url.startswith(base) else faults.append(request.url))

    def opened(path: str, *, signed_in: bool = False, **context: Any) -> Page:
        one = browser.new_context(base_url=base, **{"locale": "en-GB", **context})
        contexts.append(one)
        page = one.new_page()
        watch(page)
        if signed_in:
            sign_in(page, key_of(shown))
        page.goto(path)
        return page

    yield opened
    for one in contexts:
        one.close()
    assert [fault for fault in faults if "401" not in fault and "422" not in fault] == []


def key_of(platform: Embedded) -> str:
    return str(platform.http.headers["Authorization"].split()[1])


def follow(page: Page, selector: str) -> None:
    """Clicks what leads to another page and waits for all of that page, for counts and texts do not wait."""
    with page.expect_navigation(wait_until="load"):
        page.click(selector)


def sign_in(page: Page, key: str) -> None:
    page.goto("/login")
    page.fill("#key", key)
    follow(page, "main form button")


def record_of(platform: Embedded, **query: str) -> str:
    """The page of the one record that the query finds."""
    (record,) = platform.http.get("/v1/events", params=query).json()["items"]
    return f"/events/{record['id']}"


def rows(page: Page) -> dict[str, list[str]]:
    """The table of counts on the page."""
    found = {}
    for row in page.locator("table.counts tbody tr").all():
        head, *cells = row.locator("th, td").all_text_contents()
        found[head.strip()] = [cell.strip() for cell in cells]
    return found


def said_in_picture(page: Page) -> set[str]:
    """What the links of the picture say."""
    links = page.locator(".picture svg a").all()
    return {label for link in links if (label := link.get_attribute("aria-label"))}


def wider_than_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_a_visitor_without_scripts_finds_reads_and_looks_at_pictures(shown: Embedded, visit: Visit) -> None:
    page = visit("/", java_script_enabled=False)
    assert page.locator(".card").count() == 4
    page.select_option("#sector, [name=sector]", "transport")
    follow(page, "main form button")
    assert page.locator(".card").count() == 1
    follow(page, ".chips a")
    assert page.locator(".card").count() == 4
    follow(page, ".facets a:text-is('agreement')")
    assert page.url.endswith("/?kind=agreement")
    assert page.locator(".card h2").all_inner_texts() == [
        "Kyrgyzstan and Uzbekistan signed a memorandum in Bishkek (water)"
    ]
    follow(page, ".views a:text-is('Map')")
    assert page.url.endswith("/pictures/map?kind=agreement")
    assert rows(page) == {"Bishkek, Kyrgyzstan": ["1"]}
    page.goto("/?sort=date&order=oldest&kind=meeting")
    assert "Berlin" in page.locator(".card h2").last.inner_text()

    # The record shows its evidence in the article's own words.
    page.goto(record_of(shown, sector="transport"))
    marks = page.locator("mark").all_inner_texts()
    assert any("Astana" in mark for mark in marks)
    assert page.locator("html").get_attribute("lang") == "en"
    follow(page, "header nav a[lang=ru]")
    assert "Казахстан" in page.locator("h1").inner_text()


def test_pictures_show_the_records_that_are_there(visit: Visit) -> None:
    page = visit("/pictures/map", java_script_enabled=False)
    places = {"Astana, Kazakhstan", "Ashgabat, Turkmenistan", "Berlin, Germany", "Bishkek, Kyrgyzstan"}
    assert {place: numbers for place, numbers in rows(page).items() if numbers == ["1"]}.keys() == places
    assert {f"{place}: 1" for place in places} | {"Kazakhstan: 2", "Uzbekistan: 2"} <= said_in_picture(page)

    follow(page, ".views a:text-is('Timeline')")
    assert rows(page) == {"November 2026": ["2", "1"], "December 2026": ["1", "0"]}
    assert said_in_picture(page) >= {"November 2026: 2", "November 2026: 1", "December 2026: 1"}
    dates = page.locator(".line .at").all_inner_texts()
    assert [day.strip() for day in dates] == [
        "December 3, 2026",
        "November 20, 2026",
        "November 19, 2026",
        "November 19, 2026",
    ]

    follow(page, ".views a:text-is('Who meets whom')")
    pairs = {"Germany – Kazakhstan", "Kazakhstan – Uzbekistan", "Kyrgyzstan – Uzbekistan", "Tajikistan – Turkmenistan"}
    assert rows(page) == {pair: ["1"] for pair in pairs}
    assert said_in_picture(page) == {f"{pair}: 1" for pair in pairs}

    page.goto("/pictures/calendar?month=2026-12")
    day = page.locator("td", has=page.locator("time[datetime='2026-12-03']"))
    assert day.locator("a").inner_text() == "Germany and Kazakhstan plan talks in Berlin (renewables)"
    follow(page, "td:has(time[datetime='2026-12-03']) a")
    assert "/events/evt_" in page.url


def test_a_picture_leads_to_its_records(visit: Visit) -> None:
    page = visit("/pictures/pairs")
    page.locator(".picture svg a[aria-label='Germany – Kazakhstan: 1']").first.click()
    expect(page.locator(".card")).to_have_count(1)
    assert page.url.endswith("/?pair=DE-KZ")
    assert page.locator(".chips").inner_text().startswith("Countries: Germany – Kazakhstan")


def test_a_key_is_swapped_for_a_session_that_comes_back_to_where_it_was_wanted(shown: Embedded, visit: Visit) -> None:
    page = visit("/subscriptions?sector=water")
    assert "/login" in page.url
    page.fill("#key", "cq_wrong")
    follow(page, "main form button")
    assert page.locator("[role=alert]").is_visible()
    page.fill("#key", key_of(shown))
    follow(page, "main form button")
    assert page.url.endswith("/subscriptions?sector=water")
    assert page.is_checked("[name=sectors][value=water]")
    (cookie,) = [one for one in page.context.cookies() if "session" in str(one["name"])]
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
    assert key_of(shown) not in str(cookie["value"])
    follow(page, ".aside button")
    page.goto("/subscriptions")
    assert "/login" in page.url


def test_a_filter_becomes_a_subscription_and_its_deliveries_have_titles(shown: Embedded, visit: Visit) -> None:
    page = visit("/?kind=meeting&sector=transport&q=railways", signed_in=True, java_script_enabled=False)
    follow(page, ".outward a:text-is('Subscribe to this')")
    assert page.input_value("[name=name]") == "meeting, transport, railways*"
    page.fill("[name=name]", "Railways")
    page.select_option("[name=channel]", "none")
    follow(page, "main form button:has-text('Subscribe')")
    assert page.locator("h2", has_text="Railways").is_visible()
    found = {one["name"]: one["filter"] for one in shown.http.get("/v1/subscriptions").json()["items"]}
    assert found["Railways"] == {
        "sectors": {"any": ["transport"]},
        "kinds": {"any": ["meeting"]},
        "words": {"all": ["railways*"]},
    }
    page.goto("/articles")
    assert page.locator(".card").count() >= 4
    assert page.locator(".card").first.locator(".way li").all_inner_texts()[0].startswith("accepted")


def test_a_text_is_read_at_once_each_value_with_its_words(visit: Visit) -> None:
    page = visit("/try", java_script_enabled=False)
    page.fill("#text", ENGLISH["text"])
    page.fill("#published_at", "2026-11-20")
    follow(page, "main form button")
    assert page.locator("section.card").count() == 1
    assert "2026-11-19" in page.locator("section.card").inner_text()
    assert page.locator(".text mark").count() > 3
    quote = page.locator("section.card a", has_text="Thursday").first
    target = quote.get_attribute("href")
    assert target is not None
    assert "Thursday" in page.locator(f"{target} ~ mark").first.inner_text()


def test_what_happens_appears_while_one_looks(shown: Embedded, visit: Visit) -> None:
    record = record_of(shown, sector="transport")
    lists = visit("/?sector=transport")
    one = visit(record)
    for page in (lists, one):
        page.wait_for_selector("html[data-listening]")
        page.evaluate("window.unmoved = true")
    assert lists.locator(".card .under").inner_text().startswith("Steppe Courier")
    assert one.locator(".history li").count() == 1

    assert journey(shown, post(shown, GERMAN)["id"])["outcome"] == "recorded"

    expect(one.locator(".history li")).to_have_count(2, timeout=SECONDS)
    expect(one.locator(".articles article")).to_have_count(2, timeout=SECONDS)
    expect(lists.locator(".card .under")).to_contain_text("Steppenkurier", timeout=SECONDS)
    expect(lists.locator("[role=status]")).to_contain_text("New or changed: 1", timeout=SECONDS)
    assert lists.evaluate("window.unmoved") is True
    assert one.evaluate("window.unmoved") is True


def test_an_article_is_followed_to_its_end(shown: Embedded, visit: Visit) -> None:
    receipt = post(shown, {**SIGNED, "id": "flow-followed", "url": None, "text": SIGNED["text"] + " It was raining."})
    page = visit(f"/articles/{receipt['id']}", signed_in=True)

    expect(page.locator(".way .reached")).to_have_count(4, timeout=SECONDS)
    expect(page.locator("a[href^='/events/']").first).to_contain_text("memorandum in Bishkek", timeout=SECONDS)


def test_the_keyboard_goes_everywhere_and_shows_where_it_is(visit: Visit) -> None:
    page = visit("/?kind=meeting")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    reached: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        tag, text, outline = page.evaluate(
            "() => { const one = document.activeElement; const style = getComputedStyle(one);"
            " return [one.tagName, one.name || one.innerText || '', style.outlineStyle + style.outlineWidth] }"
        )
        if tag == "BODY":
            break
        assert outline == "solid3px", (tag, text)
        reached.append(text.split("\n")[0])
    assert reached[:3] == ["List", "Map", "Timeline"]
    assert {"q", "sector", "Show", "Kind: meeting ×", "Subscribe to this"} <= {
        one.replace("(remove)", "").strip() for one in reached
    }
    assert any("held talks in Astana" in one for one in reached)
    page.locator(".facets a", has_text="planned").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".card")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_keep_to_the_rules_of_accessibility_and_contrast(shown: Embedded, visit: Visit, scheme: str) -> None:
    size = {"width": 1280, "height": 900} if scheme == "light" else PHONE
    page = visit("/", signed_in=True, color_scheme=scheme, viewport=size)
    axe = Axe()
    others = OTHERS if scheme == "light" else OTHERS[:1]
    for path in (*VIEWS, "/?party=KZ&sector=transport", record_of(shown, sector="transport"), *others):
        page.goto(path)
        if path.startswith("/try"):
            follow(page, "main form button")
        found = axe.run(
            page, context=WITHOUT_PICTURES, options=ALL_RULES if scheme == "light" else IN_THE_DARK
        ).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], path


def test_the_dark_is_dark_in_the_pictures_too(visit: Visit) -> None:
    colours = {}
    for scheme in ("light", "dark"):
        page = visit("/pictures/map", color_scheme=scheme)
        colours[scheme] = page.evaluate(
            "['body', '.picture svg text:last-of-type', '.picture svg path[fill=\"var(--land)\"]'].map((one, at) => "
            "getComputedStyle(document.querySelector(one))[at ? 'fill' : 'backgroundColor'])"
        )
    brightness = {
        scheme: [sum(map(int, re.findall(r"\d+", one)[:3])) for one in found] for scheme, found in colours.items()
    }
    ground, text, land = zip(brightness["light"], brightness["dark"], strict=True)
    assert ground[0] > 600 > 150 > ground[1]
    assert land[0] > 600 > 200 > land[1]
    assert text[0] != text[1]


def test_pages_speak_three_languages_on_a_phone_without_scrolling_sideways(shown: Embedded, visit: Visit) -> None:
    page = visit("/", signed_in=True, viewport=PHONE)
    heads: dict[str, list[str]] = {}
    for language in LANGUAGES:
        page.goto(f"/?lang={language}")
        for path in (*VIEWS, record_of(shown, sector="transport"), *OTHERS, "/docs"):
            page.goto(path)
            assert not wider_than_the_screen(page), (language, path)
            assert page.locator("html").get_attribute("lang") == language
            heads.setdefault(path, []).append(page.locator("h1").inner_text())
            words = page.locator("main").inner_text() + page.locator("nav").first.inner_text()
            assert path == "/docs" or not WORD_KEYS.findall(words), (language, path)
    assert {path for path, said in heads.items() if len(set(said)) != 3} == {"/docs"}
    page.goto("/pictures/calendar?month=2026-12")
    assert page.locator("td:visible").count() == 1  # only the day on which something is
