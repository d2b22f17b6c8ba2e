"""What an article's reading found, missed and made up, and how that adds up."""

from typing import Any

import pytest

from services.classify.evaluation.judging import Judgement, judge
from services.classify.evaluation.scorecard import BANDS, Share, Tally, add_up, as_values
from tests.services.classify.evaluation.gold import agreement, article, meeting, reading

ELSEWHERE = meeting(parties=["FR", "IT"], place=None, date=None, participants=[], sectors=[])


def judged(gold: tuple[str, dict[str, Any], dict[str, Any]], *events: dict[str, Any], **more: Any) -> Judgement:
    return judge(*gold, reading(*events, **more))


def tally(said: Judgement, measure: str) -> Tally:
    return add_up([said]).tallies[measure]["all"]


def share(said: Judgement, measure: str) -> Share:
    return add_up([said]).shares[measure]["all"]


def test_a_perfect_reading_has_all_and_nothing_else() -> None:
    said = judged(article(meeting(), agreement()), agreement(), meeting())
    assert tally(said, "events") == tally(said, "events_right") == Tally(hit=2)
    assert tally(said, "slots").f1 == 1
    assert said.errors == []
    assert all(mark.right for mark in said.marks)


def test_a_missed_event_misses_its_fillers() -> None:
    said = judged(article(meeting()))
    assert tally(said, "events") == Tally(missing=1)
    assert tally(said, "party") == Tally(missing=2)
    assert said.errors == ["en-x1: missing event: meeting talks held KG UZ"]


def test_a_made_up_event_has_spurious_fillers() -> None:
    said = judged(article(meeting()), meeting(), ELSEWHERE)
    assert tally(said, "events") == Tally(hit=1, spurious=1)
    assert tally(said, "party") == Tally(hit=2, spurious=2)


def test_a_wrong_value_is_missing_and_spurious() -> None:
    said = judged(article(meeting()), meeting(sectors=["trade"]))
    assert tally(said, "sector") == Tally(missing=1, spurious=1)
    assert [error.split(": ")[1] for error in said.errors] == ["missing sector", "spurious sector"]


def test_an_event_with_another_status_is_found_but_not_right() -> None:
    said = judged(article(meeting()), meeting(status="planned"))
    assert tally(said, "events") == Tally(hit=1)
    assert tally(said, "events_right") == Tally(missing=1, spurious=1)


@pytest.mark.parametrize("changed", [{"parties": ["KG", "RU", "TR"]}, {"date": None}])
def test_other_parties_or_another_date_are_another_happening(changed: dict[str, Any]) -> None:
    assert tally(judged(article(meeting()), meeting(**changed)), "events_right").hit == 0


def test_background_told_as_main_is_counted_alone() -> None:
    said = judged(article(meeting(), {**ELSEWHERE, "prominence": "background"}), meeting(), ELSEWHERE)
    assert tally(said, "events") == Tally(hit=1)
    assert share(said, "background_said_as_main") == Share(1, 1)


def test_background_of_the_reading_is_not_judged() -> None:
    said = judged(article(meeting()), meeting(), {**ELSEWHERE, "prominence": "background"})
    assert tally(said, "events") == Tally(hit=1)


def test_an_event_where_there_is_none_is_a_false_alarm() -> None:
    quiet = article()
    alarms = add_up([judged(quiet), judged(quiet, ELSEWHERE)]).shares["false_alarms_on_articles_without_events"]
    assert alarms["all"] == Share(1, 2)


def test_role_and_country_are_judged_of_named_participants_that_were_found() -> None:
    person = {**meeting()["participants"][0], "role": "Mayor", "country": "KG"}
    said = judged(article(meeting()), meeting(participants=[person]))
    assert share(said, "role_of_found_participant") == Share(0, 1)
    assert share(said, "country_of_found_participant") == Share(1, 1)


def test_a_figure_is_found_once_and_its_details_are_judged() -> None:
    figure = {"metric": "export", "value": 5e6, "unit": "USD", "change_pct": 3.0, "period": "2025"}
    said = judged(article(figures=[figure]), figures=[{**figure, "period": None}, figure])
    assert tally(said, "figures") == Tally(hit=1, spurious=1)
    assert share(said, "change_and_period_of_found_figure") == Share(1, 2)


def test_the_body_keeps_long_lines_and_loses_boilerplate() -> None:
    long = "The ministers " + "talked about the river and " * 5 + "ended."
    told = article(article={"text": f"{long}\nAlso read: Snow"}, boilerplate=["Also read: Snow", "Share"])
    said = judged(told, body=f"{long}\nAlso read: Snow")
    assert share(said, "article_lines_kept") == Share(1, 1)
    assert share(said, "boilerplate_removed") == Share(1, 2)
    assert share(judged(told, body=""), "boilerplate_removed") == Share(0, 2)


def test_evidence_is_given_where_a_value_has_some_and_true_where_it_cuts_its_quote() -> None:
    evidence = {"/status": [{"start": 0, "end": 3, "quote": "met"}], "/date": [{"start": 0, "end": 3, "quote": "yes"}]}
    event = meeting(participants=[], sectors=[], evidence=evidence)
    said = judged(article(meeting()), event, text="met on Monday")
    assert share(said, "evidence_given") == Share(2, 5)
    assert share(said, "evidence_true") == Share(1, 2)


def test_an_article_that_was_not_read_has_found_nothing() -> None:
    said = judge(*article(meeting()), None)
    assert tally(said, "events") == Tally(missing=1)
    assert share(said, "language_right") == Share(0, 0)


def test_confidence_is_that_of_the_value_else_of_its_field_else_of_the_event() -> None:
    sure = {"/parties/1": 0.95, "/sectors": 0.55}
    said = judged(article(meeting()), meeting(confidence=0.72, field_confidence=sure, sectors=["trade"]))
    marks = {(mark.slot, mark.confidence, mark.right) for mark in said.marks}
    assert {("party", 0.72, True), ("party", 0.95, True), ("sector", 0.55, False)} <= marks


def test_bands_of_confidence_hold_every_value_once() -> None:
    events = [meeting(confidence=at) for at in (0.0, 0.5, 0.59, 0.9, 1.0)]
    card = add_up([judged(article(meeting()), event) for event in events])
    assert [band.all for band in card.confidence["status"]] == [1, 2, 0, 0, 0, 2]
    assert len(BANDS) == 6
    assert sum(band.all for band in card.confidence["all"]) == sum(
        band.all for slot, bands in card.confidence.items() if slot != "all" for band in bands
    )


def test_languages_add_up_to_the_whole() -> None:
    name, told, gold = article(meeting())
    judgements = [judge(name, told, gold, reading(meeting())), judge("de-x1", told, gold, reading())]
    card = add_up(judgements)
    assert card.languages == ["de", "en"]
    assert (card.tallies["events"]["de"], card.tallies["events"]["en"]) == (Tally(missing=1), Tally(hit=1))
    assert card.tallies["events"]["all"] == Tally(hit=1, missing=1)


def test_the_scorecard_as_values_is_rounded_to_the_third_digit() -> None:
    judgements = [judged(article(meeting()), meeting()), judged(article(meeting())), judged(article(meeting()))]
    values = as_values(add_up(judgements))
    assert values["events"] == {"precision": 1.0, "recall": 0.333, "f1": 0.5, "gold": 3}
    assert values["articles"] == 3
    assert values["boilerplate_removed"] is None
