"""The cluster by `docker compose`: started, used, scaled, broken, restarted. The tests follow each other."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.deploy.cluster import Alert, ComposeCluster
from tests.deploy.conftest import Measure
from tests.flow.articles import ENGLISH, KAZAKH, NOTHING, RUSSIAN, many
from tests.support.platforms import until

pytestmark = [pytest.mark.compose, pytest.mark.timeout(1800)]

SEEDS = Path(os.environ.get("COMMUNIQUE_SEEDS", ""))
SEED_DATES = {"seed-2-en": "2023-09-28", "seed-4-en": "2024-08-09"}
MEETINGS = [("KR", "KZ"), ("KR", "KZ"), ("KR", "TM"), ("KZ", "TM"), ("RU", "TM"), ("TM", "UZ")]

Json = dict[str, Any]


def test_an_article_becomes_a_record_an_alert_and_one_trace(cluster: ComposeCluster, measure: Measure) -> None:
    cluster.subscribe("first", sectors=["transport"])

    posted = time.monotonic()
    receipt = post(cluster, ENGLISH)
    [alert] = until(lambda: cluster.alerts("first"), 60, "no alert came")
    measure(f"the first article, from post to webhook: {time.monotonic() - posted:.1f} s")

    ended = journey(cluster, receipt["id"])
    assert ended["outcome"] == "recorded"
    [touched] = records_of(ended)
    assert (alert.type, alert.record_id) == ("meeting.created", touched["id"])
    record = cluster.http.get(f"/v1/events/{touched['id']}").json()
    assert (record["parties"], record["place"]["name"]) == (["KZ", "UZ"], "Astana")
    assert alert.traceparent.split("-")[1] == receipt["trace_id"]
    until(lambda: ancestry(cluster, alert) == WAY, 30, f"the trace is {ancestry(cluster, alert)}, not {WAY}")


def test_every_journey_ends(cluster: ComposeCluster) -> None:
    expected = [(RUSSIAN, "recorded"), (NOTHING, "nothing_found"), (KAZAKH, "unsupported_language")]

    receipts = [post(cluster, article) for article, _ in expected]

    assert [journey(cluster, one["id"])["outcome"] for one in receipts] == [outcome for _, outcome in expected]


def test_the_edge_sends_each_path_to_its_service(cluster: ComposeCluster) -> None:
    paths = ["/", "/try", "/articles", "/readyz", "/docs", "/v1/vocabulary", "/v1/events", "/v1/subscriptions"]

    assert {path: cluster.http.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)
    assert cluster.http.get("/metrics").status_code == 404
    assert cluster.http.get("/readyz").json()["degraded"] is False


@pytest.mark.parametrize("path", ["/v1/articles", "/v1/articles:batch", "/v1/subscriptions"])
def test_too_large_is_said_by_the_edge(cluster: ComposeCluster, path: str) -> None:
    for size in (6_000_000, 20_000_000):
        answer = cluster.http.post(path, content=b" " * size)

        assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")


def test_the_stream_passes_at_once(cluster: ComposeCluster) -> None:
    with cluster.http.stream("GET", "/v1/stream", timeout=30) as answer:
        assert answer.status_code == 200
        lines = answer.iter_lines()
        post(cluster, many(161)[160])
        assert any(line.startswith("data:") for line in lines)


@pytest.mark.skipif(not SEEDS.name or not SEEDS.is_dir(), reason="COMMUNIQUE_SEEDS names no folder")
def test_the_seeds_give_their_records_and_alerts_once(cluster: ComposeCluster) -> None:
    before = {one["id"] for one in exported(cluster)}
    cluster.subscribe("seeds", sectors=["transport"])
    articles = [
        {"text": path.read_text("utf-8"), "source": path.stem}
        | ({"published_at": SEED_DATES[path.stem]} if path.stem in SEED_DATES else {})
        for path in sorted(SEEDS.glob("*.txt"))
    ]

    for _ in range(2):
        receipts = [post(cluster, article) for article in articles]
        assert [journey(cluster, one["id"])["outcome"] for one in receipts] == ["recorded"] * len(articles)

    records = [one for one in exported(cluster) if one["id"] not in before]
    assert sorted(tuple(one["parties"]) for one in records if one["kind"] == "meeting") == MEETINGS
    assert [one["status"] for one in records if one["kind"] == "agreement"] == ["planned"]
    wanted = {one["id"] for one in records if "transport" in one["sectors"]}
    until(lambda: {one.record_id for one in cluster.alerts("seeds")} == wanted, 30, "not the alerts that were due")
    assert len({one.webhook_id for one in cluster.alerts("seeds")}) == len(wanted)


def test_a_second_classify_takes_part_in_the_work(cluster: ComposeCluster, measure: Measure) -> None:
    cluster.up("--no-recreate", "--scale", "classify=2")
    articles = many(160)[100:]

    started = time.monotonic()
    receipts = [post(cluster, article) for article in articles]
    for receipt in receipts:
        assert journey(cluster, receipt["id"], 120)["outcome"] == "recorded"
    measure(f"{len(articles)} articles with two of classify: {time.monotonic() - started:.1f} s")

    read = [instance for receipt in receipts if (instance := reader(cluster, receipt["trace_id"]))]
    shares = {instance: read.count(instance) for instance in set(read)}
    measure(f"read by each of classify: {sorted(shares.values())}")
    assert len(shares) == 2
    assert sum(shares.values()) == len(articles)


def test_kafka_and_postgres_restart_and_nothing_is_lost_or_doubled(cluster: ComposeCluster, measure: Measure) -> None:
    cluster.subscribe("all", kinds=["meeting"])
    cluster.subscribe("transport", sectors=["transport"])
    articles = many(100)
    restart = threading.Thread(target=cluster.compose, args=("restart", "kafka", "postgres"))

    started = time.monotonic()
    receipts = []
    for number, article in enumerate(articles):
        if number == 30:
            restart.start()
        receipts.append(post(cluster, article, patience=120))
    restart.join(120)
    measure(f"100 articles accepted while Kafka and PostgreSQL restarted: {time.monotonic() - started:.1f} s")

    ends = [journey(cluster, one["id"], 240) for one in receipts]
    measure(f"all 100 journeys ended after {time.monotonic() - started:.1f} s")
    assert {one["outcome"] for one in ends} == {"recorded"}
    versions = sorted((touched["id"], touched["version"]) for one in ends for touched in records_of(one))
    assert len(versions) == len(set(versions)) == 100
    until(
        lambda: min(len(told(cluster.alerts(name))) for name in ("all", "transport")) >= 100, 120, "alerts are missing"
    )
    until(lambda: not pending(cluster), 60, "deliveries are pending")
    for name in ("all", "transport"):
        assert told(cluster.alerts(name)) == versions
    requests = len(cluster.alerts("all")) + len(cluster.alerts("transport"))
    measure(f"200 alerts came in {requests} requests")
    assert set(cluster.restarts().values()) == {0}
    until(cluster.all_healthy, 60, "not healthy again")


def test_what_was_kept_is_there_after_down_and_up(cluster: ComposeCluster, measure: Measure) -> None:
    before = sorted(one["id"] for one in exported(cluster))

    cluster.down()
    measure(f"up -d on kept volumes, until all are healthy: {cluster.up():.0f} s")

    assert sorted(one["id"] for one in exported(cluster)) == before
    assert "0 made" in cluster.compose("logs", "--no-log-prefix", "secrets")
    receipt = post(cluster, many(162)[161])
    assert journey(cluster, receipt["id"])["outcome"] == "recorded"


WAY = [
    ("ingest", "POST /v1/articles"),
    ("ingest", "send articles.received"),
    ("classify", "process articles.received"),
    ("classify", "send articles.classified"),
    ("store", "process articles.classified"),
    ("store", "send events.recorded"),
    ("notify", "process events.recorded"),
    ("notify", "send webhook"),
]


def ancestry(cluster: ComposeCluster, alert: Alert) -> list[tuple[str, str]]:
    """(service, name) of the spans from the first of the trace down to the alert's own, as Jaeger has them."""
    _, trace_id, span_id, _ = alert.traceparent.split("-")
    trace = cluster.trace(trace_id)
    spans = {one["spanID"]: one for one in trace.get("spans", [])}
    way = []
    while span := spans.get(span_id):
        way.append((trace["processes"][span["processID"]]["serviceName"], span["operationName"]))
        span_id = next((one["spanID"] for one in span["references"] if one["refType"] == "CHILD_OF"), "")
    return way[::-1]


