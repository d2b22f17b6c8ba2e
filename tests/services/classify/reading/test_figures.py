from __future__ import annotations

from datetime import date

import pytest

from services.classify.reading.dates import find_dates
from services.classify.reading.document import Figure
from services.classify.reading.figures import find_figures
from services.classify.reading.geography import find_countries, find_organizations
from services.classify.reading.languages.pack import load_pack
from tests.services.classify.reading.documents import document

PUBLISHED = date(2024, 6, 13)


def figures(text: str, language: str = "en") -> tuple[Figure, ...]:
    doc, pack = document(text, language, PUBLISHED), load_pack(language)
    countries, organizations = find_countries(doc, pack), find_organizations(doc, pack)
    return find_figures(doc, pack, countries, organizations, find_dates(doc, pack))


def told(figure: Figure) -> tuple[str, float | None, str | None, float | None, str | None, bool]:
    return figure.metric, figure.value, figure.unit, figure.change_pct, figure.period, figure.target


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Trade turnover between Turkmenistan and Turkey rose by 23.6 per cent to $1.1 billion in 2023.",
            ("trade_turnover", 1.1e9, "USD", 23.6, "2023", False),
        ),
        (
            "ru",
            "Товарооборот Узбекистана и Франции по итогам 2023 года достиг $1,1 млрд и за год прибавил 28 процентов.",
            ("trade_turnover", 1.1e9, "USD", 28.0, "2023", False),
        ),
        (
            "ru",
            "Торговля Кыргызстана с Ираном в 2023 году сократилась на 6,3 процента – до 58,7 млн долларов.",
            ("trade_turnover", 58.7e6, "USD", -6.3, "2023", False),
        ),
        (
            "de",
            "2021 hat die EBWE in Usbekistan 545 Mio. Euro investiert, 20 % weniger als im Jahr davor.",
            ("investment", 545e6, "EUR", -20.0, "2021", False),
        ),
        (
            "en",
            "Trade between Japan and Kenya grew fivefold to 2 billion dollars in 2022.",
            ("trade_turnover", 2e9, "USD", 400.0, "2022", False),
        ),
        (
            "de",
            "Zwischen Kasachstan und Iran rollten 2023 1,7 Mio. Tonnen Fracht, 18 Prozent mehr als 2022.",
            ("freight", 1.7e6, "t", 18.0, "2023", False),
        ),
    ],
)
def test_a_figure_has_its_metric_value_change_and_period(
    language: str, text: str, expected: tuple[str, float, str, float, str, bool]
) -> None:
    assert [told(figure) for figure in figures(text, language)] == [expected]


@pytest.mark.parametrize(
    ("language", "text", "value", "period"),
    [
        ("en", "Kazakhstan and China want to bring mutual trade to $40 billion by 2030.", 40e9, "2030"),
        ("ru", "Казахстан и Китай намерены довести товарооборот до 40 млрд долларов к 2030 году.", 40e9, "2030"),
        ("de", "Bis 2030 soll der Handel zwischen Kasachstan und China 40 Mrd. Dollar erreichen.", 40e9, "2030"),
    ],
)
def test_a_figure_aimed_at_is_a_target(language: str, text: str, value: float, period: str) -> None:
    (figure,) = figures(text, language)
    assert (figure.metric, figure.value, figure.period, figure.target) == ("trade_turnover", value, period, True)


def test_exports_and_imports_of_one_sentence_are_told_apart() -> None:
    found = figures("Экспорт Казахстана в Китай в 2023 году составил 15 млрд долларов, импорт – 28,8 млрд.", "ru")
    assert [(f.metric, f.value, f.unit) for f in found] == [("export", 15e9, "USD"), ("import", 28.8e9, "USD")]


def test_the_same_sum_in_another_currency_is_not_a_second_figure() -> None:
    text = "Investments of Japan in India reached 5 trillion yen (some 42 billion dollars) in 2023."
    assert [(f.value, f.unit) for f in figures(text)] == [(5e12, "JPY")]


def test_the_period_may_stand_in_a_sentence_before() -> None:
    text = "The data for 2023 are out. Trade between Kazakhstan and China stood at 31 billion dollars."
    assert [figure.period for figure in figures(text)] == ["2023"]


def test_a_sum_since_a_year_runs_to_the_publication() -> None:
    text = "Since 1998 the Asian Development Bank has provided Tajikistan with loans and grants of 2 billion dollars."
    assert [figure.period for figure in figures(text)] == ["1998/2024"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ghana sold more: exports stood at 59 billion dollars in 2023."),
        ("en", "Foreign trade of Georgia with Turkey and all others came to 4 billion dollars."),
        ("en", "Japan and Uzbekistan signed a contract on investments of 300 million dollars."),
        ("en", "The bank of Korea and Japan employs 300 people."),
        ("ru", "Внешнеторговый оборот Грузии за 2023 год вырос до 4 млрд долларов."),
    ],
)
def test_totals_with_all_the_world_and_amounts_of_agreements_are_none(language: str, text: str) -> None:
    assert figures(text, language) == ()


@pytest.mark.parametrize(
    ("language", "text", "change"),
    [
        ("en", "Over five years trade between Kazakhstan and Georgia grew fourfold.", 300.0),
        ("ru", "За год взаимная торговля Казахстана и Грузии выросла на 28%.", 28.0),
        ("de", "Der Handel zwischen Kasachstan und Georgien wuchs um 12 Prozent.", 12.0),
    ],
)
def test_growth_without_a_sum_is_a_figure(language: str, text: str, change: float) -> None:
    (figure,) = figures(text, language)
    assert (figure.metric, figure.value, figure.unit, figure.change_pct) == ("trade_turnover", None, None, change)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "ru",
            "Товарооборот Китая со странами Центральной Азии в 2023 году достиг $106 млрд.",
            ("trade_turnover", 106e9, "USD", None, "2023", False),
        ),
        (
            "de",
            "Der Handel zwischen Kasachstan und Iran erreichte 2023 500 Mio. Dollar. "
            "Das sind 11 Prozent mehr als 2022.",
            ("trade_turnover", 500e6, "USD", 11.0, "2023", False),
        ),
        (
            "ru",
            "Торговля Казахстана и Ирана за год выросла в 2,5 раза. В 2023 году её объём достиг $500 млн.",
            ("trade_turnover", 500e6, "USD", 150.0, "2023", False),
        ),
        (
            "de",
            "Die Exporte Kasachstans nach Iran nahmen 2023 um 16 Prozent zu und erreichten 3 Mio. Euro.",
            ("export", 3e6, "EUR", 16.0, "2023", False),
        ),
        (
            "en",
            "To date, the EBRD has invested €1.3 billion in Uzbekistan.",
            ("investment", 1.3e9, "EUR", None, None, False),
        ),
    ],
)
def test_a_figure_may_be_told_over_two_sentences_or_of_many_countries(
    language: str, text: str, expected: tuple[str, float, str, float | None, str | None, bool]
) -> None:
    assert [told(figure) for figure in figures(text, language)] == [expected]


def test_trade_with_all_countries_is_no_figure() -> None:
    assert figures("Iran's trade with all countries, Uzbekistan among them, reached $34 billion in 2023.") == ()
