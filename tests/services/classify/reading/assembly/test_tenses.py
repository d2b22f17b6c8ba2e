"""What is news and what is looked back on: pluperfects, papers in force, meetings only named."""

from typing import Any

import pytest

from services.classify.reading.reader import read_article


def events(text: str) -> list[dict[str, Any]]:
    result = read_article({"id": "a", "title": None, "text": text, "published_at": "2025-05-08"})
    return [event for event in result["events"] if event["prominence"] == "main"]


def told(text: str) -> list[tuple[str, str, str]]:
    return [(event["kind"], event["status"], event["form"]) for event in events(text)]


def test_the_german_pluperfect_looks_back() -> None:
    text = (
        "Der deutsche Außenminister Peter Weber hat am Mittwoch in Baku seinen aserbaidschanischen Kollegen "
        "Elman Alijew getroffen. Am Dienstag hatte Weber in Tiflis den georgischen Präsidenten Levan "
        "Gelaschwili getroffen."
    )
    assert [event["parties"] for event in events(text)] == [["AZ", "DE"]]


def test_what_was_just_before_is_news_all_the_same() -> None:
    text = (
        "Deutschland und Georgien haben am Mittwoch ein Abkommen unterzeichnet. Zuvor hatten Außenminister Peter Weber "
        "und der georgische Präsident Levan Gelaschwili in Tiflis ein Gespräch geführt."
    )
    assert told(text) == [("agreement", "signed", "agreement"), ("meeting", "held", "talks")]


def test_those_who_had_signed_what_is_ratified_stay_with_it() -> None:
    text = (
        "Das georgische Parlament hat am Mittwoch den Vertrag mit Aserbaidschan ratifiziert. Unterzeichnet hatten den "
        "Vertrag die Präsidenten Levan Gelaschwili und Elman Alijew."
    )
    (treaty,) = events(text)
    assert (treaty["status"], len(treaty["participants"])) == ("in_force", 2)


@pytest.mark.parametrize(
    "text",
    [
        "Georgia and Turkey signed a memorandum on gas on Wednesday. The memorandum is valid for two years.",
        "Georgien und die Türkei haben am Mittwoch ein Memorandum unterzeichnet. Das Memorandum gilt zwei Jahre.",
        "Грузия и Турция в среду подписали меморандум. Меморандум действует два года.",
        "Грузия и Турция в среду подписали меморандум. Документ должен быть ратифицирован.",
    ],
)
def test_a_paper_just_signed_is_not_in_force_for_being_valid(text: str) -> None:
    assert told(text) == [("agreement", "signed", "memorandum")]


@pytest.mark.parametrize(
    "text",
    [
        "Georgia and Turkey signed a protocol amending the agreement on trade on Wednesday.",
        "Georgien und die Türkei haben am Mittwoch ein Protokoll zur Änderung des Handelsabkommens unterzeichnet.",
        "Грузия и Турция в среду подписали протокол о внесении изменений в соглашение о торговле.",
    ],
)
def test_the_paper_that_another_changes_is_only_named(text: str) -> None:
    assert told(text) == [("agreement", "signed", "protocol")]


def test_talks_at_whose_margins_papers_are_signed_are_told() -> None:
    text = (
        "Georgia and Turkey signed five documents on Wednesday during Turkish President Selim Kaya's visit to Tbilisi. "
        "They were signed on the sidelines of a meeting between President Kaya and his Georgian counterpart Levan "
        "Gelashvili."
    )
    assert ("meeting", "held", "talks") in told(text)


def test_prices_are_no_journeys() -> None:
    assert told("Die Gaspreise Georgiens und der Türkei sind abgesagt worden.") == []
