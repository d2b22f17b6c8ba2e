"""A read text in pieces for showing: which words prove which values, and what is boilerplate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True, slots=True)
class Proof:
    """Which value of which event some words prove: the event's number, and the value's JSON Pointer."""

    event: int
    pointer: str

    @property
    def field(self) -> str:
        return self.pointer.split("/")[1]

    @property
    def anchor(self) -> str:
        return f"said-{self.event}{self.pointer.replace('/', '-')}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text. `proves` are the values that rest on it; of those, `begins` start here, where their anchors
    stand, and `ends` end here, where their names do."""

    text: str
    proves: tuple[Proof, ...]
    begins: tuple[Proof, ...]
    ends: tuple[Proof, ...]
    boilerplate: bool


def marked(reading: dict[str, Any]) -> list[Piece]:
    """The text cut at every edge of evidence and boilerplate."""
    text: str = reading["text"]
    spans = [
        (quote["start"], quote["end"], Proof(number, pointer))
        for number, event in enumerate(reading["events"], 1)
        for pointer, quotes in event["evidence"].items()
        for quote in quotes
    ]
    boilerplate = [tuple(span) for span in reading["boilerplate"]]
    edges = sorted({0, len(text), *(at for span in (*spans, *boilerplate) for at in span[:2])})
    pieces = []
    anchored: set[Proof] = set()
    for start, end in pairwise(edges):
        here = [span for span in spans if span[0] <= start and end <= span[1]]
        begins = [proof for first, _, proof in here if first == start and proof not in anchored]
        anchored.update(begins)
        pieces.append(
            Piece(
                text[start:end],
                _each(proof for _, _, proof in here),
                _each(begins),
                _fields(proof for _, last, proof in here if last == end),
                any(first <= start and end <= last for first, last in boilerplate),
            )
        )
    return pieces


def _each(proofs: Iterable[Proof]) -> tuple[Proof, ...]:
    return tuple(dict.fromkeys(proofs))


def _fields(proofs: Iterable[Proof]) -> tuple[Proof, ...]:
    """One of each field and event."""
    return tuple({(proof.event, proof.field): proof for proof in proofs}.values())
