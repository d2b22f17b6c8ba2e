"""`communique evaluate`: the reader's scorecard over the gold articles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from services.commands.frame import WrongInput, write, write_json, write_table

if TYPE_CHECKING:
    from services.classify.evaluation.scorecard import Scorecard


def evaluate(
    gold: Annotated[Path | None, typer.Option(help="A folder of gold articles; the checkout's own by default.")] = None,
    only: Annotated[str, typer.Option(help="Only articles whose name begins so, such as en.")] = "",
    html: Annotated[bool, typer.Option("--html", help="Read each article from a web page instead of text.")] = False,
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="Processes that read; one a core.")] = None,
    errors: Annotated[int, typer.Option(min=0, help="Show that many of the errors.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Tables for a page.")] = False,
    update: Annotated[Path | None, typer.Option(help="Rewrite the scorecard in this page.")] = None,
) -> None:
    """How well the reader reads: the scorecard by field and language, and confidence against how often right."""
    from services.classify.evaluation import printing, scorecard
    from services.classify.evaluation.goldset import CHECKOUT, NoGold, load_gold
    from services.classify.evaluation.judging import judge
    from services.classify.evaluation.readings import read_gold

    try:
        articles = load_gold(gold or CHECKOUT, only)
    except NoGold as missing:
        raise WrongInput(str(missing)) from missing
    readings = read_gold(articles, html=html, workers=workers)
    card = scorecard.add_up(judge(one.name, one.article, one.gold, readings[one.name]) for one in articles)
    if update is not None:
        _update(update, printing.markdown(card))
    elif json:
        write_json({**scorecard.as_values(card), "errors": list(card.errors[:errors])})
    elif markdown:
        write(printing.markdown(card))
    else:
        _print(card, errors)


def _print(card: Scorecard, errors: int) -> None:
    from services.classify.evaluation import printing

    for table in (printing.tally_table, printing.share_table, printing.confidence_table):
        write_table(*table(card))
        write("")
    for error in card.errors[:errors]:
        write(error)


def _update(page: Path, section: str) -> None:
    from services.classify.evaluation.printing import NoMarkers, replace_section

    try:
        text = page.read_text(encoding="utf-8")
        page.write_text(replace_section(text, section), encoding="utf-8")
    except (OSError, UnicodeDecodeError, NoMarkers) as fault:
        raise WrongInput(f"{page}: {fault}") from fault
