"""What the origin publishes of the platform, and the pages for signing in."""

from __future__ import annotations

import json

from tests.services.ingest.conftest import Ingest


async def test_schemas_and_documents_are_there(ingest: Ingest) -> None:
    openapi = (await ingest.feed.get("/openapi.json")).json()
    assert {"/v1/articles", "/v1/events", "/v1/extract", "/v1/subscriptions"} <= set(openapi["paths"])
    moved = await ingest.feed.get("/asyncapi.yaml")
    assert (moved.status_code, moved.headers["location"]) == (308, "/schemas/asyncapi.yaml")
    assert "\nasyncapi: 3" in (await ingest.feed.get("/schemas/asyncapi.yaml")).text
    schema = await ingest.feed.get("/schemas/messages/communique.article.received.v1.json")
    assert json.loads(schema.text)["title"] == "ArticleReceived"
    hidden = ("../pyproject.toml", "%2e%2e/pyproject.toml", "generate.py", "nothing.json")
    for path in (f"/schemas/{one}" for one in hidden):
        assert (await ingest.feed.get(path)).status_code == 404, path


async def test_every_problem_has_its_page(ingest: Ingest) -> None:
    told = (await ingest.feed.get("/v1/articles/art_nothing")).json()
    page = await ingest.feed.get(told["type"])
    assert page.status_code == 200
    assert "not-found" in page.text
    assert (await ingest.feed.get("/problems/nothing")).status_code == 404


async def test_a_key_is_swapped_for_a_session_and_a_foreign_page_may_not_use_it(ingest: Ingest) -> None:
    key = ingest.feed.headers.pop("Authorization").removeprefix("Bearer ")
    own = {"Sec-Fetch-Site": "same-origin"}

    refused = await ingest.feed.post("/login", data={"key": "cq_wrong", "next": "/articles"}, headers=own)
    assert refused.status_code == 401
    entered = await ingest.feed.post("/login", data={"key": key, "next": "//evil.example"}, headers=own)
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert key not in cookie

    assert (await ingest.feed.get("/articles", headers={"Accept": "text/html"})).status_code == 200
    article = {"text": "They met."}
    assert (await ingest.feed.post("/v1/articles", json=article, headers=own)).status_code == 202
    foreign = await ingest.feed.post("/v1/articles", json=article, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    left = await ingest.feed.post("/logout", headers=own)
    assert left.status_code == 303
