"""The scorecard as tables and as a section of a page."""

import pytest

from services.classify.evaluation.goldset import CHECKOUT
from services.classify.evaluation.judging import judge
from services.classify.evaluation.printing import (
    BEGIN,
    END,
    NoMarkers,
    confidence_table,
    markdown,
    replace_section,
    share_table,
    tally_table,
)
from services.classify.evaluation.scorecard import MEASURES, SHARES, add_up
from tests.services.classify.evaluation.gold import article, meeting, reading

CARD = add_up([judge(*article(meeting()), reading(meeting(confidence=0.95, sectors=["trade"])))])


def test_the_table_has_a_row_for_each_measure_and_a_column_for_each_language() -> None:
    headings, rows = tally_table(CARD)
    assert headings == ["", "P", "R", "F1", "of", "F1 en"]
    assert [row[0].replace(" ", "_") for row in rows] == list(MEASURES)
    assert ["party", "1.000", "1.000", "1.000", "2", "1.000"] in rows
    assert ["amount", "0.000", "0.000", "0.000", "0", ""] in rows


def test_shares_are_blank_where_nothing_was_to_be_had() -> None:
    _, rows = share_table(CARD)
    assert ["boilerplate removed", "", "0", ""] in rows
    assert ["language right", "1.000", "1", "1.000"] in rows


def test_confidence_stands_against_how_often_right() -> None:
    headings, rows = confidence_table(CARD)
    assert headings[-1] == "0.9 to 1"
    assert ["sector", "", "", "", "", "", "0.00 (1)"] in rows


def test_markdown_rows_are_as_wide_as_their_headings() -> None:
    lines = [line for line in markdown(CARD).splitlines() if line.startswith("|")]
    assert len(lines) == len(MEASURES) + 2 + 12
    assert {line.count("|") for line in lines[: len(MEASURES) + 2]} == {7}


def test_a_section_is_replaced_between_its_markers_again_and_again() -> None:
    page = f"# Page\n\n{BEGIN}\nold\n{END}\n\nrest\n"
    once = replace_section(page, "new\n")
    assert once == f"# Page\n\n{BEGIN}\nnew\n{END}\n\nrest\n"
    assert replace_section(once, "new") == once


def test_the_readme_shows_every_measure() -> None:
    page = (CHECKOUT.parents[1] / "README.md").read_text(encoding="utf-8")
    section = page.partition(BEGIN)[2].partition(END)[0]
    shown = [line.split(" | ")[0].removeprefix("| ") for line in section.splitlines() if line.startswith("| ")]
    assert [name.replace(" ", "_") for name in shown if name not in ("---", "")] == [*MEASURES, *SHARES]


@pytest.mark.parametrize("page", ["", BEGIN, END + BEGIN])
def test_a_page_without_markers_is_refused(page: str) -> None:
    with pytest.raises(NoMarkers):
        replace_section(page, "new")
