"""From the post to the webhook and its trace, in both modes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.flow.articles import ENGLISH, KAZAKH, NOTHING, RUSSIAN
from tests.support.collector import Collector
from tests.support.platforms import Platform, until
from tests.support.receiver import Receiver

SEEDS = Path(__file__).parent.parent.parent.parent / "shared" / "seeds"
SEED_DATES = {"seed-2-en": "2023-09-28", "seed-4-en": "2024-08-09"}


def subscribe(platform: Platform, receiver: Receiver, **fields: Any) -> str:
    body = {"name": "test", "filter": fields, "channel": {"type": "webhook", "url": receiver.url}}
    answer = platform.http.post("/v1/subscriptions", json=body)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    receiver.secret = made["channel"]["secret"]
    return str(made["id"])


def post(platform: Platform, article: dict[str, Any]) -> dict[str, Any]:
    answer = platform.http.post("/v1/articles", json=article)
    assert answer.status_code in (200, 202), answer.text
    receipt: dict[str, Any] = answer.json()
    return receipt


def journey(platform: Platform, article_id: str, seconds: float = 60) -> dict[str, Any]:
    """The receipt once the journey has ended."""

    def ended() -> dict[str, Any] | None:
        receipt: dict[str, Any] = platform.http.get(f"/v1/articles/{article_id}").json()
        return receipt if receipt["done"] else None

    found: dict[str, Any] = until(ended, seconds, f"the journey of {article_id} has no end")
    return found


def export(platform: Platform) -> list[dict[str, Any]]:
    lines = platform.http.get("/v1/export/records.ndjson").text.splitlines()
    return [json.loads(line) for line in lines]


def test_an_article_becomes_a_record_and_a_signed_alert_under_one_trace(
    platform: Platform, receiver: Receiver, collector: Collector
) -> None:
    subscribe(platform, receiver, sectors=["transport"])

    receipt = post(platform, ENGLISH)
    ended = journey(platform, receipt["id"])

    assert ended["outcome"] == "recorded"
    assert [step["step"] for step in ended["journey"]] == ["accepted", "classified", "recorded", "alerted"]
    until(lambda: receiver.received, 20)
    [alert] = receiver.received
    [touched] = ended["journey"][2]["records"]
    record = alert.body["data"]["record"]
    assert (alert.body["type"], record["id"]) == ("meeting.created", touched["id"])
    assert record["parties"] == ["KZ", "UZ"]
    assert record["place"]["name"] == "Astana"
    assert record["date"] == {"start": "2026-11-19", "end": None, "precision": "day"}
    assert [one["name"] for one in record["participants"]] == ["Daulet Serikbayev", "Rustam Yuldoshev"]
    until(
        lambda: platform.http.get(f"/v1/articles/{receipt['id']}").json()["journey"][3]["alerts"]["delivered"] == 1, 20
    )

    assert alert.traceparent is not None
    assert alert.traceparent.split("-")[1] == receipt["trace_id"]
    webhook = until(lambda: collector.spans.get(alert.traceparent.split("-")[2]), 20)
    edges = until(lambda: chain if len(chain := collector.chain(webhook)) == 8 else None, 20)
    assert edges == [
        ("notify", "send webhook"),
        ("notify", "process events.recorded"),
        ("store", "send events.recorded"),
        ("store", "process articles.classified"),
        ("classify", "send articles.classified"),
        ("classify", "process articles.received"),
        ("ingest", "send articles.received"),
        ("ingest", "POST /v1/articles"),
    ]
    assert {span.service for span in collector.trace(receipt["trace_id"])} == {"ingest", "classify", "store", "notify"}


def test_every_journey_ends_and_a_repeat_changes_nothing(platform: Platform, receiver: Receiver) -> None:
    subscribe(platform, receiver, kinds=["meeting"])
    expected = [
        (ENGLISH, "recorded"),
        (RUSSIAN, "recorded"),
        (NOTHING, "nothing_found"),
        (KAZAKH, "unsupported_language"),
    ]

    receipts = [(post(platform, article), outcome) for article, outcome in expected]
    ends = [journey(platform, receipt["id"])["outcome"] for receipt, _ in receipts]
    assert ends == [outcome for _, outcome in receipts]
    until(lambda: len(receiver.received) == 2, 20)

    assert [post(platform, article)["result"] for article, _ in expected] == ["unchanged"] * 4
    edited = post(platform, {**ENGLISH, "title": "Transport ministers of Kazakhstan and Uzbekistan meet at Astana"})
    assert edited["result"] == "new_version"
    assert journey(platform, edited["id"])["done"]
    gone = platform.http.delete(f"/v1/articles/{receipts[0][0]['id']}")
    assert gone.status_code == 202
    assert journey(platform, edited["id"])["outcome"] == "withdrawn"
    until(lambda: len(receiver.received) == 3, 20)
    assert receiver.received[-1].body["type"] == "meeting.retracted"
    assert len(set(receiver.ids())) == 3
    assert receiver.refused == 0


def test_the_largest_cyrillic_article_goes_the_whole_way(platform: Platform) -> None:
    sentence = "Стороны обсудили поставки электроэнергии и развитие железных дорог между двумя странами. "
    text = RUSSIAN["text"] + "\n\n" + sentence * 6000
    article = {**RUSSIAN, "id": "flow-large", "text": text[: (1024 * 1024 - 2000) // 2 + 1000]}
    while len(json.dumps(article, ensure_ascii=False).encode()) > 1024 * 1024:
        article["text"] = article["text"][:-1000]

    answer = platform.http.post(
        "/v1/articles",
        content=json.dumps(article, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json"},
    )

    assert answer.status_code == 202
    ended = journey(platform, answer.json()["id"], 90)
    assert ended["outcome"] in ("recorded", "nothing_found")
    text_kept = platform.http.get(f"/v1/articles/{ended['id']}/text").json()
    assert text_kept["text"].endswith(article["text"].strip()[-100:])


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed articles are not beside the project")
def test_the_seeds_come_out_right_in_what_they_are_about(platform: Platform, receiver: Receiver) -> None:
    subscription = subscribe(platform, receiver, sectors=["transport"])
    articles = []
    for path in sorted(SEEDS.glob("*.txt")):
        dated = {"published_at": SEED_DATES[path.stem]} if path.stem in SEED_DATES else {}
        articles.append({"text": path.read_text("utf-8"), "source": path.stem, **dated})

    for _ in range(2):
        receipts = [post(platform, article) for article in articles]
        assert [journey(platform, receipt["id"])["outcome"] for receipt in receipts] == ["recorded"] * 5

    records = export(platform)
    told = sorted((one["kind"], one["status"], tuple(one["parties"])) for one in records)
    assert told == [
        ("agreement", "planned", ("KR", "TM")),
        ("meeting", "held", ("KR", "KZ")),
        ("meeting", "held", ("KR", "KZ")),
        ("meeting", "held", ("KR", "TM")),
        ("meeting", "held", ("KZ", "TM")),
        ("meeting", "held", ("RU", "TM")),
        ("meeting", "held", ("TM", "UZ")),
    ]
    places = sorted(one["place"]["name"] for one in records if one["kind"] == "meeting" and one["place"])
    assert places == ["Astana", "Seoul", "Seoul"]
    dates = sorted(one["date"]["start"] for one in records if one["date"])
    assert dates == ["2023-08-24", "2024-08-09"]
    people = {(one["name"], one["country"]) for record in records for one in record["participants"] if one["name"]}
    assert people >= {
        ("Deryageldi Orazov", "TM"),
        ("Jin Hyun Hwan", "KR"),
        ("Yerbolat Dossayev", "KZ"),
        ("Oh Se-hoon", "KR"),
        ("Baymyrat Annamamedov", "TM"),
        ("Sardor Umurzakov", "UZ"),
        ("Serdar Berdimuhamedov", "TM"),
        ("Kassym-Jomart Tokayev", "KZ"),
    }
    with_transport = {one["id"] for one in records if "transport" in one["sectors"]}
    until(lambda: {one["id"] for one in receiver.records()} == with_transport, 20)
    assert len(receiver.received) == len(with_transport)
    deliveries = platform.http.get("/v1/deliveries", params={"subscription": subscription}).json()["items"]
    assert len(deliveries) == len(with_transport)
