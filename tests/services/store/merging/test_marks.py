"""Names and numbers of one happening meet across languages."""

from __future__ import annotations

import pytest

from services.store.merging.marks import is_number, mark_of_amount, marks_of
from services.store.merging.sketches import near_identical, sketch_of
from tests.services.store.stories import told


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("4.5 million tonnes", "4,5 млн тонн"),
        ("1,800 applicants", "1.800 Bewerber"),
        ("1800 человек", "1,8 Tsd."),
        ("$3.87 billion", "3,87 Milliarden Dollar"),
        ("€32 million", "32 млн евро"),
        ("62 percent", "62 Prozent"),
        ("2 trillion", "2 Billionen"),
    ],
)
def test_a_number_is_one_in_any_language(text: str, other: str) -> None:
    assert {mark for mark in marks_of(text) if is_number(mark)} == {m for m in marks_of(other) if is_number(m)} != set()


def test_days_and_years_mark_nothing() -> None:
    assert not marks_of("am 26. des 6. im Jahr 2026, 26.06.2026 um 9 Uhr")


def test_names_of_places_meet_across_scripts_and_endings() -> None:
    assert marks_of("the Kambarata plant") & marks_of("строительство Камбараты")
    assert marks_of("in Karakalpakstan") & marks_of("в Каракалпакстане")


def test_names_of_states_mark_nothing() -> None:
    assert not marks_of("Kazakhstan und Usbekistan")
    assert not marks_of("Казахстан и Узбекистан")


def test_an_amount_has_the_mark_that_its_words_have() -> None:
    assert mark_of_amount(92e6) in marks_of("a contract worth $92 million")
    assert mark_of_amount(92e6) in marks_of("контракт на 92 млн долларов")


def test_marks_say_nothing_about_wording() -> None:
    text = "The Karasor canal of 417 kilometres costs 2.6 billion euros"
    one, other = (told(name, body=body) for name, body in (("a", text), ("b", f"{text} and more")))
    assert one.marks == other.marks != frozenset()
    assert all(run >= 0 for run in one.runs)
    assert not near_identical(one.runs, frozenset())
    assert set(sketch_of(text)) == one.runs | one.marks
