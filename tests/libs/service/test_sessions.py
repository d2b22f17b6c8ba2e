from __future__ import annotations

import pytest
from fastapi import Response

from libs.messages import ClientChanged
from libs.service.keys import read_key
from libs.service.sessions import COOKIE, read_session, sign_session, start_session
from tests.libs.service.conftest import SECRET, Clients, Make, client_of, settings_of


async def session_of(clients: Clients, *scopes: str) -> str:
    presented = read_key(await clients.key(*scopes))  # type: ignore[arg-type]
    assert presented is not None
    return sign_session(SECRET, presented.id)


def test_a_session_is_read_back_until_it_is_too_old() -> None:
    cookie = sign_session(SECRET, "key_1")

    assert read_session(SECRET, cookie, 60) == "key_1"
    assert read_session(SECRET, cookie, -1) is None


def test_a_session_signed_with_another_secret_is_none() -> None:
    assert read_session(SECRET, sign_session(SECRET[::-1], "key_1"), 60) is None
    assert read_session(SECRET, sign_session(SECRET, "key_1")[:-1], 60) is None
    assert read_session(SECRET, "", 60) is None


@pytest.mark.parametrize(
    ("url", "secure"), [("http://localhost:8000", False), ("https://communique.example.org", True)]
)
def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(url: str, secure: bool) -> None:
    response = Response()

    start_session(response, settings_of(public_url=url), "key_1")

    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    assert ("secure" in cookie) is secure


async def test_a_session_reads(make_app: Make, clients: Clients) -> None:
    cookie = await session_of(clients, "read")

    async with client_of(make_app()) as http:
        answer = await http.get("/v1/things/a", headers={"Cookie": f"{COOKIE}={cookie}"})

    assert answer.json()["by"] == "cli_one"


async def test_a_session_ends_with_its_key(make_app: Make, clients: Clients) -> None:
    cookie = await session_of(clients, "read")
    await clients.tell(ClientChanged(client_id="cli_one", name="One", revision=2))

    async with client_of(make_app()) as http:
        answer = await http.get("/v1/things/a", headers={"Cookie": f"{COOKIE}={cookie}"})
        page = await http.get("/page", headers={"Cookie": f"{COOKIE}={cookie}"})

    assert answer.status_code == 401
    assert page.json() == {"by": None}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "https://communique.example.org"}, 200),
        ({"Origin": "https://evil.example.org"}, 403),
        ({"Origin": "http://localhost.evil.example.org"}, 403),
        ({"Origin": "http://localhost:99999999"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
async def test_only_our_own_pages_change_something_with_a_session(
    headers: dict[str, str], status: int, make_app: Make, clients: Clients
) -> None:
    cookie = await session_of(clients, "admin")
    app = make_app(settings=settings_of(public_url="https://communique.example.org"))

    async with client_of(app) as http:
        answer = await http.post("/v1/either", headers={"Cookie": f"{COOKIE}={cookie}", **headers})

    assert answer.status_code == status
    if status == 403:
        assert answer.json()["type"] == "/problems/foreign-origin"


async def test_a_page_that_needs_a_key_sends_a_browser_to_sign_in(make_app: Make) -> None:
    async with client_of(make_app()) as http:
        answer = await http.get("/closed?a=b&c", headers={"Accept": "text/html"})

    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=/closed%3Fa%3Db%26c"
