"""The main text of an HTML page."""

from __future__ import annotations

import re
from html import unescape

BLOCK = re.compile(r"(?is)<(?:/?(?:p|div|li|h[1-6]|br|tr|section|article|ul|ol|blockquote|td|th|hr)\b[^>]{0,2000})>")
HIDDEN = re.compile(r"(?is)<(script|style|head|noscript|template|svg)\b.*?</\1\s*>")
TAG = re.compile(r"(?s)<[^<>]{0,5000}>")


def main_text(page: str) -> str:
    """The article's own text by trafilatura, or all visible text where that finds nothing."""
    import trafilatura  # costs a third of a second; plain text never needs it

    found = trafilatura.extract(
        page,
        include_comments=False,
        include_tables=False,
        favor_recall=True,
        deduplicate=False,
        include_formatting=False,
    )
    if found and found.strip():
        return str(found)
    return visible_text(page)


def visible_text(page: str) -> str:
    """Every visible line of a page, tags taken away."""
    shown = BLOCK.sub("\n", HIDDEN.sub(" ", page))
    lines = (" ".join(unescape(TAG.sub(" ", line)).split()) for line in shown.split("\n"))
    return "\n".join(line for line in lines if line)
