"""What German reports tell as one happening or as several, and what they only speak of there."""

from typing import Any

import pytest

from services.classify.reading.reader import read_article

WEDNESDAY = "2024-05-15"


def events(text: str, title: str | None = None) -> list[dict[str, Any]]:
    article = {"id": "a", "title": title, "language": "de", "text": text, "published_at": WEDNESDAY}
    return [event for event in read_article(article)["events"] if event["prominence"] == "main"]


@pytest.mark.parametrize(
    "text",
    [
        "Am 10. Mai traf der Außenminister Norwegens, Lars Hagen, in Oslo die Außenministerin Chiles, Ana Rojas. Auch"
        " die Frage des iranischen Programms wurde im Zusammenhang mit dem Ausstieg der USA ausführlich besprochen.",
        "Außenminister Lars Hagen (Norwegen) sprach am Montag in Oslo mit der chilenischen Außenministerin Ana Rojas."
        " Geplant waren Gespräche über das Verhältnis zu Russland und China.",
    ],
)
def test_what_is_talked_over_makes_nobody_a_party(text: str) -> None:
    (talks,) = events(text)
    assert talks["parties"] == ["CL", "NO"]


def test_a_gathering_announced_without_tense_is_the_one_told_with_its_guests() -> None:
    (talks,) = events(
        "Bundesrat Urs Keller nimmt am 27. Mai 2024 am Treffen der Verkehrsminister in Bregenz teil. Er wird dort mit"
        " Österreichs Verkehrsminister Franz Moser und der liechtensteinischen Ministerin Anna Frick sprechen."
    )
    assert (talks["status"], talks["date"]["start"]) == ("planned", "2024-05-27")
    assert talks["parties"] == ["AT", "CH", "LI"]


@pytest.mark.parametrize(
    "text",
    [
        "Sloweniens Regierungschef und Finanzminister Jan Kos hat am Montag Österreich besucht. Er wurde von"
        " Bundeskanzler Peter Huber empfangen und traf in Wien die österreichische Ministerin Eva Maier.",
        "Der slowenische Ministerpräsident Jan Kos wurde am Montag in Wien sowohl vom österreichischen Kanzler Peter"
        " Huber als auch von der österreichischen Ministerin Eva Maier empfangen.",
    ],
)
def test_who_receives_a_guest_and_whom_he_meets_are_two_meetings(text: str) -> None:
    found = events(text)
    assert [[p["name"] for p in event["participants"]] for event in found] == [
        ["Jan Kos", "Peter Huber"],
        ["Jan Kos", "Eva Maier"],
    ]


def test_those_who_took_part_in_the_talks_too_make_no_further_meeting() -> None:
    (reception,) = events(
        "Bundespräsident Urs Keller hat am Montag den norwegischen König Lars zum Staatsbesuch empfangen. Im Zentrum"
        " der Gespräche stand die Forschung. Neben dem Bundespräsidenten nahmen seitens der Schweiz der Vizepräsident"
        " des Bundesrates Beat Hug und Bundesrätin Ruth Roth an den Gesprächen teil."
    )
    assert {p["name"]: p["country"] for p in reception["participants"]}["Beat Hug"] == "CH"


def test_what_a_visitor_signs_on_a_visit_to_come_is_planned() -> None:
    visit, paper = events(
        "Bundesrat Urs Keller reist am 20. Mai nach Slowenien. Er unterzeichnet zudem ein bilaterales Abkommen."
    )
    assert (visit["status"], paper["kind"], paper["status"]) == ("planned", "agreement", "planned")


def test_what_is_weeks_old_is_the_news_of_an_article_that_has_no_fresher() -> None:
    (visit,) = events(
        "Am 02.04.2024 kam eine Delegation der Hochschule Fulda zu Besuch. Rektor Li Wei von der Universität Nanjing in"
        " China empfing die Gäste. Seit der Unterzeichnung eines Abkommens mit der Hochschule 2013 geschah viel."
    )
    assert visit["date"]["start"] == "2024-04-02"


@pytest.mark.parametrize(
    "said",
    [
        "wie das Ministerium am Mittwoch mitteilt",
        "heißt es in einer Mitteilung vom Mittwoch",
        "so ein Sprecher am Dienstag",
        "erklärt das Ministerium am Dienstag",
    ],
)
def test_the_day_of_a_statement_dates_no_paper(said: str) -> None:
    (paper,) = events(f"Norwegen und Chile haben ein Abkommen unterzeichnet, {said}.")
    assert paper["date"] is None


