"""How sure the reader says it is."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from services.classify.evaluation.fillers import SLOTS, fillers_of
from services.classify.evaluation.fitting import fit, marks_unseen
from services.classify.evaluation.scorecard import ALL, bands_of
from services.classify.reading.reader import read_article
from services.classify.reading.sureness import Value, likely, load_weights

TEXT = (
    "BISHKEK, 12 May. Kyrgyz Foreign Minister Azamat Turdubekov met Turkish Ambassador Selim Aydogan in Bishkek on "
    "12 May 2025. They discussed agriculture and tourism."
)


def event() -> dict[str, Any]:
    return read_article({"title": None, "text": TEXT, "published_at": "2025-05-12"})["events"][0]  # type: ignore[no-any-return]


def test_every_slot_and_the_event_have_weights() -> None:
    assert set(load_weights()) == {*SLOTS, "event"}


def test_every_value_has_a_confidence_under_its_pointer_and_lists_one_as_a_whole() -> None:
    read = event()
    sure = read["field_confidence"]
    assert {filler.pointer for filler in fillers_of(read)} <= set(sure)
    assert "/participants" in sure
    assert "/parties" in sure
    assert all(0 < value < 1 for value in (read["confidence"], *sure.values()))


def test_a_value_beside_the_words_of_its_event_is_surer_than_one_far_off() -> None:
    weights = load_weights()
    around = {"always": 1.0, "plainly": 0.8}
    for slot in ("date", "place", "participant", "sector"):
        beside = Value(slot, "/x", {**around, "beside": 1.0, "often": 0.3})
        far = Value(slot, "/x", {**around, "apart": 1.0, "often": 0.3})
        assert likely(beside, weights) > likely(far, weights), slot


def test_a_fit_learns_how_often_values_like_these_are_right() -> None:
    articles = [
        [(Value("date", "/date", {"always": 1.0, "beside": float(beside)}), right) for beside, right in rows]
        for rows in [[(1, True), (1, True), (1, True), (0, False), (0, True)]] * 20
    ]
    weights = fit(one for article in articles for one in article)
    assert likely(Value("date", "/date", {"always": 1.0, "beside": 1.0}), weights) > 0.9
    assert abs(likely(Value("date", "/date", {"always": 1.0, "beside": 0.0}), weights) - 0.5) < 0.1
    told = [share.value for share in bands_of(marks_unseen(articles))[ALL] if share.value is not None]
    assert all(lower < upper for lower, upper in pairwise(told))
