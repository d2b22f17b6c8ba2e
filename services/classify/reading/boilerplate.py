"""Which lines of a text are not part of the article: headings of link lists and all below them, credits, share lines,
headers with a date or a path, and the headlines that trail behind the last sentence.

The words come from all packs at once: a German page may carry a Russian "also read".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from services.classify.reading.document import Line, LineKind
from services.classify.reading.languages.pack import SUPPORTED_LANGUAGES, load_pack
from services.classify.reading.languages.patterns import alternation, pattern

SENTENCE_END = re.compile(r"[.!?…][\"'»“”’)\]]*(?:[\s/(–-]{0,3}[\w./ -]{1,14}[/)]?)?$")
FULL_STOP = re.compile(r"[.!?…][\"'»“”’)\]]*$")
SEPARATED = re.compile(r"\s[|»›•·]\s|^\s*[»►•=]|\s[>/]\s\S+(?:\s\S+)?$|[»›]\s*$")
CODE_LINE = re.compile(
    r"^\W*(?:©|\S+\.(?:jpe?g|png|gif|webp|mp4)\s*$|https?://\S+$|\S+@\S+\.\S+$|\w{2,4}/\w{2,4}(?:/\w{2,4})?\W*$"
    r"|(?:(?:USD|EUR|RUB|KZT|CNY|GBP|KGS|UZS|TRY|AZN)\W{1,3}\d+[.,]\d+\W*)+$|.{0,60}\(@\w+\)"
    r"|[A-Z]+(?:-[A-Z][A-Z ]*){2,}$|[A-Z]{2,5}\d{3,6}\s+\d{4}-\d\d-\d\d\S*$|\*{2,}\W*$|[-–—_=+*#]{3,})"
)
NUMERIC_DATE = re.compile(r"\b(?:\d{1,2}[./]\d{1,2}[./](?:(?:19|20)\d\d|\d\d)|(?:19|20)\d\d[-./]\d\d[-./]\d\d)\b")
CLOCK = re.compile(r"\b\d{1,2}:\d\d(?::\d\d)?\b")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
WORD = re.compile(r"[^\W\d_]+")
AFTER_HEADING = re.compile(r"\s*(?:[:|–—(/]|\d+\s*$|$)")
KNOWN_LETTER = re.compile(r"[A-Za-zÀ-žА-яЁё]|\d{3}")
AGENCY_TAIL = re.compile(
    r"\s*(?:\((?:[\w.]{2,6}/)+[\w.]{1,6}\)|,?\s*©[^©]{2,60}|(?<=\s)www\.\S{3,60}|(?<!:)/{2,3}\s*[^/.]{2,50})\s*$"
)
LABEL_MARKS = re.compile(r"[,:;\d]")
BULLET = re.compile(r"[-–—•*·▪■►]\s")
ITEM = re.compile(r"^\s*(?:[-–—•*·▪■►]\s*|\(?\d{1,2}[.)]\s*)[^\W_]|;\s*$")
PROSE, LONG_PROSE = 60, 160
LABEL, BYLINE = 3, 7  # words
TAIL, HEAD = 60, 300  # how much of a row decides how it ends or begins: rows may be of any length


@dataclass(frozen=True)
class Furniture:
    """Compiled patterns of all packs."""

    headings: re.Pattern[str]
    lines: re.Pattern[str]
    prefixes: re.Pattern[str]
    bylines: re.Pattern[str]
    captions: re.Pattern[str]
    date_words: re.Pattern[str]


def mark_boilerplate(text: str, spans: Sequence[tuple[int, int]], titled: bool) -> tuple[Line, ...]:
    """The lines at these spans, each marked as body or boilerplate; the first of an untitled text is its headline."""
    furniture = all_furniture()
    rows = [text[start:end] for start, end in spans]
    stems = [row[: len(row) - tail_of(row)] for row in rows]
    furnished = [is_furniture(row, furniture) for row in rows]
    prose = [is_prose(stem) and not told for stem, told in zip(stems, furnished, strict=True)]
    prose = [told or listed for told, listed in zip(prose, enumerated(rows, furniture), strict=True)]
    first = next((at for at, told in enumerate(prose) if told), None)
    last = max((at for at, told in enumerate(prose) if told), default=None)
    lines: list[Line] = []
    cut = before = False  # before: the list stands above the article and ends with its first sentence
    for at, (row, (start, end)) in enumerate(zip(rows, spans, strict=True)):
        heading = opens_list(row, furniture)
        if heading:
            cut = cut or len(WORD.findall(row[heading.end() :])) <= 2
            before = cut and first is not None and at < first
        elif cut and prose[at] and (before or len(row) > LONG_PROSE) and not SEPARATED.search(row[:HEAD]):
            cut = before = False  # before: the list stands above the article and ends with its first sentence
        lead = first is not None and at < first
        trail = last is not None and at > last
        prefix = furniture.prefixes.match(row[:HEAD])
        if cut or heading or furnished[at] or (prefix and lead and not prose[at]):
            lines.append(Line(start, end, LineKind.BOILERPLATE))
        elif prefix:
            lines += [
                Line(start, start + prefix.end(), LineKind.BOILERPLATE),
                Line(start + prefix.end(), end, LineKind.BODY),
            ]
        elif (
            (lead and is_header(row, furniture))
            or (trail and is_trailing(row))
            or (lead and (titled or at) and is_label(row))
            or is_credit(row, furniture)
        ):
            lines.append(Line(start, end, LineKind.BOILERPLATE))
        else:
            lines.append(Line(start, start + len(stems[at]), LineKind.BODY))
            if stems[at] != row:
                lines.append(Line(start + len(stems[at]), end, LineKind.BOILERPLATE))
    return tuple(lines)


def tail_of(row: str) -> int:
    """The length of an agency's mark, a picture's credit or an address behind a row's words; 0 where it has none."""
    tail = AGENCY_TAIL.search(row, max(0, len(row) - TAIL))
    return len(row) - tail.start() if tail and tail.start() else 0


