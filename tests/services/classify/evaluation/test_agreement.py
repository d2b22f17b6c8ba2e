"""Our scorecard agrees with the outside check that stands beside a checkout, to the third digit."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from services.classify.evaluation.fillers import SLOTS
from services.classify.evaluation.goldset import CHECKOUT, load_gold
from services.classify.evaluation.judging import judge
from services.classify.evaluation.readings import read_gold
from services.classify.evaluation.scorecard import MEASURES, SHARES, add_up, as_values
from tests.services.classify.evaluation.gold import gone_wrong

CHECK = CHECKOUT.parents[2] / "shared" / "score.py"
ROUNDING = 0.0011

pytestmark = pytest.mark.skipif(not CHECK.is_file(), reason="the outside check is not beside this checkout")


@pytest.mark.parametrize("seed", range(4))
def test_guesses_gone_wrong_get_the_same_numbers(seed: int, tmp_path: Path) -> None:
    articles = load_gold(CHECKOUT)
    others = [event for one in articles for event in one.gold["events"]]
    readings = {
        one.name: gone_wrong(dict(one.gold), one.article["text"], others, seed * 1000 + at)
        for at, one in enumerate(articles)
        if at % 11 != seed
    }
    compare(readings, tmp_path)


def test_the_reader_gets_the_same_numbers(tmp_path: Path) -> None:
    compare(read_gold(load_gold(CHECKOUT)[::4], workers=1), tmp_path)


def compare(readings: dict[str, dict[str, Any]], folder: Path) -> None:
    predictions = folder / "predictions.ndjson"
    lines = [json.dumps({**reading, "id": name}, ensure_ascii=False) for name, reading in readings.items()]
    predictions.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, str(CHECK), "--json", "--gold", str(CHECKOUT), "--predictions", str(predictions)]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=100).stdout)
    articles = load_gold(CHECKOUT)
    ours = as_values(add_up(judge(one.name, one.article, one.gold, readings.get(one.name)) for one in articles))
    for measure in MEASURES:
        if measure not in SLOTS:
            same_rates(ours[measure], theirs[measure], measure)
    for slot, rates in theirs["by_slot"].items():
        same_rates(ours["by_slot"][slot], rates, slot)
    for language, rates in theirs["by_language"].items():
        same_rates(ours["by_language"][language], rates, language)
    assert {measure: ours[measure] for measure in SHARES} == pytest.approx(
        {measure: theirs[measure] for measure in SHARES}, abs=ROUNDING
    )


def same_rates(ours: dict[str, float], theirs: dict[str, float], name: str) -> None:
    assert ours == pytest.approx(theirs, abs=ROUNDING), name
