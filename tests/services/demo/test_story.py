"""What the demonstration must find, and says when it did not."""

from __future__ import annotations

import json
from typing import Any

from libs.client import FoundRecord
from schemas.generate import FOLDER
from services.demo.receiver import Arrival
from services.demo.report import article_lines, summary_lines
from services.demo.story import LISTENERS, OUTCOMES, SAME, Told, caused_by, faults, latencies, missing_alerts, samples

EVENT: dict[str, Any] = json.loads((FOLDER / "examples/surface/event.json").read_text(encoding="utf-8"))
JOURNEY: dict[str, Any] = json.loads((FOLDER / "examples/surface/journey.json").read_text(encoding="utf-8"))
TRANSPORT, KAZAKHSTAN = LISTENERS


def record(**changes: Any) -> FoundRecord:
    return FoundRecord.model_validate({**EVENT, **changes})


def told(*records: FoundRecord, sample: bool = False, **changes: Any) -> Told:
    return Told(100.0, sample, {**JOURNEY, **changes}, records)


def arrival(
    name: str, one: FoundRecord, *, verified: bool = True, version: int | None = None, at: float = 101
) -> Arrival:
    body = {"type": "meeting.created", "data": {"record": {"id": one.id, "version": version or one.version}}}
    return Arrival(name, f"alt_{name}_{one.id}_{version}", verified, at, body)


def test_samples_that_are_counted_on_exist() -> None:
    ids = {article["id"] for article in samples()}
    assert {*OUTCOMES, *(name for pair in SAME for name in pair)} <= ids
    assert len(ids) == len(samples()) >= 6


def test_listeners_want_what_their_filters_say() -> None:
    assert TRANSPORT.wants(record(sectors=["transport"]))
    assert not TRANSPORT.wants(record(sectors=["water"]))
    assert KAZAKHSTAN.wants(record(parties=["KZ"], place=None, participants=[]))
    assert KAZAKHSTAN.wants(record(parties=["UZ"], participants=[]))  # the place
    assert not KAZAKHSTAN.wants(record(parties=["UZ"], place=None, participants=[]))


def test_nothing_is_wrong_when_every_alert_came() -> None:
    one = record(sectors=["transport"])
    came = [arrival("transport", one), arrival("kazakhstan", one)]
    assert faults([told(one)], came) == []


def test_a_missing_alert_is_told() -> None:
    one = record(sectors=["transport"])
    missing = missing_alerts([told(one)], [arrival("kazakhstan", one)])
    assert len(missing) == 2  # of this record, and that nothing came at all
    assert one.id in missing[0]


def test_an_alert_that_is_not_signed_counts_for_nothing() -> None:
    one = record(sectors=["transport"])
    came = [arrival("transport", one, verified=False), arrival("kazakhstan", one)]
    assert [one.id in line for line in missing_alerts([told(one)], came)] == [True]
    assert any("not signed" in line for line in faults([told(one)], came))


def test_a_record_that_is_gone_needs_no_alert() -> None:
    gone = record(sectors=["transport"], state="retracted")
    other = record(id="evt_other", sectors=["transport"])
    came = [arrival("transport", other), arrival("kazakhstan", other)]
    assert missing_alerts([told(gone, other)], came) == []


def test_another_outcome_than_the_samples_is_told() -> None:
    one = record(sectors=["transport"])
    came = [arrival("transport", one), arrival("kazakhstan", one)]
    sheep = told(one, sample=True, external_id="demo-sheep-en", outcome="recorded")
    own = told(one, external_id="own", outcome="nothing_found")
    failed = told(one, external_id="own-2", outcome="failed")
    lines = faults([sheep, own, failed], came)
    assert ["demo-sheep-en" in line for line in lines] == [True, False]
    assert "own-2" in lines[1]


def test_one_happening_in_two_records_is_told() -> None:
    first, second = record(id="evt_1", sectors=["transport"]), record(id="evt_2", sectors=["transport"])
    came = [arrival(listener.name, one) for listener in LISTENERS for one in (first, second)]
    pair = [told(one, sample=True, external_id=name) for one, name in zip((first, second), SAME[0], strict=True)]
    assert any("no record in common" in line for line in faults(pair, came))
    same = [told(first, sample=True, external_id=name) for name in SAME[0]]
    assert faults(same, came) == []


def test_an_alert_belongs_to_the_article_that_made_the_version() -> None:
    one = record()
    held, announced = (entry.article_id for entry in reversed(one.history))
    articles = [told(one, id=held), told(one, id=announced)]
    came = [arrival("transport", one, version=1, at=102), arrival("transport", one, version=2, at=103)]
    assert [caused_by(alert, articles) for alert in came] == [articles[1], articles[0]]
    assert sorted(latencies(articles, came).values()) == [2, 3]
    assert caused_by(arrival("transport", one, version=9), articles) is None


def test_the_report_shows_records_words_and_alerts() -> None:
    one = record()
    article = told(one)
    came = [arrival("transport", one)]
    lines = "\n".join(article_lines(1, article, came, [article]))
    for words in ("Daulet Serikbayev, Minister of Agriculture (KZ)", "agriculture: “agriculture”", "told by 2 sources"):
        assert words in lines
    assert "→ meeting.created to “Everything about transport”, 1.00 s after the post, signature verified" in lines
    again = "\n".join(article_lines(2, article, [], [article, article]))
    assert one.id in again
    assert "Serikbayev" not in again
    assert "1 signatures verified, 0 repeats" in "\n".join(summary_lines([article], came))
