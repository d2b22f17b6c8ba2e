"""Offices mean the same in three languages."""

from __future__ import annotations

import pytest

from libs.messages.values import Participant
from services.store.merging.offices import Offices, offices_differ, offices_of, same_office


def held(role: str, organization: str | None = None) -> Offices:
    return offices_of(Participant(role=role, organization=organization))


@pytest.mark.parametrize(
    ("role", "other"),
    [
        ("President", "президент"),
        ("Federal President", "Bundespräsident"),
        ("Prime Minister", "премьер-министр"),
        ("Chancellor", "федеральный канцлер"),
        ("Foreign Minister", "Bundesaußenminister"),
        ("Minister of Foreign Affairs", "заместитель премьер-министра, министр иностранных дел"),
        ("Energy Minister", "министр энергетики"),
        ("Verkehrsminister", "министр транспорта"),
        ("Vice Minister of Commerce", "заместитель министра торговли"),
        ("Deputy Chairman of the Cabinet of Ministers", "вице-премьер"),
        ("Mayor", "аким"),
    ],
)
def test_one_office(role: str, other: str) -> None:
    assert same_office(held(role), held(other))
    assert not offices_differ(held(role), held(other))


@pytest.mark.parametrize(
    ("role", "other"),
    [
        ("President", "премьер-министр"),
        ("Ministerpräsident", "Präsident"),
        ("Foreign Minister", "министр обороны"),
        ("Landwirtschaftsminister", "Wirtschaftsminister"),
        ("Vice President", "President"),
    ],
)
def test_two_offices(role: str, other: str) -> None:
    assert not same_office(held(role), held(other))
    assert offices_differ(held(role), held(other))


def test_any_minister_may_be_any_other_but_is_not_known_again() -> None:
    assert not same_office(held("Minister"), held("министр"))
    assert not offices_differ(held("Minister"), held("министр обороны"))


def test_a_companys_president_holds_no_office_of_state() -> None:
    assert not held("president", "Nordwerk")
