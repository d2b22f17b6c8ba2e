"""The scorecard as rows of a table, and as the section of a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from services.classify.evaluation.scorecard import ALL, BANDS, Scorecard, Share

Rows = list[list[str]]

BEGIN, END = "<!-- scorecard -->", "<!-- /scorecard -->"


class NoMarkers(Exception):
    """The page has no place for the scorecard."""


def tally_table(card: Scorecard) -> tuple[list[str], Rows]:
    """Headings and rows: each field with precision, recall and F1 of all, then F1 by language."""
    headings = ["", "P", "R", "F1", "of", *(f"F1 {language}" for language in card.languages)]
    rows = []
    for measure, tallies in card.tallies.items():
        whole = tallies[ALL]
        shown = [_shown(one) for one in (whole.precision, whole.recall, whole.f1)]
        by_language = [_shown(tallies[name].f1 if tallies[name].gold else None) for name in card.languages]
        rows.append([_spoken(measure), *shown, str(whole.gold), *by_language])
    return headings, rows


def share_table(card: Scorecard) -> tuple[list[str], Rows]:
    headings = ["", ALL, "of", *card.languages]
    rows = []
    for measure, shares in card.shares.items():
        by_language = [_shown(shares[name].value) for name in card.languages]
        rows.append([_spoken(measure), _shown(shares[ALL].value), str(shares[ALL].all), *by_language])
    return headings, rows


def confidence_table(card: Scorecard) -> tuple[list[str], Rows]:
    """How often right by band of confidence; in parentheses how many values are in the band."""
    ends = [*(f"{start:g}" for start in BANDS[1:]), "1"]
    headings = ["confidence", *(f"{start:g} to {end}" for start, end in zip(BANDS, ends, strict=True))]
    return headings, [[slot, *map(_band, shares)] for slot, shares in card.confidence.items()]


def markdown(card: Scorecard) -> str:
    """All tables for a page."""
    counts = ", ".join(f"{card.articles[name]} {name}" for name in card.languages)
    return "\n\n".join(
        (
            f"{card.articles[ALL]} articles ({counts}).",
            _markdown(*tally_table(card)),
            _markdown(*share_table(card)),
        )
    )


def replace_section(page: str, section: str) -> str:
    """The page with the section between the markers. Raises `NoMarkers` where it has none."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise NoMarkers(f"the page has no lines {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{section.strip()}\n{END}{after}"


def _markdown(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    rule = ["---", *("---:" for _ in headings[1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in (headings, rule, *rows))


def _band(share: Share) -> str:
    return f"{share.value:.2f} ({share.all})" if share.value is not None else ""


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _spoken(measure: str) -> str:
    return measure.replace("_", " ")
