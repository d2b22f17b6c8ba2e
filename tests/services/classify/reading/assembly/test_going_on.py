"""Sentences that go on about what was told before: who comes next, who sat in, what was signed too."""

from __future__ import annotations

from typing import Any

import pytest

from services.classify.reading.reader import read_article


def news(text: str, language: str, **article: str) -> list[dict[str, Any]]:
    read = read_article({"text": text, "language": language, "published_at": "2024-06-13", **article})
    return [event for event in read["events"] if event["prominence"] == "main"]


def names(event: dict[str, Any]) -> list[str | None]:
    return [person["name"] for person in event["participants"]]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "On Tuesday Latvia's Foreign Minister Anna Berga met Kenya's Foreign Minister John Odera in Riga. "
               "Next came Paul Nero, Foreign Minister of Chile."),
        ("de", "Am Dienstag hat Lettlands Außenministerin Anna Berga in Riga Kenias Außenminister John Odera "
               "getroffen. Danach war der chilenische Außenminister Paul Nero an der Reihe."),
        ("de", "Am Dienstag hat Lettlands Außenministerin Anna Berga in Riga Kenias Außenminister John Odera "
               "getroffen. Am Mittwoch folgte der chilenische Außenminister Paul Nero."),
        ("ru", "Во вторник министр иностранных дел Латвии Анна Берга встретилась в Риге с министром иностранных дел "
               "Кении Джоном Одерой. Затем настала очередь министра иностранных дел Чили Пауля Неро."),
    ],
)  # fmt: skip
def test_who_comes_next_meets_whoever_met_the_one_before(language: str, text: str) -> None:
    first, second = news(text, language)
    assert (first["parties"], second["parties"]) == (["KE", "LV"], ["CL", "LV"])
    assert names(first)[0] == names(second)[0]


def test_each_of_those_whose_turn_it_is_has_a_meeting_of_its_own() -> None:
    text = (
        "Later today Prime Minister Anna Berga of Latvia is to sit down with the delegation from Kenya. Tomorrow it "
        "will be the turn of Chile, Ghana and Norway."
    )
    told = [(event["status"], event["parties"]) for event in news(text, "en")]
    assert told == [("planned", sorted(["LV", code])) for code in ("KE", "CL", "GH", "NO")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The foreign ministers of Latvia and Kenya met in Riga on Tuesday. A delegate of the World Bank also "
               "sat at the table."),
        ("de", "Die Außenminister Lettlands und Kenias haben sich am Dienstag in Riga getroffen. Auch ein Vertreter "
               "der Weltbank saß am Tisch."),
    ],
)  # fmt: skip
def test_who_sat_in_too_is_a_party_of_the_one_meeting(language: str, text: str) -> None:
    (event,) = news(text, language)
    assert event["parties"] == ["KE", "LV", "WB"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In Riga the Latvian company Balta Ltd and Kenya's Simba Ltd signed a contract on wind turbines on "
               "Tuesday. An agreement on tea was also signed by the Latvian firm Dzintars and Kenya's Chai Ltd."),
        ("ru", "Во вторник в Риге латвийская компания «Балта» и кенийская компания «Симба» заключили контракт на "
               "ветряки. Латвийская компания «Дзинтарс» договорилась с кенийской компанией «Чай» о поставках, "
               "соглашение тоже подписано."),
    ],
)  # fmt: skip
def test_a_paper_signed_too_by_others_is_a_paper_of_its_own(language: str, text: str) -> None:
    assert [event["form"] for event in news(text, language)] == ["contract", "agreement"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Latvia's Foreign Minister Anna Berga met Kenya's Foreign Minister John Odera in Riga on Tuesday and "
               "signed an agreement with him. A contract with Director Paul Kamau was not signed."),
        ("de", "Lettlands Außenministerin Anna Berga traf am Dienstag in Riga Kenias Außenminister John Odera. "
               "Anschließend unterschrieben sie ein Abkommen. Mit Direktor Paul Kamau besuchten sie eine Molkerei; ein "
               "Vertrag wurde nicht geschlossen."),
    ],
)  # fmt: skip
def test_a_paper_that_was_not_made_names_no_signatory(language: str, text: str) -> None:
    papers = [event for event in news(text, language) if event["kind"] == "agreement"]
    assert [names(paper) for paper in papers] == [["Anna Berga", "John Odera"]]


def test_those_who_are_to_meet_are_to_sign_what_they_plan_there() -> None:
    text = (
        "Am 20. Juni treffen sich in Riga die Präsidenten Anna Berga (Lettland), John Odera (Kenia) und Paul Nero "
        "(Chile). Dort wollen die drei eine Erklärung verabschieden."
    )
    meeting, paper = news(text, "de")
    assert (paper["kind"], paper["status"], names(paper)) == ("agreement", "planned", names(meeting))
    assert paper["place"] == meeting["place"] == {"name": "Riga", "country": "LV"}


def test_behind_what_it_recalls_an_article_goes_on_about_its_news() -> None:
    text = (
        "President Anna Berga of Latvia held talks with President John Odera of Kenya in Riga on Tuesday. They had "
        "last met in Geneva in March 2021. Ms Berga was accompanied by Trade Minister Karlis Ozols and Minister of "
        "Health Ilze Liepa."
    )
    event = news(text, "en")[0]
    assert names(event) == ["Anna Berga", "John Odera", "Karlis Ozols", "Ilze Liepa"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Latvia's Foreign Minister Anna Berga met her Kenyan colleague John Odera in Riga on Tuesday. They "
               "talked about the war between Chad and Sudan."),
        ("de", "Lettlands Außenministerin Anna Berga traf am Dienstag in Riga ihren kenianischen Kollegen John Odera. "
               "Es ging um die Folgen des Krieges zwischen Tschad und Sudan."),
        ("ru", "Министр иностранных дел Латвии Анна Берга встретилась во вторник в Риге с кенийским коллегой Джоном "
               "Одерой. Говорили о войне между Чадом и Суданом."),
    ],
)  # fmt: skip
def test_who_is_at_war_is_no_party_of_talks_about_it(language: str, text: str) -> None:
    assert [event["parties"] for event in news(text, language)] == [["KE", "LV"]]


def test_papers_that_are_ready_for_signing_are_planned() -> None:
    text = (
        "The forum of Latvia and Kenya, which was to open in Riga on 20 June, has been cancelled. About forty "
        "agreements had been prepared for signing by companies of both countries."
    )
    paper = news(text, "en")[-1]
    assert (paper["kind"], paper["status"], paper["count"]) == ("agreement", "planned", 40)
