from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from libs.messages.ids import content_hash, make_id

texts = st.text(max_size=8)


def test_an_id_has_its_prefix_and_sixteen_characters() -> None:
    assert re.fullmatch(r"art_[a-z2-7]{16}", make_id("art", "cli_1", "sc-20261120-0412"))


def test_an_id_is_the_same_today_and_tomorrow() -> None:
    assert make_id("msg", "communique.article.received.v1", "art_3pj2jhinsbvu5wjb/1", "") == "msg_absj5p7pkc5o3q5x"
    assert content_hash("Title", None, "") == "70db37381dbd5f79db12d652ff8169d10804c12b20e8bd3a686ada499baa86ae"


@given(st.lists(texts, max_size=4), st.lists(texts, max_size=4))
def test_other_parts_make_another_id(one: list[str], other: list[str]) -> None:
    assert (make_id("rep", *one) == make_id("rep", *other)) is (one == other)


@given(st.lists(st.none() | texts, max_size=4), st.lists(st.none() | texts, max_size=4))
def test_other_parts_make_another_hash(one: list[str | None], other: list[str | None]) -> None:
    assert (content_hash(*one) == content_hash(*other)) is (one == other)


def test_a_part_does_not_run_into_the_next() -> None:
    assert make_id("evt", "a", "bc") != make_id("evt", "ab", "c")
    assert content_hash("1:a", "b") != content_hash("1:a1:b")


def test_an_absent_part_differs_from_an_empty_one() -> None:
    assert content_hash(None) != content_hash("")
    assert content_hash(None) != content_hash("-")


def test_a_number_counts_as_its_digits() -> None:
    assert make_id("alt", "sub_1", 12) == make_id("alt", "sub_1", "12")


def test_half_a_surrogate_pair_has_an_id_too() -> None:
    assert make_id("art", "\ud83d") != make_id("art", "\ude00")
    assert content_hash("\ud83d") != content_hash("\ude00")
