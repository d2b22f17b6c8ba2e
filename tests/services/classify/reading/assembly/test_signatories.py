"""Who signs, who only looks on, and who is meant where a paper or a meeting names nobody."""

from __future__ import annotations

from typing import Any

import pytest

from services.classify.reading.reader import read_article


def events(text: str, language: str) -> list[dict[str, Any]]:
    result = read_article({"id": "x", "text": text, "language": language, "published_at": "2024-10-12"})
    return [event for event in result["events"] if event["prominence"] == "main"]


def names(event: dict[str, Any]) -> set[str | None]:
    return {person["name"] for person in event["participants"]}


def papers(text: str, language: str) -> list[dict[str, Any]]:
    return [event for event in events(text, language) if event["kind"] == "agreement"]


ONLOOKERS = [
    (
        "en",
        "Minister of Energy of Kazakhstan Marat Nurov and Minister of Energy of Turkey Kerem Aksoy signed a memorandum "
        "on wind power in Astana, with President of Turkey Emre Kaya in attendance.",
        {"Marat Nurov", "Kerem Aksoy"},
    ),
    (
        "en",
        "An agreement on tourism was signed in Tashkent by Minister of Culture of Uzbekistan Anvar Tursunov and "
        "Minister of Culture of Turkey Can Demir. The signing ceremony was attended by Ambassador of Turkey Emre Kaya.",
        {"Anvar Tursunov", "Can Demir"},
    ),
    (
        "de",
        "Die deutsche Umweltministerin Karin Holm und der kasachische Umweltminister Marat Nurow unterzeichneten am "
        "Freitag in Astana ein Abkommen; an der Zeremonie nahm auch der deutsche Botschafter Jan Wolters teil.",
        {"Karin Holm", "Marat Nurow"},
    ),
    (
        "ru",
        "Меморандум о сотрудничестве подписали министр энергетики Казахстана Марат Нуров и министр энергетики "
        "Узбекистана Шерзод Валиев; на церемонии присутствовал посол Узбекистана Анвар Турсунов.",
        {"Марат Нуров", "Шерзод Валиев"},
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), ONLOOKERS)
def test_those_who_only_see_a_paper_signed_have_not_signed_it(language: str, text: str, expected: set[str]) -> None:
    assert [names(paper) for paper in papers(text, language)] == [expected]


JOINT = [
    (
        "en",
        "Foreign Minister of Kazakhstan Marat Nurov met Foreign Minister of Turkey Kerem Aksoy in Astana on Friday. "
        "A memorandum on visas was signed by the two.",
        {"Marat Nurov", "Kerem Aksoy"},
    ),
    (
        "de",
        "Der kasachische Verkehrsminister Marat Nurow traf am Freitag in Berlin die deutsche Verkehrsministerin Karin "
        "Holm. Anschließend unterzeichneten die beiden Minister ein Protokoll über Bahnstrecken.",
        {"Marat Nurow", "Karin Holm"},
    ),
    (
        "ru",
        "Министр транспорта Казахстана Марат Нуров встретился в Астане с министром транспорта Узбекистана Шерзодом "
        "Валиевым. По итогам они подписали соглашение о перевозках.",
        {"Марат Нуров", "Шерзод Валиев"},
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), JOINT)
def test_a_joint_subject_stands_for_those_told_before(language: str, text: str, expected: set[str]) -> None:
    assert [names(paper) for paper in papers(text, language)] == [expected]


def test_those_who_signed_a_treaty_stay_with_it_when_it_is_ratified() -> None:
    text = (
        "The parliament of Kazakhstan ratified the agreement on transit with Turkey on Friday. The agreement was "
        "signed by Presidents Marat Nurov and Emre Kaya in Ankara on 3 May 2023."
    )
    [paper] = papers(text, "en")
    assert (paper["status"], names(paper)) == ("in_force", {"Marat Nurov", "Emre Kaya"})


RECEIVED = [
    ("en", "Foreign Minister of Turkey Kerem Aksoy arrived in Astana on Friday. President of Kazakhstan Marat Nurov "
     "received him in the evening.", {"Kerem Aksoy", "Marat Nurov"}),
    ("ru", "Министр иностранных дел Турции Керем Аксой прибыл в Астану. Вечером его принял президент Казахстана Марат "
     "Нуров.", {"Керем Аксой", "Марат Нуров"}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), RECEIVED)
def test_whom_a_pronoun_means_takes_part(language: str, text: str, expected: set[str]) -> None:
    reception = next(event for event in events(text, language) if event["form"] == "reception")
    assert names(reception) == expected


PLACES = [
    ("en", "On the sidelines of a forum in Oslo, Norway, Foreign Minister of Kazakhstan Marat Nurov met Foreign "
     "Minister of Turkey Kerem Aksoy.", ["KZ", "TR"]),
    ("de", "Der kasachische Außenminister Marat Nurow und die österreichische Außenministerin Karin Holm sprachen in "
     "Wien über die österreichische EU-Ratspräsidentschaft.", ["AT", "KZ"]),
    ("en", "Foreign Minister of Kazakhstan Marat Nurov and Foreign Minister of Turkey Kerem Aksoy held talks in "
     "Ankara, the Russian news agency reports.", ["KZ", "TR"]),
    ("ru", "Министр транспорта Казахстана Марат Нуров, министр транспорта Узбекистана Шерзод Валиев и представители "
     "Китая провели переговоры в Ташкенте.", ["CN", "KZ", "UZ"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "parties"), PLACES)
def test_a_country_that_only_places_or_reports_is_no_party(language: str, text: str, parties: list[str]) -> None:
    assert [event["parties"] for event in events(text, language)] == [parties]
