"""Sectors by strong words, by weak words in lists, and what is no sector."""

from __future__ import annotations

import pytest

from services.classify.reading.annotate import annotate
from services.classify.reading.assembly.sectors import find_sectors
from services.classify.reading.clean import clean_article
from services.classify.reading.languages.pack import load_pack
from services.classify.reading.reader import make_document


def sectors(language: str, text: str) -> set[str]:
    pack = load_pack(language)
    document = make_document(clean_article({"text": text}), language, pack)
    return set(find_sectors(document, annotate(document, pack), pack, [(0, len(text))]))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "They spoke about political, economic and cultural ties.", {"politics", "trade", "culture"}),
        ("en", "Issues of politics, the economy, energy and transit were raised.",
         {"politics", "trade", "electric_power", "oil_gas", "transport"}),
        ("en", "The agenda named food security and border security.", {"agriculture", "security"}),
        ("en", "They want to widen humanitarian cooperation.", {"culture"}),
        ("ru", "Речь шла о связях в политической, торгово-экономической и энергетической сферах.",
         {"politics", "trade", "electric_power", "oil_gas"}),
        ("ru", "Обсуждалось сотрудничество в культурно-гуманитарной и транзитно-транспортной областях.",
         {"culture", "transport"}),
        ("ru", "Стороны коснулись водно-энергетических вопросов.", {"water", "electric_power"}),
        ("de", "Es ging um politische, wirtschaftliche und kulturelle Beziehungen.", {"politics", "trade", "culture"}),
        ("de", "Themen waren Wasserstoff, Bildung und die Lage in der Ukraine.",
         {"renewables", "education", "politics"}),
    ],
)  # fmt: skip
def test_a_sphere_in_a_list_of_topics_counts(language: str, text: str, expected: set[str]) -> None:
    assert expected <= sectors(language, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The minister of trade and industry thanked the hosts for their good health wishes."),
        ("en", "The political crisis at home was over by then."),
        ("en", "The school choir sang and a film was shown."),
        ("en", "They dealt with regional and international issues."),
        ("ru", "Министр энергетики и министр торговли Анна Волкова поблагодарили хозяев."),
        ("ru", "Политический кризис к тому времени миновал."),
        ("de", "Der Verkehrsminister und die Umweltministerin dankten den Gastgebern."),
        ("de", "Die Gäste wurden mit militärischen Ehren empfangen."),
        ("ru", "Документ, заключенный в Риге, был прочитан вслух."),
        ("ru", "Гостей поздравили с победой на выборах."),
        ("en", "He congratulated her on her victory in the elections."),
        ("en", "The Uzbekistan-Afghanistan-Pakistan plan was praised."),
        ("de", "Die Reise nach Riga dauerte lange, so der Nachrichtendienst „Nordblick“."),
    ],
)
def test_names_of_offices_and_words_in_passing_are_no_topic(language: str, text: str) -> None:
    assert sectors(language, text) == set()


def test_a_weak_word_counts_where_a_strong_one_stands_in_the_article() -> None:
    assert sectors("en", "A bridge was the matter.") == set()
    assert sectors("en", "A bridge was the matter. The railway is old.") == {"transport"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The money is for the reconstruction of the old Ape-Valka road."),
        ("de", "Das Geld ist für die Sanierung der alten Brücken bei Ape bestimmt."),
        ("ru", "Деньги пойдут на реконструкцию старой дороги у Апе."),
    ],
)
def test_a_weak_word_counts_as_what_is_built(language: str, text: str) -> None:
    assert sectors(language, text) == {"transport"}


def test_energy_alone_is_power_and_oil_but_green_energy_is_neither() -> None:
    assert sectors("en", "They talked about energy.") == {"electric_power", "oil_gas"}
    assert sectors("en", "They talked about green energy.") == {"renewables"}


def test_words_side_by_side_are_no_list() -> None:
    assert "transport" not in sectors("en", "They looked at livestock routes.")
    assert "transport" in sectors("en", "They looked at railways, routes and livestock.")


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "They discussed education, tourism and business.", {"education", "tourism", "trade"}),
        ("en", "The minister met with a business leader.", set()),
        (
            "en",
            "They talked of machine building, olive oil and joint patrols.",
            {"industry", "agriculture", "security"},
        ),
        (
            "de",
            "Es ging um Spitzentechnologien, Zivilluftfahrt und Waldbrände.",
            {"science", "transport", "security"},
        ),
        ("ru", "Речь шла о подвижном составе, картофеле и микрокредитах.", {"transport", "agriculture", "investment"}),
        ("ru", "Города-побратимы шлют привет.", set()),
        ("ru", "Речь шла о реабилитации железной дороги Рига – Тарту.", {"transport"}),
        ("ru", "Они обсудили выплавку стали, выпуск станков и плотины.", {"mining", "industry", "water"}),
        ("ru", "Речь шла о возврате активов и железобетоне.", {"justice", "construction"}),
        (
            "en",
            "They spoke of reinforced concrete, emission reductions and a silk mill.",
            {"construction", "environment", "industry"},
        ),
        ("de", "Es ging um Hermesbürgschaften und den Brückenbau.", {"investment", "transport"}),
    ],
)
def test_words_of_one_sector_tell_no_other(language: str, text: str, expected: set[str]) -> None:
    assert sectors(language, text) == expected
