from __future__ import annotations

import pytest

from libs.messages.values import CHANNELS, FORMS, KINDS, SECTORS, STATUSES
from libs.pages import LANGUAGES, country_name, label, labels
from libs.service.problem_kinds import KINDS as PROBLEMS


def test_all_languages_have_the_same_words() -> None:
    english = {group: set(words) for group, words in labels("en").items()}

    for language in LANGUAGES:
        assert {group: set(words) for group, words in labels(language).items()} == english
        assert all(word.strip() for words in labels(language).values() for word in words.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_the_vocabulary_has_a_word(language: str) -> None:
    words = labels(language)

    assert set(words["kind"]) == set(words["kinds"]) == set(KINDS)
    assert set(words["status"]) == {status for statuses in STATUSES.values() for status in statuses}
    assert set(words["form"]) == {form for forms in FORMS.values() for form in forms}
    assert set(words["channel"]) == set(CHANNELS)
    assert set(words["sector"]) == set(SECTORS)
    assert set(words["problem"]) <= set(PROBLEMS)


def test_russian_and_german_are_not_left_in_english() -> None:
    for group in ("sector", "status", "problem"):
        assert all(any("а" <= letter <= "я" for letter in word.lower()) for word in labels("ru")[group].values())
    assert label("sector", "water", "de") == "Wasser"


def test_a_code_without_a_word_is_shown_as_it_is() -> None:
    assert label("sector", "new_code", "ru") == "new_code"
    assert label("sector", None, "ru") == ""


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("KZ", "en", "Kazakhstan"),
        ("KZ", "ru", "Казахстан"),
        ("UZ", "de", "Usbekistan"),
        ("EU", "de", "Europäische Union"),
        ("SCO", "ru", "SCO"),
        ("AfDB", "en", "AfDB"),
        ("QQ", "en", "QQ"),
        (None, "en", ""),
    ],
)
def test_countries_have_names_and_organisations_keep_their_acronyms(code: str | None, language: str, name: str) -> None:
    assert country_name(code, language) == name
