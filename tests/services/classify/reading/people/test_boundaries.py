"""Where names begin and offices end: long domains, state names, bodies, lists, datelines."""

from __future__ import annotations

import pytest

from services.classify.reading.people.folding import first_name_gender, is_family_first
from tests.services.classify.reading.people.readings import Told, people_in, told

ENGLISH: list[tuple[str, list[Told]]] = [
    (
        "Minister of Water Management Ilkhom Sattorov and Minister of Industry and Construction Production of "
        "Turkmenistan Baymyrat Orazov met.",
        [
            ("Ilkhom Sattorov", "Minister of Water Management", None, "TM"),
            ("Baymyrat Orazov", "Minister of Industry and Construction Production", None, "TM"),
        ],
    ),
    (
        "Minister of Foreign Affairs of the Republic of Turkey Kerem Aksoy came.",
        [("Kerem Aksoy", "Minister of Foreign Affairs", None, "TR")],
    ),
    (
        "Uzbek Deputy PM, Minister of Investment and Foreign Trade, Sardor Valiev, and the Minister of Economy of the "
        "United Arab Emirates, Saif bin Rashed al-Ketbi met.",
        [
            ("Sardor Valiev", "Deputy Prime Minister, Minister of Investment and Foreign Trade", None, "UZ"),
            ("Saif bin Rashed al-Ketbi", "Minister of Economy", None, "AE"),
        ],
    ),
    (
        "The foreign ministers of Kazakhstan, Marat Nurov, Kyrgyzstan, Bakyt Asanov, and Tajikistan, Sherali Rahimov, "
        "met.",
        [
            ("Marat Nurov", "Foreign Minister", None, "KZ"),
            ("Bakyt Asanov", "Foreign Minister", None, "KG"),
            ("Sherali Rahimov", "Foreign Minister", None, "TJ"),
        ],
    ),
    ("The head of the Turkish Foreign Ministry spoke.", [(None, "Foreign Minister", None, "TR")]),
    ("US State Secretary John Doe spoke.", [("John Doe", "State Secretary", None, "US")]),
]


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english_names_begin_behind_the_whole_office(text: str, expected: list[Told]) -> None:
    assert told(text) == expected


GERMAN: list[tuple[str, list[Told]]] = [
    (
        "Der Vorsitzende des staatlichen Ausschusses für den Bau der Stadt Arkadag, Deryageldi Nurow, sprach.",
        [("Deryageldi Nurow", "Vorsitzender", "Staatlicher Ausschuss für den Bau der Stadt Arkadag", None)],
    ),
    (
        "Der Minister für Land- und Forstwirtschaft, Emre Kaya, kam.",
        [("Emre Kaya", "Minister für Land- und Forstwirtschaft", None, None)],
    ),
    (
        "Vizeminister für Industrie und Handel Nguyen Van Minh aus Vietnam kam.",
        [("Nguyen Van Minh", "Vizeminister für Industrie und Handel", None, "VN")],
    ),
    ("Der kasachische Staatspräsident Kassym Nurow kam.", [("Kassym Nurow", "Staatspräsident", None, "KZ")]),
    (
        "Er traf den ersten stellvertretenden Handelsminister, Industrie und Energie der Republik Korea, Jin Hyun Mo.",
        [("Jin Hyun Mo", "erster stellvertretender Handelsminister, Industrie und Energie", None, "KR")],
    ),
    ("Landeshauptmann Peter Kaiser sprach.", [("Peter Kaiser", "Landeshauptmann", None, "AT")]),
]


@pytest.mark.parametrize(("text", "expected"), GERMAN)
def test_german_offices_keep_all_their_words(text: str, expected: list[Told]) -> None:
    assert told(text, "de") == expected


def test_a_russian_list_with_a_country_before_each_name_gives_each_its_own() -> None:
    text = "Министры обороны Казахстана – Марат Нуров, Кыргызстана – Бакыт Асанов и Узбекистана – Шерзод Валиев."
    assert [(name, country) for name, _, _, country in told(text, "ru")] == [
        ("Марат Нуров", "KZ"),
        ("Бакыт Асанов", "KG"),
        ("Шерзод Валиев", "UZ"),
    ]


def test_russian_names_with_a_fleeting_vowel_get_it_back() -> None:
    assert told("Встреча с министром Павлом Соловьёвым прошла.", "ru")[0][0] == "Павел Соловьёв"


def test_a_governors_country_is_that_of_the_region() -> None:
    found = told("Губернатор Пензенской области Олег Громов встретился с хокимом Андижанской области.", "ru")
    assert [(role, country) for _, role, _, country in found] == [("губернатор", "RU"), ("хоким", "UZ")]


def test_the_colleague_of_a_woman_is_named_by_his_own_gender() -> None:
    found = told("Außenministerin Karin Holm sprach mit ihrem Amtskollegen Muchtar Nurow.", "de")
    assert found[1][:2] == ("Muchtar Nurow", "Außenminister")


def test_a_company_that_somebody_directs_is_no_person() -> None:
    found = told("Altyn Egin's director Myrat Orazow and Altyn Egin's staff arrived.")
    assert found == [("Myrat Orazow", "Director", "Altyn Egin", None)]


def test_acronyms_and_assemblies_are_no_persons() -> None:
    assert told("He spoke at the UN General Assembly of IGAD.") == []


def test_an_honorific_that_is_a_first_name_stays_in_the_name() -> None:
    assert people_in("Dr. Sultan bin Ahmed Al Jaber spoke.")[0].name == "Sultan bin Ahmed Al Jaber"


@pytest.mark.parametrize("name", ["Ilkhom", "Bachtijor", "Hojamyrat", "Suhail", "Жанибек", "Sirojiddin"])
def test_names_of_the_region_are_known_in_every_spelling(name: str) -> None:
    assert first_name_gender(name) == "m"


@pytest.mark.parametrize("word", ["Danach", "Macht", "Energy", "Seit"])
def test_plain_words_are_no_first_names(word: str) -> None:
    assert first_name_gender(word) is None


def test_some_family_names_come_first() -> None:
    assert is_family_first("Nguyen")
    assert not is_family_first("Hong")
