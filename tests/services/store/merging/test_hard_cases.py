"""Happenings that are easily taken for each other, and reports that hardly show what they are about."""

from __future__ import annotations

from typing import Any

import pytest

from services.store.merging.blocking import emitted, sought
from services.store.merging.clusters import clusters
from services.store.merging.comparing import agree
from services.store.merging.told import Told
from tests.services.store.stories import ASTANA, SERIKBAYEV, SHYMKENT, TASHKENT, YULDOSHEV, told

PRESIDENT = {"name": "Aidar Omarov", "role": "President", "organization": None, "country": "KZ"}
PREMIER = {"name": "Marat Zhanibekov", "role": "Prime Minister", "organization": None, "country": "KZ"}
GUEST = {"name": "Jonas Falkenrath", "role": "Bundeskanzler", "organization": None, "country": "DE"}
GUEST_RU = {"name": "Йонас Фалькенрат", "role": "федеральный канцлер", "organization": None, "country": "DE"}
KOREAN = {"name": "Han Jae-gyeong", "role": "President", "organization": None, "country": "KR"}
WORDS = "Kanalbau bei Karasor, 417 Kilometer, 2,6 Milliarden Euro, Firma Nordwerk"
WORDS_RU = "Строительство канала у Карасора: 417 км, 2,6 млрд евро, компания Нордверк"


def one(*reports: Told) -> bool:
    """Whether all tell one event, in whatever order they come; and that each pair that agrees would have met."""
    for left in reports:
        for right in reports:
            if left is not right and agree(left, right) is not None:
                assert sought(left) & emitted(right)
    found = {frozenset(frozenset(one.id for one in group) for group in clusters(r)) for r in (reports, reports[::-1])}
    assert len(found) == 1
    return len(clusters(reports)) == 1


def apart(*reports: Told) -> bool:
    return len(clusters(reports)) == len(reports) and not one(*reports)


def signed(article: str, **fields: Any) -> Told:
    return told(article, **{"kind": "agreement", "status": "signed", "form": "memorandum", **fields})


def test_last_years_session_told_by_its_year_is_another() -> None:
    last: dict[str, Any] = {"date": {"start": "2025-01-01", "end": None, "precision": "year"}, "form": "session"}
    assert apart(told("a", form="session"), told("b", **last))


def test_talks_with_the_president_and_with_the_prime_minister_of_one_day_are_two() -> None:
    shared: dict[str, Any] = {"parties": ["DE", "KZ"], "place": ASTANA}
    president = told("a", participants=[GUEST, PRESIDENT], **shared)
    premier = told("b", participants=[GUEST, PREMIER], **shared)
    unnamed = told("c", language="ru", participants=[GUEST_RU, {**PREMIER, "name": None, "role": "премьер-министр"}])
    assert apart(president, premier)
    assert apart(president, told("c", **{**shared, "participants": unnamed.report.participants}))


def test_whom_an_article_names_by_office_alone_is_known_again_in_another_language() -> None:
    shared: dict[str, Any] = {"parties": ["DE", "KZ"], "place": None}
    offices = [{**GUEST, "name": None}, {**PRESIDENT, "name": None, "role": "Präsident"}]
    german = told("b", language="de", participants=offices, **shared)
    president = told("a", participants=[GUEST_RU, PRESIDENT], **shared)
    premier = told("c", participants=[GUEST_RU, PREMIER], **shared)
    groups = clusters([president, premier, german])
    assert [len(group) for group in groups if german in group] == [2]
    assert any(president in group and german in group for group in groups)


def test_the_presidents_call_and_their_ministers_call_a_day_later_are_two() -> None:
    call: dict[str, Any] = {"form": "call", "channel": "phone", "parties": ["KR", "KZ"]}
    ministers = [
        {**PRESIDENT, "name": "Timur Abenov", "role": "Foreign Minister"},
        {**KOREAN, "name": "Seo Min-ho", "role": "Foreign Minister"},
    ]
    assert apart(
        told("a", day="2026-11-18", participants=[PRESIDENT, KOREAN], **call),
        told("b", day="2026-11-19", participants=ministers, **call),
    )


def test_a_name_that_was_misread_does_not_part_holders_of_one_office() -> None:
    call: dict[str, Any] = {"form": "call", "channel": "phone", "parties": ["KR", "KZ"]}
    misread = {**KOREAN, "name": "Akmeshit"}
    assert one(
        told("a", participants=[PRESIDENT, KOREAN], **call), told("b", participants=[PRESIDENT, misread], **call)
    )


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("Han Jae-gyeong", "Han Jae Gyeong"),
        ("Han Jae-gyeong", "Хан Чжэ Гён"),
        ("Zhao Lifeng", "Чжао Лифэн"),
        ("Xie Quanmin", "Се Цюаньминь"),
        ("Cemal Çakıroğlu", "Джемаль Чакыроглу"),
        ("Қанат Жүнісов", "Kanat Zhunisov"),
        ("Jens Schultz", "Йенс Шульц"),
        ("Ходжаев Рустам", "Rustam Hojayev"),
    ],
)
def test_the_same_person_in_two_scripts_makes_up_for_a_missing_date(name: str, spelling: str) -> None:
    shared: dict[str, Any] = {"parties": ["KZ"], "place": None, "sectors": []}
    person = {"role": None, "organization": None, "country": None}
    assert one(
        told("a", participants=[{"name": name, **person}], **shared),
        told("b", language="ru", day=None, participants=[{"name": spelling, **person}], **shared),
    )


