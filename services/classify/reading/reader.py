"""Reading an article: its text, the events and the figures that it tells.

The one door to this package. Pure computation: no network, no clock, no chance; the same article always reads the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from services.classify.reading.annotate import annotate
from services.classify.reading.assembly.events import Event, assemble
from services.classify.reading.boilerplate import with_headline
from services.classify.reading.clean import CleanText, clean_article
from services.classify.reading.cues import Cue, find_cues
from services.classify.reading.datelines import find_datelines
from services.classify.reading.dates import reference_date
from services.classify.reading.document import Document, Figure, LineKind, Mentions
from services.classify.reading.errors import UnreadableArticle
from services.classify.reading.language import detect_language
from services.classify.reading.languages.pack import SUPPORTED_LANGUAGES, Pack, load_pack
from services.classify.reading.people.adapters import Missing, missing
from services.classify.reading.people.gliner import is_in_use
from services.classify.reading.relevance import relevance
from services.classify.reading.segment import split_sentences
from services.classify.reading.sureness import with_sureness

if TYPE_CHECKING:
    from services.classify.reading.proposals.candidate import Proposal

REACH = 60_000  # characters; the longest joint statements have about half as many
READER_VERSION = "1.4.0"

__all__ = ["READER_VERSION", "SUPPORTED_LANGUAGES", "Reading", "UnreadableArticle", "read_article", "read_closely"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A result as `read_article` gives it, and what the service wants to know of how it came about."""

    result: dict[str, Any]
    relevance: float  # how likely the article tells events, whatever was read
    missing: tuple[Missing, ...]  # what would have read it better


def read_article(article: Mapping[str, object]) -> dict[str, Any]:
    """The reading of one article.

    Takes `id`, `title`, `text` or `html`, `language`, `published_at`, `source`, `url`, all but one of title, text and
    html optional. Returns `id`, `language`, `reader`, `text`, `body`, `boilerplate`, `events` and `figures`. An article
    in a language without a pack reads as one without events. Raises `UnreadableArticle` for a field of the wrong shape.
    """
    return read_closely(article).result


def read_closely(article: Mapping[str, object], proposal: Proposal | None = None) -> Reading:
    """The same with its circumstances; a proposal's events stand as far as the text bears them out."""
    clean = clean_article(article)
    language = detect_language(clean.text, clean.language)
    events: list[Event] = []
    figures: list[dict[str, Any]] = []
    likely = 0.0
    if language in SUPPORTED_LANGUAGES:
        pack, document, mentions, cues = look_through(clean, language)
        events = with_sureness(document, assemble(document, mentions, cues, pack))
        likely = relevance(document, mentions, cues)
        if proposal is not None:
            from services.classify.reading.proposals.settling import with_proposal  # only where one is configured

            events = with_proposal(events, document, mentions, pack, proposal)
        figures = [figure_value(document, figure) for figure in figures_left(mentions, events)]
    result = {
        "id": article.get("id"),
        "language": language,
        "reader": reader_version(language, proposal),
        "text": clean.text,
        "body": body_of(clean),
        "boilerplate": [list(span) for span in clean.boilerplate],
        "events": events,
        "figures": figures,
    }
    return Reading(result, likely, missing(language))


def read_unsure(article: Mapping[str, object]) -> tuple[Document, list[Event]]:
    """The events of an article in a language with a pack before they are weighed, and what they are read from."""
    clean = clean_article(article)
    pack, document, mentions, cues = look_through(clean, detect_language(clean.text, clean.language))
    return document, assemble(document, mentions, cues, pack)


def look_through(clean: CleanText, language: str) -> tuple[Pack, Document, Mentions, tuple[Cue, ...]]:
    """What the pack of a language finds in a text."""
    pack = load_pack(language)
    document = make_document(within_reach(clean), language, pack)
    cues = find_cues(document, pack)
    return pack, document, annotate(document, pack, eventful=bool(cues)), cues


def reader_version(language: str, proposal: Proposal | None) -> str:
    """Version, pack, and who else had a say: readings by other means must be told apart."""
    if language not in SUPPORTED_LANGUAGES:
        return READER_VERSION
    others = [*(["gliner"] if is_in_use() else []), *([proposal.by] if proposal is not None else [])]
    return ".".join([f"{READER_VERSION}+{language}.1", *others])


def within_reach(clean: CleanText) -> CleanText:
    """As much of the text as is looked through for events and figures: whole lines, or words of the last one.

    No report is longer, and the time to read one article stays bounded however long a text is sent. What is cut is a
    part of the result's text and body all the same.
    """
    if len(clean.text) <= REACH:
        return clean
    edge = max(clean.text.rfind(" ", 0, REACH), clean.text.rfind("\n", 0, REACH))
    edge = edge if edge > 0 else REACH
    kept = (replace(line, end=min(line.end, edge)) for line in clean.lines if line.start < edge)
    return replace(clean, text=clean.text[:edge], lines=tuple(kept))


def make_document(clean: CleanText, language: str, pack: Pack) -> Document:
    """The cleaned text with its datelines and sentences; the day that its head tells stands in for a missing one."""
    lines = find_datelines(clean.text, clean.lines)
    lines = lines if clean.title else with_headline(clean.text, lines)
    document = Document(
        text=clean.text,
        language=language,
        title=clean.title,
        published_at=clean.published_at,
        lines=lines,
        sentences=split_sentences(clean.text, lines, pack),
        publisher=clean.publisher,
    )
    return document if document.published_at else replace(document, published_at=reference_date(document, pack))


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
