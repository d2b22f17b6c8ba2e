"""What German reports tell beside the event: days of something else, where it was only said, who was not there."""

from typing import Any

import pytest

from services.classify.reading.reader import read_article

WEDNESDAY = "2024-05-15"


def events(text: str, title: str | None = None) -> list[dict[str, Any]]:
    article = {"id": "a", "title": title, "language": "de", "text": text, "published_at": WEDNESDAY}
    return [event for event in read_article(article)["events"] if event["prominence"] == "main"]


def names(event: dict[str, Any]) -> set[str]:
    return {person["name"] for person in event["participants"]}


@pytest.mark.parametrize(
    "text",
    [
        "Außenministerin Vera Blum traf auf ihrer ersten Reise seit ihrer Wahl am 3. April in Oslo den norwegischen"
        " Außenminister Lars Hagen.",
        "Nach seiner Vereidigung am 29. April sprach Präsident Ion Grecu aus Moldau mit Außenministerin Vera Blum.",
    ],
)
def test_the_day_of_an_election_is_none_of_a_meeting(text: str) -> None:
    assert [event["date"] for event in events(text)] == [None]


def test_a_day_right_behind_the_noun_that_takes_up_a_call_is_its_day() -> None:
    text = (
        "In einem Telefonat haben Kanzler Jan Blum und der norwegische Ministerpräsident Lars Hagen eine Waffenruhe"
        " gefordert. In dem Telefonat am Samstag drangen beide auf Gespräche."
    )
    assert [event["date"]["start"] for event in events(text)] == ["2024-05-11"]


def test_a_clause_that_goes_on_behind_a_relative_one_keeps_its_day() -> None:
    text = (
        "Von Häfen, die ausgebaut werden sollen, sprach der georgische Präsident Irakli Beridze am Montag in Berlin,"
        " bevor er dort mit Kanzler Jan Blum zusammentraf."
    )
    assert [(event["status"], event["date"]["start"]) for event in events(text)] == [("held", "2024-05-13")]


def test_a_preposition_with_its_noun_begins_no_relative_clause() -> None:
    text = (
        "Diese Frage erörterte die deutsche Botschafterin in Georgien, Vera Blum, mit dem georgischen"
        " Wirtschaftsminister Irakli Beridze am Montag."
    )
    assert [event["date"]["start"] for event in events(text)] == ["2024-05-13"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Minister Jan Blum reist nach Norwegen. Das kündigte sein Ministerium am Dienstag in Kiel an.", None),
        ("Präsident Ion Grecu aus Moldau wird am Freitag einen Arbeitsbesuch in Oslo abstatten.", "Oslo"),
        (
            "Die norwegische Firma Nordlicht aus Lillehammer in der Provinz Innlandet schloss mit dem deutschen"
            " Versorger Havelstrom einen Liefervertrag.",
            None,
        ),
        ("Minister Jan Blum besuchte die norwegische Hauptstadt Oslo.", "Oslo"),
    ],
)
def test_a_place_is_where_something_happens(text: str, place: str | None) -> None:
    assert [event["place"] and event["place"]["name"] for event in events(text)] == [place]


@pytest.mark.parametrize(
    "text",
    [
        "Bundesaußenministerin Vera Blum traf in Chișinău Präsident Ion Grecu. Vor dem Treffen legte sie am Grabmal des"
        " früheren Präsidenten Petru Munteanu einen Kranz nieder.",
        "Bundesaußenministerin Vera Blum traf in Chișinău Präsident Ion Grecu. Er gehört der von Ministerpräsident"
        " Petru Munteanu geführten Partei an.",
    ],
)
def test_who_is_remembered_or_leads_others_takes_no_part(text: str) -> None:
    assert [names(event) for event in events(text)] == [{"Vera Blum", "Ion Grecu"}]


