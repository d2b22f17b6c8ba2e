"""A read text in pieces, and the examples to try the reader with."""

from __future__ import annotations

from typing import Any

import pytest

from libs.pages import LANGUAGES
from services.classify.reading.reader import read_article
from services.classify.web.marking import Proof, marked
from services.classify.web.pages import samples


def quote(start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end, "quote": "x"}


READING = {
    "text": "0123456789",
    "boilerplate": [[8, 10]],
    "events": [
        {"evidence": {"/date": [quote(1, 3), quote(6, 7)], "/parties/0": [quote(2, 5)], "/parties/1": [quote(2, 5)]}},
        {"evidence": {"/date": [quote(1, 3)]}},
    ],
}


def test_pieces_joined_are_the_text_again() -> None:
    pieces = marked(READING)

    assert "".join(piece.text for piece in pieces) == READING["text"]
    assert [piece.text for piece in pieces if piece.proves] == ["1", "2", "34", "6"]
    assert [piece.text for piece in pieces if piece.boilerplate] == ["89"]


def test_each_value_has_one_anchor_where_its_first_words_begin() -> None:
    anchors = [(piece.text, proof.anchor) for piece in marked(READING) for proof in piece.begins]

    assert anchors == [
        ("1", "said-1-date"),
        ("1", "said-2-date"),
        ("2", "said-1-parties-0"),
        ("2", "said-1-parties-1"),
    ]


def test_a_field_is_named_once_where_its_words_end() -> None:
    ends = {piece.text: [(one.event, one.field) for one in piece.ends] for piece in marked(READING) if piece.ends}

    assert ends == {"2": [(1, "date"), (2, "date")], "34": [(1, "parties")], "6": [(1, "date")]}
    assert Proof(1, "/parties/0").field == "parties"


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_something_to_read_in_every_example(language: str) -> None:
    reading = read_article({"id": language, **samples()[language]})

    assert reading["language"] == language
    assert reading["boilerplate"]
    assert len(reading["events"]) > 1
    assert any(piece.proves for piece in marked(dict(reading)))
