"""Many patterns in one pass find what each would find alone."""

from __future__ import annotations

import re

import pytest

from services.classify.reading.datephrases import date_phrases
from services.classify.reading.languages.beginnings import first_letters, matches_in
from services.classify.reading.languages.pack import SUPPORTED_LANGUAGES, load_pack
from services.classify.reading.languages.wordindex import word_index

TEXTS = {
    "en": "On Friday, 9 August 2024, and last week; from May 3 to 5, in January-March, this year, two days ago.",
    "ru": "В пятницу, 9 августа 2024 года, и на прошлой неделе; с 3 по 5 мая, в январе-марте, в этом году.",
    "de": "Am Freitag, dem 9. August 2024, und vorige Woche; vom 3. bis 5. Mai, im ersten Halbjahr, vor zwei Tagen.",
}


@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
def test_date_patterns_find_the_same_where_only_their_letters_are_tried(language: str) -> None:
    phrases = load_pack(language).prepared(date_phrases)
    found = 0
    for phrase in phrases:
        spans = [match.span() for match in phrase.pattern.finditer(TEXTS[language])]
        assert [match.span() for match in matches_in(phrase.pattern, TEXTS[language])] == spans
        found += len(spans)
    assert found > 5


@pytest.mark.parametrize(
    ("expression", "letters"),
    [
        ("abc|Def", frozenset("ad")),
        ("(?:x|y)?z", frozenset("xyz")),
        (r"(?<!\w)\d+ cats", frozenset("0123456789")),
        ("[a-c]x*", frozenset("abc")),
        (r"\w+", None),
        ("a?", None),
        ("«a", None),
    ],
)
def test_first_letters(expression: str, letters: frozenset[str] | None) -> None:
    assert first_letters(re.compile(expression, re.IGNORECASE)) == letters


def test_an_index_gives_the_longest_match_of_each_label() -> None:
    index = word_index({"water": ["water( supply)?", "canal|lock"], "other": ["wat*", "(big )?lake"]})
    text = "Water supply, a lock, the big lake"
    assert [(label, text[start:end]) for label, start, end in index.find(text)] == [
        ("water", "Water supply"),
        ("other", "Water"),
        ("water", "lock"),
        ("other", "big lake"),
    ]


def test_words_are_whole() -> None:
    assert list(word_index({"x": ["oil"]}).find("spoil oily turmoil")) == []
