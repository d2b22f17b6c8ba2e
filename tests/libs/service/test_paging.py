from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi import FastAPI, Request, Response

from libs.service import Paging, new_router, page
from libs.service.paging import make_cursor, read_cursor
from libs.service.problems import Problem
from tests.libs.service.conftest import Make, client_of, settings_of

LETTERS = "abcdefghij"


@pytest.fixture
def app(make_app: Make) -> FastAPI:
    router = new_router()

    @router.get("/v1/letters")
    async def letters(request: Request, response: Response, paging: Paging, mark: str = "") -> dict[str, Any]:
        first = LETTERS.index(str(paging.after[0])) + 1 if paging.after else 0
        found = list(LETTERS[first : first + paging.limit + 1])
        shown = found[: paging.limit]
        return page(request, response, shown, (shown[-1],) if len(found) > paging.limit else None)

    return make_app(routers=[router], settings=settings_of(public_url="https://communique.example.org/"))


async def test_pages_follow_each_other_to_the_end(app: FastAPI) -> None:
    seen: list[str] = []
    cursor = None
    async with client_of(app) as http:
        while True:
            query = {"limit": 4} | ({"cursor": cursor} if cursor else {})
            body = (await http.get("/v1/letters", params=query)).json()
            seen += body["items"]
            cursor = body["next"]
            if cursor is None:
                break

    assert "".join(seen) == LETTERS


async def test_the_link_leads_to_the_next_page_with_the_same_filter(app: FastAPI) -> None:
    async with client_of(app) as http:
        first = await http.get("/v1/letters", params={"limit": 4, "mark": "ä&b"})
        link = re.fullmatch(r'<https://communique\.example\.org(.+)>; rel="next"', first.headers["link"])
        assert link is not None
        second = await http.get(link[1])
        last = await http.get("/v1/letters", params={"limit": 200})

    assert "mark=%C3%A4%26b" in link[1]
    assert second.json()["items"] == list("efgh")
    assert "link" not in last.headers


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 201}, {"limit": "x"}])
async def test_a_limit_out_of_bounds_is_refused(query: dict[str, Any], app: FastAPI) -> None:
    async with client_of(app) as http:
        answer = await http.get("/v1/letters", params=query)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == "limit"


def test_a_cursor_is_read_back() -> None:
    position = ("2026-11-20T04:31:07.412Z", 7, "art_3pj2jhinsbvu5wjb")

    assert read_cursor(make_cursor(position, "/v1/articles"), "/v1/articles") == position


def test_a_cursor_of_another_list_or_a_changed_one_is_refused() -> None:
    cursor = make_cursor(("a", 1), "/v1/articles")
    changed = [cursor[:at] + ("A" if cursor[at] != "A" else "B") + cursor[at + 1 :] for at in range(len(cursor) - 1)]

    for wrong in (*changed, "", "x", "ü", "====", "0", cursor[:-1]):
        with pytest.raises(Problem, match="cursor"):
            read_cursor(wrong, "/v1/articles")
    with pytest.raises(Problem, match="cursor"):
        read_cursor(cursor, "/v1/events")
