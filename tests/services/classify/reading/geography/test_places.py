from __future__ import annotations

import pytest

from services.classify.reading.document import Place
from services.classify.reading.geography import find_places
from services.classify.reading.geography.gazetteer import city_rows, table
from services.classify.reading.languages.pack import load_pack
from tests.services.classify.reading.documents import document


def places(text: str, language: str = "en", dateline: int = 0) -> tuple[Place, ...]:
    return find_places(document(text, language, dateline=dateline), load_pack(language))


def located(text: str, language: str = "en") -> list[str]:
    return [place.name for place in places(text, language) if place.located]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The talks were held in Astana.", ["Astana"]),
        ("ru", "Переговоры прошли в Самарканде.", ["Samarkand"]),
        ("de", "Das Treffen fand in Taschkent statt.", ["Tashkent"]),
        ("ru", "Президент прибыл в Нижний Новгород.", ["Nizhny Novgorod"]),
        ("de", "Er reiste nach Neu-Delhi.", ["New Delhi"]),
        ("en", "They met in the port city of Belem, Brazil.", ["Belém"]),
        ("ru", "Встреча состоялась в китайском городе Хэган.", ["Hegang"]),
        ("en", "New centres rise in Nukus, Namangan and Termez.", ["Nukus", "Namangan", "Termez"]),
        ("en", "Baku hosted the forum.", ["Baku"]),
        ("en", "They met in Sofia on Monday.", ["Sofia"]),
        ("en", "The talks in Balkhash ended.", ["Balqash"]),
        ("de", "Sie trafen sich in Venedig.", ["Venice"]),
        ("de", "Sie tagten in Aschgabad.", ["Ashgabat"]),
        ("en", "They met in Colorado Springs.", ["Colorado Springs"]),
        ("de", "Die Minister trafen sich auf Kreta.", ["Crete"]),
        ("ru", "Переговоры прошли на Ямале.", ["Yamal"]),
        ("de", "Der Sturm steuert auf Florida zu.", []),
        ("de", "Sie trafen sich in der Nähe von Genf.", ["Geneva"]),
        ("de", "Sie trafen sich in der Schwarzmeerstadt Batumi.", ["Batumi"]),
        ("de", "Sie trafen sich auf der Hannover Messe.", ["Hanover"]),
        ("de", "Sie trafen sich in der Region Buchara.", ["Bukhara Region"]),
        ("en", "They met on the sidelines of the Doha Forum.", ["Doha"]),
        ("en", "The Doha Forum was on their minds.", []),
        ("en", "He left for Doha.", ["Doha"]),
        ("en", "They met in the suburbs of Doha.", ["Doha"]),
        ("ru", "Они встретились в аэропорту Стамбула.", ["Istanbul"]),
        ("ru", "Они встретились на Анталийском дипломатическом форуме.", ["Antalya"]),
        ("ru", "Они встретились в подмосковном Красногорске.", ["Krasnogorsk"]),
        ("ru", "Они встретились в резиденции «Акорда».", ["Astana"]),
        ("ru", "Он выступил на форуме, который принимает Витебск.", ["Vitebsk"]),
        ("de", "Sie trafen sich im Bayerischen Landtag.", ["Munich"]),
    ],
)
def test_words_around_a_city_put_something_there(language: str, text: str, expected: list[str]) -> None:
    assert located(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Talks were held in the Turkmen capital.", "Ashgabat"),
        ("ru", "Стороны встретились в столице Таджикистана.", "Dushanbe"),
        ("de", "Sie trafen sich in der kirgisischen Hauptstadt.", "Bishkek"),
    ],
)
def test_a_capital_by_its_country_is_its_city(language: str, text: str, expected: str) -> None:
    assert located(text, language) == [expected]


def test_a_city_that_acts_is_named_but_not_located() -> None:
    found = places("Paris welcomed the offer of Tashkent.")
    assert [(place.name, place.located) for place in found] == [("Paris", False), ("Tashkent", False)]


@pytest.mark.parametrize(
    "text", ["The Samarkand Declaration was read out.", "He studied at the University of Tashkent."]
)
def test_a_city_in_another_name_is_no_place(text: str) -> None:
    assert located(text) == []


def test_a_dateline_is_a_place_of_its_own_kind() -> None:
    text = "ASTANA, November 20 (Agency) – The minister spoke."
    assert [(p.name, p.dateline, p.located) for p in places(text, dateline=30)] == [("Astana", True, True)]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("In Tripoli, Lebanon, they met.", "LB"),
        ("Libya: the envoys met in Tripoli.", "LY"),
        ("In Malaba, Kenya, the ministers met.", "KE"),
        ("Uzbekistan opened a plant in Guliston.", "UZ"),
        ("Tajikistan: the chiefs met in Guliston.", "TJ"),
    ],
)
def test_the_countries_of_the_article_tell_which_city_is_meant(text: str, country: str) -> None:
    assert [place.country for place in places(text)] == [country]


