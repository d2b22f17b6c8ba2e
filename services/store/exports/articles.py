"""Articles as `communique extract` reads them, so that what it says of them is what the platform has."""

from __future__ import annotations

import unicodedata
from typing import Any

from services.store.tables import ReadingRow


def article_of(row: ReadingRow) -> dict[str, Any]:
    """The article's id here, its metadata, and the text that was read, its title apart; that a story was taken back."""
    if row.withdrawn:
        return {"id": row.article_id, "source": row.source, "url": row.url, "text": "", "withdrawn": True}
    title, text = _parted(row.title, row.text)
    return {
        "id": row.article_id,
        "source": row.source,
        "url": row.url,
        "language": row.language,
        "published_at": row.published_at,
        "title": title,
        "text": text,
    }


def _parted(title: str | None, text: str) -> tuple[str | None, str]:
    """Title and text, so that putting them together again gives the text; all of it is text where it has no title."""
    first, blank, rest = text.partition("\n\n")
    if title and blank and _plain(first) == _plain(title):
        return first, rest
    return None, text


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
