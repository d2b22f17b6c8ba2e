"""How sure each value is: how often values told like it were right in the gold articles.

A value's circumstances (how plainly its event is told, how far from the event's own words it stands, how often it is
told, how many events share the article) are weighed by a logistic function per slot. The weights are fitted by
`services.classify.evaluation.fitting` and lie in `data/sureness.json`.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from operator import attrgetter
from pathlib import Path
from typing import Any

from services.classify.reading.document import Document, LineKind

sentence_start = attrgetter("start")
Event = dict[str, Any]
Circumstances = Mapping[str, float]

WEIGHTS = Path(__file__).with_name("data") / "sureness.json"
SINGLE = ("status", "form", "channel", "date", "place", "amount", "count")
LISTED = {"parties": "party", "participants": "participant", "sectors": "sector", "projects": "project"}
FAR = 6  # sentences
OFTEN = 3
LEAST, MOST = 0.02, 0.99


@dataclass(frozen=True, slots=True)
class Value:
    """One value of an event and what speaks for it; slot "event" is the event as a whole."""

    slot: str
    pointer: str
    circumstances: Circumstances


def with_sureness(document: Document, events: Sequence[Event]) -> list[Event]:
    """The events with `confidence` and, by JSON Pointer of a field and of its items, `field_confidence`."""
    weights = load_weights()
    return [{**event, **sureness(document, event, len(events), weights)} for event in events]


def sureness(
    document: Document, event: Event, events: int, weights: Mapping[str, Circumstances]
) -> dict[str, float | dict[str, float]]:
    sure = {one.pointer: likely(one, weights) for one in values_of(document, event, events)}
    whole = sure.pop("")
    for field in LISTED:
        items = [value for pointer, value in sure.items() if pointer.startswith(f"/{field}/")]
        if items:
            sure[f"/{field}"] = round(sum(items) / len(items), 2)
    return {"confidence": whole, "field_confidence": dict(sorted(sure.items()))}


def likely(value: Value, weights: Mapping[str, Circumstances]) -> float:
    """How likely a value is right, 0 to 1."""
    fitted = weights[value.slot]
    weighed = sum(fitted[name] * amount for name, amount in value.circumstances.items() if amount and name in fitted)
    return round(min(MOST, max(LEAST, 1 / (1 + exp(-weighed)))), 2)


def values_of(document: Document, event: Event, events: int) -> Iterator[Value]:
    """Every value of an event with its circumstances; `events` is how many the article tells."""
    around = {
        "always": 1.0,
        "plainly": event["confidence"],
        "background": float(event["prominence"] == "background"),
        "done": float(event["status"] in ("held", "signed", "in_force")),
        "agreement": float(event["kind"] == "agreement"),
        "others": min(events - 1, FAR) / FAR,
        "crowd": float(len(event["parties"]) > 2),
        "nobody": float(not event["participants"]),
        "undated": float(event["date"] is None),
    }
    anchor = sentences_of(document, event, "/kind")
    around["late"] = min(min(anchor, default=0), 2 * FAR) / (2 * FAR)
    yield Value("event", "", around)
    for field in SINGLE:
        if event[field] is not None:
            yield Value(field, f"/{field}", around | standing(document, event, f"/{field}", anchor) | kin(event, field))
    for field, slot in LISTED.items():
        for at, item in enumerate(event[field]):
            pointer = f"/{field}/{at}"
            own = {"company": min(len(event[field]) - 1, FAR) / FAR, **item_of(event, slot, item)}
            yield Value(slot, pointer, around | standing(document, event, pointer, anchor) | own)


def standing(document: Document, event: Event, pointer: str, anchor: set[int]) -> dict[str, float]:
    """Where a value's words stand, seen from the words that tell its event."""
    told = sentences_of(document, event, pointer)
    apart = min((abs(one - other) for one in told for other in anchor), default=FAR)
    quotes = event["evidence"].get(pointer, ())
    return {
        "apart": min(apart, FAR) / FAR,
        "beside": float(apart == 0),
        "often": min(len(quotes), OFTEN) / OFTEN,
        "titled": float(any(is_title(document, index) for index in told)),
        "nowhere": float(not told),
    }


def kin(event: Event, field: str) -> dict[str, float]:
    """What the value itself says of how often it is right."""
    value = event[field]
    if field == "form":
        return {value: 1.0}
    if field == "status":
        return {value: 1.0}
    if field == "date":
        return {value["precision"]: 1.0, "span": float(value["end"] is not None)}
    if field == "place":
        return {"hosted": float(value["country"] in event["parties"])}
    return {}


def item_of(event: Event, slot: str, item: Any) -> dict[str, float]:
    if slot == "party":
        return {
            "voiced": float(any(person["country"] == item for person in event["participants"])),
            "organization": float(len(item) > 2),
            "host": float(bool(event["place"]) and event["place"]["country"] == item),
        }
    if slot == "participant":
        voices = sum(person["country"] == item["country"] for person in event["participants"])
        return {
            "named": float(item["name"] is not None),
            "in_office": float(item["role"] is not None),
            "of_a_party": float(item["country"] in event["parties"]),
            "choir": min(voices - 1, FAR) / FAR,
        }
    return {}


def sentences_of(document: Document, event: Event, pointer: str) -> set[int]:
    """The sentences that the evidence of a value stands in; what stands in no sentence counts for none."""
    starts = sorted(quote["start"] for quote in event["evidence"].get(pointer, ()))
    found, sentences = set(), document.sentences
    for start in starts:
        at = bisect_right(sentences, start, key=sentence_start) - 1
        if at >= 0 and start < sentences[at].end:
            found.add(sentences[at].index)
    return found


def is_title(document: Document, index: int) -> bool:
    return document.lines[document.sentences[index].line].kind is LineKind.TITLE


@cache
def load_weights() -> dict[str, dict[str, float]]:
    weights: dict[str, dict[str, float]] = json.loads(WEIGHTS.read_bytes())
    return weights