@pytest.mark.parametrize(
    "text",
    [
        "Der Chef der Staatskanzlei, Kurt Roe, empfing am Montag den Generalkonsul der Volksrepublik China in"
        " Frankfurt/Main, Sun Weiming, in Mainz. An dem Gespräch nahm auch die chinesische Konsulin Wei Lan teil.",
        "In Vertretung von Ministerpräsident Max Huber empfing Minister Kurt Roe am Montag in Mainz Generalkonsul Sun"
        " Weiming aus China. Bei dem Gespräch ging es auch um das Treffen der beiden Länder im September.",
    ],
)
def test_what_goes_on_about_a_reception_is_no_second_one(text: str) -> None:
    (reception,) = events(text)
    names = {person["name"]: person["country"] for person in reception["participants"]}
    assert (reception["parties"], names["Sun Weiming"]) == (["CN", "DE"], "CN")
    assert "Max Huber" not in names


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (
            "Der Hafen von Oslo und der Hafen von Valparaíso unterzeichneten am Montag eine Absichtserklärung. Die"
            " Erklärung wurde während eines Besuchs in Norwegen unterzeichnet. Chile hofft auf mehr.",
            "memorandum",
        ),
        (
            "Unterzeichnung „Memorandum of Understanding“: mehr Zusammenarbeit\n\nNorwegens Justizminister Lars Hagen"
            " und die chilenische Justizministerin Ana Rojas unterzeichneten ein Memorandum of Understanding.",
            "memorandum",
        ),
        (
            "Norwegens Justizminister Lars Hagen und die chilenische Justizministerin Ana Rojas unterzeichneten am"
            " Montag ein Abkommen. Beide Länder werden durch die Unterzeichnung des Abkommens weiter gestärkt.",
            "agreement",
        ),
        (
            "Norwegen und Chile rücken zusammen. Eine entsprechende Vereinbarung trafen die Häfen beider Länder am"
            " Montag in Oslo.",
            "agreement",
        ),
    ],
)
def test_one_paper_is_told_once(text: str, form: str) -> None:
    (paper,) = [event for event in events(text) if event["kind"] == "agreement"]
    assert (paper["status"], paper["form"], paper["parties"]) == ("signed", form, ["CL", "NO"])


def test_who_has_been_staying_somewhere_since_a_day_holds_his_talks() -> None:
    (talks,) = events(
        "Seit 13. Mai hält sich der norwegische Staatssekretär Lars Hagen zu Gesprächen mit der chilenischen Ministerin"
        " Ana Rojas in Chile auf."
    )
    assert talks["status"] == "held"


def test_a_paper_told_as_signed_is_so_whatever_it_is_to_do() -> None:
    (paper,) = events(
        "Eine heute in Oslo unterzeichnete Vereinbarung zwischen Norwegen und Chile soll den Handel stärken. Bei der"
        " Unterzeichnung zugegen waren Ministerin Ana Rojas (Chile) und Minister Lars Hagen (Norwegen)."
    )
    assert (paper["status"], paper["date"]["start"], paper["participants"]) == ("signed", WEDNESDAY, [])


def test_a_meeting_to_which_somebody_only_refers_is_no_news() -> None:
    (talks,) = events(
        "Der norwegische Minister Lars Hagen traf am Montag in Oslo die chilenische Ministerin Ana Rojas. Hagen ging"
        " auch auf das stattgefundene Treffen mit dem georgischen Minister Giorgi Lomidse ein."
    )
    assert talks["parties"] == ["CL", "NO"]


def test_talks_told_again_in_the_words_of_an_announcement_are_one_meeting() -> None:
    talks = events(
        "Norwegens Präsident Lars Hagen ist zu Gesprächen mit seinem chilenischen Amtskollegen Juan Rojas am 20. Mai"
        " nach Chile gereist, meldete eine Agentur.\n\nIn der Mitteilung heißt es:\n\n„Hagen ist am 14. Mai zu einem"
        " Besuch in Chile abgereist.\n\nEs wird erwartet, dass der norwegische Präsident am 20. Mai Gespräche mit"
        " seinem chilenischen Amtskollegen Juan Rojas führen wird.“"
    )
    assert [event["date"]["start"] for event in talks if event["form"] == "talks"] == ["2024-05-20"]
