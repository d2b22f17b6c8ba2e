"""Articles read again by a better reader: looked at, applied quietly, applied with alerts; killed on the way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest

from tests.flow.articles import ENGLISH, many
from tests.flow.test_flow import export, journey, post, subscribe
from tests.flow.test_restart import post_all, recorded
from tests.support.model import Model
from tests.support.platforms import Platform, kill, until
from tests.support.receiver import Receiver

ARTICLES = 40

BREAD: dict[str, Any] = {
    "id": "flow-bread",
    "source": "Steppe Courier",
    "language": "en",
    "published_at": "2026-11-20",
    "title": "Neighbours at one table",
    "text": (
        "On 18 November neighbours Turkmenistan and Tajikistan broke bread in Dushanbe. Minister of Energy of "
        "Tajikistan Daler Karimov praised the tea."
    ),
}


def proposed(form: str) -> list[dict[str, Any]]:
    """The talks of one article in another form, and a meeting that the rules do not see in the other."""
    head = {"prominence": "main", "kind": "meeting", "status": "held", "channel": "in_person"}
    people = [("Daulet Serikbayev", "KZ"), ("Rustam Yuldoshev", "UZ")]
    return [
        {
            **head,
            "form": form,
            "quote": "held talks in Astana",
            "date": {"quote": "on Thursday"},
            "place": {"quote": "Astana"},
            "parties": [{"code": "KZ", "quote": "Kazakhstan's"}, {"code": "UZ", "quote": "Uzbekistan's"}],
            "participants": [
                {"name": name, "role": "Minister of Transport", "organization": None, "country": country, "quote": name}
                for name, country in people
            ],
            "sectors": [{"code": "transport", "quote": "railways"}],
        },
        {
            **head,
            "form": "talks",
            "quote": "broke bread",
            "date": {"quote": "18 November"},
            "place": {"quote": "Dushanbe"},
            "parties": [{"code": "TM", "quote": "Turkmenistan"}, {"code": "TJ", "quote": "Tajikistan"}],
        },
    ]


@pytest.fixture
def model() -> Iterator[Model]:
    made = Model()
    yield made
    made.close()


def read_with(platform: Platform, model: Model, form: str) -> None:
    """From now on articles are read with the model, which proposes this."""
    model.events = proposed(form)
    name = "classify" if "classify" in platform.processes else "platform"
    kill(platform, name)
    platform.start(name, model.environment)


def replayed(platform: Platform, **fields: Any) -> dict[str, Any]:
    """A replay of everything, once it shows what would change. Whoever hands it out is killed at its beginning."""
    answer = platform.http.post("/v1/articles:replay", json={"since": "2020-01-01", **fields})
    assert answer.status_code == 202, answer.text
    run = answer.json()["id"]
    for name in ("ingest", "store") if "ingest" in platform.processes else ("platform",):
        kill(platform, name)
        platform.start(name)

    def ready() -> dict[str, Any] | None:
        found = state(platform, run)
        return found if found.get("state") == "ready" else None

    shown: dict[str, Any] = until(ready, 90, f"{run} is not ready")
    return shown


def state(platform: Platform, run: str) -> dict[str, Any]:
    """The replay; an empty one while nobody answers or knows it."""
    try:
        answer = platform.http.get(f"/v1/replays/{run}")
    except httpx.TransportError:
        return {}
    found: dict[str, Any] = answer.json() if answer.status_code == 200 else {}
    return found


def apply(platform: Platform, run: str) -> None:
    """Apply it, and again, as often as it takes and once more."""

    def applied() -> bool:
        answer = platform.http.post(f"/v1/replays/{run}:apply")
        assert answer.status_code in (200, 202), answer.text
        return bool(answer.json()["state"] == "applied")

    until(applied, 60)
    assert applied()


def record(platform: Platform, record_id: str) -> dict[str, Any]:
    found: dict[str, Any] = platform.http.get(f"/v1/events/{record_id}").json()
    return found


def alerts(receiver: Receiver) -> list[dict[str, Any]]:
    """What came, each once: an attempt that a kill cut off is made again when its lease has run out."""
    return list({one.webhook_id: one.body for one in receiver.received}.values())


def correct(platform: Platform, record_id: str, field: str, value: Any) -> None:
    body = {"action": "fix", "record": record_id, "field": field, "value": value, "reason": "I was there"}
    assert platform.http.post("/v1/corrections", json=body).status_code == 201


@pytest.mark.timeout(400)
def test_what_a_better_reader_changes_is_looked_at_and_taken(
    platform: Platform, receiver: Receiver, model: Model
) -> None:
    subscribe(platform, receiver, kinds=["meeting"])
    receipts = [journey(platform, post(platform, article)["id"]) for article in (ENGLISH, BREAD)]
    assert [one["outcome"] for one in receipts] == ["recorded", "nothing_found"]
    (talks,) = platform.http.get("/v1/events").json()["items"]
    correct(platform, talks["id"], "sectors", ["water"])
    until(lambda: len(alerts(receiver)) == 2, 90)
    receipts = [platform.http.get(f"/v1/articles/{one['id']}").json() for one in receipts]

    read_with(platform, model, "visit")
    shown = replayed(platform, reason="Reads with a model")

    assert model.asked >= 2
    assert (shown["progress"]["read"], shown["progress"]["of"], shown["progress"]["failed"]) == (2, 2, 0)
    assert shown["changes"] == {"created": 1, "changed": 1, "gone": 0, "refreshed": 0}
    items = {item["effect"]: item for item in shown["items"]}
    assert items["changed"]["record_id"] == talks["id"]
    assert items["changed"]["fields"] == [{"field": "/form", "before": "talks", "after": "visit"}]
    assert record(platform, talks["id"])["form"] == "talks"
    assert len(platform.http.get("/v1/events").json()["items"]) == 1

    apply(platform, shown["id"])
    after = record(platform, talks["id"])
    assert (after["form"], after["sectors"], after["version"]) == ("visit", ["water"], 3)
    assert [(one["change"], one["cause"]) for one in after["history"]] == [
        ("created", "article"),
        ("updated", "correction"),
        ("updated", "replay"),
    ]
    bread = record(platform, items["created"]["record_id"])
    assert (bread["parties"], bread["history"][0]["cause"]) == (["TJ", "TM"], "replay")
    assert [platform.http.get(f"/v1/articles/{one['id']}").json() for one in receipts] == receipts

    # What follows at the same records is told in order: had the replay been told, that would have come before.
    for record_id in (talks["id"], bread["id"]):
        correct(platform, record_id, "count", 2)
    until(lambda: len(alerts(receiver)) == 4, 90)
    told = {(one["data"]["record"]["id"], one["data"]["record"]["version"]) for one in alerts(receiver)}
    assert told == {(talks["id"], 1), (talks["id"], 2), (talks["id"], 4), (bread["id"], 2)}

    read_with(platform, model, "reception")
    shown = replayed(platform, alert=True)
    assert shown["changes"] == {"created": 0, "changed": 1, "gone": 0, "refreshed": 0}
    apply(platform, shown["id"])
    until(lambda: len(alerts(receiver)) == 5, 90)
    alert = alerts(receiver)[-1]
    assert (alert["type"], alert["data"]["changed"], alert["data"]["match"]) == ("meeting.updated", ["/form"], "still")
    assert (alert["data"]["record"]["id"], alert["data"]["record"]["version"]) == (talks["id"], 5)
    last = record(platform, talks["id"])["history"][-1]
    assert (last["cause"], last["article_id"]) == ("replay", receipts[0]["id"])
    assert receiver.refused == 0
    listed = platform.http.get("/v1/replays").json()["items"]
    assert [(one["alert"], one["state"], one["reason"]) for one in listed] == [
        (True, "applied", None),
        (False, "applied", "Reads with a model"),
    ]


@pytest.mark.timeout(500)
def test_a_replay_survives_kill_9_at_every_stage(platform: Platform, model: Model) -> None:
    """Nothing is lost and nothing done twice: each record has one new version in the end."""
    post_all(platform, many(ARTICLES))
    until(lambda: recorded(platform) == ARTICLES, 120)
    assert {(one["form"], one["version"]) for one in export(platform)} == {("talks", 1)}
    read_with(platform, model, "visit")
    whole = "platform" in platform.processes

    run = platform.http.post("/v1/articles:replay", json={"since": "2020-01-01"}).json()["id"]
    for service, read in (("classify", 3), ("ingest", 8), ("store", 15)):
        until(lambda least=read: state(platform, run).get("progress", {}).get("read", 0) >= least, 120)  # type: ignore[misc]
        kill(platform, "platform" if whole else service)
        platform.start("platform" if whole else service)
    until(lambda: state(platform, run).get("state") in ("comparing", "ready"), 120)
    kill(platform, "platform" if whole else "store")
    platform.start("platform" if whole else "store")
    until(lambda: state(platform, run).get("state") == "ready", 120)
    assert state(platform, run)["changes"] == {"created": 0, "changed": ARTICLES, "gone": 0, "refreshed": 0}

    killer = threading.Timer(0.3, lambda: kill(platform, "platform" if whole else "store"))
    killer.start()
    with suppress(httpx.TransportError):  # unless it was quicker
        platform.http.post(f"/v1/replays/{run}:apply")
    killer.join()
    platform.start("platform" if whole else "store")
    apply(platform, run)
    assert {(one["form"], one["version"]) for one in export(platform)} == {("visit", 2)}
    assert {one["history"][-1]["cause"] for one in export(platform)} == {"replay"}
    changes = platform.http.get(f"/v1/replays/{run}", params={"limit": 200}).json()
    assert (len(changes["items"]), changes["changes"]["changed"]) == (ARTICLES, ARTICLES)
