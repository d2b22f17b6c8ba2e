"""Stays of some days."""

import pytest

from services.classify.reading.reader import read_article


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        (
            "en",
            "Foreign Minister Jane Roe of Latvia arrived in Oslo on Monday on a three-day visit to Norway.",
            ("2024-06-10", "2024-06-12"),
        ),
        (
            "de",
            "Lettlands Ministerin Jane Roe ist am Montag zu einem zweitägigen Besuch in Oslo in Norwegen eingetroffen.",
            ("2024-06-10", "2024-06-11"),
        ),
        (
            "ru",
            "Министр иностранных дел Латвии Ян Озолс в понедельник прибыл в Осло с двухдневным визитом в Норвегию.",
            ("2024-06-10", "2024-06-11"),
        ),
        (
            "en",
            "A two-day visit of Foreign Minister Jane Roe of Latvia to Norway ended in Oslo on Tuesday.",
            ("2024-06-10", "2024-06-11"),
        ),
        (
            "en",
            "During a two-day visit to Oslo Foreign Minister Jane Roe of Latvia met Norway's Premier on Monday.",
            ("2024-06-10", None),
        ),
    ],
)
def test_a_stay_told_by_its_length_is_dated_from_its_first_day_to_its_last(
    language: str, text: str, days: tuple[str, str | None]
) -> None:
    events = read_article({"text": text, "language": language, "published_at": "2024-06-12"})["events"]
    assert [(event["date"]["start"], event["date"]["end"]) for event in events] == [days]


@pytest.mark.parametrize(
    ("language", "text", "status", "parties"),
    [
        ("de", "Im August soll Kenias Präsident John Odera nach Riga kommen.", "planned", ["KE", "LV"]),
        ("de", "Kenias Präsident John Odera wird im August in die Türkei fliegen.", "planned", ["KE", "TR"]),
        ("en", "Kenya's President John Odera stays in Latvia from June 11 to 13.", "held", ["KE", "LV"]),
        ("de", "Eine Delegation der Universität Oslo war an der Universität Klagenfurt zu Gast.", "held", ["AT", "NO"]),
    ],
)
def test_who_comes_and_whose_guest_he_is(language: str, text: str, status: str, parties: list[str]) -> None:
    (event,) = read_article({"text": text, "language": language, "published_at": "2024-06-12"})["events"]
    assert (event["status"], event["parties"]) == (status, parties)


def test_goods_that_come_visit_nobody() -> None:
    assert read_article({"text": "Im August soll russisches Gas nach Deutschland kommen."})["events"] == []


def test_what_somebody_was_once_is_nobody_else() -> None:
    text = "Die lettische Botschafterin Anna Berga, die früher auch Ministerin war, traf in Oslo Norwegens Premier."
    (event,) = read_article({"text": text, "language": "de", "published_at": "2024-06-12"})["events"]
    assert [person["role"] for person in event["participants"]] == ["Botschafterin", "Premier"]


def test_a_meeting_that_follows_on_from_a_summit_does_not_take_its_date() -> None:
    text = (
        "Lettlands Präsidentin Anna Berga hat am Dienstag in Riga mit Kenias Präsidenten John Odera gesprochen. "
        "Die Begegnung knüpft an das Gipfeltreffen in Oslo vom Dezember 2022 an."
    )
    first, *others = read_article({"text": text, "language": "de", "published_at": "2024-06-12"})["events"]
    assert (first["date"]["start"], first["place"]["name"]) == ("2024-06-11", "Riga")
    assert {event["prominence"] for event in others} <= {"background"}
