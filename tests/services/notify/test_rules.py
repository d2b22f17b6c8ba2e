"""What is told, what an alert says, and when it is tried again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from libs.messages.alerts import MAX_ALERT_BYTES, Alert, SubscriptionNamed
from services.notify.rules.alert import alert_body
from services.notify.rules.policy import Decision, Seen, decide
from services.notify.rules.schedule import delay_before, is_given_up, read_retry_after
from services.notify.rules.summary import before, summary_of, values_hash
from services.notify.settings import SCHEDULE
from tests.services.notify.stories import EXAMPLES, recorded

TOLD, SEEN, LEFT = Seen("told", "old"), Seen("seen", "old"), Seen("left", "old")

DECISIONS: list[tuple[str, dict[str, Any], Decision]] = [
    ("the first match is told", {"matches": True, "seen": None}, Decision("new", Seen("told", "now"))),
    ("no match is no news", {"matches": False, "seen": None}, Decision(None, None)),
    ("a changed value is told", {"matches": True, "seen": TOLD}, Decision("still", Seen("told", "now"))),
    ("a new source is not", {"matches": True, "seen": Seen("told", "now")}, Decision(None, Seen("told", "now"))),
    ("the end is told to who was told", {"matches": False, "seen": TOLD}, Decision("left", Seen("left", "now"))),
    ("and to nobody else", {"matches": False, "seen": SEEN}, Decision(None, None)),
    ("nor twice", {"matches": False, "seen": LEFT}, Decision(None, Seen("left", "now"))),
    ("who comes back is new", {"matches": True, "seen": LEFT}, Decision("new", Seen("told", "now"))),
    ("seen quietly and changed is new", {"matches": True, "seen": SEEN}, Decision("new", Seen("told", "now"))),
    (
        "seen quietly and the same is not",
        {"matches": True, "seen": Seen("seen", "now")},
        Decision(None, Seen("seen", "now")),
    ),
    ("quietly matched is seen", {"matches": True, "seen": None, "quiet": True}, Decision(None, Seen("seen", "now"))),
    ("quietly changed stays told", {"matches": True, "seen": TOLD, "quiet": True}, Decision(None, Seen("told", "now"))),
    ("quietly gone stays told", {"matches": False, "seen": TOLD, "quiet": True}, Decision(None, Seen("told", "now"))),
    ("quietly gone and never told is forgotten", {"matches": False, "seen": SEEN, "quiet": True}, Decision(None, None)),
    (
        "merged without a new value is told",
        {"matches": True, "seen": Seen("told", "now"), "change": "merged"},
        Decision("still", Seen("told", "now")),
    ),
    (
        "retracted is told",
        {"matches": False, "seen": TOLD, "change": "retracted"},
        Decision("left", Seen("left", "now")),
    ),
    (
        "retracted is not told to who never heard",
        {"matches": False, "seen": None, "change": "retracted"},
        Decision(None, None),
    ),
    (
        "first only: the first",
        {"matches": True, "seen": None, "updates": "first"},
        Decision("new", Seen("told", "now")),
    ),
    ("first only: no change", {"matches": True, "seen": TOLD, "updates": "first"}, Decision(None, TOLD)),
    ("first only: no end", {"matches": False, "seen": TOLD, "updates": "first"}, Decision(None, Seen("left", "now"))),
    ("first only: not again", {"matches": True, "seen": LEFT, "updates": "first"}, Decision(None, LEFT)),
    (
        "first only: but retracted",
        {"matches": False, "seen": TOLD, "updates": "first", "change": "retracted"},
        Decision("left", Seen("left", "now")),
    ),
    (
        "first only: and split",
        {"matches": True, "seen": TOLD, "updates": "first", "change": "split"},
        Decision("still", Seen("told", "now")),
    ),
]


@pytest.mark.parametrize(("given", "decision"), [row[1:] for row in DECISIONS], ids=[row[0] for row in DECISIONS])
def test_what_is_told(given: dict[str, Any], decision: Decision) -> None:
    assert decide(**{"values": "now", "change": "updated", **given}) == decision


@pytest.mark.parametrize(
    ("field", "value", "is_news"),
    [
        ("status", "cancelled", True),
        ("sectors", ["water"], True),
        ("sectors", ["water", "agriculture"], False),
        ("amount", {"value": 5, "currency": "USD"}, True),
        ("state", "retracted", True),
        ("confidence", 0.1, False),
        ("independent_sources", 9, False),
        ("headline", None, False),
        ("version", 9, False),
    ],
)
def test_values_are_news_and_sources_are_not(field: str, value: Any, is_news: bool) -> None:
    one, other = summary_of(recorded().record), summary_of(recorded(record={field: value}).record)
    assert (values_hash(one) != values_hash(other)) is is_news


def test_another_spelling_of_a_name_is_no_news() -> None:
    record = recorded().record.model_dump(mode="json")
    record["participants"][0]["variants"] = []
    record["participants"].reverse()
    assert values_hash(summary_of(recorded(record=record).record)) == values_hash(summary_of(recorded().record))
    record["participants"][0]["role"] = "President"
    assert values_hash(summary_of(recorded(record=record).record)) != values_hash(summary_of(recorded().record))


def body_of(record: dict[str, Any] | None = None, **message: Any) -> dict[str, Any]:
    data = recorded("evt_jskeqxqmegxgyqoo", 2, change="updated", record=record, **message)
    body = alert_body(
        summary_of(data.record),
        change=data.change,
        match="still",
        matched={"sectors": ("agriculture",), "parties": ("KZ",)},
        changed=data.changed,
        previous=data.previous,
        language="en",
        public_url="https://communique.example.org",
        alert_id="alt_r5srsaj4oqemarmb",
        subscription=SubscriptionNamed(id="sub_aq5hdb3uyvzl3crf", name="Agriculture with Kazakhstan"),
    )
    assert len(body) < MAX_ALERT_BYTES
    Alert.model_validate_json(body)
    read: dict[str, Any] = json.loads(body)
    return read


def test_the_alert_is_the_example_of_the_surface() -> None:
    example = json.loads((EXAMPLES.parent / "surface" / "alert.json").read_text(encoding="utf-8"))
    body = body_of()
    quote = body["data"]["record"].pop("quote")
    example["data"]["record"].pop("quote")
    for figure in (*body["data"]["record"]["figures"], *example["data"]["record"]["figures"]):
        figure.pop("target", None)
    assert body == example
    assert quote["source"] == "Steppe Courier"
    assert "met in Astana on Thursday" in quote["text"]


@pytest.mark.parametrize("size", [1, 30, 300, 3000])
def test_an_alert_always_fits_and_says_where_the_rest_is(size: int) -> None:
    people = [{"name": f"Имя {number}" * 20, "role": "министр" * 50, "country": "KZ"} for number in range(size)]
    figures = [{"metric": "export", "value": number, "unit": "t", "article_id": "art_one"} for number in range(size)]
    data = body_of(
        {"participants": people, "figures": figures, "projects": ["Проект" * 100] * size},
        previous={"/participants": people, "/status": "planned"},
    )
    assert data["data"]["record"]["url"].endswith("/v1/events/evt_jskeqxqmegxgyqoo")
    assert data["data"]["record"]["status"] == "held"
    assert len(data["data"]["record"]["participants"]) >= 1


def test_even_words_without_end_fit() -> None:
    long = "ж" * 100_000
    data = body_of(
        {"titles": {"en": long}, "place": {"name": long}, "participants": [{"name": long}] * 50, "projects": [long]}
    )
    assert len(data["data"]["record"]["title"]) == 200


def test_what_was_before_is_put_back() -> None:
    summary = summary_of(recorded(record={"status": "held"}).record)
    earlier = before(summary, {"/status": "planned", "/place": None, "/participants/0": {"name": "x"}})
    assert (earlier["status"], earlier["place"], earlier["participants"]) == ("planned", None, summary["participants"])


def test_the_schedule_is_that_of_standard_webhooks() -> None:
    assert sum(SCHEDULE) == timedelta(hours=75, minutes=35, seconds=5).total_seconds()
    delays = [delay_before(attempt, schedule=SCHEDULE, random=0.5) for attempt in range(1, 12)]
    assert delays == pytest.approx([*SCHEDULE, None])


@pytest.mark.parametrize(("random", "delay"), [(0.0, 4.0), (0.5, 5.0), (1.0, 6.0)])
def test_jitter_is_a_fifth_both_ways(random: float, delay: float) -> None:
    assert delay_before(2, schedule=SCHEDULE, random=random) == pytest.approx(delay)


@pytest.mark.parametrize(("asked", "delay"), [(0, 300), (200, 300), (400, 400), (600, 600), (86400, 600)])
def test_what_an_endpoint_asks_for_counts_up_to_twice_the_delay(asked: float, delay: float) -> None:
    assert delay_before(3, schedule=SCHEDULE, random=0.5, retry_after=asked) == pytest.approx(delay)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("120", 120),
        (" 7 ", 7),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("9" * 400, 999_999_999),
        ("Fri, 20 Nov 2026 04:33:00 GMT", 120),
        ("Fri, 20 Nov 2026 04:00:00 GMT", 0),
    ],
)
def test_retry_after_is_read_as_seconds_or_a_date(header: str | None, seconds: float | None) -> None:
    assert read_retry_after(header, datetime(2026, 11, 20, 4, 31, tzinfo=UTC)) == seconds


def test_an_endpoint_is_given_up_after_failing_long_enough() -> None:
    now, after = datetime(2026, 11, 20, tzinfo=UTC), timedelta(hours=120)
    assert not is_given_up(None, now, after)
    assert not is_given_up(now - timedelta(hours=119), now, after)
    assert is_given_up(now - timedelta(hours=120), now, after)
