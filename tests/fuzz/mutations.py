"""Gold articles as they might arrive broken: cut, repeated, spliced, in mixed scripts, with odd letters, as pages."""

from __future__ import annotations

import html
from typing import Any

from hypothesis import strategies as st

from services.classify.evaluation.goldset import CHECKOUT, as_page, load_gold

GOLD = load_gold(CHECKOUT)
LONGEST = 12_000
ODD = (
    "\u0301", "\u00ad", "\u200b", "\u200d", "\ufeff", "\u202e", "\u2028", "\x00", "\x85", "\ud800", "İ", "ß", "ﬁ",
    "ǅ", "²", "٣", "𝐀", "😀", "«", "”", "–", "\t", "\r\n", "&amp;", "&#0;", "<", "</p>", "<script>", "1.", "$", "%",
    "A.", "Ё", "é", "ё",
)  # fmt: skip
SPACES = ("", "\u00a0", "\n", "  ", "-", ", ")
LOOKALIKES = str.maketrans("aeopcxyABEKMHOPCTX", "аеорсхуАВЕКМНОРСТХ")
LANGUAGES = st.sampled_from(["en", "ru", "de", "uk", "xx", "", None, "EN-us"])
TIMES = st.sampled_from(
    ["2024-02-29", "1900-01-01", "2024-12-31T23:59:59+14:00", "2024-06-01T00:00:00Z", "0001-01-01", "9999-12-31", None]
)


@st.composite
def articles(draw: st.DrawFn) -> dict[str, Any]:
    """An article made of one or two gold articles; never of the wrong shape, whatever it holds."""
    gold = draw(st.sampled_from(GOLD))
    article = dict(gold.article)
    if draw(st.integers(0, 4)) == 0:
        article = as_page(gold)
    field = "html" if "html" in article else "text"
    for _ in range(draw(st.integers(1, 4))):
        article[field] = draw(mutations(article[field]))[:LONGEST]
    if draw(st.integers(0, 2)) == 0:
        article["title"] = draw(st.one_of(st.none(), mutations(article.get("title") or "A title")))
    if draw(st.integers(0, 3)) == 0:
        article["language"] = draw(LANGUAGES)
    if draw(st.integers(0, 3)) == 0:
        article["published_at"] = draw(TIMES)
    return article


@st.composite
def mutations(draw: st.DrawFn, text: str) -> str:
    """One change to a text."""
    start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    before, part, after = text[:start], text[start:end], text[end:]
    match draw(st.integers(0, 11)):
        case 0:
            return before + after
        case 1:
            return part
        case 2:
            return text[:end] + part[: 2000 // draw(st.integers(1, 50))] * draw(st.integers(2, 30)) + after
        case 3:
            other = draw(st.sampled_from(GOLD)).article["text"]
            return before + other[: draw(st.integers(0, len(other)))] + part + after
        case 4:
            return before + part.translate(LOOKALIKES) + after
        case 5:
            return text[:start] + draw(st.sampled_from([part.upper(), part.lower(), part.title(), part[::-1]])) + after
        case 6:
            return before + draw(st.lists(st.sampled_from(ODD), min_size=1, max_size=20).map("".join)) + part + after
        case 7:
            return draw(st.sampled_from(ODD)).join(text[at : at + 60] for at in range(0, min(len(text), LONGEST), 60))
        case 8:
            return text[:start] + part.replace(" ", draw(st.sampled_from(SPACES))) + after
        case 9:
            words = part.split(" ")
            return before + " ".join(draw(st.permutations(words[:80]))) + after
        case 10:
            return before + draw(st.sampled_from([html.escape(part), f"<b>{part}</i>", f"<!-- {part}"])) + after
        case _:
            return before + draw(st.text(max_size=80)) + part + after
