"""A read text in pieces for showing: which words prove which values, and what is boilerplate."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text; `proves` names the values (event number and field) that rest on it."""

    text: str
    proves: tuple[str, ...]
    boilerplate: bool


def marked(reading: dict[str, Any]) -> list[Piece]:
    """The text cut at every edge of evidence and boilerplate."""
    text: str = reading["text"]
    spans = [
        (quote["start"], quote["end"], f"{number}{pointer}")
        for number, event in enumerate(reading["events"], 1)
        for pointer, quotes in event["evidence"].items()
        for quote in quotes
    ]
    boilerplate = [tuple(span) for span in reading["boilerplate"]]
    edges = sorted({0, len(text), *(at for span in (*spans, *boilerplate) for at in span[:2])})
    pieces = []
    for start, end in pairwise(edges):
        proves = tuple(dict.fromkeys(name for first, last, name in spans if first <= start and end <= last))
        dim = any(first <= start and end <= last for first, last in boilerplate)
        pieces.append(Piece(text[start:end], proves, dim))
    return pieces
