"""Which reports tell one event, and what speaks against it."""

from __future__ import annotations

from typing import Any

import pytest

from libs.messages.values import Participant
from services.store.merging.blocking import emitted, sought
from services.store.merging.clusters import clusters
from services.store.merging.company import same
from services.store.merging.comparing import agree, contradict
from services.store.merging.told import Told
from tests.services.store.stories import (
    ASTANA,
    SERIKBAYEV,
    SERIKBAYEV_RU,
    SHYMKENT,
    TASHKENT,
    YULDOSHEV,
    YULDOSHEV_RU,
    told,
)

OMAROV = {"name": "Aidar Omarov", "role": "Minister of Energy", "organization": None, "country": "KZ"}


def meet(one: Told, other: Told) -> bool:
    """Whether the two agree; and if so, that each would have found the other."""
    agreed = agree(one, other) is not None
    assert agreed == (agree(other, one) is not None)
    if agreed:
        assert sought(one) & emitted(other)
        assert sought(other) & emitted(one)
    return agreed


def test_an_announcement_and_what_came_of_it_are_one_event() -> None:
    assert meet(told("a", status="planned", published="2026-11-16", place=SHYMKENT), told("b", place=ASTANA))


def test_spellings_of_two_alphabets_are_the_same_people() -> None:
    assert meet(told("a"), told("b", language="ru", participants=[SERIKBAYEV_RU, YULDOSHEV_RU]))


def test_the_same_people_two_weeks_later_are_another_event() -> None:
    assert not meet(told("a", day="2026-11-05", published="2026-11-05"), told("b"))


def test_the_same_people_two_weeks_later_are_another_event_also_without_dates() -> None:
    assert not meet(told("a", day=None, published="2026-11-05"), told("b", day=None))


def test_a_missing_date_is_made_up_for_by_publication_within_a_week() -> None:
    assert meet(told("a", day=None, published="2026-11-22"), told("b"))
    assert not meet(told("a", day=None, published="2026-11-28"), told("b"))


def test_other_officials_of_the_same_countries_on_one_day_are_another_event() -> None:
    other = [OMAROV, {**YULDOSHEV, "name": "Bekzod Karimov"}]
    assert not meet(told("a"), told("b", participants=other))


def test_one_guests_talks_with_two_hosts_on_one_day_are_two_events() -> None:
    assert not meet(told("a"), told("b", participants=[OMAROV, YULDOSHEV]))


def test_who_names_nobody_agrees_with_who_names_people() -> None:
    assert meet(told("a", participants=[]), told("b"))


def test_two_places_of_what_has_happened_speak_against() -> None:
    assert not meet(told("a", place=ASTANA), told("b", place=TASHKENT))
    assert not meet(told("a", place=ASTANA, participants=[]), told("b", place=SHYMKENT))
    assert meet(told("a", place=ASTANA), told("b", place={"name": "Astana", "country": "KZ"}))


def test_the_same_two_people_on_one_day_met_once_wherever_in_the_country_articles_put_it() -> None:
    assert meet(told("a", place=ASTANA), told("b", place=SHYMKENT))


def test_a_meeting_and_an_agreement_are_two_events() -> None:
    assert not meet(told("a"), told("b", kind="agreement", status="signed", form="memorandum"))


@pytest.mark.parametrize(
    ("parties", "agreed"),
    [
        (["KZ", "UZ"], True),
        (["KZ"], True),
        (["KZ", "TM", "UZ"], True),
        (["KG", "KZ", "TM", "UZ"], True),
        (["KG", "KZ", "TJ", "TM", "UZ"], False),
        (["DE", "KZ"], False),
    ],
)
def test_half_of_all_parties_must_be_shared(parties: list[str], agreed: bool) -> None:
    assert meet(told("a", participants=[]), told("b", parties=parties, participants=[])) is agreed


def test_two_people_who_both_are_named_make_up_for_parties_that_were_misread() -> None:
    assert meet(told("a"), told("b", parties=["DE", "KZ"]))
    assert meet(told("a"), told("b", parties=["KG", "KZ", "TM", "UZ"]))


def test_two_large_gatherings_find_each_other_by_the_parties_they_share() -> None:
    left = ["CN", "KG", "KZ", "RU", "TJ", "UZ"]
    right = ["CN", "IN", "KG", "KZ", "PK", "RU", "TJ", "UZ"]
    shared: dict[str, Any] = {"form": "summit", "participants": []}
    assert meet(told("a", parties=left, **shared), told("b", parties=right, **shared))


def test_a_summit_of_a_union_is_that_of_its_members_on_the_day_in_the_place() -> None:
    summit: dict[str, Any] = {"form": "summit", "participants": [], "place": ASTANA}
    union, states = told("a", parties=["GCC", "KZ"], **summit), told("b", parties=["AE", "KZ", "QA", "SA"], **summit)

    assert meet(union, states)
    assert not meet(union, told("b", parties=["AE", "KZ", "QA", "SA"], **{**summit, "form": "talks"}))
    assert not meet(union, told("b", parties=["AE", "KZ", "QA", "SA"], **{**summit, "place": SHYMKENT}))


def test_a_summit_that_was_put_off_without_a_day_is_the_one_in_that_place() -> None:
    put_off: dict[str, Any] = {"form": "summit", "participants": [], "place": ASTANA, "status": "cancelled"}
    assert meet(told("a", parties=["GCC", "KZ"], day=None, **put_off), told("b", parties=["AE", "KZ", "QA"], **put_off))


