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
