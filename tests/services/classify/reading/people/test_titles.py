"""Honorifics, names that look like something else, and offices that several people hold."""

from __future__ import annotations

import pytest

from tests.services.classify.reading.people.readings import told

NAMED = [
    ("en", "Malaysia's Foreign Minister Datuk Seri Dr Azman Karim arrived.",
     ("Azman Karim", "Foreign Minister", None, "MY")),
    ("en", "HRH Prince Faris bin Nasser, Minister of Energy of Saudi Arabia, arrived.",
     ("Faris bin Nasser", "Minister of Energy", None, "SA")),
    ("en", "They were met by He Wenlong, Minister of Commerce of China.",
     ("He Wenlong", "Minister of Commerce", None, "CN")),
    ("en", "Ulaanbaatar /STEPPE/ P.Ganbold, Mayor of Ulaanbaatar, arrived.",
     ("P. Ganbold", "Mayor", "Ulaanbaatar", "MN")),
    ("en", "T.Dorj, Ambassador Extraordinary and Plenipotentiary of Mongolia to Norway, spoke.",
     ("T. Dorj", "Ambassador Extraordinary and Plenipotentiary", None, "MN")),
    ("de", "Erbprinz Ludwig von Falkenstein aus Liechtenstein begrüßte die Gäste.",
     ("Ludwig von Falkenstein", "Erbprinz", None, "LI")),
    ("de", "KfW-Vorständin Clara Lindt sprach in Brasilien.", ("Clara Lindt", "Vorständin", "KfW", "DE")),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "person"), NAMED)
def test_titles_are_no_part_of_a_name(language: str, text: str, person: tuple[str | None, ...]) -> None:
    assert told(text, language) == [person]


def test_the_president_of_an_academy_is_not_that_of_the_country() -> None:
    text = (
        "Präsident Serdar Berdimuhamedow empfing am Montag in Aschgabat die Direktorin Anna Lind. Später sprach Lind "
        "mit dem Präsidenten der Akademie der Wissenschaften."
    )
    roles = [(name, role, body) for name, role, body, _ in told(text, "de")]
    assert ("Serdar Berdimuhamedow", "Präsident", None) in roles
    assert (None, "Präsident", "Akademie der Wissenschaften") in roles


def test_an_office_goes_to_who_has_the_very_title() -> None:
    text = (
        "Соглашение подписали посол Японии Кэндзи Мори и постоянный представитель ПРООН Анна Линд. Потом посол "
        "встретился с журналистами."
    )
    people = told(text, "ru")
    assert [name for name, *_ in people] == ["Кэндзи Мори", "Анна Линд"]


def test_a_head_of_nothing_is_nobody() -> None:
    assert told("The head was late.", "en") == []


def test_a_side_goes_on_to_the_end_of_its_list() -> None:
    text = (
        "On the Spanish side sat Vice-President Elena Duarte, whose portfolio includes water; Pablo Rios, Minister for "
        "Agriculture; and the Minister for Transport, Luis Vega."
    )
    assert [country for _, _, _, country in told(text, "en")] == ["ES", "ES", "ES"]


EACH = [
    (
        "de",
        "Er traf die türkischen Minister für Energie, Industrie und Handel.",
        ["Energieminister", "Industrieminister", "Handelsminister"],
    ),
    (
        "en",
        "He met Kazakhstan's Ministers for Energy, Transport and Culture.",
        ["Minister of Energy", "Minister of Transport", "Minister of Culture"],
    ),
    (
        "ru",
        "Он встретился с министрами энергетики, транспорта и культуры Казахстана.",
        ["министр энергетики", "министр транспорта", "министр культуры"],
    ),
]


@pytest.mark.parametrize(("language", "text", "roles"), EACH)
def test_ministers_of_several_domains_are_one_for_each(language: str, text: str, roles: list[str]) -> None:
    assert [role for _, role, _, _ in told(text, language)] == roles
