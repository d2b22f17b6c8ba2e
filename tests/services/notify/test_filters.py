"""Filters: a table of what matches and what does not, and that the index never loses a match."""

from __future__ import annotations

import random
from typing import Any

import pytest
from pydantic import ValidationError

from services.notify.rules.filters import Filter, from_query
from services.notify.rules.index import index
from services.notify.rules.matching import compiled, facts_of, match
from tests.services.notify.stories import recorded

RECORD = recorded().record.model_dump(mode="json")
"""Agriculture and water between KZ and UZ in Astana, held talks, in the example's words."""

MATCHES: list[tuple[dict[str, Any], dict[str, tuple[str, ...]]]] = [
    ({}, {}),
    ({"sectors": ["agriculture", "trade"]}, {"sectors": ("agriculture",)}),
    ({"sectors": {"any": ["water", "agriculture"]}}, {"sectors": ("agriculture", "water")}),
    ({"sectors": {"all": ["water", "agriculture"]}}, {"sectors": ("agriculture", "water")}),
    ({"sectors": {"none": ["trade"]}}, {}),
    (
        {"sectors": {"any": ["water"], "none": ["trade"]}, "parties": ["KZ"]},
        {"sectors": ("water",), "parties": ("KZ",)},
    ),
    ({"countries": ["UZ"]}, {"countries": ("UZ",)}),
    ({"pairs": ["UZ-KZ"]}, {"pairs": ("KZ-UZ",)}),
    (
        {"kinds": ["meeting"], "statuses": ["held"], "forms": ["talks"]},
        {"kinds": ("meeting",), "statuses": ("held",), "forms": ("talks",)},
    ),
    ({"words": ["saryagash GRAIN"]}, {"words": ("saryagash GRAIN",)}),
    ({"words": ["irrigat*"]}, {"words": ("irrigat*",)}),
    ({"words": ["переговоры"]}, {"words": ("переговоры",)}),
    ({"words": ["Gesprache"]}, {"words": ("Gesprache",)}),
    ({"words": {"none": ["steel"]}}, {}),
    ({"people": ["Serikbayev"]}, {"people": ("Serikbayev",)}),
    ({"people": ["юлдошев рустам"]}, {"people": ("юлдошев рустам",)}),
    ({"people": ["Yuldosh*"]}, {"people": ("Yuldosh*",)}),
]

FAILS: list[dict[str, Any]] = [
    {"sectors": ["trade"]},
    {"sectors": {"all": ["water", "trade"]}},
    {"sectors": {"none": ["water"]}},
    {"sectors": ["water"], "parties": ["DE"]},
    {"parties": {"any": ["KZ"], "none": ["UZ"]}},
    {"countries": ["DE"]},
    {"pairs": ["KZ-DE"]},
    {"kinds": ["agreement"]},
    {"statuses": ["planned"]},
    {"forms": ["visit"]},
    {"words": ["irrigat"]},
    {"words": ["grain saryagash"]},
    {"people": ["Serikbay"]},
    {"people": ["Daulet Yuldoshev"]},
]


@pytest.mark.parametrize(("filter_", "matched"), MATCHES, ids=[str(filter_) for filter_, _ in MATCHES])
def test_it_matches_and_tells_by_what(filter_: dict[str, Any], matched: dict[str, tuple[str, ...]]) -> None:
    assert match(compiled(Filter.model_validate(filter_)), facts_of(RECORD)) == matched


@pytest.mark.parametrize("filter_", FAILS, ids=str)
def test_it_does_not_match(filter_: dict[str, Any]) -> None:
    assert match(compiled(Filter.model_validate(filter_)), facts_of(RECORD)) is None


def test_countries_are_parties_places_and_those_of_participants() -> None:
    record = RECORD | {
        "parties": ["EU"],
        "place": {"name": "Geneva", "country": "CH"},
        "participants": [{"name": "A", "country": "DE"}],
    }
    assert facts_of(record).codes["countries"] == ("EU", "CH", "DE")
    assert match(compiled(Filter.model_validate({"countries": {"all": ["DE", "CH"]}})), facts_of(record)) is not None
    assert match(compiled(Filter.model_validate({"parties": ["CH"]})), facts_of(record)) is None


@pytest.mark.parametrize(
    ("filter_", "location"),
    [
        ({"sector": ["water"]}, ("sector",)),
        ({"sectors": ["watter"]}, ("sectors", "any", 0)),
        ({"sectors": {"some": ["water"]}}, ("sectors", "some")),
        ({"parties": {"all": ["KZ", "kz"]}}, ("parties", "all", 1)),
        ({"countries": ["EU"]}, ("countries", "any", 0)),
        ({"pairs": ["KZ"]}, ("pairs", "any", 0)),
        ({"pairs": ["KZ-KZ"]}, ("pairs", "any", 0)),
        ({"statuses": ["done"]}, ("statuses", "any", 0)),
        ({"words": ["  "]}, ("words", "any", 0)),
        ({"words": ["**"]}, ("words", "any", 0)),
        ({"people": {"none": ["x" * 101]}}, ("people", "none", 0)),
        ({"sectors": "water"}, ("sectors",)),
        ({"sectors": ["water"] * 101}, ("sectors", "any")),
    ],
    ids=str,
)
def test_what_is_not_known_is_refused_where_it_stands(filter_: dict[str, Any], location: tuple[Any, ...]) -> None:
    with pytest.raises(ValidationError) as refused:
        Filter.model_validate(filter_)
    assert [error["loc"] for error in refused.value.errors()] == [location]


def test_a_query_writes_the_same_filter() -> None:
    query = [
        ("sector", "water"),
        ("sector", "trade"),
        ("party_all", "KZ"),
        ("party_all", "UZ"),
        ("kind_none", "agreement"),
    ]
    written = Filter.model_validate(from_query(query)).written()
    assert written == {
        "sectors": {"any": ["water", "trade"]},
        "parties": {"all": ["KZ", "UZ"]},
        "kinds": {"none": ["agreement"]},
    }


def test_the_index_finds_whatever_matches() -> None:
    """Random filters and records: asking the index gives exactly what asking everybody gives."""
    dice = random.Random(20261120)
    pools = {
        "sectors": ["water", "trade", "health"],
        "parties": ["KZ", "UZ", "EU"],
        "pairs": ["KZ-UZ", "EU-KZ"],
        "statuses": ["held", "planned"],
        "kinds": ["meeting", "agreement"],
        "words": ["grain", "talk*"],
    }
    filters = []
    for number in range(300):
        fields = dice.sample(sorted(pools), dice.randint(0, 3))
        raw = {
            field: {dice.choice(["any", "all", "none"]): dice.sample(pools[field], dice.randint(1, 2))}
            for field in fields
        }
        filters.append((f"sub_{number}", compiled(Filter.model_validate(raw))))
    made = index(filters)
    found = 0
    for _ in range(200):
        record = RECORD | {
            "sectors": dice.sample(pools["sectors"], dice.randint(0, 2)),
            "parties": dice.sample(pools["parties"], dice.randint(0, 3)),
            "status": dice.choice(pools["statuses"]),
            "projects": dice.sample(["grain", "steel"], 1),
        }
        facts = facts_of(record)
        everybody = {name for name, filter_ in filters if match(filter_, facts) is not None}
        candidates = list(made.candidates(facts))
        assert len(candidates) == len(set(candidates))
        assert {
            name for name, filter_ in filters if name in candidates and match(filter_, facts) is not None
        } == everybody
        found += len(everybody)
    assert found > 1000