def test_talks_of_two_on_the_margins_are_not_the_gathering() -> None:
    four = ["AZ", "GE", "KZ", "UZ"]
    gathering = told("a", parties=four, participants=[], place=ASTANA)
    aside = told("b", place=ASTANA)
    named = told("c", parties=four, participants=[SERIKBAYEV, YULDOSHEV, {**PREMIER, "country": "GE"}], place=ASTANA)
    assert apart(gathering, aside)
    assert apart(named, aside)
    assert one(gathering, named)


def test_an_agreement_that_was_announced_is_signed_weeks_later_elsewhere() -> None:
    plan = signed("a", status="planned", day="2026-11-05", published="2026-11-01", place=TASHKENT)
    assert one(plan, signed("b", day="2026-12-17", published="2026-12-17", place=ASTANA))
    other: dict[str, Any] = {"sectors": ["culture"], "participants": []}
    assert apart(plan, signed("b", day="2026-12-17", published="2026-12-17", place=ASTANA, **other))
    assert apart(plan, signed("b", day="2027-06-17", published="2027-06-17", place=ASTANA))


def test_a_signing_that_was_put_off_is_one_with_what_was_announced_first() -> None:
    shared: dict[str, Any] = {
        "form": "agreement",
        "parties": ["AZ", "KZ", "UZ"],
        "sectors": ["renewables"],
        "participants": [],
    }
    first = signed("a", status="planned", day="2026-11-05", published="2026-10-26", **shared)
    again = signed("b", status="planned", day="2026-11-26", published="2026-11-03", **shared)
    last = signed("c", day="2026-11-26", published="2026-11-26", **shared)
    assert one(first, again, last)


def test_documents_of_one_ceremony_are_told_apart_by_form_or_by_who_signs() -> None:
    others = [{**SERIKBAYEV, "name": "Nurlan Abishev"}, {**YULDOSHEV, "name": "Sardor Ismailov"}]
    assert apart(signed("a"), signed("b", form="contract"))
    assert apart(signed("a"), signed("b", participants=others))


def test_what_one_language_calls_a_contract_and_another_a_treaty_is_one_deal() -> None:
    amount: dict[str, Any] = {"value": 32e6, "currency": "EUR"}
    assert one(signed("a", form="agreement", amount=amount), signed("b", language="de", form="treaty", amount=amount))


def test_the_total_of_one_article_and_the_loan_of_another_are_one_deal_where_the_words_hold_both() -> None:
    shared: dict[str, Any] = {"form": "agreement", "participants": [], "day": None}
    whole: dict[str, Any] = {"body": "Zusammen 32 Mio. Euro", "amount": {"value": 32e6, "currency": "EUR"}}
    loan: dict[str, Any] = {
        "body": "Кредит 25 млн евро и грант, всего 32 млн евро",
        "amount": {"value": 25e6, "currency": "EUR"},
    }
    other: dict[str, Any] = {"body": "Кредит 14 млн евро", "amount": {"value": 14e6, "currency": "EUR"}}
    assert one(signed("a", **whole, **shared), signed("b", **loan, **shared))
    assert apart(signed("a", **whole, **shared), signed("b", **other, **shared))


def test_a_report_that_tells_nothing_but_the_parties_goes_where_its_words_are() -> None:
    shared: dict[str, Any] = {"place": ASTANA}
    talks = told("a", body=WORDS, sectors=["water"], **shared)
    others = [{**SERIKBAYEV, "name": "Nurlan Abishev"}, {**YULDOSHEV, "name": "Sardor Ismailov"}]
    rivals = told("b", participants=others, body="Museen und Theater, 95 Ensembles", sectors=["culture"], **shared)
    vague = told("c", day=None, participants=[], place=None, sectors=[], language="ru", body=WORDS_RU)
    groups = clusters([talks, rivals, vague])
    assert any(talks in group and vague in group for group in groups)
    assert len(groups) == 2


def test_one_misread_report_does_not_part_those_that_agree() -> None:
    told_right = [told(name, place=ASTANA) for name in ("a", "b", "c")]
    misread = told("d", place=TASHKENT, participants=[SERIKBAYEV], body=WORDS)
    assert one(*told_right)
    assert len(clusters([*told_right, misread])) == 2
    near = told("e", place={**SHYMKENT, "name": "Karasor", "geonames_id": None, "lat": 51.5, "lon": 71.0})
    assert one(*told_right, near)


def test_an_undated_plan_and_what_was_held_within_the_week_are_one() -> None:
    plan = told("a", status="planned", form="visit", day=None, published="2026-11-14")
    assert one(plan, told("b"))
    assert apart(plan, told("b", day="2026-12-09", published="2026-12-09"))


def test_what_was_planned_early_and_dated_is_held_on_that_day_though_the_report_of_it_has_no_date() -> None:
    plan = told("a", status="planned", published="2026-10-12")
    assert one(plan, told("b", day=None, published="2026-11-20"))


def test_two_forums_of_one_week_in_one_city_are_two() -> None:
    forum: dict[str, Any] = {"form": "forum", "participants": [], "place": ASTANA}
    first = told("a", day="2026-11-17", sectors=["industry"], **forum)
    second = told("b", day="2026-11-19", sectors=["education"], **forum)
    assert apart(first, second)


def test_a_cancelled_meeting_is_the_one_that_was_planned() -> None:
    plan = told("a", status="planned", published="2026-11-10")
    assert one(plan, told("b", status="cancelled", published="2026-11-16"))
