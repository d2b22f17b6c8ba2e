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


def test_several_countries_before_a_plural_go_to_its_names_in_turn() -> None:
    text = "Er sprach mit seinen polnischen, kasachischen und georgischen Amtskollegen, Jan Kowalski, Murat Serikow und"
    found = {name: country for name, _, _, country in told(f"{text} Lewan Gelaschwili.", "de")}
    assert found == {"Jan Kowalski": "PL", "Murat Serikow": "KZ", "Lewan Gelaschwili": "GE"}


def test_chiefs_behind_an_article_are_several() -> None:
    found = told("Das wurde von den Vorstandschefs Stephan Krüger und Jan Kowalski unterzeichnet.", "de")
    assert [(name, role) for name, role, _, _ in found] == [
        ("Stephan Krüger", "Vorstandschef"),
        ("Jan Kowalski", "Vorstandschef"),
    ]


def test_provincial_governors_have_a_plural_of_their_own() -> None:
    found = told("Die Landeshauptleute Peter Huber und Anton Moser empfingen den luxemburgischen Botschafter.", "de")
    assert found[:2] == [
        ("Peter Huber", "Landeshauptmann", None, "AT"),
        ("Anton Moser", "Landeshauptmann", None, "AT"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der Schweizer Botschafter in Wien, Walter Huber, kam.", ("Walter Huber", "Botschafter", None, "CH")),
        ("Die frühere Ministerin und Botschafterin Österreichs Ursula Huber kam.", "Ursula Huber"),
        ("Da gab der Premierminister für den Gast und dessen Frau Ursula Huber ein Essen.", "Ursula Huber"),
        ("Dort stattete Minister Adrian Huber Höflichkeitsbesuche ab.", "Adrian Huber"),
    ],
)
def test_names_and_offices_end_where_they_end(text: str, expected: Told | str) -> None:
    found = told(text, "de")
    assert expected in (found if isinstance(expected, tuple) else [name for name, *_ in found])


def test_the_federal_minister_is_the_minister() -> None:
    text = "Deutschlands Außenminister Peter Huber kam nach Riga. Dort sprach der Bundesaußenminister zuerst."
    assert [person.id for person in people_in(text, "de")] == [0, 0]


def test_an_emperor_without_an_article_is_a_family_name() -> None:
    text = "Landeshauptmann Peter Kaiser lud ein. Kaiser lobte die Nachbarn."
    assert {person.name for person in people_in(text, "de")} == {"Peter Kaiser"}


def test_two_family_names_side_by_side_are_two_people() -> None:
    text = "Premier Lewan Gelaschwili und Minister Taner Yildirim kamen. Zuvor hatte Gelaschwili Yildirim getroffen."
    assert [person.id for person in people_in(text, "de")] == [0, 1, 0, 1]


def test_a_body_of_an_international_organisation_keeps_its_owner() -> None:
    found = told("Er sprach mit dem Vorsitzenden der Kommission der Afrikanischen Union, Alpha Konate.", "de")
    assert found == [("Alpha Konate", "Vorsitzender", "Kommission der Afrikanischen Union", None)]


@pytest.mark.parametrize("calling", ["Unternehmer", "Journalistin", "Chefvolkswirt", "Schriftsteller", "Architektin"])
def test_a_calling_is_no_part_of_the_name(calling: str) -> None:
    name = "Anna Berger" if calling.endswith("in") else "Karl Berger"
    assert [person.name for person in people_in(f"Den Plan stellte {calling} {name} vor.", "de")] == [name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kroatiens Außen- und Europaminister Ivo Babic reiste ab.",
            [("Ivo Babic", "Außen- und Europaminister", None, "HR")],
        ),
        (
            "Luxemburgs Premier- und Staatsminister Luc Thill dankte.",
            [("Luc Thill", "Premier- und Staatsminister", None, "LU")],
        ),
        (
            "Eingeladen waren Österreichs Botschafter Karl Moser und Minister a.D. Dr. Jan Gruber.",
            [("Karl Moser", "Botschafter", None, "AT"), ("Jan Gruber", "Minister", None, "AT")],
        ),
        (
            "Österreichs Bundespräsident Karl Moser empfing seinen deutschen Amtskollegen Jan Lange in Wien.",
            [("Karl Moser", "Bundespräsident", None, "AT"), ("Jan Lange", "Bundespräsident", None, "DE")],
        ),
        (
            "Der Liechtensteiner Minister Karl Beck traf die hessische Ministerin Eva Lange.",
            [("Karl Beck", "Minister", None, "LI"), ("Eva Lange", "Ministerin", None, "DE")],
        ),
    ],
)
def test_offices_cut_short_left_and_of_regions_are_whole(text: str, expected: list[Told]) -> None:
    assert told(text, "de") == expected


def test_who_did_something_to_somebody_is_no_part_of_his_name() -> None:
    names = [name for name, *_ in told("In Wien wurde Oleg Petrow von Peter Kowalski begrüßt.", "de")]
    assert names == ["Oleg Petrow", "Peter Kowalski"]


