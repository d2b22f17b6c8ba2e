"""Any text is read: without failing, always alike, in bounded time, and every quote is cut from the text."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from services.classify.evaluation.goldset import CHECKOUT, load_gold
from services.classify.reading.reader import REACH, UnreadableArticle, read_article

WORDS = (
    "Minister", "President of Kazakhstan", "John Smith", "signed", "a memorandum", "met", "in Astana", "on Friday",
    "5 May", "$5 million", "trade turnover", "президент", "Казахстана", "Иван Петров", "подписали", "соглашение",
    "в Баку", "переговоры", "12 документов", "Außenminister", "Hans Meier", "traf", "Abkommen", "unterzeichnet",
    "«", "»", "(", ")", ",", ".", "-", "–", ":", "\n", "\u00a0", "\u0301", "\U0001f600", "\x00", "2024", "1.", "und",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=60).map("".join),
)
LANGUAGES = st.sampled_from([None, "en", "ru", "de", "xx"])
TIMES = st.sampled_from([None, "2024-05-05", "2024-02-29", "2024-05-05T23:59:59+05:00"])
PATIENT = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def read(article: dict[str, object]) -> dict[str, Any] | None:
    """The reading; nothing for an article that is refused."""
    try:
        return dict(read_article(article))
    except UnreadableArticle:
        return None


def evidence_of(result: dict[str, Any] | None) -> list[tuple[str, dict[str, Any]]]:
    """Every quote with the text that it is from."""
    if result is None:
        return []
    found = [item for event in result["events"] for items in event["evidence"].values() for item in items]
    found += [item for figure in result["figures"] for item in figure["evidence"]]
    return [(result["text"], item) for item in found]


@PATIENT
@given(TEXTS, LANGUAGES, TIMES, st.one_of(st.none(), st.text(max_size=60)))
@example("Президент Казахстана встретился с Иваном Петровым в Баку.", "ru", "2024-05-05", None)
def test_any_text_is_read_or_refused_and_quotes_what_it_says(
    text: str, language: str | None, published: str | None, title: str | None
) -> None:
    article: dict[str, object] = {"text": text, "language": language, "published_at": published, "title": title}
    result = read(article)
    assert result is not None or not any(letter.isalnum() for letter in f"{title or ''}{text}")
    for text_of, item in evidence_of(result):
        assert text_of[item["start"] : item["end"]] == item["quote"] != ""
    assert read(article) == result


@PATIENT
@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(["<p>", "</p>", "<", "&amp;", *WORDS])).map("".join)))
def test_any_page_is_read_or_refused(page: str) -> None:
    result = read({"html": page})
    for text_of, item in evidence_of(result):
        assert text_of[item["start"] : item["end"]] == item["quote"]


@pytest.mark.parametrize(
    "unit",
    [
        "a", "A", "1", ". ", ", ", "«", "( ", "A ", "Word ", "Baku-Tbilisi-", "2024 12 ", "U.S. ", "\n", "Abc def\n",
        "John Smith, Maria Brown, ", "Minister of Foreign Affairs ", "the President of Kazakhstan and ",
        "on 5 May and ",
        "министр иностранных дел ", "подписали соглашение и провели переговоры ", "ООО «Абв» и ", "5 мая и ",
        "Außenminister und Wirtschaftsminister ", "haben ein Abkommen unterzeichnet und ", "$5 million and ",
        "trade turnover amounted to ", "J. ", "a/b/", "<p>", "e\u0301",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "ru", "de"])
def test_four_times_the_text_takes_about_four_times_as_long(unit: str, language: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        begun = time.process_time()
        read({"text": text, "language": language, "published_at": "2024-05-05"})
        return time.process_time() - begun

    seconds(200)  # models load at their first use
    short = seconds(2500)
    assert seconds(10_000) <= 10 * short + 1.0


@pytest.mark.parametrize("language", ["en", "ru", "de"])
def test_a_megabyte_is_read_in_two_seconds(language: str) -> None:
    story = "\n".join(str(gold.article["text"]) for gold in load_gold(CHECKOUT, language))
    text = (story * (2**20 // len(story) + 1))[: 2**20]
    article: dict[str, object] = {"text": text, "language": language, "published_at": "2024-05-05"}
    read({"text": text[:500], "language": language})  # models load at their first use
    assert is_read_within(2, article)


@pytest.mark.parametrize(
    ("language", "unit"),
    [
        ("en", "talks "), ("en", "12 documents "), ("en", "John Smith, Maria Brown, "),
        ("en", "John Smith met Maria Brown in Astana on 5 May 2024. "),
        ("ru", "встретился с "), ("ru", "Иван Петров и "), ("ru", "министр иностранных дел "),
        ("ru", "подписали соглашение и провели переговоры "),
        ("de", "Gespräche "), ("de", "haben ein Abkommen unterzeichnet und "),
        ("de", "Hans Meier traf Maria Braun am 5. Mai 2024 in Astana. "),
        ("de", "Wirtschaftsminister "), ("de", "im Namen der Europäischen Kommission, "), ("de", "Bau-"),
        ("de", "die Handelskammer und der Verband "), ("de", "12 Millionen Euro "), ("de", "am 5. Mai "),
        ("en", "Baku-"), ("ru", "Баку-"), ("en", "Firm Lands Saudi Order "), ("ru", "Контракт с Боливией подписан "),
        ("de", "Deutsch-polnische Kommission tagt in Buchara "), ("en", "EU-backed "),
        ("ru", "Президент России Лосев встретился с Премьером. "),
        ("en", "Vienna hosts commission of Austria and Japan "),
    ],
)  # fmt: skip
def test_nothing_but_one_phrase_is_read_in_about_two_seconds(language: str, unit: str) -> None:
    read({"text": unit * 10, "language": language})
    assert is_read_within(4, {"text": unit * (REACH // len(unit)), "language": language, "published_at": "2024-05-05"})


def is_read_within(seconds: float, article: dict[str, object]) -> bool:
    """In processor time, at the better of two tries: others on the machine make a reading look slow, never quick."""

    def taken() -> float:
        begun = time.process_time()
        read(article)
        return time.process_time() - begun

    return taken() < seconds or taken() < seconds


def test_what_stands_beyond_the_reach_is_kept_but_not_searched() -> None:
    filler = "It rained in the valley and nobody minded. " * (REACH // 40)
    late = "The President of Kazakhstan met the President of Uzbekistan in Astana on 5 May 2024."
    result = read_article({"text": filler + late, "language": "en"})
    assert str(result["text"]).endswith(late)
    assert result["events"] == []
