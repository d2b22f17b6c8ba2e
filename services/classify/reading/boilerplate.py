"""Which lines of a text are not part of the article: headings of link lists and all below them, credits, share lines,
headers with a date or a path, what a page prints twice, and the headlines that trail behind the last sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from services.classify.reading.document import Line, LineKind
from services.classify.reading.furniture import (
    HEAD,
    LABEL,
    LONG_PROSE,
    SEPARATED,
    WORD,
    all_furniture,
    ends,
    enumerated,
    is_credit,
    is_furniture,
    is_header,
    is_label,
    is_prose,
    is_tag_row,
    is_trailing,
    opens_list,
    tail_of,
)

LEAD = 20  # rows above the first sentence that are compared
SITE = re.compile(r"\s?[|»·–—-]\s?\S")  # a name behind a headline


def mark_boilerplate(text: str, spans: Sequence[tuple[int, int]], titled: bool) -> tuple[Line, ...]:
    """The lines at these spans, each marked as body or boilerplate; the first of an untitled text is its headline."""
    furniture = all_furniture()
    rows = [text[start:end] for start, end in spans]
    stems = [row[: len(row) - tail_of(row, furniture)] for row in rows]
    noticed = bool(furniture.notices.find(text))
    furnished = [is_furniture(row, furniture, noticed) for row in rows]
    prose = [is_prose(stem) and not told for stem, told in zip(stems, furnished, strict=True)]
    prose = [told or listed for told, listed in zip(prose, enumerated(rows, furniture), strict=True)]
    repeated = printed_twice(rows, prose)
    first = next((at for at, told in enumerate(prose) if told), None)
    last = max((at for at, told in enumerate(prose) if told), default=None)
    headline = not titled and headed(rows[:first], furnished)
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
        if cut or heading or furnished[at] or repeated[at] or (prefix and lead and not prose[at]):
            lines.append(Line(start, end, LineKind.BOILERPLATE))
        elif prefix:
            lines += [
                Line(start, start + prefix.end(), LineKind.BOILERPLATE),
                Line(start + prefix.end(), end, LineKind.BODY),
            ]
        elif (
            (lead and is_header(row, furniture) and not goes_on(rows, at))
            or (trail and is_trailing(row))
            or (lead and (titled or at or headline) and is_label(row))
            or is_credit(row, furniture)
            or is_tag_row(row)
        ):
            lines.append(Line(start, end, LineKind.BOILERPLATE))
        else:
            lines.append(Line(start, start + len(stems[at]), LineKind.BODY))
            if stems[at] != row:
                lines.append(Line(start + len(stems[at]), end, LineKind.BOILERPLATE))
    return tuple(lines)


def goes_on(rows: Sequence[str], at: int) -> bool:
    """Whether a row goes on in lower case with what the one above it begins, and another does so below it."""
    below = rows[at + 1] if at + 1 < len(rows) else ""
    return at > 0 and rows[at][:1].islower() and below[:1].islower() and not ends(rows[at - 1])


def headed(rows: Sequence[str], furnished: Sequence[bool]) -> bool:
    """Whether a headline stands among the rows above the first sentence: what is shorter is none."""
    return any(len(WORD.findall(row)) > LABEL and not told for row, told in zip(rows, furnished, strict=False))


def printed_twice(rows: Sequence[str], prose: Sequence[bool]) -> list[bool]:
    """Which rows say again what stood above, and which are the words of a picture, printed on it and below it.

    Above the first sentence a headline may stand with the name of its site behind it, and then alone.
    """
    again = [False] * len(rows)
    seen: set[str] = set()
    lead = [" ".join(row.split()) for row in takewhile(lambda row: not is_prose(row), rows[:LEAD])]
    for at, row in enumerate(lead):
        again[at] = any(
            len(WORD.findall(other)) > LABEL and SITE.match(row, len(other)) for other in lead if row.startswith(other)
        )
    for at, row in enumerate(rows):
        folded = " ".join(row.split())
        again[at] |= folded in seen and len(WORD.findall(folded)) > LABEL
        seen.add(folded)
        if at and not prose[at] and not prose[at - 1] and not ends(row) and any(prose[:at]):
            above = " ".join(rows[at - 1].split())
            if folded.startswith(above) and above:
                again[at] = again[at - 1] = True
    return again


def with_headline(text: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of an untitled text; the first of the article is its title where it is no sentence, but one follows."""
    body = [line for line in lines if line.kind is LineKind.BODY]
    if len(body) < 2 or body[0].dateline_end:
        return tuple(lines)
    row = text[body[0].start : body[0].end]
    follows = any(is_prose(text[line.start : line.end]) for line in body[1:4])
    if ends(row) or not follows or len(WORD.findall(row[:HEAD])) < LABEL or len(row) >= HEAD:
        return tuple(lines)
    return tuple(replace(line, kind=LineKind.TITLE) if line is body[0] else line for line in lines)
