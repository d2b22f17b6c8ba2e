"""The gold articles, and articles dressed as pages."""

import json
from pathlib import Path

import pytest

from services.classify.evaluation.goldset import CHECKOUT, GoldArticle, NoGold, as_page, furniture, load_gold
from services.classify.evaluation.readings import read_gold
from services.classify.reading.reader import SUPPORTED_LANGUAGES
from tests.services.classify.evaluation.gold import article, meeting

TALKS = (
    "OSH, 4 March (Test Wire) – Kyrgyzstan's Minister of Energy Aibek Toktosunov held talks with Uzbekistan's Minister "
    "of Water Resources Rustam Yuldoshev in Osh on Wednesday. They discussed irrigation and the canal <between> both."
)


def write(folder: Path, name: str, text: str = TALKS) -> None:
    title = f"Talks in Osh {name}"
    item = {"id": name, "article": {"title": title, "text": text}, "gold": article(meeting())[2]}
    (folder / f"{name}.json").write_text(json.dumps(item), encoding="utf-8")


def test_articles_come_in_order_and_can_be_chosen_by_name(tmp_path: Path) -> None:
    for name in ("en-02", "de-01", "en-01"):
        write(tmp_path, name)
    assert [one.name for one in load_gold(tmp_path)] == ["de-01", "en-01", "en-02"]
    assert [one.language for one in load_gold(tmp_path, "en")] == ["en", "en"]


def test_a_file_without_gold_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "en-01")
    (tmp_path / "other.json").write_text("{}")
    assert len(load_gold(tmp_path)) == 1


def test_a_missing_empty_or_broken_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoGold, match="no folder"):
        load_gold(tmp_path / "absent")
    with pytest.raises(NoGold, match="no gold articles"):
        load_gold(tmp_path)
    (tmp_path / "en-01.json").write_text("{")
    with pytest.raises(NoGold, match="no JSON"):
        load_gold(tmp_path)


def test_the_checkout_has_gold_of_every_language() -> None:
    names = [one.name for one in load_gold(CHECKOUT)]
    assert {name.split("-")[0] for name in names} == set(SUPPORTED_LANGUAGES) == set(furniture())
    assert len(names) == len(set(names)) >= 100


def test_a_page_holds_every_line_and_furniture_around_it(tmp_path: Path) -> None:
    write(tmp_path, "en-01")
    (one,) = load_gold(tmp_path)
    page = as_page(one)
    assert "text" not in page
    assert "canal &lt;between&gt; both" in page["html"]
    assert page["html"].count("<h1>Talks in Osh en-01</h1>") == 1
    assert "trout agreement" in page["html"]


@pytest.mark.parametrize("workers", [1, 2])
def test_readings_come_back_under_the_names_of_their_articles(workers: int, tmp_path: Path) -> None:
    for at in range(6):
        write(tmp_path, f"en-{at}", f"{TALKS} It was meeting number {at}.")
    readings = read_gold(load_gold(tmp_path), html=True, workers=workers)
    assert [name for name, told in readings.items() if f"number {name[-1]}." in told["text"]] == list(readings)
    assert len(readings) == 6


def test_the_reader_is_not_told_the_name() -> None:
    one = GoldArticle("en-secret", {"title": None, "text": TALKS}, {})
    assert "secret" not in json.dumps(read_gold([one], workers=1)["en-secret"])
