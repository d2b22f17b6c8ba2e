"""Whole classes of German wording: far verb brackets, who comes from where, what is left unsaid, Swiss spelling."""

from typing import Any

import pytest

from services.classify.reading.reader import read_article

WEDNESDAY = "2024-05-15"


def events(text: str, title: str | None = None) -> list[dict[str, Any]]:
    article = {"id": "a", "title": title, "language": "de", "text": text, "published_at": WEDNESDAY}
    return [event for event in read_article(article)["events"] if event["prominence"] == "main"]


@pytest.mark.parametrize(
    ("text", "form", "parties"),
    [
        (
            "Auf Einladung der Stadt hielt sich eine Gruppe aus Montenegro unter Leitung von Ministerin Jelena Vukić"
            " vom 3. bis 5. Mai in Dresden auf.",
            "visit",
            ["DE", "ME"],
        ),
        ("Der Botschafter Perus, Carlos Quispe, schaute am Montag im Rathaus von Fulda vorbei.", "visit", ["DE", "PE"]),
        (
            "Fulda hatte am Montag Besuch aus Peru: Botschafter Carlos Quispe trug sich ins Goldene Buch ein.",
            "visit",
            ["DE", "PE"],
        ),
        (
            "Eine Delegation aus Ghana hat sich am Montag bei der Handwerkskammer Fulda über die Lehre informiert.",
            "visit",
            ["DE", "GH"],
        ),
        (
            "Oberbürgermeisterin Petra Lohmann hat am Dienstag in Gießen den Botschafter der Republik Moldau, Ion Grecu"
            ", begrüßt.",
            "talks",
            ["DE", "MD"],
        ),
        (
            "Bundesrätin Ruth Keller hat am Montag in Bern den norwegischen Aussenminister Lars Hagen begrüsst.",
            "talks",
            ["CH", "NO"],
        ),
    ],
)
def test_a_visit_is_told_by_what_guest_or_host_does(text: str, form: str, parties: list[str]) -> None:
    (visit,) = events(text)
    assert (visit["status"], visit["parties"]) == ("held", parties)
    assert visit["form"] in (form, "reception")


@pytest.mark.parametrize(
    ("text", "form", "parties"),
    [
        (
            "Die Technische Universität Ilmenau und die Universität Nagoya haben am Montag einen Kooperationsvertrag "
            "geschlossen.",
            "contract",
            ["DE", "JP"],
        ),
        (
            "Die Stadtwerke Kiel und der norwegische Versorger Fjordkraft haben einen Liefervertrag unter Dach und "
            "Fach gebracht.",
            "contract",
            ["DE", "NO"],
        ),
        (
            "Mit der Unterzeichnung einer Urkunde haben Regensburg und die kroatische Stadt Osijek ihre Zusammenarbeit "
            "besiegelt.",
            "agreement",
            ["DE", "HR"],
        ),
        (
            "Durch ein Abkommen, das am Montag in Rabat signiert wurde, erleichtern Marokko und Spanien den Handel.",
            "agreement",
            ["ES", "MA"],
        ),
    ],
)
def test_towns_and_bodies_sign_for_their_countries(text: str, form: str, parties: list[str]) -> None:
    (paper,) = events(text)
    assert (paper["status"], paper["form"], paper["parties"]) == ("signed", form, parties)


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        (
            "Außenminister Peter Lang wird am Freitag in Ankara erwartet. Dort kommt er mit seinem türkischen "
            "Amtskollegen Mehmet Aydin zusammen.",
            {"Peter Lang": "DE", "Mehmet Aydin": "TR"},
        ),
        (
            "Bundesministerin Carla Wolf sprach am Montag in Nairobi mit Arbeitsminister Peter Otieno.",
            {"Carla Wolf": "DE", "Peter Otieno": "KE"},
        ),
        (
            "Eine Gruppe der japanischen Präfektur Kanagawa unter Leitung von Gouverneur Hiroshi Mori traf am Montag "
            "in Fulda Bürgermeister Jan Vogel.",
            {"Hiroshi Mori": "JP", "Jan Vogel": "DE"},
        ),
        (
            "Kanzler Max Huber und Präsident Tomas Havel sprachen in Prag mit dem slowakischen Premier Jan Kos.",
            {"Max Huber": "DE", "Tomas Havel": "CZ", "Jan Kos": "SK"},
        ),
    ],
)
def test_offices_without_a_country_are_of_the_one_left_unsaid_or_of_the_hosts(
    text: str, countries: dict[str, str]
) -> None:
    people = {person["name"]: person["country"] for event in events(text) for person in event["participants"]}
    assert people == countries


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (
            "Er werde am Freitag den georgischen Präsidenten in Tiflis treffen, sagte Bundeskanzler Jan Vogel.",
            "planned",
        ),
        ("Der georgische Minister Lewan Gelas habe am Montag Bundeskanzler Jan Vogel getroffen, hieß es.", "held"),
        ("Im Anschluss an Japan besucht der indische Präsident Arun Rao am Freitag Georgien.", "planned"),
        ("Georgien und die Schweiz planen für Juli ein Gipfeltreffen in Bern.", "planned"),
        ("Der Staatschef Ghanas, Kofi Mensah, musste seine Reise nach Berlin kurzfristig absagen.", "cancelled"),
    ],
)
def test_konjunktiv_and_plain_present_keep_their_time(text: str, status: str) -> None:
    assert [event["status"] for event in events(text)] == [status]


