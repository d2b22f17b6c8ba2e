from __future__ import annotations

import pytest

from services.classify.reading.geography import find_countries
from services.classify.reading.geography.tables import KEY, country_table
from services.classify.reading.languages.pack import SUPPORTED_LANGUAGES, load_pack
from tests.services.classify.reading.documents import document


def codes(text: str, language: str = "en") -> list[str]:
    return [country.code for country in find_countries(document(text, language), load_pack(language))]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Kazakh-Turkmen relations", ["KZ", "TM"]),
        ("ru", "казахстанско-российский форум", ["KZ", "RU"]),
        ("de", "die deutsch-kasachischen Beziehungen", ["DE", "KZ"]),
        ("ru", "туркмено-узбекские переговоры", ["TM", "UZ"]),
    ],
)
def test_a_compound_adjective_gives_both_countries(language: str, text: str, expected: list[str]) -> None:
    assert codes(text, language) == expected


@pytest.mark.parametrize("form", ["Казахстан", "Казахстана", "Казахстану", "Казахстаном", "Казахстане"])
def test_a_russian_name_is_found_in_every_case(form: str) -> None:
    assert codes(f"речь шла о связях с {form}", "ru") == ["KZ"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mit den Vereinigten Arabischen Emiraten", ["AE"]),
        ("des Vereinigten Königreichs", ["GB"]),
        ("die Präsidenten Kasachstans und der Türkei", ["KZ", "TR"]),
        ("in den Niederlanden und der Schweiz", ["NL", "CH"]),
        ("die saudi-arabische Seite", ["SA"]),
    ],
)
def test_german_names_are_found_with_articles_and_endings(text: str, expected: list[str]) -> None:
    assert codes(text, "de") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in South Korea and North Korea", ["KR", "KP"]),
        ("from Guinea-Bissau, Equatorial Guinea, Papua New Guinea and Guinea", ["GW", "GQ", "PG", "GN"]),
        ("Niger and Nigeria", ["NE", "NG"]),
        ("the Democratic Republic of the Congo and the Republic of the Congo", ["CD", "CG"]),
        ("in Iraqi Kurdistan", ["IQ"]),
        ("the U.S.-Uzbek deal", ["US", "UZ"]),
        ("talks with Turkish and British envoys", ["TR", "GB"]),
    ],
)
def test_names_that_hold_other_names_are_kept_apart(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "They met Michael Jordan there.",
        "A mayor from Atlanta, Georgia, came along.",
        "Let us polish the turkey.",
        "The Russian language was taught.",
        "Ashgabat and Astana agreed in the republic.",
    ],
)
def test_words_that_only_look_like_a_country_are_left_alone(text: str) -> None:
    assert codes(text) == []


def test_a_country_is_told_from_a_name_that_it_shares_by_the_words_beside_it() -> None:
    assert codes("King Abdullah of Jordan met Michael Jordan.") == ["JO"]


def test_an_abbreviation_that_countries_share_means_the_one_that_the_article_names() -> None:
    assert codes("Президент РК прибыл в Сеул. Южная Корея", "ru") == ["KR", "KR"]
    assert codes("Президент РК посетил Туркменистан", "ru") == ["KZ", "TM"]


def test_the_head_of_a_russian_sentence_is_not_taken_for_a_country() -> None:
    assert codes("Того же мнения был посол Японии.", "ru") == ["JP"]


def test_boilerplate_names_no_country() -> None:
    text = "Kazakhstan signed.\nAlso read: Mongolia"
    found = find_countries(document(text, boilerplate="Also read"), load_pack("en"))
    assert [country.code for country in found] == ["KZ"]


def test_offsets_cut_the_words_out_of_the_text() -> None:
    text = "Послы Саудовской Аравии и Республики Корея"
    found = find_countries(document(text, "ru"), load_pack("ru"))
    assert [text[c.start : c.end] for c in found] == ["Саудовской Аравии", "Республики Корея"]


@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
def test_no_stem_is_shorter_than_the_letters_that_it_is_looked_for_by(language: str) -> None:
    table = load_pack(language).prepared(country_table)
    assert min(map(len, (*table.adjectives, *table.inhabitants))) >= KEY
