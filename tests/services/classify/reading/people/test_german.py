"""People in German articles, where every noun has a capital."""

from __future__ import annotations

import pytest

from tests.services.classify.reading.people.readings import Told, people_in, told

ONE_PERSON: list[tuple[str, Told]] = [
    ("Der Besuch des kasachischen Präsidenten Daulet Serikow endete.", ("Daulet Serikow", "Präsident", None, "KZ")),
    (
        "Der stellvertretende Vorsitzende des kirgisischen Ministerkabinetts, Bakyt Asanow, reiste ab.",
        ("Bakyt Asanow", "stellvertretender Vorsitzender des Ministerkabinetts", None, "KG"),
    ),
    (
        "Man sprach mit Brasiliens Vizeminister für Umwelt, João Pereira.",
        ("João Pereira", "Vizeminister für Umwelt", None, "BR"),
    ),
    (
        "Der Oberbürgermeister von Düsseldorf, Stephan Krüger, kam.",
        ("Stephan Krüger", "Oberbürgermeister", "Düsseldorf", "DE"),
    ),
    ("Der Bürgermeister von Berlin, Stephan Krüger, kam.", ("Stephan Krüger", "Bürgermeister", "Berlin", "DE")),
    ("US-Präsident John Miller sagte ab.", ("John Miller", "Präsident", None, "US")),
    (
        "Ursula von der Heide, die Botschafterin Österreichs, lud ein.",
        ("Ursula von der Heide", "Botschafterin", None, "AT"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), ONE_PERSON)
def test_a_person_has_name_office_body_and_country(text: str, expected: Told) -> None:
    assert told(text, "de") == [expected]


def test_the_body_before_a_hyphen_is_split_off() -> None:
    ((name, role, organization, _),) = told("Das sagte KfW-Vorständin Christina Lohmeier.", "de")
    assert (name, role, organization) == ("Christina Lohmeier", "Vorständin", "KfW")


def test_a_genitive_s_goes_where_the_article_shows_the_name_without() -> None:
    text = "Daulet Serikows Besuch endete. Präsident Daulet Serikow reiste ab. Serikows Flugzeug startete."
    assert {person.name for person in people_in(text, "de")} == {"Daulet Serikow"}


def test_the_plural_with_countries_gives_a_person_each() -> None:
    found = told("Die Außenminister Kasachstans und Irans telefonierten.", "de")
    assert found == [(None, "Außenminister", None, "KZ"), (None, "Außenminister", None, "IR")]


def test_the_feminine_office_is_not_the_other_ministers() -> None:
    text = "Außenministerin Annalena Bauer traf den kasachischen Außenminister Murat Serikow. Die Ministerin dankte."
    assert [person.id for person in people_in(text, "de")] == [0, 1, 0]


def test_a_foreign_colleague_is_no_federal_minister() -> None:
    found = told("Bundesumweltministerin Steffi Lange und ihr polnischer Amtskollege Jan Kowalski sprachen.", "de")
    assert found[1][0] == "Jan Kowalski"
    assert found[1][3] == "PL"
    assert found[1][1] == "Umweltminister"


def test_nouns_in_capitals_are_no_names() -> None:
    assert (
        told("Nach Jahren Pause sprach die Regierung über Handel und Verkehr im Rahmen der Partnerschaft.", "de") == []
    )
