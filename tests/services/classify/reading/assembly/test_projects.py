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


@pytest.mark.parametrize(
    ("language", "told", "expected"),
    [
        ("en", "on the Runda special economic zone", "Runda special economic zone"),
        ("en", "on the Runda Bay submarine cable", "Runda Bay submarine cable"),
        ("en", "on the modernisation of Runda port", "Runda port"),
        (
            "en",
            "to build a new grain processing plant in the Runda region",
            "grain processing plant in the Runda region",
        ),
        ("en", "on the 20 MW Runda solar plant", "Runda solar plant"),
        ("de", "über den Runda-Staudamm", "Runda-Staudamm"),
        ("de", "über den Östlichen Korridor", "Östlicher Korridor"),
        ("de", "über die Transafrikanische Pipeline", "Transafrikanische Pipeline"),
        ("de", "über die Kupfermine Runda", "Kupfermine Runda"),
        ("de", "über den Rundabasistunnel", "Rundabasistunnel"),
        ("de", "über den Bau eines Zementwerks in Runda", "Zementwerk in Runda"),
        ("de", "über ein EU-Projekt", None),
        ("de", "über ein Städte-Netzwerk", None),
        ("ru", "о железной дороге Рунда-Кисуму", "железная дорога Рунда-Кисуму"),
        ("ru", "о СЭЗ «Рунда»", "СЭЗ «Рунда»"),
        ("ru", "о мосте через реку Рунда", "мост через реку Рунда"),
        ("ru", "о строительстве нового аэропорта Рунда", "аэропорт Рунда"),
        ("ru", "о заводе по производству стекла в Рунде", "завод по производству стекла в Рунде"),
    ],
)
def test_undertakings_are_named_in_many_ways(language: str, told: str, expected: str | None) -> None:
    begun = {
        "en": "Latvia and Kenya signed an agreement in Riga on Tuesday",
        "de": "Lettland und Kenia haben am Dienstag in Riga ein Abkommen unterzeichnet, und zwar",
        "ru": "Латвия и Кения во вторник подписали в Риге соглашение",
    }
    assert projects(f"{begun[language]} {told}.", language) == [[expected] if expected else []]


def test_a_capacity_is_no_name_nor_part_of_one() -> None:
    named = "Latvia and Kenya signed an agreement on the 400 MW Runda wind farm."
    assert projects(named, "en") == [["Runda wind farm"]]
    assert projects(named.replace("Runda ", ""), "en") == [[]]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "Латвия и Кения во вторник подписали соглашение о добыче газа на морском участке «Рунда-7».", "Рунда-7"),
        ("ru", "Латвия и Кения во вторник подписали соглашение: Кения станет участником коридора «Север».",
         "коридор «Север»"),
        ("de", "Lettland und Kenia unterzeichneten am Dienstag ein Abkommen, die Küstenbahn über Kisumu "
               "nach Juba zu führen.", "Küstenbahn"),
        ("de", "Eine Firma aus Riga vereinbarte am Dienstag mit der Stadt Nairobi den Bau eines Herzzentrums für 9 "
               "Mio. Euro, der Vertrag wurde in Nairobi unterzeichnet.", "Herzzentrum"),
    ],
)  # fmt: skip
def test_undertakings_go_by_what_they_are_called(language: str, text: str, expected: str) -> None:
    assert projects(text, language) == [[expected]]


def test_talks_of_another_topic_have_nothing_to_do_with_the_titles_undertaking() -> None:
    text = (
        "Latvia and Kenya signed an agreement on the Runda-Kisumu railway in Riga on Tuesday.\n\nBefore that Latvia's "
        "Minister Anna Berga met Kenya's Minister John Odera. They discussed drinking water in villages."
    )
    assert projects(text, "en") == [["Runda-Kisumu railway"], []]


def test_where_somebody_arrives_and_what_partners_call_themselves_are_no_undertakings() -> None:
    text = (
        "Nach seiner Ankunft auf dem Flughafen Oslo-Gardermoen traf der chilenische Präsident Juan Rojas am Dienstag"
        " den norwegischen König Lars. Thema war die Strategische Partnerschaft."
    )
    assert projects(text, "de") == [[]]
