"""Documents for tests of the annotators, made without cleaning: the test says what is boilerplate and dateline."""

from __future__ import annotations

from datetime import date

from services.classify.reading.document import Document, Line, LineKind
from services.classify.reading.languages.pack import load_pack
from services.classify.reading.segment import split_sentences


def document(
    text: str, language: str = "en", published_at: date | None = None, boilerplate: str | None = None, dateline: int = 0
) -> Document:
    """A body of lines; `boilerplate` marks the lines that hold it, `dateline` how far one reaches into the first."""
    lines: list[Line] = []
    start = 0
    for row in text.split("\n"):
        furniture = boilerplate is not None and boilerplate in row
        kind = LineKind.BOILERPLATE if furniture else LineKind.BODY
        lines.append(Line(start, start + len(row), kind, dateline if dateline and not lines else None))
        start += len(row) + 1
    sentences = split_sentences(text, lines, load_pack(language))
    return Document(text, language, None, published_at, tuple(lines), tuple(sentences))
