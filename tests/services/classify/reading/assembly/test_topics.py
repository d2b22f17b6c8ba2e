"""Which sentences tell what an event is about, where the article tells several."""

from __future__ import annotations

from typing import Any

import pytest

from services.classify.reading.reader import read_article


def topics(text: str, language: str = "en", title: str = "") -> list[tuple[str, str, list[str]]]:
    read: dict[str, Any] = read_article(
        {"title": title, "text": text, "language": language, "published_at": "2024-06-13"}
    )
    told = [event for event in read["events"] if event["prominence"] == "main"]
    return [(event["kind"], event["status"], event["sectors"]) for event in told]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "President Anna Berga of Latvia held talks with President John Odera of Kenya in Riga on Tuesday. "
            "They discussed tourism.\n\n"
            "After the talks the presidents signed an agreement on fisheries. It opens ports in Kenya to trawlers.",
        ),
        (
            "de",
            "Lettlands Präsidentin Anna Berga hat am Dienstag in Riga mit Kenias Präsidenten John Odera gesprochen. "
            "Es ging um Tourismus.\n\n"
            "Danach unterzeichneten die Präsidenten ein Abkommen über Fischerei. Es öffnet Trawlern Häfen in Kenia.",
        ),
        (
            "ru",
            "Президент Латвии Анна Берга во вторник провела в Риге переговоры с президентом Кении Джоном Одерой. "
            "Обсуждался туризм.\n\n"
            "По итогам президенты подписали соглашение о рыболовстве. Оно открывает траулерам порты Момбасы.",
        ),
    ],
)
def test_what_follows_a_paper_in_its_paragraph_is_about_the_paper(language: str, text: str) -> None:
    assert topics(text, language) == [
        ("meeting", "held", ["tourism"]),
        ("agreement", "signed", ["agriculture", "transport"]),
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "President Anna Berga of Latvia held talks with President John Odera of Kenya in Riga on Tuesday.\n\n"
            "A protocol was signed after the talks.\n\n"
            "Tourism and fisheries are among the areas it covers.",
        ),
        (
            "de",
            "Lettlands Präsidentin Anna Berga hat am Dienstag in Riga mit Kenias Präsidenten John Odera gesprochen.\n\n"
            "Danach wurde ein Protokoll unterzeichnet.\n\n"
            "Zusammenarbeiten wollen beide Länder beim Tourismus und in der Fischerei.",
        ),
        (
            "ru",
            "Президент Латвии Анна Берга во вторник провела в Риге переговоры с президентом Кении Джоном Одерой.\n\n"
            "По итогам подписан протокол.\n\n"
            "Туризм и рыболовство – вот сферы, которые этот протокол охватывает.",
        ),
    ],
)
def test_a_paragraph_that_says_what_a_paper_holds_is_about_the_paper(language: str, text: str) -> None:
    assert ("agreement", "signed", ["agriculture", "tourism"]) in topics(text, language)


def test_other_things_talked_of_behind_a_paper_are_the_meetings() -> None:
    text = (
        "President Anna Berga of Latvia held talks with President John Odera of Kenya in Riga on Tuesday.\n\n"
        "After the talks the presidents signed an agreement on fisheries.\n\n"
        "Tourism and education were among the other topics."
    )
    assert topics(text) == [
        ("meeting", "held", ["education", "tourism"]),
        ("agreement", "signed", ["agriculture"]),
    ]


def test_what_follows_a_visit_spoken_of_is_about_the_meeting() -> None:
    text = (
        "President Anna Berga of Latvia received Kenya's Ambassador John Odera in Riga on Tuesday. "
        "Kenya's Prime Minister Peter Mwangi will visit Riga in July. "
        "Trade in tea is growing, the ambassador said."
    )
    assert topics(text) == [("meeting", "held", ["agriculture", "trade"]), ("meeting", "planned", [])]


def test_the_one_event_of_an_article_is_about_all_of_it() -> None:
    text = (
        "Latvia's Foreign Minister Anna Berga received Kenya's Ambassador John Odera in Riga on Tuesday.\n\n"
        + "The guest was shown the old town, as it is the custom with ambassadors in Riga.\n\n" * 7
        + "Both sides want more in tourism and education."
    )
    assert topics(text) == [("meeting", "held", ["education", "tourism"])]


def test_a_paper_told_beside_its_matter_is_about_it() -> None:
    text = (
        "President Anna Berga of Latvia received Kenya's Prime Minister John Odera in Riga on Tuesday. "
        "Kenya wants to buy trams. The contract is to be signed in July.\n\nBoth countries have embassies."
    )
    assert ("agreement", "planned", ["urban_development"]) in topics(text)


def test_ministers_of_one_field_meet_about_it_where_nothing_else_is_told() -> None:
    text = (
        "The Transport Ministers of Latvia and Kenya, Anna Berga and John Odera, met in Riga on Tuesday.\n\n"
        "Latvia's Foreign Minister Karlis Ozols received Kenya's Ambassador Peter Mwangi."
    )
    assert topics(text)[0] == ("meeting", "held", ["transport"])


def test_topics_go_on_behind_what_is_only_recalled() -> None:
    text = (
        "President Anna Berga of Latvia held talks with President John Odera of Kenya in Riga on Tuesday. "
        "Earlier, in 2019, the two countries signed an agreement on fisheries. "
        "Tourism and education were discussed as well."
    )
    assert topics(text) == [("meeting", "held", ["education", "tourism"])]


def test_a_country_is_no_topic_where_it_takes_part() -> None:
    text = "President Anna Berga of Latvia held talks with President Petro Dubko of Ukraine in Riga on Tuesday. {}"
    assert topics(text.format("They discussed tourism in Ukraine.")) == [("meeting", "held", ["tourism"])]
    assert topics(text.format("They discussed tourism and Syria.")) == [("meeting", "held", ["politics", "tourism"])]


def test_what_a_development_bank_signs_is_investment_and_what_the_money_is_for() -> None:
    text = "Latvia and the EBRD signed an agreement in Riga on Tuesday."
    assert topics(text, title="Latvia to renew its railways") == [("agreement", "signed", ["investment", "transport"])]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A memorandum on cooperation between the foreign ministries of Latvia and Kenya was signed in Riga."),
        ("ru", "В Риге подписан меморандум о сотрудничестве между министерствами иностранных дел Латвии и Кении."),
    ],
)
def test_what_foreign_ministries_agree_on_between_them_is_politics(language: str, text: str) -> None:
    assert topics(text, language) == [("agreement", "signed", ["politics"])]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "President Anna Berga of Latvia met President John Odera of Kenya in Riga on Tuesday to discuss tourism. "
            "At the end of the meeting four agreements were signed. They concern fisheries and vocational training.",
        ),
        (
            "de",
            "Lettlands Präsidentin Anna Berga traf am Dienstag in Riga Kenias Präsidenten John Odera; Thema war der "
            "Tourismus. Zum Abschluss des Treffens wurden vier Abkommen unterzeichnet. Sie betreffen Fischerei und "
            "Berufsbildung.",
        ),
    ],
)
def test_what_several_papers_are_about_is_not_what_was_talked_about(language: str, text: str) -> None:
    assert topics(text, language) == [
        ("meeting", "held", ["tourism"]),
        ("agreement", "signed", ["agriculture", "education"]),
    ]
