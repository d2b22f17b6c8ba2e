"""The loop without a platform closes: what is exported and read again offline says what the platform has."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from tests.flow.articles import ENGLISH, NOTHING, RUSSIAN
from tests.support.platforms import ROOT, Embedded, until

FIELDS = ("kind", "status", "form", "channel", "date", "parties", "sectors", "projects", "amount", "count")
PEOPLE = ("name", "role", "organization", "country")


def test_exported_articles_read_offline_give_what_the_platform_has(embedded: Embedded) -> None:
    http = embedded.http
    ids = [http.post("/v1/articles", json=one).json()["id"] for one in (ENGLISH, RUSSIAN, NOTHING)]
    until(lambda: all(http.get(f"/v1/articles/{one}").json()["done"] for one in ids), 60)
    there = {
        source["article_id"]: source["report"]
        for record in http.get("/v1/events").json()["items"]
        for source in record["sources"]
    }
    assert set(there) == set(ids[:2])
    key = http.headers["Authorization"].removeprefix("Bearer ")
    server = {**os.environ, "COMMUNIQUE_SERVER": str(http.base_url).rstrip("/"), "COMMUNIQUE_KEY": key}
    exported = _run(["export", "articles.ndjson"], b"", server)
    results = [json.loads(line) for line in _run(["extract"], exported, dict(os.environ)).splitlines()]
    assert {one["id"] for one in results} == set(ids)
    for result in results:
        text = http.get(f"/v1/articles/{result['id']}/text").json()
        assert result["text"] == text["text"]
        main = [one for one in result["events"] if one["prominence"] == "main"]
        assert len(main) == (1 if result["id"] in there else 0)
        for event in main:
            assert _plain(event) == _plain(there[result["id"]])


def _plain(event: dict[str, Any]) -> dict[str, Any]:
    """What the guide's fields say, but for what the gazetteer adds to a place."""
    told = {name: event[name] for name in FIELDS}
    place = event["place"]
    told["place"] = (place["name"], place["country"]) if place else None
    told["participants"] = [tuple(one.get(name) for name in PEOPLE) for one in event["participants"]]
    return told


def _run(arguments: list[str], given: bytes, environment: dict[str, str]) -> bytes:
    command = [sys.executable, "-m", "services.cli", *arguments]
    done = subprocess.run(
        command, input=given, env=environment, cwd=ROOT, capture_output=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return done.stdout
