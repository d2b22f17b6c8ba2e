"""Who takes part in a gathering, what is only named at first, and what begins with an article."""

from typing import Any

import pytest

from services.classify.reading.reader import read_article


def events(text: str) -> list[dict[str, Any]]:
    return read_article({"text": text})["events"]


def test_a_german_sentence_that_begins_with_an_article_is_no_relative_clause() -> None:
    (visit,) = events("Der Besuch des norwegischen Ministerpräsidenten Olav Berg in Chile hat begonnen.")
    assert (visit["prominence"], visit["form"]) == ("main", "visit")


@pytest.mark.parametrize(
    "text",
    [
        "Norwegens Minister Olav Berg ist nach Chile gereist. Die Gespräche mit Chiles Präsident Juan Soto, die bis "
        "Dienstag geführt werden, gelten der Fischerei.",
        "Auf dem Programm des norwegischen Ministerpräsidenten Olav Berg steht ein Arbeitsbesuch in Chile.",
        "A working visit to Chile is on the agenda of Norwegian Prime Minister Olav Berg.",
        "Norwegian Prime Minister Olav Berg will be in Santiago next week for talks with Chilean President Juan Soto.",
        "The presidents of Norway and Chile, Olav Berg and Juan Soto, have agreed to meet in May.",
        "Президенты Норвегии и Чили Олав Берг и Хуан Сото условились встретиться в мае.",
    ],
)
def test_what_is_still_to_come_is_planned(text: str) -> None:
    assert [event["status"] for event in events(text)][-1:] == ["planned"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Norway and Chile are close to a deal on fishing.", "planned"),
        ("Norwegen und Chile stehen kurz vor einem Abkommen über Fischerei.", "planned"),
        ("Ожидалось подписание соглашения между Норвегией и Чили.", "planned"),
        ("A ceremony to sign an agreement between Norway and Chile was held in Oslo.", "signed"),
        ("The signing of a memorandum between Norway and Chile took place in Oslo.", "signed"),
    ],
)
def test_a_paper_is_planned_or_signed_by_its_verb(text: str, status: str) -> None:
    assert [event["status"] for event in events(text)] == [status]


@pytest.mark.parametrize(
    "text",
    ["Norwegian Minister Olav Berg will not travel to Chile.", "Norwegens Minister Olav Berg reist nicht nach Chile."],
)
def test_who_does_not_travel_has_called_off_a_visit(text: str) -> None:
    assert [(event["status"], event["form"]) for event in events(text)] == [("cancelled", "visit")]


def test_what_was_meant_to_be_done_on_a_visit_called_off_is_called_off() -> None:
    text = (
        "Norwegens Minister Olav Berg hat seinen Besuch in Chile am Dienstag abgesagt. Ursprünglich sollte er dort mit "
        "dem argentinischen Präsidenten Juan Soto und mit Chiles Minister Pedro Rojas zusammentreffen."
    )
    assert {event["status"] for event in events(text)} == {"cancelled"}


def test_a_visit_talked_of_on_the_phone_is_no_call() -> None:
    text = (
        "In einem Telefonat mit Chiles Minister Pedro Rojas hat Norwegens Minister Olav Berg die Absage seines Besuchs "
        "in Chile bedauert."
    )
    assert ("cancelled", "call") not in [(event["status"], event["form"]) for event in events(text)]


def test_a_loan_that_is_paid_out_later_is_told_once() -> None:
    text = (
        "The EBRD will provide a loan of 365 million euros for waterworks in Azerbaijan. The loan will be provided in "
        "several tranches. Another loan of 14.2 million euros was granted to a city utility."
    )
    loans = [(event["parties"], event["amount"]["value"]) for event in events(text)]
    assert loans == [(["AZ", "EBRD"], 365e6), (["AZ", "EBRD"], 14.2e6)]


def test_the_meeting_that_an_article_only_looks_back_on_stands_beside_what_it_recalls() -> None:
    text = (
        "Norway and Chile signed a memorandum on Monday. Ministers Olav Berg of Norway and Pedro Rojas of Chile put "
        "their signatures to the document at their meeting. President of Chile Juan Soto visited Norway in 2003."
    )
    told = read_article({"text": text, "published_at": "2025-05-08"})["events"]
    assert ("talks", "main") in [(event["form"], event["prominence"]) for event in told]


def test_the_town_of_a_signing_is_no_party_where_the_head_names_two() -> None:
    text = "Chile erhält von der Weltbank 100 Millionen Dollar\nDas Abkommen wurde am 19. April in Oslo unterzeichnet."
    assert [event["parties"] for event in events(text)] == [["CL", "WB"]]


def test_a_meeting_of_a_parliament_is_no_meeting_of_countries() -> None:
    text = (
        "The Senate of the Parliament of Kazakhstan held a meeting on Monday. An agreement between the governments of "
        "Kazakhstan and Norway on fishing was ratified."
    )
    assert [(event["kind"], event["status"]) for event in events(text)] == [("agreement", "in_force")]


def test_amendments_in_force_are_a_paper() -> None:
    text = "Amendments to the trade agreement between Norway and Chile have entered into force."
    assert [event["status"] for event in events(text)] == ["in_force"]
