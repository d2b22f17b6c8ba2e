"""The shape that proposals come in."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from services.classify.reading.proposals.candidate import MOST_EVENTS, candidates_schema, read_candidates

EVENT: dict[str, Any] = {
    "prominence": "main",
    "kind": "meeting",
    "status": "held",
    "form": "talks",
    "channel": "in_person",
    "quote": "met",
    "date": None,
    "place": {"quote": "Astana"},
    "parties": [{"code": "KZ", "quote": "Kazakhstan"}],
    "participants": [{"name": "A B", "role": None, "organization": None, "country": "KZ", "quote": "A B"}],
    "sectors": [],
    "projects": [],
    "amount": None,
    "count": None,
}


def test_the_schema_asks_for_every_field_and_no_other() -> None:
    schema = candidates_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate({"events": [EVENT]}, schema)
    for broken in ({**EVENT, "mood": "good"}, {k: v for k, v in EVENT.items() if k != "date"}, {**EVENT, "form": "x"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"events": [broken]}, schema)


def test_an_event_of_the_wrong_shape_is_left_out_alone() -> None:
    read = read_candidates(
        {"events": [EVENT, {**EVENT, "kind": "wedding"}, "nonsense", {**EVENT, "quote": "x" * 2000}]}
    )
    assert [one.quote for one in read] == ["met"]


def test_missing_optional_fields_are_forgiven() -> None:
    (read,) = read_candidates({"events": [{"kind": "meeting", "status": "held", "form": "talks", "quote": "met"}]})
    assert (read.parties, read.date, read.prominence) == ((), None, "main")


@pytest.mark.parametrize("reply", [None, [], "no", {}, {"events": None}, {"events": ["a"]}, {"events": [{"kind": 1}]}])
def test_an_answer_without_one_usable_event_is_no_answer(reply: object) -> None:
    with pytest.raises(ValueError, match="answer"):
        read_candidates(reply)


def test_an_empty_list_is_an_answer() -> None:
    assert read_candidates({"events": []}) == ()


def test_of_very_many_events_the_first_are_read() -> None:
    assert len(read_candidates({"events": [EVENT] * 500})) == MOST_EVENTS
