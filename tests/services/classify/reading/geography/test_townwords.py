"""Adjectives of towns and regions tell where a body is of."""

from __future__ import annotations

import pytest

from services.classify.reading.geography.townwords import named_after, town_words
from services.classify.reading.languages.pack import load_pack


@pytest.mark.parametrize(
    ("word", "country"),
    [("пекинского", "CN"), ("омской", "RU"), ("витебским", "BY"), ("уфимская", "RU"), ("гюмрийском", "AM")],
)
def test_an_adjective_in_any_case_tells_its_town(word: str, country: str) -> None:
    spot = named_after(word, load_pack("ru").prepared(town_words))
    assert spot is not None
    assert spot.country == country


@pytest.mark.parametrize("word", ["королевский", "уральского", "женская", "городской", "пекин", "международный"])
def test_other_adjectives_tell_none(word: str) -> None:
    assert named_after(word, load_pack("ru").prepared(town_words)) is None


def test_a_language_without_such_adjectives_has_none() -> None:
    assert named_after("viennese", load_pack("en").prepared(town_words)) is None
