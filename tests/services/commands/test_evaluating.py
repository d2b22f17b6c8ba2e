"""`communique evaluate` over a small folder of gold."""

import json
from pathlib import Path

import pytest

from services.classify.evaluation.printing import BEGIN, END
from services.cli import main

TEXT = (
    "Kyrgyzstan's Minister of Energy Aibek Toktosunov met Uzbekistan's Minister of Water Resources Rustam Yuldoshev "
    "in Osh on 4 March 2026. They discussed irrigation."
)
EVENT = {
    "prominence": "main",
    "kind": "meeting",
    "status": "held",
    "form": "talks",
    "channel": "in_person",
    "date": {"start": "2026-03-04", "end": None, "precision": "day"},
    "place": {"name": "Osh", "country": "KG"},
    "parties": ["KG", "TR"],
    "participants": [],
    "sectors": [],
    "projects": [],
    "amount": None,
    "count": None,
}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    item = {
        "id": "en-01",
        "article": {"title": None, "text": TEXT},
        "gold": {"events": [EVENT], "figures": [], "boilerplate": []},
    }
    (folder / "en-01.json").write_text(json.dumps(item), encoding="utf-8")
    return folder


def test_the_scorecard_is_printed_with_the_errors_asked_for(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--gold", str(gold), "--errors", "3"]) == 0
    printed = capsys.readouterr().out
    assert "events right" in printed
    assert "0.9 to 1" in printed
    assert "en-01: missing party: TR" in printed


def test_the_scorecard_as_json_has_the_fields(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--gold", str(gold), "--json", "--html"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert values["articles"] == 1
    assert values["by_slot"]["place"]["f1"] == 1.0
    assert values["by_slot"]["party"]["recall"] == 0.5
    assert values["errors"] == []


def test_a_page_gets_the_scorecard_between_its_markers(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = gold.parent / "page.md"
    page.write_text(f"# Page\n{BEGIN}\n{END}\nrest\n", encoding="utf-8")
    assert main(["evaluate", "--gold", str(gold), "--update", str(page)]) == 0
    assert "| place | 1.000 |" in page.read_text(encoding="utf-8")
    assert main(["evaluate", "--gold", str(gold), "--markdown"]) == 0
    assert capsys.readouterr().out.strip() in page.read_text(encoding="utf-8")


def test_a_page_without_markers_is_left_alone(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = gold.parent / "page.md"
    page.write_text("# Page\n", encoding="utf-8")
    assert main(["evaluate", "--gold", str(gold), "--update", str(page)]) == 2
    assert page.read_text(encoding="utf-8") == "# Page\n"
    assert capsys.readouterr().err.count("\n") == 1


def test_without_gold_articles_the_reason_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--gold", str(tmp_path / "absent")]) == 2
    assert main(["evaluate", "--gold", str(tmp_path), "--only", "en"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.startswith("communique: no ") for line in lines] == [True, True]
