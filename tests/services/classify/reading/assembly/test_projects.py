"""Named undertakings: which an event deals with, and by what names."""

from __future__ import annotations

from typing import Any

import pytest

from services.classify.reading.reader import read_article


def projects(text: str, language: str) -> list[list[str]]:
    read: dict[str, Any] = read_article({"title": "", "text": text, "language": language, "published_at": "2024-06-13"})
    return [event["projects"] for event in read["events"] if event["prominence"] == "main"]


def test_a_list_of_places_tells_as_many_undertakings() -> None:
    text = "Латвия и Кения во вторник подписали соглашение о строительстве ТЭЦ в Рунде, Кисуму и Накуру."
    assert projects(text, "ru") == [["ТЭЦ в Рунде", "ТЭЦ в Кисуму", "ТЭЦ в Накуру"]]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Latvia and Kenya signed an agreement in Riga on Tuesday.\n\nThe Government said it was pleased.\n\n"
            "The press asked no questions.\n\nThe Runda-Kisumu railway will be ready in time.",
            "Runda-Kisumu railway",
        ),
        (
            "ru",
            "Латвия и Кения во вторник подписали в Риге соглашение.\n\nПравительство довольно.\n\n"
            "Вопросов у журналистов не было.\n\nК осени достроят газопровод Рунда – Кисуму.",
            "газопровод Рунда – Кисуму",
        ),
    ],
)
def test_the_one_event_of_an_article_deals_with_what_the_article_names(language: str, text: str, expected: str) -> None:
    assert [[name.lower() for name in named] for named in projects(text, language)] == [[expected.lower()]]
