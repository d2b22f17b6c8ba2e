"""Who takes part in what an article tells, and who is only mentioned."""

from __future__ import annotations

import pytest

from services.classify.reading.reader import read_article


def participants(text: str, language: str) -> set[str | None]:
    """The names of everybody in the article's main events."""
    result = read_article({"id": "x", "text": text, "language": language, "published_at": "2024-10-12"})
    events = result["events"]
    assert isinstance(events, list)
    return {person["name"] for event in events if event["prominence"] == "main" for person in event["participants"]}


MENTIONED = [
    (
        "en",
        "Foreign Minister of Turkmenistan Myrat Orazov held talks with Foreign Minister of Turkey Kerem Aksoy. "
        "The guest conveyed greetings and best wishes from President of Turkmenistan Batyr Nurov to President of "
        "Turkey Emre Kaya.",
        {"Myrat Orazov", "Kerem Aksoy"},
    ),
    (
        "en",
        "Prime Minister of Kazakhstan Marat Nurov met Foreign Minister of Uzbekistan Sherzod Valiev in Astana. "
        "The minister spoke of Uzbek President Anvar Tursunov's special attention to these ties.",
        {"Marat Nurov", "Sherzod Valiev"},
    ),
    (
        "ru",
        "Министр иностранных дел Казахстана Марат Нуров провёл переговоры с министром иностранных дел Узбекистана "
        "Шерзодом Валиевым. Гость передал тёплый привет от президента Узбекистана Анвара Турсунова.",
        {"Марат Нуров", "Шерзод Валиев"},
    ),
    (
        "de",
        "Der Außenminister Kasachstans, Marat Nurow, traf in Berlin die deutsche Außenministerin Karin Holm. "
        "Der Gast überbrachte Grüße des Präsidenten von Kasachstan, Batyr Asanow.",
        {"Marat Nurow", "Karin Holm"},
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), MENTIONED)
def test_those_whose_greetings_are_brought_take_no_part(language: str, text: str, expected: set[str]) -> None:
    assert participants(text, language) == expected


def test_everybody_listed_as_attending_takes_part() -> None:
    text = (
        "President of Uzbekistan Anvar Tursunov met President of Turkey Emre Kaya in Tashkent. The meeting was "
        "attended by Sherzod Valiev, Minister of Energy of Uzbekistan; Kerem Aksoy, Minister of Trade of Turkey; "
        "Selim Demir, Ambassador of Turkey to Uzbekistan."
    )
    assert participants(text, "en") >= {"Sherzod Valiev", "Kerem Aksoy", "Selim Demir"}


def test_the_one_that_somebody_stands_in_for_is_not_there() -> None:
    text = (
        "Stellvertretend für Ministerpräsidentin Karin Holm empfing Wirtschaftsminister Jens Voss in Erfurt den "
        "usbekischen Minister für Energie, Sherzod Valiev."
    )
    assert participants(text, "de") == {"Jens Voss", "Sherzod Valiev"}


def test_a_war_is_no_party() -> None:
    text = "Angesichts des Ukraine-Kriegs traf Außenministerin Karin Holm den kasachischen Minister Marat Nurow."
    events = read_article({"id": "x", "text": text, "language": "de"})["events"]
    assert isinstance(events, list)
    assert [event["parties"] for event in events] == [["DE", "KZ"]]


def test_the_agency_in_a_dateline_takes_no_part() -> None:
    text = (
        "ASTANA, November 20 (Steppe Courier) – Kazakhstan's Energy Minister Marat Nurov held talks with Uzbekistan's "
        "Energy Minister Sherzod Valiev."
    )
    assert participants(text, "en") == {"Marat Nurov", "Sherzod Valiev"}