def test_a_date_behind_a_weekday_and_an_apposition_open_no_relative_clauses() -> None:
    text = (
        "Von Montag, den 13., bis Dienstag, den 14. Mai 2024 hielt sich Präsident Tomas Havel, der Präsident der "
        "Tschechischen Republik, zu einem Besuch in Wien auf."
    )
    (visit,) = events(text)
    assert (visit["date"]["start"], visit["date"]["end"], visit["parties"]) == (
        "2024-05-13",
        "2024-05-14",
        ["AT", "CZ"],
    )


@pytest.mark.parametrize(
    ("topics", "sectors"),
    [
        ("die Außenwirtschaft und Nachtzüge", ["trade", "transport"]),
        ("Strassenbau, Wasser- und Abwasserversorgung", ["transport", "urban_development", "water"]),
        ("Kunststoffe, Halbleiter und Fortbildungen", ["chemicals", "education", "industry"]),
        ("Zahnmedizin, Restitution und Visafragen", ["culture", "health", "migration"]),
    ],
)
def test_compounds_are_known_by_their_parts(topics: str, sectors: list[str]) -> None:
    text = f"Georgiens Energieminister Lewan Gelas traf in Wien Minister Jan Moser. Themen waren {topics}."
    (talks,) = events(text)
    assert talks["sectors"] == sectors


def test_what_a_minister_is_for_does_not_hide_what_he_speaks_of() -> None:
    text = (
        "Bundesministerin für Bildung und Forschung Carla Wolf sprach am Montag in Tiflis mit dem georgischen Minister "
        "Lewan Gelas über Landwirtschaft, Tourismus und Häfen."
    )
    (talks,) = events(text)
    assert talks["sectors"] == ["agriculture", "tourism", "transport"]


def test_a_visitor_takes_part_in_what_is_planned_for_him_beside_his_hosts() -> None:
    text = (
        "Ungarns Staatspräsident Tamás Kovács traf am Montag in Wien ein. Bundespräsident Max Huber empfing ihn "
        "in der Hofburg. Am Freitag stehen Gespräche mit Bundeskanzler Jan Moser auf dem Programm."
    )
    planned = [event for event in events(text) if event["status"] == "planned"]
    assert [{person["name"] for person in event["participants"]} for event in planned] == [
        {"Tamás Kovács", "Jan Moser"}
    ]
