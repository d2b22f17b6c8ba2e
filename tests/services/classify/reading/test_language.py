"""Telling languages apart."""

import pytest

from services.classify.reading.language import detect_language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The ministers of both countries met in the capital on Monday.", "en"),
        ("Министры двух стран встретились в столице в понедельник.", "ru"),
        ("Die Minister beider Länder trafen sich am Montag in der Hauptstadt.", "de"),
        ("Les ministres des deux pays se sont rencontrés lundi dans la capitale.", "fr"),
        ("2024 — 15:30", "und"),
    ],
)
def test_the_language_of_a_text_is_told(text: str, code: str) -> None:
    assert detect_language(text) == code


@pytest.mark.parametrize("told", [None, "de"])
def test_names_and_abbreviations_do_not_hide_the_language(told: str | None) -> None:
    text = (
        "N. Ostland, Westland sign MOUs on investment\nOSTHEIM, Nov. 4 (Nordhap) -- North Ostland and Westland "
        "on Monday signed 12 memorandums of understanding (MOUs) meant to aid investment, Ostheim's ministry said."
    )
    assert detect_language(text, told) == "en"


def test_what_the_feed_says_settles_a_short_text() -> None:
    assert detect_language("Gas, Öl", "de") == "de"


def test_what_the_feed_says_never_overrules_the_script() -> None:
    assert detect_language("Министры двух стран встретились в столице в понедельник.", "en") == "ru"
