"""Reading an article: its text, the events and the figures that it tells.

The one door to this package. Pure computation: no network, no clock, no chance; the same article always reads the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.classify.reading.annotate import annotate
from services.classify.reading.assembly.events import Event, assemble
from services.classify.reading.clean import CleanText, clean_article
from services.classify.reading.cues import find_cues
from services.classify.reading.document import Document, Figure, LineKind, Mentions
from services.classify.reading.errors import UnreadableArticle
from services.classify.reading.language import detect_language
from services.classify.reading.languages.pack import SUPPORTED_LANGUAGES, Pack, load_pack
from services.classify.reading.segment import find_datelines, split_sentences

READER_VERSION = "1.0.0"

__all__ = ["READER_VERSION", "SUPPORTED_LANGUAGES", "UnreadableArticle", "read_article"]


def read_article(article: Mapping[str, object]) -> dict[str, object]:
    """The reading of one article.

    Takes `id`, `title`, `text` or `html`, `language`, `published_at`, `source`, `url`, all but one of title, text and
    html optional. Returns `id`, `language`, `reader`, `text`, `body`, `boilerplate`, `events` and `figures`. An article
    in a language without a pack reads as one without events. Raises `UnreadableArticle` for a field of the wrong shape.
    """
    clean = clean_article(article)
    language = detect_language(clean.text, clean.language)
    events: list[Event] = []
    figures: list[dict[str, Any]] = []
    if language in SUPPORTED_LANGUAGES:
        pack = load_pack(language)
        document = make_document(clean, language, pack)
        mentions = annotate(document, pack)
        events = assemble(document, mentions, find_cues(document, pack), pack)
        figures = [figure_value(document, figure) for figure in figures_left(mentions, events)]
    return {
        "id": article.get("id"),
        "language": language,
        "reader": f"{READER_VERSION}+{language}.1" if language in SUPPORTED_LANGUAGES else READER_VERSION,
        "text": clean.text,
        "body": body_of(clean),
        "boilerplate": [list(span) for span in clean.boilerplate],
        "events": events,
        "figures": figures,
    }


def make_document(clean: CleanText, language: str, pack: Pack) -> Document:
    """The cleaned text with its datelines and sentences."""
    lines = find_datelines(clean.text, clean.lines)
    return Document(
        text=clean.text,
        language=language,
        title=clean.title,
        published_at=clean.published_at,
        lines=lines,
        sentences=split_sentences(clean.text, lines, pack),
    )


def body_of(clean: CleanText) -> str:
    """The article without its boilerplate: what is not marked, a line each."""
    kept = (clean.text[line.start : line.end].strip() for line in clean.lines if line.kind is not LineKind.BOILERPLATE)
    return "\n".join(line for line in kept if line)


def figures_left(mentions: Mentions, events: list[Event]) -> list[Figure]:
    """The figures but those that are an agreement's amount."""
    amounts = {(e["amount"]["value"], e["amount"]["currency"]) for e in events if e["amount"]}
    return [f for f in mentions.figures if f.metric != "investment" or (f.value, f.unit) not in amounts]


def figure_value(document: Document, figure: Figure) -> dict[str, Any]:
    value: dict[str, Any] = {
        "metric": figure.metric,
        "value": figure.value,
        "unit": figure.unit,
        "change_pct": figure.change_pct,
        "period": figure.period,
    }
    if figure.target:
        value["target"] = True
    value["evidence"] = [{"start": figure.start, "end": figure.end, "quote": document.text[figure.start : figure.end]}]
    return value