@pytest.mark.parametrize(
    ("language", "text", "expected", "country"),
    [
        ("ru", "в Кашкадарьинской области", "Qashqadaryo Region", "UZ"),
        ("de", "im Gebiet Tschüi in Kirgisistan", "Chuy Region", "KG"),
        ("en", "in Lebap velayat of Turkmenistan", "Lebap Region", "TM"),
        ("ru", "предприятия Татарстана", "Tatarstan", "RU"),
    ],
)
def test_regions_are_found_by_their_heads_or_alone(language: str, text: str, expected: str, country: str) -> None:
    assert [(p.name, p.country, p.kind) for p in places(text, language)] == [(expected, country, "region")]


def test_a_place_carries_its_geonames_id_and_coordinates() -> None:
    (place,) = places("The forum opened in Ashgabat.")
    assert place.geonames_id == 162183
    assert place.lat == pytest.approx(37.95, abs=0.01)
    assert place.lon == pytest.approx(58.38, abs=0.01)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Mary Robinson and Serdar Berdimuhamedov of Turkmenistan spoke."),
        ("de", "Die Bank am Ende der Liste hat in der Lage nichts zu sagen."),
        ("ru", "Они поздравили мир с праздником, и этом всё."),
        ("en", "Armenia and the Kazakh side agreed."),
        ("de", "Sie sprachen über die Lage in der Corona-Pandemie."),
        ("ru", "Форум прошёл под девизом мира в Азии."),
    ],
)
def test_people_countries_and_plain_words_are_no_places(language: str, text: str) -> None:
    assert places(text, language) == ()


def sites(text: str, language: str) -> list[bool]:
    return [place.site for place in places(text, language) if place.located]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "They spoke of thermal plants in Samarkand."),
        ("de", "Es ging um einen Windpark in Samarkand."),
        ("de", "Die Fabrik soll in Samarkand entstehen."),
        ("ru", "Обсудили строительство завода в Самарканде."),
    ],
)
def test_where_a_thing_stands_is_a_site(language: str, text: str) -> None:
    assert sites(text, language) == [True]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "They met at the plant in Samarkand."),
        ("de", "Sie trafen sich im Kongresszentrum in Samarkand."),
        ("ru", "Встреча прошла на заводе в Самарканде."),
    ],
)
def test_where_somebody_meets_at_a_thing_is_none(language: str, text: str) -> None:
    assert sites(text, language) == [False]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Russia's leader received the guest in the Kremlin.", ["Moscow"]),
        ("de", "Der Präsident Frankreichs empfing den Gast im Élysée-Palast.", ["Paris"]),
        ("ru", "Президент Казахстана принял гостя в Акорде.", ["Astana"]),
        ("de", "Sie unterschrieben im Hamburger Rathaus.", ["Hamburg"]),
        ("ru", "Их встретили в ташкентском аэропорту.", ["Tashkent"]),
        ("ru", "Соглашение подписали в минской городской ратуше.", ["Minsk"]),
    ],
)
def test_a_building_or_the_adjective_of_a_city_tells_the_city(language: str, text: str, expected: list[str]) -> None:
    assert located(text, language) == expected


def test_a_building_that_only_speaks_is_no_place() -> None:
    assert located("Russia waits, the Kremlin said.") == []


def test_the_capital_of_a_region_is_not_the_countrys() -> None:
    assert located("In the capital of the Algarve, Spain and Portugal met.") == []


def test_a_dateline_that_goes_on_as_a_papers_name_is_no_place() -> None:
    told = places("Astana Courier – The ministers met.", dateline=len("Astana Courier – "))
    assert [place for place in told if place.dateline] == []


def test_what_stands_behind_a_datelines_place_is_an_agency() -> None:
    told = places("Riga - Saba: The ministers met.", dateline=len("Riga - Saba: "))
    assert [place.name for place in told if place.dateline] == ["Riga"]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("de", "Das Treffen fand in Köln statt.", "Cologne"),
        ("de", "Das Treffen fand in Luzern statt.", "Lucerne"),
        ("de", "Das Treffen fand in Sankt Petersburg statt.", "Saint Petersburg"),
        ("en", "The talks were held in Mazar-i-Sharif.", "Mazar-i-Sharif"),
        ("ru", "Переговоры прошли в Гомеле.", "Gomel"),
        ("ru", "Переговоры прошли в Санкт-Петербурге.", "Saint Petersburg"),
    ],
)
def test_towns_have_the_names_that_english_texts_give_them(language: str, text: str, name: str) -> None:
    assert located(text, language) == [name]


def test_further_names_of_cities_belong_to_cities_of_the_table() -> None:
    cities = {tuple(row.split("\t")[1:3]) for row in city_rows()}
    assert [name for name, *city in table("exonyms.tsv") if tuple(city) not in cities] == []
