"""Many patterns in one pass find what each would find alone."""

from __future__ import annotations

import pytest

from services.classify.reading.cuerules import cue_rules
from services.classify.reading.datephrases import date_phrases
from services.classify.reading.languages.beginnings import beginnings, first_letters
from services.classify.reading.languages.pack import SUPPORTED_LANGUAGES, load_pack
from services.classify.reading.languages.patterns import Caseless, lower
from services.classify.reading.languages.wordindex import word_index

TEXTS = {
    "en": "On Friday, 9 August 2024, and last week; from May 3 to 5, in January-March, this year, two days ago.",
    "ru": "В пятницу, 9 августа 2024 года, и на прошлой неделе; с 3 по 5 мая, в январе-марте, в этом году.",
    "de": "Am Freitag, dem 9. August 2024, und vorige Woche; vom 3. bis 5. Mai, im ersten Halbjahr, vor zwei Tagen.",
}


EVENTS = {
    "en": "Before the talks the ministers will have signed a memorandum, held a phone call and then met in Osh.",
    "ru": "До переговоров министры подпишут меморандум, провели телефонный разговор и встретились в Оше.",
    "de": "Vor den Gesprächen werden die Minister ein Papier unterzeichnen; sie telefonierten und trafen sich in Osch.",
}


@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
def test_patterns_find_the_same_where_only_their_letters_are_tried(language: str) -> None:
    pack = load_pack(language)
    rules = pack.prepared(cue_rules)
    patterns = [phrase.pattern for phrase in pack.prepared(date_phrases)]
    patterns += [rule.pattern for rule in (*rules.nouns, *rules.verbs, *rules.predicates)]
    text = f"{TEXTS[language]} {EVENTS[language]}"
    alone = [(number, match.span()) for number, one in enumerate(patterns) for match in one.finditer(text, 3, 170)]
    together = beginnings(patterns).find(text, 3, 170)
    assert [(number, match.span()) for number, match in together] == alone
    assert len(alone) > 5


@pytest.mark.parametrize(
    ("expression", "letters"),
    [
        ("abc|Defgh", {"abc", "defg"}),
        ("(?:x|y)?z", {"xz", "yz", "z"}),
        (r"(?<!\w)1\d cats", {f"1{digit} " for digit in range(10)}),
        ("[a-c]x*", {"a", "b", "c", "ax", "bx", "cx"}),
        (r"ab\w*", {"ab"}),
        (r"ab?\s", {"a ", "ab "}),
        (r"a\.\s*b|c-d", {"a ", "c "}),
        ("(?:ab)+c", {"ab"}),
        (r"\w+", None),
        ("a?", None),
        ("«a", None),
    ],
)
def test_first_letters(expression: str, letters: set[str] | None) -> None:
    assert first_letters(Caseless(expression)) == letters


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


def test_where_no_word_begins_like_a_pattern_nothing_can_match() -> None:
    found = beginnings([Caseless(r"plants?"), Caseless(r"(?:gas)?fields?")])
    text = "A plan for the gasfield. Only words."
    assert found.may_match(text, 0, len(text))
    assert found.may_match(text, 2, 6)  # "plan": begins alike, though it does not match
    assert not found.may_match(text, 25, len(text))


def test_a_pattern_that_may_begin_with_anything_may_match_anywhere() -> None:
    assert beginnings([Caseless(r"\w*park")]).may_match("Only words.", 0, 4)


@pytest.mark.parametrize("text", ["the TALKS in Oslo", "İki TALKS", "Σίσυφος talks", "ẞ Talks", "x" * 300 + " Talks"])
def test_a_pattern_that_ignores_case_tells_places_in_the_text_itself(text: str) -> None:
    found = Caseless(r"(?<!\w)TALKS?\b").search(text)
    assert found is not None
    assert text[found.start() : found.end()].lower() == "talks"
    assert len(lower(text)) == len(text)


def test_a_pattern_may_look_at_the_case_of_some_letters() -> None:
    with_capital = Caseless(r"to (?-i:[A-Z])\w+")
    assert with_capital.search("went TO Oslo")
    assert with_capital.search("went to town") is None


def test_what_a_pattern_calls_its_groups_and_kinds_of_letters_keeps_its_case() -> None:
    found = Caseless(r"(?P<First_1>A\D)(?P=First_1)\S\W").match("axaxY!")
    assert found is not None
    assert found["First_1"] == "ax"