def enumerated(rows: Sequence[str], furniture: Furniture) -> list[bool]:
    """Which rows list what a sentence with a colon announces ("The following documents were signed:")."""
    listed = [False] * len(rows)
    for at, row in enumerate(rows):
        announced = row.rstrip().endswith(":") and len(WORD.findall(row[-HEAD:])) >= 4
        if announced and not opens_list(row, furniture) and at + 1 < len(rows) and ITEM.search(rows[at + 1][:HEAD]):
            listed[at] = True
        elif at and listed[at - 1]:
            listed[at] = bool(ITEM.search(row[:HEAD])) and not opens_list(row, furniture)
    return listed


def opens_list(row: str, furniture: Furniture) -> re.Match[str] | None:
    """The heading of a list of other headlines, alone or with the list behind it; not a sentence that begins alike."""
    heading = furniture.headings.match(row[:HEAD])
    if heading and AFTER_HEADING.match(row, heading.end()):
        return heading
    return heading if heading and not is_prose(row) else None


def is_furniture(row: str, furniture: Furniture) -> bool:
    """One line that is no part of the article by itself; a long paragraph never is."""
    found = furniture.lines.match(row[:HEAD])
    if found and (len(row) <= LONG_PROSE or not ends(row) or row[found.end() - 1] in ":|"):
        return True
    return bool(CODE_LINE.match(row[:HEAD])) or not KNOWN_LETTER.search(row)


def is_prose(row: str) -> bool:
    """Told in sentences: long enough and closed by a full stop or its like."""
    stripped = row.strip()
    if BULLET.match(stripped) and not stripped.endswith((".", "!", "…")):
        return False  # the headline of another article
    if len(stripped) < PROSE and not (ends(stripped) and len(WORD.findall(stripped)) >= 6):
        return False
    return bool(SENTENCE_END.search(stripped[-TAIL:])) and len(WORD.findall(stripped)) >= 5


def ends(row: str) -> bool:
    """Whether a row is closed by a full stop or its like."""
    return bool(FULL_STOP.search(row.strip()[-TAIL:]))


def is_header(row: str, furniture: Furniture) -> bool:
    """A line above the article: a path, a bare date, site and section between bars."""
    stripped = row.strip()
    words = WORD.findall(stripped)
    if not words or SEPARATED.search(stripped[:HEAD]):
        return True
    if NUMERIC_DATE.search(stripped) or (YEAR.search(stripped) and CLOCK.search(stripped)):
        return len(words) <= 6
    if CLOCK.search(stripped) and furniture.date_words.search(stripped):
        return len(words) <= 4
    if YEAR.search(stripped) and furniture.date_words.search(stripped):
        return len(words) <= 5 and bool(furniture.date_words.sub("", stripped).strip(" ,.|–—-") or True)
    return False


def is_label(row: str) -> bool:
    """A section or site named above the article. With a comma or colon it may be where the article comes from."""
    words = WORD.findall(row)
    return len(words) <= LABEL and not ends(row) and not LABEL_MARKS.search(row)


def is_credit(row: str, furniture: Furniture) -> bool:
    """A line that says who wrote it or took the picture, maybe with what the picture shows."""
    if len(row) > LONG_PROSE:
        return False
    if furniture.captions.search(row.strip()):
        return True
    byline = furniture.bylines.match(row)
    names = WORD.findall(row[byline.end() :]) if byline else []
    return bool(names) and len(names) <= BYLINE and not ends(row) and all(name[0].isupper() for name in names)


def is_trailing(row: str) -> bool:
    """After the last sentence: a headline, a credit, a signature."""
    asked = bool(BULLET.match(row.lstrip())) and row.rstrip().endswith("?")
    return asked or not ends(row) or len(WORD.findall(row)) < 4 or bool(SEPARATED.search(row[:HEAD]))


@lru_cache(maxsize=1)
def all_furniture() -> Furniture:
    tables = [load_pack(language).table("boilerplate") for language in SUPPORTED_LANGUAGES]

    def gathered(name: str) -> str:
        return alternation(word for table in tables for word in table.get(name, ()))

    return Furniture(
        headings=pattern(rf"^[\W_]{{0,12}}(?:{gathered('headings')})(?!\w)"),
        lines=pattern(rf"^[\W_]{{0,12}}(?:{gathered('lines')})(?!\w)"),
        prefixes=pattern(rf"^[\W_]{{0,12}}(?:{gathered('prefixes')})[\s:|–—-]*"),
        bylines=pattern(rf"^\W{{0,12}}(?:{gathered('bylines')})\s+(?=\w)"),
        captions=pattern(
            rf"(?:[(/|]\s*(?:{gathered('pictures')})(?!\w)[^()]{{0,60}}\)?|\((?:{gathered('sides')})\))\W*$"
        ),
        date_words=pattern(rf"(?<!\w)(?:{gathered('months')})(?!\w)"),
    )
