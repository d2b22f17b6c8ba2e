"""A text cut where evidence and boilerplate begin and end, so that a page can mark each piece."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True, slots=True)
class Label:
    """A field whose words end here; `chosen` is whether the record took their value."""

    field: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is marked or dimmed as one. `labels` are shown behind it."""

    text: str
    marked: bool = False
    chosen: bool = False
    dim: bool = False
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    label: Label


def pieces(
    text: str, boilerplate: Sequence[Sequence[int]], record: Mapping[str, Any], article_id: str, version: int
) -> list[Piece]:
    """The whole text in pieces; joined they are the text again."""
    marks = [mark for mark in _marks(record, article_id, version) if 0 <= mark.start < mark.end <= len(text)]
    spans = [(start, end) for start, end in boilerplate]
    cuts = {0, len(text)}
    for start, end in [*spans, *((mark.start, mark.end) for mark in marks)]:
        cuts |= {min(max(start, 0), len(text)), min(max(end, 0), len(text))}
    ordered = sorted(cuts)
    return [_piece(text, start, end, marks, spans) for start, end in pairwise(ordered)]


def _piece(text: str, start: int, end: int, marks: Sequence[_Mark], spans: Sequence[tuple[int, int]]) -> Piece:
    over = [mark for mark in marks if mark.start <= start and end <= mark.end]
    ending = dict.fromkeys(mark.label for mark in over if mark.end == end)
    dim = any(first <= start and end <= last for first, last in spans)
    return Piece(text[start:end], bool(over), any(mark.label.chosen for mark in over), dim, tuple(ending))


def _marks(record: Mapping[str, Any], article_id: str, version: int) -> Iterator[_Mark]:
    for pointer, quotes in record["evidence"].items():
        yield from _of(quotes, Label(pointer.split("/")[1], True), article_id, version)
    for pointer, difference in record["differences"].items():
        for value in difference["values"]:
            if not value["chosen"]:
                label = Label(pointer.split("/")[1], False)
                yield from _of(value.get("evidence", ()), label, article_id, version)


def _of(quotes: Sequence[Mapping[str, Any]], label: Label, article_id: str, version: int) -> Iterator[_Mark]:
    for quote in quotes:
        if quote["article_id"] == article_id and quote["version"] == version:
            yield _Mark(quote["start"], quote["end"], label)
