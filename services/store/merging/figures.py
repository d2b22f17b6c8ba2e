"""Economic figures of a record: those of its articles, each told once however many articles repeat it."""

from __future__ import annotations

from collections.abc import Sequence

from libs.messages.records import RecordFigure
from libs.messages.values import Evidence
from services.store.merging.evidence import evidence_of, newest_first
from services.store.merging.told import Told


def figures_of(reports: Sequence[Told]) -> list[tuple[RecordFigure, tuple[Evidence, ...]]]:
    """Each figure with the article that told it first, and the words of all that tell it."""
    first: dict[tuple[object, ...], RecordFigure] = {}
    proofs: dict[tuple[object, ...], list[Evidence]] = {}
    for told in sorted(reports, key=lambda told: told.order):
        for figure in told.figures:
            key = (figure.metric, figure.value, figure.unit, figure.change_pct, figure.period, figure.target)
            first.setdefault(key, RecordFigure(**figure.model_dump(exclude={"evidence"}), article_id=told.article_id))
    for told in newest_first(reports):
        for figure in told.figures:
            key = (figure.metric, figure.value, figure.unit, figure.change_pct, figure.period, figure.target)
            proofs.setdefault(key, []).extend(evidence_of(quote, told) for quote in figure.evidence)
    return [(figure, tuple(dict.fromkeys(proofs[key]))) for key, figure in first.items()]