def test_a_male_colleague_is_not_the_woman_told_last() -> None:
    text = (
        "Der österreichische Minister Karl Moser traf den deutschen Minister Jan Lange und die deutsche Ministerin "
        "Eva Roth. Mit seinem deutschen Amtskollegen sprach er über Verkehr."
    )
    assert [person.id for person in people_in(text, "de")] == [0, 1, 2, 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Es sprach Ministerin Niedersachsen Eva Lange.", ("Eva Lange", "Ministerin Niedersachsen", None, "DE")),
        ("Abends traf die deutsche Delegation den Bürgermeister Lewan Dolidse in Tiflis.",
         ("Lewan Dolidse", "Bürgermeister", None, "GE")),
        ("Beim Telefonat Scholz' mit Minister Jan Kowalski ging es um Polen.",
         ("Jan Kowalski", "Minister", None, "PL")),
        ("Botschafter Jan Kowalski der Republik Polen kam.", ("Jan Kowalski", "Botschafter", None, "PL")),
    ],
)  # fmt: skip
def test_what_stands_around_a_name_is_no_part_of_it(text: str, expected: Told) -> None:
    assert expected in told(text, "de")
    assert all(len((name or "").split()) <= 2 for name, *_ in told(text, "de"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Geplant sind Gespräche mit dem Präsidenten und dem Premierminister von Georgien.",
            [(None, "Präsident", None, "GE"), (None, "Premierminister", None, "GE")],
        ),
        (
            "Ministerin Eva Lange (FPÖ) und Minister Jan Lange (SPD) reisten nach Nepal.",
            [("Eva Lange", "Ministerin", None, "AT"), ("Jan Lange", "Minister", None, "DE")],
        ),
        ("Die Schweizer Ministerin Eva Kraft dankte.", [("Eva Kraft", "Ministerin", None, "CH")]),
    ],
)
def test_countries_told_by_a_shared_genitive_or_a_political_party(text: str, expected: list[Told]) -> None:
    assert told(text, "de") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Die Leiterin des Amtes, Stefanie Remlinger, sprach.", ("Stefanie Remlinger", "Leiterin")),
        ("Es sprach Octavie Modert, Kulturministerin von Malta.", ("Octavie Modert", "Kulturministerin")),
    ],
)
def test_a_first_name_beside_an_office_makes_a_name_of_unknown_words(text: str, expected: tuple[str, str]) -> None:
    assert expected in [(name, role) for name, role, *_ in told(text, "de")]


def test_the_only_name_without_office_is_the_ambassador_told_without_name() -> None:
    text = "Aram Petrosjan war im Landtag zu Gast. Der armenische Botschafter warb für sein Land."
    assert {(person.name, person.role) for person in people_in(text, "de")} == {("Aram Petrosjan", "Botschafter")}


def test_a_minister_who_receives_mr_ambassador_is_not_he() -> None:
    found = told("Am Montag empfing der Minister Herrn Botschafter Karl Roe.", "de")
    assert [(name, role) for name, role, *_ in found] == [(None, "Minister"), ("Karl Roe", "Botschafter")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Er traf den Präsidenten der russischen Republik Tatarstan, Ruslan Karimow.",
            ("Ruslan Karimow", "Präsident", "RU"),
        ),
        ("Er traf den Gouverneur der russischen Region Tula, Ruslan Karimow.", ("Ruslan Karimow", "Gouverneur", "RU")),
        ("Es sprach Deutschlands Außenminister J.-P. Hofer in Bonn.", ("J. P. Hofer", "Außenminister", "DE")),
        ("Es kam Kretas Regierungschef und Finanzminister Jan Kos.", ("Jan Kos", "Finanzminister", "GR")),
        (
            "Der Außenminister von Costa Rica, Tomás Roe Tinoco, kam. Das Kabinett begrüßte Außenminister Roe, der als"
            " erster Minister überhaupt kam.",
            ("Tomás Roe Tinoco", "Außenminister", "CR"),
        ),
    ],
)
def test_one_person_is_told_once(text: str, expected: tuple[str, str, str]) -> None:
    assert {(p.name, p.role, p.country) for p in people_in(text, "de") if p.country == expected[2]} == {expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Es kam der Kölner Bürgermeister Peter Hofer.", ("Peter Hofer", "Bürgermeister", "Köln", "DE")),
        ("Es kam die Dresdner Bürgermeisterin Eva Hug.", ("Eva Hug", "Bürgermeisterin", "Dresden", "DE")),
        (
            "Es kam der Gouverneur des Kaliningrader Gebiets Anton Below.",
            ("Anton Below", "Gouverneur", "Kaliningrader Gebiet", "RU"),
        ),
        (
            "Es kam Eva Roe, Präsidentin des Landtages Steiermark.",
            ("Eva Roe", "Präsidentin", "Landtag Steiermark", "AT"),
        ),
        ("Chinas Staatskommissar Li Wei kam.", ("Li Wei", "Staatskommissar", None, "CN")),
        ("Der Minister gab Konsul Wen Vergünstigungen.", ("Wen", "Konsul", None, None)),
    ],
)
def test_towns_and_bodies_are_told_by_adjectives_and_genitives(text: str, expected: Told) -> None:
    found = told(text, "de")
    assert expected[:3] in [person[:3] for person in found]


def test_who_is_given_something_as_a_colleague_is_of_another_country() -> None:
    text = (
        "In Wien traf er den österreichischen Kollegen. Da gab der deutsche Außenminister seinem Amtskollegen Jan Hug"
    )
    assert {p.country for p in people_in(f"{text} aus Österreich einen Ball.", "de") if p.name == "Jan Hug"} <= {"AT"}
