"""A record in short: what notify keeps of it, and what of it counts as news."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from libs.messages import Record
from libs.messages.ids import content_hash
from libs.messages.records import RecordValues, Source
from libs.messages.values import Evidence

LONGEST_QUOTE = 500

LEFT_OUT = {"evidence", "differences", "sources", "history", "field_confidence", "codes"}

VALUES = ("state", "merged_into", *RecordValues.model_fields)
"""What is news when it changes; sources, confidence, evidence and what follows from them are not."""

NOT_VALUES: dict[str, tuple[str, ...]] = {"participants": ("variants", "language"), "figures": ("article_id",)}
"""Parts of values that come with sources."""


def summary_of(record: Record) -> dict[str, Any]:
    """The record in JSON form without evidence, sources and history, with the words that tell it best."""
    summary = record.model_dump(mode="json", exclude=LEFT_OUT)
    summary["quote"] = _quote(record)
    return summary


def values_hash(summary: Mapping[str, Any]) -> str:
    """Equal for versions between which nothing happened that is worth telling."""
    values = {field: _bare(field, summary.get(field)) for field in VALUES}
    return content_hash(json.dumps(values, sort_keys=True, ensure_ascii=False))[:32]


def before(summary: Mapping[str, Any], previous: Mapping[str, Any]) -> dict[str, Any]:
    """The summary of the version before, as far as the old values (by JSON Pointer) tell."""
    whole = {pointer[1:]: value for pointer, value in previous.items() if pointer.count("/") == 1}
    return {**summary, **{field: value for field, value in whole.items() if field in summary}}


def _bare(field: str, value: Any) -> Any:
    if not isinstance(value, list):
        return value
    dropped = NOT_VALUES.get(field, ())
    bare = [{k: v for k, v in one.items() if k not in dropped} if isinstance(one, dict) else one for one in value]
    return sorted(bare, key=lambda one: json.dumps(one, sort_keys=True, ensure_ascii=False))


def _quote(record: Record) -> dict[str, Any] | None:
    """The longest unbroken run of chosen words around those that tell status or kind."""
    told = record.evidence.get("/status") or record.evidence.get("/kind") or record.evidence.get("/form")
    if not told:
        return None
    first = told[0]
    same = [
        one
        for spans in record.evidence.values()
        for one in spans
        if (one.article_id, one.version) == (first.article_id, first.version)
    ]
    source = next((one for one in record.sources if one.article_id == first.article_id), None)
    return {"text": _run_around(first, same)[:LONGEST_QUOTE], **_origin(source)}


def _origin(source: Source | None) -> dict[str, Any]:
    if source is None:
        return {"language": None, "source": None, "url": None}
    return {"language": source.language, "source": source.source, "url": source.url}


def _run_around(middle: Evidence, spans: Iterable[Evidence]) -> str:
    """Spans that touch or overlap joined to one text; one character between two of them is taken for a space."""
    runs: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if runs and span.start <= runs[-1][1] + 1:
            start, end, text = runs[-1]
            if span.end > end:
                gap = " " * max(0, span.start - end)
                runs[-1] = (start, span.end, text + gap + span.quote[max(0, end - span.start) :])
        else:
            runs.append((span.start, span.end, span.quote))
    return next(text for start, end, text in runs if start <= middle.start < max(end, start + 1))
