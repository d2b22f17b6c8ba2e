"""Days, places, sums and undertakings of events, as whole articles tell them."""

from __future__ import annotations

from typing import Any

import pytest

from services.classify.reading.reader import read_article


def events(text: str, language: str, title: str = "", published_at: str = "2024-06-13") -> list[dict[str, Any]]:
    read = read_article({"title": title, "text": text, "language": language, "published_at": published_at})
    told: list[dict[str, Any]] = [event for event in read["events"] if event["prominence"] == "main"]
    return told


def day(event: dict[str, Any]) -> str | None:
    return event["date"]["start"] if event["date"] else None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Latvia's Foreign Minister Anna Berga met Kenya's Foreign Minister John Odera in Riga, "
            "her office said on Tuesday.",
        ),
        (
            "ru",
            "Министр иностранных дел Латвии Анна Берга встретилась в Риге с министром иностранных дел Кении "
            "Джоном Одерой, сообщила во вторник пресс-служба.",
        ),
        (
            "de",
            "Lettlands Außenministerin Anna Berga hat in Riga Kenias Außenminister John Odera getroffen, "
            "teilte ihr Amt am Dienstag mit.",
        ),
    ],
)
def test_the_day_of_the_report_is_not_the_events(language: str, text: str) -> None:
    assert [(day(event), event["place"]["name"]) for event in events(text, language)] == [(None, "Riga")]


def test_a_meeting_takes_the_day_that_the_sentence_behind_tells() -> None:
    text = (
        "The Presidents of Latvia and Kenya, Anna Berga and John Odera, held talks in Riga on trade and ports. "
        "The guest had arrived on Tuesday with a group of ministers."
    )
    assert [day(event) for event in events(text, "en")] == ["2024-06-11"]


def test_a_planned_paper_is_signed_where_and_when_its_meeting_is_held() -> None:
    text = (
        "Kenya's President John Odera will visit Riga on 25 June for talks with Latvia's President Anna Berga. "
        "A memorandum on ports is to be signed."
    )
    told = {event["kind"]: event for event in events(text, "en")}
    assert (day(told["agreement"]), told["agreement"]["place"]["name"]) == ("2024-06-25", "Riga")


def test_of_a_datelines_places_the_last_is_where_it_was_written() -> None:
    text = "Nairobi/Wien/Riga (nwi) - Lettlands Außenministerin Anna Berga empfing Kenias Außenminister John Odera."
    [met] = events(text, "de")
    assert met["place"]["name"] == "Riga"


def test_a_ratified_treaty_is_dated_by_its_ratification() -> None:
    text = (
        "The parliament of Latvia on Tuesday ratified the agreement with Kenya on air traffic. "
        "The agreement was signed in Nairobi on 3 March 2023."
    )
    told = [event for event in events(text, "en") if event["status"] == "in_force"]
    assert [(day(event), event["place"]) for event in told] == [("2024-06-11", None)]


def test_a_quarter_is_told_by_its_first_month_and_half_a_year_by_the_year() -> None:
    text = "Riga will host the third meeting of the Latvian-Kenyan commission in the {} of this year."
    dates = [events(text.format(part), "en")[0]["date"] for part in ("fourth quarter", "second half")]
    assert [(date["start"], date["precision"]) for date in dates] == [("2024-10-01", "month"), ("2024-01-01", "year")]


def test_an_article_without_a_dateline_plays_where_its_lead_puts_it() -> None:
    text = (
        "Kenya's President John Odera spent two days in the Latvian city of Liepaja with a group of businessmen.\n\n"
        "On Tuesday he was received by President of Latvia Anna Berga. They discussed ports."
    )
    assert [event["place"]["name"] for event in events(text, "en")] == ["Liepāja"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Latvia and Kenya signed a loan agreement for 785 million yen (about 5.3 million dollars) in Riga.",
            (785e6, "JPY"),
        ),
        (
            "de",
            "Lettland und Kenia haben in Riga einen Kreditvertrag unterzeichnet. Davon entfallen 3 Mio. Euro auf den "
            "Hafen, insgesamt sind es 8 Mio. Euro.",
            (8e6, "EUR"),
        ),
    ],
)
def test_a_whole_sum_is_the_amount(language: str, text: str, expected: tuple[float, str]) -> None:
    amounts = [event["amount"] for event in events(text, language) if event["kind"] == "agreement"]
    assert [(amount["value"], amount["currency"]) for amount in amounts] == [expected]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Latvia and Kenya signed a contract on the Liepaja-Jelgava railway in Riga.",
            ["Liepaja-Jelgava railway"],
        ),
        ("en", "Latvia and Kenya signed a contract on pumps in Riga with Jelgava Solar Park LLC.", []),
        ("ru", "Латвия и Кения подписали в Риге договор о проекте «Зелёный берег».", ["Зелёный берег"]),
    ],
)
def test_undertakings_are_told_by_their_names(language: str, text: str, expected: list[str]) -> None:
    assert [event["projects"] for event in events(text, language) if event["kind"] == "agreement"] == [expected]


def test_an_undertaking_is_taken_up_by_its_noun() -> None:
    text = (
        "The Liepaja-Jelgava railway was the subject when President of Latvia Anna Berga received President of Kenya "
        "John Odera in Riga on Tuesday.\n\nLatvia and Kenya will sign a contract for the railway in September."
    )
    told = [event["projects"] for event in events(text, "en") if event["kind"] == "agreement"]
    assert told == [["Liepaja-Jelgava railway"]]


def test_where_talks_recalled_were_held_is_not_where_these_are() -> None:
    text = (
        "Kenya's Foreign Minister John Odera arrived in Riga on a visit on Tuesday.\n\n"
        "He had a meeting with Latvia's Foreign Minister Anna Berga. "
        "The ministers welcomed the outcome of the talks recently held in Nairobi."
    )
    assert {event["place"]["name"] for event in events(text, "en")} == {"Riga"}


def test_a_guest_meets_those_still_to_be_met_where_the_visit_is() -> None:
    text = (
        "Kenya's Foreign Minister John Odera has arrived in Riga on an official visit. "
        "He was welcomed by Latvia's Deputy Foreign Minister Karlis Ozols.\n\n"
        "The minister will hold talks with Latvia's Foreign Minister Anna Berga."
    )
    assert [(event["status"], event["place"]["name"]) for event in events(text, "en")][-1] == ("planned", "Riga")


def test_the_place_told_for_the_meeting_outdoes_the_agencys_desk() -> None:
    text = (
        "РИГА, 13 июня. /ЛЕТА/. Меморандум о консультациях подписали во вторник министр иностранных дел Латвии "
        "Анна Берга и министр иностранных дел Кении Джон Одера. Об этом говорится в сообщении, распространённом "
        "по итогам их встречи в Найроби."
    )
    assert {event["place"]["name"] for event in events(text, "ru")} == {"Nairobi"}


def test_the_title_tells_the_sum_of_papers_whose_sums_are_told_one_by_one() -> None:
    text = (
        "Two agreements on the coast road were signed in Nairobi on Tuesday by Kenya and the World Bank.\n\nThe "
        "first is on a loan of 87 million dollars, the second on a grant."
    )
    (paper,) = events(text, "en", title="World Bank gives Kenya 110 million dollars for coast road")
    assert paper["amount"] == {"value": 110_000_000, "currency": "USD"}
