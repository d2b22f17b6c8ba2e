"""How sure a record is: sources that agree on their own make it surer, sources that differ less so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from services.store.merging.told import Told

CERTAIN = 0.99
DOUBT = 0.5  # of the share that says otherwise


def of_record(reports: Sequence[Told], copy_of: dict[str, str]) -> float:
    return _combined((told, told.report.confidence) for told in reports if told.article_id not in copy_of)


def of_field(field: str, supporters: Sequence[Told], others: Sequence[Told], copy_of: dict[str, str]) -> float:
    """Of a field's chosen value. A report that tells no confidence for the field gives that of the whole."""
    sure = _combined(
        (told, told.report.field_confidence.get(f"/{field}", told.report.confidence))
        for told in supporters
        if told.article_id not in copy_of or len(supporters) == 1
    ) or max((told.report.confidence for told in supporters), default=0.0)
    against = len({told.article_id for told in others} - set(copy_of))
    in_favour = max(1, len({told.article_id for told in supporters} - set(copy_of)))
    return round(sure * (1 - DOUBT * against / (against + in_favour)), 2)


def _combined(given: Iterable[tuple[Told, float]]) -> float:
    doubt = 1.0
    best: dict[str, float] = {}
    for told, confidence in given:
        best[told.article_id] = max(confidence, best.get(told.article_id, 0.0))
    for confidence in best.values():
        doubt *= 1 - min(max(confidence, 0.0), 1.0)
    return round(max(0.0, min(CERTAIN, 1 - doubt) if len(best) != 1 else 1 - doubt), 2) if best else 0.0
