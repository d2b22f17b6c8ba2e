"""German words are taken apart as the HanTa package does it, only sooner."""

from __future__ import annotations

from typing import Any

import pytest

from services.classify.reading.people.wordparts import with_lean_walk, word_analyser

WORDS = (
    "Wirtschaftsrat", "Außenministerin", "Handelsabkommens", "unterzeichnete", "Meier", "Nasarbajew", "Astana", "Zug",
    "zu", "ist", "ging", "x", "Ä", "7", "2024", "-", "E-Mail", "Müller-Brandt", "Grenzübergangsstellen", "ÖBB", "U2",
    "Energieversorgungsunternehmen", "Tschechien", "turkmenischer", "Qazaqstan", "Überseehafens", "fünfundzwanzig",
    "Wassergenossenschaftsvorsitzender", "Mirsijojew", "Kirgistan", "vereinbarten", "Fährverbindung", "Ng", "aßen",
)  # fmt: skip


@pytest.fixture(scope="module")
def tagger() -> Any:
    from HanTa import HanoverTagger

    return HanoverTagger.HanoverTagger("morphmodel_ger.pgz")


@pytest.mark.parametrize("word", [*(word.lower() for word in WORDS), ""])
def test_every_word_has_the_tags_that_the_package_gives_it(tagger: Any, word: str) -> None:
    assert word_analyser(tagger)(word) == tagger.analyze_forward(word)


def test_the_tagger_walks_leanly_with_the_same_outcome() -> None:
    from HanTa import HanoverTagger

    own, lean = (HanoverTagger.HanoverTagger("morphmodel_ger.pgz") for _ in range(2))
    assert with_lean_walk(lean).analyze_forward != own.analyze_forward
    assert [lean.tag_word(word) for word in WORDS] == [own.tag_word(word) for word in WORDS]


def test_a_tagger_with_other_tables_stays_as_it_is() -> None:
    class Other:
        LP_m_t = {1: ["a", "b"]}

        def analyze_forward(self, word: str) -> list[tuple[int, float]]:
            return [(1, 0.0)]

    assert with_lean_walk(Other()).analyze_forward("a") == [(1, 0.0)]
