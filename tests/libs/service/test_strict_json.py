from __future__ import annotations

from functools import reduce

import pytest
from fastapi import APIRouter

from libs.service import Problem, new_router, parse
from libs.service.strict_json import MAX_DEPTH, read_json
from tests.libs.service.conftest import Make, Thing, client_of


@pytest.mark.parametrize(
    ("raw", "pointer"),
    [
        (b'{"a": {"b/c": [1, "x\\u0000y"]}}', "/a/b~1c/1"),
        (b'{"a": ["fine", "\\ud800 alone"]}', "/a/1"),
        (b'{"a": {"b": NaN}}', "/a/b"),
        (b"[1, -Infinity]", "/1"),
        (b'{"nul\\u0000": 1}', ""),
        (b"[" * (MAX_DEPTH + 1) + b"1" + b"]" * (MAX_DEPTH + 1), "/0" * (MAX_DEPTH + 1)),
        (b"[" * 5000 + b"]" * 5000, ""),
    ],
)
def test_what_would_break_later_is_refused_with_its_place(raw: bytes, pointer: str) -> None:
    with pytest.raises(Problem) as refused:
        read_json(raw)

    assert refused.value.status_code == 422
    assert [error["pointer"] for error in refused.value.errors] == [pointer]


NOT_JSON = [b"", b"{", b'{"a":1,}', b"\xff", b'{"a": "\xed\xa0\x80"}', b"1" * 5000, b"nul", b"[1] x"]


@pytest.mark.parametrize("raw", NOT_JSON)
def test_what_is_not_json_is_malformed(raw: bytes) -> None:
    with pytest.raises(Problem) as refused:
        read_json(raw)

    assert (refused.value.status_code, refused.value.kind.slug) == (400, "malformed-json")


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ('{"a": "Қазақстан 😀 \\ud83d\\ude00"}'.encode(), {"a": "Қазақстан 😀 😀"}),
        (b"[1.5, -3, 1e3, true, null]", [1.5, -3, 1000.0, True, None]),
        (b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, reduce(lambda inner, _: [inner], range(MAX_DEPTH - 1), [])),
    ],
)
def test_what_is_json_is_read(raw: bytes, value: object) -> None:
    assert read_json(raw) == value


def test_a_line_of_a_batch_is_parsed_by_the_same_rules() -> None:
    assert parse(Thing, b'{"name": "a", "size": 2}') == Thing(name="a", size=2)
    with pytest.raises(Problem) as refused:
        parse(Thing, b'{"name": 1, "more": 2}')
    assert [error["pointer"] for error in refused.value.errors] == ["/name", "/more"]


async def test_routes_apply_the_rules(make_app: Make) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}

    async with client_of(make_app()) as http:
        fine = await http.post("/v1/things", content=b'{"name": "a"}', headers=headers)
        nul = await http.post("/v1/things", content=b'{"name": "\\u0000"}', headers=headers)

    assert fine.json() == {"name": "a", "size": 0}
    assert nul.json()["errors"][0]["pointer"] == "/name"


async def test_forms_are_still_forms(make_app: Make) -> None:
    async with client_of(make_app()) as http:
        answer = await http.post("/form", data={"name": "a"})

    assert answer.json() == {"name": "a"}


def test_an_application_takes_no_router_that_reads_json_loosely(make_app: Make) -> None:
    with pytest.raises(TypeError, match="new_router"):
        make_app(routers=[APIRouter()])
    make_app(routers=[new_router()])
