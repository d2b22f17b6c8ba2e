"""What German sentences make of their verbs: retractions, wishes, acceptances, initialled papers, pronouns."""

from typing import Any

import pytest

from services.classify.reading.reader import read_article


def events(text: str) -> list[dict[str, Any]]:
    article = {"id": "a", "title": None, "language": "de", "text": text, "published_at": "2025-05-08"}
    return [event for event in read_article(article)["events"] if event["prominence"] == "main"]


def test_a_journey_that_comes_to_nothing_is_cancelled() -> None:
    text = (
        "Aus der für Montag geplanten Reise der deutschen Außenministerin Anna Weber nach Tiflis wird nichts. Das "
        "georgische Außenministerium verwies auf den Kalender."
    )
    (visit,) = events(text)
    assert (visit["status"], visit["form"], visit["place"]["name"]) == ("cancelled", "visit", "Tbilisi")


def test_a_signing_that_somebody_wishes_for_is_none() -> None:
    text = "Deutschland wünsche sich eine baldige Unterzeichnung des Abkommens mit Georgien, hieß es am Mittwoch."
    assert events(text) == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Die Schweiz und Georgien haben am Mittwoch ein Steuerabkommen paraphiert.", "planned"),
        ("Die Schweiz und Georgien haben am Mittwoch ein Steuerabkommen unterzeichnet.", "signed"),
    ],
)
def test_an_initialled_paper_is_still_to_be_signed(text: str, status: str) -> None:
    assert [event["status"] for event in events(text)] == [status]


def test_an_accepted_invitation_is_a_planned_visit() -> None:
    text = (
        "Die Außenminister Deutschlands und Georgiens haben am Mittwoch telefoniert. Der deutsche Minister nahm eine "
        "Einladung in die georgische Hauptstadt an. Der Besuch ist für Ende Juli vorgesehen."
    )
    call, visit = events(text)
    assert (call["form"], visit["status"], visit["place"]["name"]) == ("call", "planned", "Tbilisi")


def test_who_is_welcomed_as_a_pronoun_takes_part() -> None:
    text = (
        "Zum Antrittsbesuch kam am Mittwoch der georgische Botschafter Lewan Gelaschwili nach Graz. Landeshauptmann "
        "Peter Huber begrüßte ihn in der Burg."
    )
    (talks,) = events(text)
    assert (talks["form"], talks["place"]["name"], talks["parties"]) == ("talks", "Graz", ["AT", "GE"])
    assert {person["name"] for person in talks["participants"]} == {"Lewan Gelaschwili", "Peter Huber"}


def test_offices_in_a_list_open_no_relative_clauses() -> None:
    text = (
        "Am Freitag wird der georgische Präsident Lewan Gelaschwili in Berlin mit dem Bundespräsidenten Peter Weber, "
        "der Bundeskanzlerin Anna Lange und dem Bundestagspräsidenten Jan Krüger zusammentreffen."
    )
    (talks,) = events(text)
    assert (talks["status"], len(talks["participants"])) == ("planned", 4)


def test_a_day_still_to_come_does_not_date_a_ratification() -> None:
    (treaty,) = events("Das Abkommen zwischen der Schweiz und Georgien ist ratifiziert, am 1. Juli tritt es in Kraft.")
    assert (treaty["status"], treaty["date"]) == ("in_force", None)


def test_days_of_one_month_in_figures_are_read() -> None:
    (talks,) = events(
        "Am 24. und 25.05. trifft Außenminister Peter Weber in Rom seinen italienischen Kollegen Aldo Rossi."
    )
    assert (talks["status"], talks["date"]["start"], talks["place"]["name"]) == ("planned", "2025-05-24", "Rome")


@pytest.mark.parametrize(
    ("text", "status", "form"),
    [
        ("Die deutsche Delegation flog nach Tiflis, wo Gespräche mit Minister Lewan Gelaschwili stattfanden.",
         "held", "talks"),
        ("Ministerin Anna Weber war in Georgien und Armenien unterwegs.", "held", "visit"),
        ("Die deutsche Ministerin Anna Weber sprach mit dem georgischen Minister Lewan Gelaschwili.", "held", "talks"),
        ("Am Freitag fliegt die deutsche Ministerin Anna Weber zu einem Treffen mit dem georgischen Minister Lewan "
         "Gelaschwili nach Tiflis.", "planned", "talks"),
        ("Für Ministerin Anna Weber aus Deutschland sind Gespräche mit dem Gouverneur Lewan Gelaschwili, dem "
         "georgischen Klimaschutzbeauftragten Dawit Meladse und "
         "der Senatorin Nino Dolidse geplant.", "planned", "talks"),
        ("Die deutsche Ministerin Anna Weber hat am Mittwoch den georgischen Minister Lewan Gelaschwili angerufen.",
         "held", "call"),
    ],
)  # fmt: skip
def test_verbs_at_the_end_and_nouns_behind_verbs_of_travel_tell_what_happens(text: str, status: str, form: str) -> None:
    assert [(event["status"], event["form"]) for event in events(text)] == [(status, form)]


def test_since_when_somebody_is_in_office_is_no_date_of_a_meeting() -> None:
    text = (
        "Den georgischen Botschafter Lewan Gelaschwili, seit Juli 2019 in Berlin akkreditiert, empfing die deutsche "
        "Ministerin Anna Weber."
    )
    assert [event["date"] for event in events(text)] == [None]