def test_a_paper_that_the_same_two_signed_is_one_wherever_agencies_put_it() -> None:
    paper: dict[str, Any] = {"kind": "agreement", "status": "signed", "form": "memorandum"}
    here = told("a", place=SHYMKENT, day=None, **paper)
    assert meet(here, told("b", place=TASHKENT, **paper))
    assert not meet(here, told("b", place=TASHKENT, participants=[OMAROV, YULDOSHEV], **paper))


def test_two_unions_gather_their_leaders_on_two_days() -> None:
    gathering: dict[str, Any] = {"form": "summit", "place": ASTANA, "participants": [SERIKBAYEV, YULDOSHEV]}
    one = told("a", parties=["EAEU", "KZ", "UZ"], day="2026-11-19", **gathering)
    assert not meet(one, told("b", parties=["CIS", "KZ", "UZ"], day="2026-11-20", **gathering))
    assert meet(one, told("b", parties=["CIS", "EAEU", "KZ", "UZ"], day="2026-11-20", **gathering))


def test_leaders_look_on_while_others_sign_a_paper_of_three_parties() -> None:
    paper: dict[str, Any] = {"kind": "agreement", "status": "signed", "form": "agreement", "place": ASTANA}
    leaders = [{"name": f"Leader Of{one}", "role": "President", "country": one} for one in ("KG", "KZ", "UZ")]
    others = [{"name": f"Other Of{one}", "role": "Minister of Energy", "country": one} for one in ("KG", "KZ", "UZ")]
    seen, signed = (told(name, participants=who, parties=["KG", "KZ", "UZ"], **paper) for name, who in
                    (("a", leaders), ("b", others)))  # fmt: skip

    assert meet(seen, signed)
    assert not meet(told("a", participants=leaders[1:], **paper), told("b", participants=others[1:], **paper))


def test_one_of_two_named_at_a_forum_is_not_somebody_else_in_talks_of_two() -> None:
    one = told("a", form="forum")
    assert not meet(one, told("b", participants=[OMAROV, YULDOSHEV]))
    assert meet(one, told("b", form="forum", participants=[OMAROV, YULDOSHEV]))


def test_a_call_is_not_a_meeting_in_person() -> None:
    assert not meet(told("a", channel="phone", form="call"), told("b", channel="in_person"))


def test_a_month_holds_the_days_in_it() -> None:
    november = {"start": "2026-11-01", "end": None, "precision": "month"}
    announced: dict[str, Any] = {"status": "planned", "published": "2026-10-02", "date": november}
    assert meet(told("a", **announced), told("b"))
    assert not meet(told("a", **announced), told("b", day="2026-12-02", published="2026-12-02"))


def test_the_next_meeting_announced_at_this_one_is_another() -> None:
    assert not meet(told("a", day="2026-11-18"), told("b", day="2026-11-20", status="planned", published="2026-11-19"))


def test_a_memorandum_and_a_contract_of_one_day_are_two_agreements() -> None:
    signed: dict[str, Any] = {"kind": "agreement", "status": "signed"}
    assert not meet(told("a", form="memorandum", **signed), told("b", form="contract", **signed))
    assert meet(told("a", form="memorandum", **signed), told("b", form="agreement", **signed))


def test_two_loans_of_other_amounts_are_two_agreements() -> None:
    signed: dict[str, Any] = {"kind": "agreement", "status": "signed", "form": "agreement"}
    small, large = {"value": 90e6, "currency": "USD"}, {"value": 150e6, "currency": "USD"}
    assert not meet(told("a", amount=small, **signed), told("b", amount=large, **signed))


def test_what_was_signed_is_found_again_when_it_enters_into_force() -> None:
    treaty: dict[str, Any] = {"kind": "agreement", "form": "treaty"}
    signed = told("a", status="signed", **treaty)
    ratified = told("b", status="in_force", day="2027-04-02", published="2027-04-03", **treaty)
    assert meet(signed, ratified)
    assert not meet(signed, told("c", status="signed", day="2027-04-02", published="2027-04-03", **treaty))


def test_two_reports_of_one_article_never_join() -> None:
    one, other = told("a", 1), told("a", 2)
    assert agree(one, other) is None
    assert len(clusters([one, other])) == 2


def test_a_postponed_meeting_joins_what_told_either_date() -> None:
    early = told("a", status="planned", published="2026-11-10")
    cancelled = told("b", 1, status="cancelled", published="2026-11-17")
    moved = told("b", 2, status="planned", day="2026-11-26", published="2026-11-17", postpones=cancelled.id)
    held = told("c", day="2026-11-26", published="2026-11-27")
    reports = [early, cancelled, moved, held]
    (group,) = clusters(reports)
    assert {one.id for one in group} == {one.id for one in reports}
    assert contradict(early, held)


def test_a_report_between_two_that_contradict_goes_with_the_one_it_agrees_with_more() -> None:
    first = told("a", place=ASTANA)
    second = told("b", place=TASHKENT)
    between = told("c", place=TASHKENT, status="planned", published="2026-11-18")
    groups = clusters([first, second, between])
    assert sorted(sorted(one.article_id for one in group) for group in groups) == sorted(
        [[first.article_id], sorted([second.article_id, between.article_id])]
    )


def test_a_family_name_of_another_country_is_somebody_else() -> None:
    twin: dict[str, Any] = {**SERIKBAYEV, "name": "Serikbayev", "country": "UZ"}
    assert not same(Participant.model_validate(SERIKBAYEV), Participant.model_validate(twin))


def test_a_full_name_is_one_persons_whatever_country_was_read() -> None:
    twin: dict[str, Any] = {**SERIKBAYEV, "country": "UZ"}
    assert meet(told("a", participants=[SERIKBAYEV, YULDOSHEV]), told("b", participants=[twin, YULDOSHEV]))
