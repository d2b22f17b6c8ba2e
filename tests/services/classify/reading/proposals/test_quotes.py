"""Quotes found where they stand, and nowhere else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.classify.reading.proposals.quotes import Quotes
from tests.services.classify.reading.documents import document

TEXT = "The US and Russia met.\nThey signed  the «Green Steppe» pact – a first.\nAlso read: Oslo talks fail"


def quoted(quote: str, text: str = TEXT, near: int = 0) -> str | None:
    read = document(text, boilerplate="Also read")
    span = Quotes(read).locate(quote, near)
    return None if span is None else read.slice(*span)


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("met", "met"),
        ('signed the "Green Steppe" pact - a first', "signed  the «Green Steppe» pact – a first"),
        ("met. They signed", "met.\nThey signed"),
        ("THE US", "The US"),
        ("us", "US"),
        ("sia met", None),
        ("Oslo talks", None),
        ("They agreed", None),
        ("", None),
        ("\0\0\0\0", None),
    ],
)
def test_a_quote_is_found_as_whole_words_outside_boilerplate(quote: str, found: str | None) -> None:
    assert quoted(quote) == found


def test_of_several_places_the_nearest_is_meant() -> None:
    text = "Astana hosts. Later Astana rests."
    read = Quotes(document(text))
    assert read.locate("Astana", 0) == (0, 6)
    assert read.locate("Astana", 18) == (20, 26)


@settings(max_examples=200, deadline=None)
@given(text=st.text(min_size=1, max_size=60), data=st.data())
def test_what_is_found_equals_the_quote_but_for_spacing_and_marks(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    quote = text[start : data.draw(st.integers(start, len(text)))]
    read = document(text)
    span = Quotes(read).locate(quote)
    if span is not None:
        shown = [c for c in read.slice(*span).lower() if c.isalnum()]
        assert shown == [c for c in quote.lower() if c.isalnum()]


def test_a_long_text_of_one_letter_is_searched_in_bounded_time() -> None:
    read = Quotes(document("a" * 500_000))
    started = time.perf_counter()
    assert read.locate("a" * 900) is None
    assert time.perf_counter() - started < 2
