"""The dateline that a body line may begin with: place, day and agency in the notations of many agencies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from services.classify.reading.document import Line, LineKind

WORD = r"(?:[A-ZÀ-ÞĀ-ŽА-ЯЁ][\w'’‘.-]*)"
LINKS = r"(?:(?:am|an der|a\.|de|del|do|da|la|of|al|el|на)\s)"  # inside a town's name: "Rio de Janeiro"
CITY = rf"{WORD}(?:(?:/|\s/\s|\s){LINKS}?{WORD}){{0,3}}(?:,\s{WORD})?(?:\s\[{WORD}(?:\s{WORD})?\])?"
MONTH_DAY = r"\d{1,2}(?:\.|st|nd|rd|th)?\s[^\W\d_]{3,9}\.?(?:,?\s\d{4})?(?:\s(?:г\.?|года))?"
DAY = (
    rf"(?:(?:am\s|den\s)?{MONTH_DAY}|[A-Z][A-Za-z]{{2,8}}\.?\s\d{{1,2}}(?:,\s\d{{4}})?|\d{{1,2}}\.\d{{1,2}}\.\d{{2,4}})"
)
BEFORE_DAY = r"(?:[,.]?\s|\s?[–—-]{1,2}\s?)"
SIGNED = r"(?:\([^()\n]{2,70}\)|/[^/\n]{2,40}/|«[^»\n]{2,40}»)"  # an agency by its signs
NAMED = rf"{WORD}(?:\s{WORD}){{0,3}}"  # an agency without any
AGENCY = rf"(?:(?:[,.]?\s|-{{1,2}}){SIGNED}|[,.]?\s[–—-]\s{WORD}(?:\s{WORD})?(?=:))"
PAPER = rf"[,.]\s{NAMED}(?=:|\.\s|\s[–—-])"  # only behind a day: else it may be somebody's office
LAST_LETTER = r"(?=[^\W\d_])"
CLOSE = (
    r"(?:(?P<close>:|\.(?!\s\d{1,2}\s)|(?<=\s)(?:[–—|]|-{1,3})|(?<=[/)])(?=\s))(?:\s|$)|(?<=\))_\s"
    rf"|(?<=\))\s?(?P<tight>-{{2,3}}|[–—])(?=\S)|(?<=\d)(?P<joint>[–—]){LAST_LETTER})"
)
DATELINE = re.compile(
    rf"\s*\(?(?:г\.\s)?(?P<city>{CITY})(?P<agency>{AGENCY})?"
    rf"(?P<day>(?:\s[–—-]\s{WORD},)?{BEFORE_DAY}{DAY}(?:{AGENCY}|{PAPER})?)?\)?\s?{CLOSE}"
)
AFTER = re.compile(rf"({WORD}(?: {WORD}){{0,3}}\.(?:\s[–—-])?|[A-ZА-ЯЁ]{{2,}}\.)\s")
ALONE = re.compile(rf"\s*\(?{CITY}{BEFORE_DAY}{DAY}(?:{AGENCY}|[,.]?\s{NAMED})?\)?[\s.:–—-]*$|\s*{CITY},\s{WORD}\s*$")
DAY_FIRST = re.compile(rf"\s*\d{{1,2}}\.?\s[^\W\d_]{{3,9}}(?:\s\d{{4}})?(?:\sг\.)?,?\s{CITY}\s*$")
DAY_ONLY = re.compile(rf"\s*(?:{DAY}[,.]?\s{SIGNED}\s?(?:\.|[–—:]|-{{1,3}})|\({DAY}\))\s")
AGENCY_FIRST = re.compile(rf"\s*{WORD}(?: {WORD}){{0,2}}\s?(?:\||,|:|–|—)[,.]?\s{DAY}\s?(?:–|—|-|:|\||\.(?=\s))\s?")
CLOCK_FIRST = re.compile(
    rf"\s*(?:\d{{1,2}}:\d\d,\s)?(?:{MONTH_DAY}|\d{{1,2}}\.\d{{1,2}}\.\d{{4}}),\s{CITY}{AGENCY}?"
    r"(?:\s[–—-]|\.|(?<=[/)])\s?[–—-]?|:)\s"
)
UNCLOSED = re.compile(
    rf"\s*{CITY}[,.]?\s{DAY},\s[A-ZА-ЯЁ]{{4,}}(?=\s[A-ZА-ЯЁ«„\"])\s"
)  # "Baku, June 12, AZERTAC The …"
OTHERS = (AGENCY_FIRST, CLOCK_FIRST, UNCLOSED, DAY_ONLY)
LONGEST_ALONE = 80  # characters of a dateline in a line of its own
LONGEST_CITY = 32
LEADING_LINES = 3
PROSE = 100  # characters
DATELINE_REACH = 160  # characters: city, date and agency are short


def find_datelines(text: str, lines: Iterable[Line]) -> tuple[Line, ...]:
    """The same lines; those among the first of the body that begin with a dateline say where it ends."""
    found: list[Line] = []
    left = LEADING_LINES
    for line in lines:
        if line.kind is LineKind.BODY and left:
            row = text[line.start : line.end]
            left -= len(row) > PROSE
            end = dateline_length(row)
            found.append(replace(line, dateline_end=line.start + end) if end else line)
        else:
            found.append(line)
    return tuple(found)


def dateline_length(row: str) -> int | None:
    """How many characters of a line are its dateline: place, perhaps date and agency, and a dash or full stop.

    All of it where the line holds nothing else.
    """
    if len(row) <= LONGEST_ALONE and (ALONE.match(row) or DAY_FIRST.match(row)):
        return len(row)
    row = row[:DATELINE_REACH]
    match = DATELINE.match(row)
    if not match:
        return next((other.end() for shape in OTHERS if (other := shape.match(row))), None)
    city, close = match["city"], match["close"]
    dated = bool(match["day"] or match["agency"])
    if not dated and (len(city) > LONGEST_CITY or (close == "." and len(city.split()) > 2)):
        return None
    end = match.end()
    if not (close or match["tight"] or match["joint"] or match["day"]) and row[end:].lstrip()[:1].islower():
        return None  # "Minister Jane Roe (Greens) has …"
    after = AFTER.match(row, end) if dated else None
    return after.end() if after else end
