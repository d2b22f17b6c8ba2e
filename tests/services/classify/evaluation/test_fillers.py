"""The fillers of an event, and when a guess is right."""

from typing import Any

import pytest

from services.classify.evaluation.fillers import Filler, agrees, fillers_of, same_figure
from tests.services.classify.evaluation.gold import agreement, meeting

DAY = {"start": "2026-03-04", "end": None, "precision": "day"}
MONTH = {"start": "2026-03-01", "end": None, "precision": "month"}
MINISTER = {"name": None, "role": "Minister of Energy", "organization": None, "country": "KG"}
NAMED = {**MINISTER, "name": "Aibek Toktosunov", "also": ["Aybek Toktosunow"]}


def test_every_told_value_is_a_filler_with_its_pointer() -> None:
    told = [(one.slot, one.pointer) for one in fillers_of(meeting(sectors=["trade", "water"], count=0))]
    assert told == [
        ("status", "/status"),
        ("form", "/form"),
        ("channel", "/channel"),
        ("date", "/date"),
        ("place", "/place"),
        ("party", "/parties/0"),
        ("party", "/parties/1"),
        ("participant", "/participants/0"),
        ("sector", "/sectors/0"),
        ("sector", "/sectors/1"),
        ("count", "/count"),
    ]


def test_a_party_told_twice_is_one_filler() -> None:
    fillers = fillers_of(meeting(parties=["KG", "KG", "UZ"]))
    assert [one.pointer for one in fillers if one.slot == "party"] == ["/parties/0", "/parties/2"]


def test_an_amount_is_a_filler_of_an_agreement() -> None:
    assert Filler("amount", "/amount", {"value": 200e6, "currency": "USD"}) in fillers_of(agreement())


@pytest.mark.parametrize(
    ("slot", "gold", "guess", "right"),
    [
        ("status", "held", "held", True),
        ("status", "held", "planned", False),
        ("date", DAY, {**DAY, "end": "2026-03-04"}, True),
        ("date", DAY, {**DAY, "start": "2026-03-05"}, False),
        ("date", DAY, {**DAY, "end": "2026-03-06"}, False),
        ("date", MONTH, {**MONTH, "start": "2026-03-17"}, True),
        ("date", MONTH, DAY, False),
        ("date", DAY, {**DAY, "start": None}, False),
        ("place", {"name": "Osh", "country": "KG"}, {"name": "Osh City", "country": "KG"}, True),
        ("place", {"name": "Osh", "country": "KG"}, {"name": "Osh", "country": "UZ"}, False),
        ("place", {"name": "Osh", "country": "KG", "also": ["Ош"]}, {"name": "Ош", "country": "KG"}, True),
        ("place", {"name": "Osh", "country": "KG"}, {"name": "", "country": "KG"}, False),
        ("participant", NAMED, {**NAMED, "role": None, "country": None}, True),
        ("participant", NAMED, {**NAMED, "name": "A. Toktosunow"}, True),
        ("participant", NAMED, MINISTER, False),
        ("participant", MINISTER, {**MINISTER, "role": "Energy Minister"}, True),
        ("participant", MINISTER, {**MINISTER, "country": "UZ"}, False),
        ("participant", {**MINISTER, "country": None}, MINISTER, True),
        ("participant", MINISTER, {**MINISTER, "role": "Mayor"}, False),
        ("amount", {"value": 200e6, "currency": "USD"}, {"value": 201e6, "currency": "USD"}, True),
        ("amount", {"value": 200e6, "currency": "USD"}, {"value": 203e6, "currency": "USD"}, False),
        ("amount", {"value": 200e6, "currency": "USD"}, {"value": 200e6, "currency": "EUR"}, False),
        ("count", 7, 7, True),
        ("count", 7, 8, False),
    ],
)
def test_a_guess_is_right_as_the_guide_means_it(slot: str, gold: Any, guess: Any, right: bool) -> None:
    assert agrees(Filler(slot, "", gold), Filler(slot, "", guess)) is right


def test_fillers_of_different_slots_never_agree() -> None:
    assert not agrees(Filler("sector", "", "trade"), Filler("project", "", "trade"))


TURNOVER = {"metric": "trade_turnover", "value": 720e6, "unit": "USD", "change_pct": 23.6, "period": "2021"}


@pytest.mark.parametrize(
    ("gold", "guess", "same"),
    [
        ({}, {"value": 721e6, "change_pct": None, "period": None}, True),
        ({}, {"value": None}, False),
        ({}, {"unit": "EUR"}, False),
        ({}, {"metric": "export"}, False),
        ({}, {"target": True}, False),
        ({"value": None}, {"value": 1.0}, True),
        ({"value": None}, {"change_pct": 23.0}, False),
        ({"value": None, "change_pct": None}, {}, False),
    ],
)
def test_a_figure_is_found_by_its_value_else_by_its_change(gold: Any, guess: Any, same: bool) -> None:
    assert same_figure({**TURNOVER, **gold}, {**TURNOVER, **guess}) is same
