"""When two wordings mean the same."""

import pytest

from services.classify.evaluation.wording import fold, likeness, office_words, same_person, same_undertaking


def test_case_accents_and_punctuation_do_not_tell_words_apart() -> None:
    assert fold("  Dr. José-María  ÓRTIZ! ") == "dr jose maria ortiz"
    assert fold("Фёдор") == fold("федор")
    assert fold(None) == ""


@pytest.mark.parametrize(
    ("gold", "guess", "country", "same"),
    [
        ("Aibek Toktosunov", "Toktosunov Aibek", "KG", True),
        ("Aibek Toktosunov", "Toktosunov", "KG", True),
        ("Aibek Toktosunov", "Aibek", "KG", False),
        ("Aibek Toktosunov", "Aibek Temirovich Toktosunov", "KG", True),
        ("Aibek Toktosunov", "Energy Minister Aibek Toktosunov", "KG", False),
        ("Aibek Toktosunov", "A. Toktosunov", "KG", True),
        ("A. Toktosunov", "Aibek Toktosunov", "KG", True),
        ("B. Toktosunov", "Aibek Toktosunov", "KG", False),
        ("Aibek Toktosunov", "Bakyt Toktosunov", "KG", False),
        ("Han Seo-yun", "Han", "KR", True),
        ("Han Seo-yun", "Han", "DE", False),
        ("Li Wu", "Wu", "CN", False),
        ("Aibek Toktosunov", "", "KG", False),
        ("", "", None, False),
    ],
)
def test_one_person_is_known_by_the_family_name(gold: str, guess: str, country: str | None, same: bool) -> None:
    assert same_person(gold, guess, country) is same


def test_an_office_is_the_same_however_it_is_split() -> None:
    whole = office_words({"role": "Mayor of Osh", "organization": None})
    assert likeness(whole, office_words({"role": "Mayor", "organization": "Osh"})) == 1
    assert likeness(whole, office_words({"role": "Governor", "organization": "Naryn"})) == 0


def test_nothing_is_like_nothing_and_unlike_something() -> None:
    assert likeness([], []) == 1
    assert likeness([], ["osh"]) == 0


@pytest.mark.parametrize(
    ("guess", "same"),
    [
        ("Osh ring road", True),
        ("ring road", True),
        ("the new Osh ring road project", True),
        ("Osh", False),
        ("Naryn dam", False),
    ],
)
def test_an_undertaking_is_the_same_by_most_of_its_words(guess: str, same: bool) -> None:
    assert same_undertaking("Osh ring road", guess) is same