def test_those_present_stay_out_of_a_paper_by_office_and_by_name() -> None:
    text = (
        "Bürgermeister Jan Blum aus Kiel und die Bürgermeisterin von Bergen, Ingrid Hagen, haben ein Abkommen"
        " unterzeichnet. Das Abkommen, das in Anwesenheit der Dezernenten beider Städte, Uwe Sander und Kari Lund,"
        " unterschrieben wurde, gilt der Kultur."
    )
    assert [names(event) for event in events(text)] == [{"Jan Blum", "Ingrid Hagen"}]


@pytest.mark.parametrize(
    ("text", "title", "told"),
    [
        (
            "Ministerin Vera Blum reist am Freitag nach Georgien. Im Mittelpunkt der Reise steht die Unterzeichnung des"
            " kürzlich ausgehandelten Handelsabkommens zwischen Deutschland und Georgien am Samstag.",
            "Blum unterzeichnet Handelsabkommen mit Georgien",
            [("visit", "planned"), ("agreement", "planned")],
        ),
        (
            "Kanzler Jan Blum hat mit dem norwegischen Ministerpräsidenten Lars Hagen telefoniert. Danach hat der"
            " Kanzler mit dem georgischen Präsidenten Irakli Beridze gesprochen.",
            "Blum telefoniert mit Hagen und Beridze",
            [("call", "held"), ("call", "held")],
        ),
        (
            "Der Botschafter Georgiens, Irakli Beridze, sprach mit Ministerin Vera Blum. Es ging um die Vereinbarungen,"
            " die während der Besuche von Präsident Ion Grecu und Kanzler Jan Blum getroffen wurden.",
            None,
            [("talks", "held")],
        ),
    ],
)
def test_one_event_is_told_once(text: str, title: str | None, told: list[tuple[str, str]]) -> None:
    assert [(event["form"], event["status"]) for event in events(text, title)] == told


def test_a_call_with_one_and_then_another_is_each_ones_own() -> None:
    text = (
        "Kanzler Jan Blum hat mit dem norwegischen Ministerpräsidenten Lars Hagen telefoniert. Danach hat der"
        " Kanzler mit dem georgischen Präsidenten Irakli Beridze gesprochen."
    )
    found = events(text, "Blum telefoniert mit Hagen und Beridze")
    assert [names(event) for event in found] == [{"Jan Blum", "Lars Hagen"}, {"Jan Blum", "Irakli Beridze"}]


def test_a_visit_made_up_for_is_another_one_than_that_called_off() -> None:
    text = (
        "Präsident Ion Grecu aus Moldau hat seinen Besuch in Deutschland am vergangenen Freitag abgesagt. Er soll am"
        " kommenden Freitag nachgeholt werden: Für Freitag sind Gespräche mit Kanzler Jan Blum in Berlin geplant."
    )
    told = [(event["status"], event["date"] and event["date"]["start"]) for event in events(text)]
    assert ("planned", "2024-05-17") in told
    assert ("cancelled", "2024-05-17") not in told


def test_reported_speech_tells_where_somebody_goes() -> None:
    text = "Minister Jan Blum fliegt am Samstag in die Volksrepublik China. Dort treffe er Handelsminister Gao Huizhou."
    found = events(text)
    assert {(event["status"], tuple(event["parties"])) for event in found} == {("planned", ("CN", "DE"))}
    assert "Gao Huizhou" in set().union(*(names(event) for event in found))


def test_a_list_goes_on_behind_an_article() -> None:
    text = "Am Montag unterzeichneten Deutschland, Belgien und die Niederlande ein Memorandum über Wasserstoff."
    assert [event["parties"] for event in events(text)] == [["BE", "DE", "NL"]]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        (
            "Papst Linus hat Präsident Ion Grecu aus Moldau empfangen. Der argentinische Papst schenkte ihm ein Buch.",
            ["MD", "VA"],
        ),
        (
            "Kanzler Jan Blum traf den norwegischen Ministerpräsidenten Lars Hagen. Das Gespräch wurde in Englisch und"
            " Spanisch geführt.",
            ["DE", "NO"],
        ),
        (
            "Bundesrat Urs Keller sprach mit der liechtensteinischen Aussenministerin Ruth Marxer über die Neuregelung"
            " des Verhältnisses zum Vereinigten Königreich und den Beitritt zu den Vereinten Nationen (UNO).",
            ["CH", "LI"],
        ),
    ],
)
def test_tongues_births_and_topics_make_no_party(text: str, parties: list[str]) -> None:
    assert [event["parties"] for event in events(text)] == [parties]


