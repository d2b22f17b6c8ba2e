"""How likely an article tells events, apart from whether any was read."""

from __future__ import annotations

import pytest

from services.classify.reading.reader import read_closely
from services.classify.reading.relevance import ENOUGH


@pytest.mark.parametrize(
    ("text", "relevant"),
    [
        ("The foreign ministers of Kazakhstan and Uzbekistan held talks in Astana.", True),
        ("Главы МИД Казахстана и Узбекистана провели переговоры в Астане.", True),
        ("Die Außenminister von Kasachstan und Usbekistan führten Gespräche in Astana.", True),
        ("The weather in Astana stays sunny, the forecasters say. It will be warm.", False),
        ("The government of Kazakhstan adopted a decree on school meals.", False),
        ("Kazakhstan beat Uzbekistan two to one on a rainy evening.", False),
    ],
)
def test_two_parties_and_words_or_officials_make_an_article_relevant(text: str, relevant: bool) -> None:
    assert (read_closely({"text": text}).relevance >= ENOUGH) is relevant


def test_parties_of_boilerplate_do_not_count() -> None:
    story = "The weather in Astana stays sunny, the forecasters say. It will be warm in Kazakhstan for many days."
    furniture = "\n\nRead also:\nUzbekistan and Turkey held talks\nRussia and China signed an agreement"
    assert read_closely({"text": story + furniture, "language": "en"}).relevance == 0.0
