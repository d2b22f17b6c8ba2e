"""Russian reports of who met at a gathering, who phoned beside it, who only says so, and which papers are to come."""

from __future__ import annotations

from typing import Any

import pytest

from services.classify.reading.reader import read_article


def events(text: str, *, background: bool = False) -> list[dict[str, Any]]:
    article = {"id": "1", "text": text, "language": "ru", "published_at": "2024-06-12"}
    return [event for event in read_article(article)["events"] if background or event["prominence"] == "main"]


@pytest.mark.parametrize(
    "text",
    [
        "Министр экономики Казахстана Ерлан Тасов обсудил на саммите ОТГ с турецким коллегой Мехметом Озалом торговлю.",
        "Министр экономики Казахстана Ерлан Тасов встретился с турецким коллегой Мехметом Озалом на саммите ОТГ.",
        "Министр экономики Казахстана Ерлан Тасов провёл на форуме ОТГ переговоры с турецким коллегой Мехметом Озалом.",
    ],
)
def test_who_meets_somebody_at_a_gathering_holds_talks_of_two_sides(text: str) -> None:
    (met,) = events(text)
    assert (met["form"], met["parties"]) == ("talks", ["KZ", "TR"])


def test_who_meets_at_a_summit_alone_is_at_the_summit() -> None:
    (met,) = events("Президенты Казахстана и Турции Ерлан Тасов и Мехмет Озал встретились на саммите в Баку.")
    assert met["form"] == "summit"


def test_a_call_before_the_meeting_lends_it_no_day() -> None:
    met, phoned = events(
        "В Баку прошла встреча министра экономики Казахстана Ерлана Тасова и министра экономики Турции Мехмета Озала. "
        "7 июня Тасов провёл телефонный разговор с Озалом.",
        background=True,
    )
    assert (met["channel"], met["date"], met["place"]["name"]) == ("in_person", None, "Baku")
    assert (phoned["form"], phoned["date"]["start"]) == ("call", "2024-06-07")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("По итогам переговоров Казахстана и Турции состоится церемония подписания совместных документов.", "planned"),
        ("Казахстан и Турция договорились о подписании меморандума о сотрудничестве.", "planned"),
        ("Итогом встречи Казахстана и Турции стала договорённость о заключении соглашения о туризме.", "planned"),
        ("ЕБРР намерен выделить Казахстану 20 млн долларов на ремонт дорог.", "planned"),
        ("ЕБРР может предоставить Казахстану кредит на сумму до 20 млн долларов на ремонт дорог.", "proposed"),
        ("Правительство Казахстана поручило Минэнерго подписать с Турцией соглашение о строительстве ГЭС.", "planned"),
        ("Правительство Казахстана одобрило подписание соглашения с Турцией о туризме.", "planned"),
        ("Казахстан и Турция подписали меморандум о сотрудничестве.", "signed"),
    ],
)
def test_papers_that_are_to_come_are_not_signed(text: str, status: str) -> None:
    assert [event["status"] for event in events(text) if event["kind"] == "agreement"] == [status]


def test_who_closes_a_report_with_what_he_says_signs_nothing() -> None:
    (signed,) = events(
        "Казахстан и Турция подписали три меморандума, сообщил на днях «Вестнику Степи» советник министра экономики "
        "Казахстана Ерлан Тасов."
    )
    assert signed["participants"] == []


def test_one_loan_told_again_with_its_sum_is_one() -> None:
    (lent,) = events(
        "Казахстан и Сербия в пятницу подписали в Баку соглашение о кредите на 800 млн долларов.\n"
        "Документ подписали министр финансов Казахстана Ерлан Тасов и министр финансов Сербии Милан Обренич.\n"
        "«Мы подписали соглашение о кредите на дороги Сербии в сумме 800 млн долларов», — сказал Тасов."
    )
    assert lent["amount"] == {"value": 800000000.0, "currency": "USD"}
    assert len(lent["participants"]) == 2


def test_a_ceremony_behind_credentials_is_their_handing_over() -> None:
    (received,) = events(
        "Президент Казахстана Ерлан Тасов принял верительные грамоты послов Турции и Сербии. "
        "Торжественная церемония состоялась 1 июня."
    )
    assert (received["form"], received["date"]["start"]) == ("reception", "2024-06-01")


def test_who_comes_by_invitation_has_come() -> None:
    (visit,) = events(
        "Делегация Омского госуниверситета во главе с проректором Олегом Старцевым по приглашению Министерства "
        "образования КНР посетила Китай."
    )
    assert (visit["form"], visit["status"], visit["parties"]) == ("visit", "held", ["CN", "RU"])
    assert [person["name"] for person in visit["participants"]] == ["Олег Старцев"]


def test_what_talks_had_been_meant_for_is_no_second_meeting() -> None:
    (met,) = events(
        "Президент Казахстана Ерлан Тасов провёл переговоры с президентом Турции Мехметом Озалом. "
        "Ожидалось, что в ходе переговоров пойдёт речь о газе."
    )
    assert met["status"] == "held"