def test_the_colleague_of_a_federal_councillor_holds_another_office() -> None:
    text = "Bundesrat Urs Keller wurde am Montag von seinem chinesischen Amtskollegen Wang Li empfangen."
    assert [person["role"] for person in events(text)[0]["participants"]] == ["Bundesrat", None]


def test_a_lady_who_chairs_has_her_own_form_and_her_parliament_its_country() -> None:
    text = (
        "Die Präsidentin des Bayerischen Landtags, Rita Stamm, sprach am Montag in Riga mit der stellvertretenden"
        " Vorsitzenden der Saeima, Frau Dr. Inese Liepiņa-Kalne."
    )
    told = {person["name"]: (person["role"], person["country"]) for person in events(text)[0]["participants"]}
    assert told["Inese Liepiņa-Kalne"] == ("stellvertretende Vorsitzende", "LV")


def test_where_somebody_is_to_meet_is_no_setting() -> None:
    text = (
        "Bundesminister Jan Blum tritt am Donnerstag eine Reise an. Erste Station ist Georgien, wo Blum Präsident"
        " Irakli Beridze treffen wird."
    )
    assert [event["parties"] for event in events(text)] == [["DE", "GE"]]


def test_a_ceremony_of_signing_counts_its_documents() -> None:
    text = (
        "Kanzler Jan Blum und Chinas Premier Li Wei haben am Montag in Peking Konsultationen abgehalten. Blum und Li"
        " nahmen danach an der Unterzeichnungszeremonie von über 20 Kooperationsdokumenten teil."
    )
    assert [(event["form"], event["status"]) for event in events(text)] == [("talks", "held"), ("documents", "signed")]


def test_dates_with_hyphens_and_dates_that_touch_a_clock_stand_for_the_page() -> None:
    article = {"id": "a", "language": "de", "title": "Blum trifft Li"}
    row = "Am Montag traf Kanzler Jan Blum in Berlin den chinesischen Premier Li Wei. Beide sprachen über den Handel."
    for head in ("14-05-2024", "14 Mai 202416:39"):
        found = read_article({**article, "text": f"{head}\n\n{row}"})["events"]
        assert [event["date"]["start"] for event in found] == ["2024-05-13"]


def test_the_volume_of_a_contract_is_its_sum_and_no_figure() -> None:
    text = (
        "Die Firma Nordwagen aus Kiel hat mit der polnischen Staatsbahn einen Rahmenvertrag unterzeichnet. Das Volumen"
        " beträgt bis zu zwei Milliarden Euro, wie das Unternehmen mitteilte."
    )
    read = read_article({"id": "a", "language": "de", "text": text, "published_at": WEDNESDAY})
    assert [event["amount"] for event in read["events"]] == [{"value": 2_000_000_000, "currency": "EUR"}]
    assert read["figures"] == []


@pytest.mark.parametrize(
    ("told", "day"),
    [
        (
            "Beim heutigen Treffen mit Norwegens Minister Lars Hagen sprach Chiles Ministerin Ana Rojas über",
            "2024-05-15",
        ),
        ("Das gestrige lange Gespräch von Norwegens Minister Lars Hagen mit Ana Rojas aus Chile betraf", "2024-05-14"),
        ("Norwegens Minister Lars Hagen traf Chiles Ministerin Ana Rojas. Es ging um die heutige Lage und", None),
    ],
)
def test_the_adjective_of_a_day_dates_a_meeting_and_nothing_else(told: str, day: str | None) -> None:
    talks = events(f"{told} Handel.")[0]
    assert (talks["date"] and talks["date"]["start"]) == day
