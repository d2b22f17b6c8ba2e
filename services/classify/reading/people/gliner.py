"""Persons and organisations by a GLiNER2 model from a folder of the operator's; off unless a folder is named.

Takes the place of the languages' own name recognisers. Nothing is fetched: access to the model hub is switched off
before the package is imported.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from services.classify.reading.document import Country, Document, LineKind, Organization, Place
from services.classify.reading.people.adapters import give_up, optional

PERSON, ORGANIZATION = "person", "organization"
LABELS = {
    PERSON: "the name of one human being, without title or office",
    ORGANIZATION: "a company, authority, ministry, bank, university or international body",
}
SURE = 0.5
MOST_SENTENCES = 200  # of one article: a model reads a few sentences a second
OFF_LINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}

Span = tuple[int, int]
Found = Mapping[str, Sequence[Span]]  # spans by label
_folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Recognised:
    """What the model found outside boilerplate, in text order."""

    persons: tuple[Span, ...]
    organizations: tuple[Span, ...]


def use_folder(folder: Path | None) -> None:
    """Read with the model in this folder from now on; None: with none."""
    global _folder
    _folder = folder
    gliner.cache_clear()
    recognised.cache_clear()


def is_in_use() -> bool:
    """Whether there is a model to ask, so that no other recogniser need be."""
    return _folder is not None and gliner() is not None


def recognise(document: Document) -> Recognised | None:
    """What the model finds; None where there is none, so that the language's own recogniser is asked."""
    return None if _folder is None else recognised(document)


@lru_cache(maxsize=2)
def recognised(document: Document) -> Recognised | None:
    model = gliner()
    if model is None:
        return None
    sentences = [
        sentence for sentence in document.sentences if document.lines[sentence.line].kind is not LineKind.BOILERPLATE
    ][:MOST_SENTENCES]
    try:
        found = model([document.slice(sentence.start, sentence.end) for sentence in sentences])
    except Exception as error:  # a model that fails once (memory, versions) is not asked again in this process
        give_up("gliner", None, error)
        use_folder(None)
        return None
    spans: dict[str, list[Span]] = {label: [] for label in LABELS}
    for sentence, labelled in zip(sentences, found, strict=True):
        for label, inside in labelled.items():
            spans[label] += [(sentence.start + start, sentence.start + end) for start, end in inside]
    return Recognised(tuple(sorted(set(spans[PERSON]))), tuple(sorted(set(spans[ORGANIZATION]))))


@optional("gliner", None)
def gliner() -> Callable[[Sequence[str]], list[Found]]:
    """Labelled spans of sentences by the model in the folder."""
    if _folder is None or not (_folder / "config.json").is_file():
        raise FileNotFoundError(f"{_folder} holds no config.json of a GLiNER2 model")
    os.environ.update(OFF_LINE)
    package: Any = import_module("gliner2")
    model: Any = package.AutoExtractor.from_pretrained(str(_folder), local_files_only=True)

    def labelled(sentences: Sequence[str]) -> list[Found]:
        results = model.batch_extract_entities(list(sentences), LABELS, threshold=SURE, include_spans=True)
        return [spans_of(text, result) for text, result in zip(sentences, results, strict=True)]

    return labelled


def spans_of(text: str, result: Mapping[str, Any]) -> Found:
    """The spans of one result that hold a capital and are what the model says stands there."""
    entities = result.get("entities", {})
    return {
        label: [
            (one["start"], one["end"])
            for one in entities.get(label) or ()
            if text[one["start"] : one["end"]] == one["text"] and any(c.isupper() for c in one["text"])
        ]
        for label in LABELS
    }


def clear_persons(found: Recognised, countries: Sequence[Country], organizations: Sequence[Organization]) -> list[Span]:
    """The persons that are not a part of what is known as a country or body."""
    taken = spans_taken(countries) + spans_taken(organizations)
    return [span for span in found.persons if not overlaps(span, taken)]


def with_recognised(
    organizations: Sequence[Organization], document: Document, countries: Sequence[Country], places: Sequence[Place]
) -> tuple[Organization, ...]:
    """The organisations with those that only the model sees; what it takes for a person is none."""
    found = recognise(document)
    if found is None:
        return tuple(organizations)
    taken = spans_taken(organizations) + spans_taken(countries) + spans_taken(places) + list(found.persons)
    more = [
        Organization(start, end, " ".join(document.slice(start, end).split()))
        for start, end in found.organizations
        if not overlaps((start, end), taken)
    ]
    return tuple(sorted((*organizations, *more), key=lambda organization: organization.start))


def spans_taken(mentions: Sequence[Country] | Sequence[Organization] | Sequence[Place]) -> list[Span]:
    return [(mention.start, mention.end) for mention in mentions]


def overlaps(span: Span, others: Sequence[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)