def reader(cluster: ComposeCluster, trace_id: str) -> str | None:
    """The instance of classify that handled the article of the trace."""

    def found() -> str | None:
        for process in cluster.trace(trace_id).get("processes", {}).values():
            tags = {tag["key"]: tag["value"] for tag in process["tags"]}
            if process["serviceName"] == "classify":
                return str(tags["service.instance.id"])
        return None

    instance: str | None = until(found, 30, f"no span of classify in trace {trace_id}")
    return instance


def post(cluster: ComposeCluster, article: Json, patience: float = 10) -> Json:
    """The receipt. What the platform says it cannot do now is asked again, as a feed does."""

    def accepted() -> httpx.Response | None:
        answer = cluster.http.post("/v1/articles", json=article)
        return answer if answer.status_code not in (429, 503) else None

    answer = until(accepted, patience, "the platform stays busy")
    assert answer.status_code in (200, 202), answer.text
    receipt: Json = answer.json()
    return receipt


def journey(cluster: ComposeCluster, article_id: str, seconds: float = 60) -> Json:
    """The receipt once the journey has ended."""

    def ended() -> Json | None:
        answer = cluster.http.get(f"/v1/articles/{article_id}")
        return answer.json() if answer.status_code == 200 and answer.json()["done"] else None

    found: Json = until(ended, seconds, f"the journey of {article_id} has no end")
    return found


def records_of(receipt: Json) -> list[Json]:
    return [touched for step in receipt["journey"] if step["step"] == "recorded" for touched in step["records"]]


def exported(cluster: ComposeCluster) -> list[Json]:
    answer = cluster.http.get("/v1/events", params={"limit": 200})
    assert answer.status_code == 200, answer.text
    items: list[Json] = answer.json()["items"]
    while next_page := answer.json()["next"]:
        answer = cluster.http.get("/v1/events", params={"limit": 200, "cursor": next_page})
        items += answer.json()["items"]
    return items


def told(alerts: list[Alert]) -> list[tuple[str, int]]:
    """The record versions that a receiver has heard of who drops what repeats a webhook-id."""
    return sorted((one.record_id, one.record_version) for one in {one.webhook_id: one for one in alerts}.values())


def pending(cluster: ComposeCluster) -> list[Json]:
    items: list[Json] = cluster.http.get("/v1/deliveries", params={"state": "pending"}).json()["items"]
    return items
