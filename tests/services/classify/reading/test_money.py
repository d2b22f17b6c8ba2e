from __future__ import annotations

import pytest

from services.classify.reading.languages.pack import load_pack
from services.classify.reading.money import find_counts, find_money
from services.classify.reading.numbers import parse_number
from tests.services.classify.reading.documents import document


def money(text: str, language: str = "en") -> list[tuple[float, str]]:
    return [(found.value, found.currency) for found in find_money(document(text, language), load_pack(language))]


def counts(text: str, language: str) -> list[int]:
    return [found.value for found in find_counts(document(text, language), load_pack(language))]


@pytest.mark.parametrize(
    ("language", "text", "value", "currency"),
    [
        ("en", "a deal of $1.2 billion", 1.2e9, "USD"),
        ("en", "US$ 145 mln", 145e6, "USD"),
        ("en", "145 mln US dollars", 145e6, "USD"),
        ("en", "a loan of 23.1 billion yen", 23.1e9, "JPY"),
        ("en", "EUR 1.5bn", 1.5e9, "EUR"),
        ("en", "GH¢11.5 billion", 11.5e9, "GHS"),
        ("en", "five million euros", 5e6, "EUR"),
        ("en", "$2,400,000", 2.4e6, "USD"),
        ("ru", "92 млн долларов США", 92e6, "USD"),
        ("ru", "1 млрд 240 млн долларов", 1.24e9, "USD"),
        ("ru", "на $1,1 млрд", 1.1e9, "USD"),
        ("ru", "5 триллионов иен", 5e12, "JPY"),
        ("ru", "450 млн тенге", 450e6, "KZT"),
        ("ru", "1,5 млрд злотых", 1.5e9, "PLN"),
        ("ru", "12 миллионов манатов", 12e6, "AZN"),
        ("ru", "80 млрд рублей", 80e9, "RUB"),
        ("de", "3,5 Mrd. Euro", 3.5e9, "EUR"),
        ("de", "75 Mio. $", 75e6, "USD"),
        ("de", "zwölf Milliarden Euro", 12e9, "EUR"),
        ("de", "1.500 Euro", 1500.0, "EUR"),
        ("de", "1,1 Milliarden US-Dollar", 1.1e9, "USD"),
    ],
)
def test_an_amount_has_its_value_in_full_and_its_currency(
    language: str, text: str, value: float, currency: str
) -> None:
    assert money(text, language) == [(value, currency)]


@pytest.mark.parametrize("text", ["It won 3 medals.", "a project of 5 real steps", "290 thousand tonnes"])
def test_a_number_without_a_currency_is_no_money(text: str) -> None:
    assert money(text) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "They signed 12 documents.", [12]),
        ("en", "seven bilateral agreements", [7]),
        ("ru", "пакет из пяти соглашений", [5]),
        ("ru", "подписано 30 коммерческих документов", [30]),
        ("de", "Sieben Abkommen wurden geschlossen.", [7]),
        ("de", "15 Dokumente", [15]),
        ("de", "ein Abkommen", []),
        ("en", "12 dollars", []),
    ],
)
def test_documents_are_counted(language: str, text: str, expected: list[int]) -> None:
    assert counts(text, language) == expected


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1,200", ".", 1200.0),
        ("1,200", ",", 1.2),
        ("1.200", ",", 1200.0),
        ("1.500,5", ",", 1500.5),
        ("1,500.5", ",", 1500.5),
        ("4 783,7", ",", 4783.7),
        ("1,1", ".", 1.1),
        ("0.500", ",", 0.5),
    ],
)
def test_separators_are_read_as_the_language_and_the_groups_tell(text: str, decimal: str, value: float) -> None:
    assert parse_number(text, decimal) == value
