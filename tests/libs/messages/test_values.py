from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic import ValidationError

from libs.messages.values import CHANNELS, FORMS, KINDS, SECTORS, STATUSES, Amount, Moment, Quote, Value, format_moment


class Timed(Value):
    at: Moment


def test_a_time_is_kept_in_utc_and_cut_to_milliseconds() -> None:
    timed = Timed(at=datetime(2026, 11, 20, 9, 30, 7, 412_999, timezone(timedelta(hours=5))))
    assert timed.at == datetime(2026, 11, 20, 4, 30, 7, 412_000, UTC)
    assert timed.at.tzinfo is UTC


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("2026-11-20T04:31:07.412Z", "2026-11-20T04:31:07.412Z"),
        ("2026-11-20T09:31:07+05:00", "2026-11-20T04:31:07.000Z"),
        ("2026-12-31T23:30:00.0009-03:30", "2027-01-01T03:00:00.000Z"),
    ],
)
def test_a_time_is_written_in_utc_with_milliseconds(sent: str, written: str) -> None:
    timed = Timed.model_validate_json(f'{{"at": "{sent}"}}')
    assert timed.model_dump_json() == f'{{"at":"{written}"}}'
    assert Timed.model_validate_json(timed.model_dump_json()) == timed
    assert format_moment(timed.at) == written


def test_a_time_without_an_offset_is_refused() -> None:
    with pytest.raises(ValidationError, match="no offset"):
        Timed(at=datetime(2026, 11, 20))
    with pytest.raises(ValidationError, match="no offset"):
        Timed.model_validate_json('{"at": "2026-11-20T04:31:07"}')


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_json_does_not_have_is_refused(number: float) -> None:
    with pytest.raises(ValidationError, match="finite"):
        Amount(value=number, currency="USD")


def test_a_value_does_not_change() -> None:
    quote = Quote(start=0, end=3, quote="met")
    with pytest.raises(ValidationError, match="frozen"):
        quote.end = 4  # type: ignore[misc]


def test_unknown_fields_are_let_through() -> None:
    assert Amount.model_validate({"value": 1, "currency": "USD", "rate": 2}) == Amount(value=1, currency="USD")


def test_each_kind_has_its_codes() -> None:
    assert STATUSES.keys() == FORMS.keys() == set(KINDS)
    assert len(SECTORS) == len(set(SECTORS)) == 24
    assert tuple(sorted(SECTORS)) == SECTORS
    assert "online" in CHANNELS
