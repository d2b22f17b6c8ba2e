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


TAKEN_UP = [
    (
        "en",
        "Foreign Minister of Georgia Irakli Lomidze is in Tokyo. He met with Vice-Minister of Trade of Japan Ken Mori.",
        {"Irakli Lomidze", "Ken Mori"},
    ),
    (
        "de",
        "In Wien weilt der georgische Außenminister Irakli Lomidse. Am Montag traf er den österreichischen "
        "Außenminister Karl Holm.",
        {"Irakli Lomidse", "Karl Holm"},
    ),
    (
        "ru",
        "В Токио находится министр иностранных дел Грузии Ираклий Ломидзе. Он встретился с министром торговли Японии "
        "Кэном Мори.",
        {"Ираклий Ломидзе", "Кэн Мори"},
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), TAKEN_UP)
def test_a_pronoun_stands_for_who_was_told_before(language: str, text: str, expected: set[str | None]) -> None:
    assert participants(text, language) == expected


NO_SIGNATORIES = [
    (
        "en",
        "Norway and Serbia signed an agreement on energy in Oslo, witnessed by Serbia's Energy Minister Nils Roe and "
        "Norway's Foreign Minister Arman Doe.",
    ),
    (
        "en",
        "Uzbekistan and Turkey signed a trade agreement in Ankara in the presence of Minister of Trade Can Demir "
        "and Ambassador of Uzbekistan Sherzod Valiev.",
    ),
    ("en", "Turkey and Uzbekistan signed a trade agreement in Ankara, Turkish Trade Minister Can Demir said."),
    ("en", "President of Kyrgyzstan Bakyt Asanov signed the law on ratifying the agreement with Turkey on trade."),
    (
        "de",
        "Im Zuge der Reise von Wirtschaftsminister Karl Holm in die Türkei haben Siemens und die türkische Bahn einen "
        "Vertrag über 50 Loks unterzeichnet.",
    ),
    ("ru", "Турция и Узбекистан подписали в Анкаре соглашение о торговле, сообщил министр торговли Турции Джан Демир."),
]


@pytest.mark.parametrize(("language", "text"), NO_SIGNATORIES)
def test_who_reports_ratifies_watches_or_visits_has_not_signed(language: str, text: str) -> None:
    events = read_article({"id": "x", "text": text, "language": language, "published_at": "2024-10-12"})["events"]
    papers = [event for event in events if event["kind"] == "agreement"]
    assert papers
    assert [person["name"] for paper in papers for person in paper["participants"]] == []


def test_everybody_of_a_list_at_the_table_takes_part() -> None:
    text = (
        "In Ulan-Bator sprachen die Präsidenten Deutschlands und der Mongolei, Karl Holm und Bat Dorj, über Bergbau. "
        "Von mongolischer Seite saßen Außenminister L. Bataar, Botschafter Ts. Ganbold und Finanzminister S. Tömör mit "
        "am Tisch."
    )
    assert {"L. Bataar", "Ts. Ganbold", "S. Tömör"} <= participants(text, "de")


def test_ministers_of_many_countries_in_one_breath_are_a_group() -> None:
    text = (
        "The foreign ministers of Kazakhstan, Kyrgyzstan, Tajikistan, Turkmenistan and Uzbekistan met with High "
        "Representative of the EU Karin Holm in Brussels."
    )
    assert participants(text, "en") == {"Karin Holm"}


def parties(text: str, language: str) -> set[str]:
    result = read_article({"id": "x", "text": text, "language": language, "published_at": "2024-10-12"})
    return {code for event in result["events"] for code in event["parties"]}


def test_a_bloc_that_meets_stands_for_its_members() -> None:
    text = "Die Staatschefs Zentralasiens trafen in Astana den türkischen Präsidenten Emre Kaya zu Gesprächen."
    assert parties(text, "de") == {"KG", "KZ", "TJ", "TM", "TR", "UZ"}


def test_the_two_countries_are_those_told_before() -> None:
    text = (
        "Foreign Minister of Turkmenistan Myrat Orazov was received by President of Uzbekistan Anvar Tursunov. "
        "Consultations were held between the foreign ministries of the two countries, at which the "
        "Turkmenistan-Afghanistan-Pakistan-India pipeline was discussed."
    )
    assert parties(text, "en") == {"TM", "UZ"}


def test_who_stands_at_the_airport_takes_no_part() -> None:
    text = (
        "President of Norway Arman Doe arrived in Belgrade on an official visit. He was welcomed at the airport by "
        "Serbia's Deputy Minister of Energy Nils Roe."
    )
    assert participants(text, "en") == {"Arman Doe"}
