"""The dateline that a body line may begin with: place, day and agency in the notations of many agencies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from services.classify.reading.document import Line, LineKind
from services.classify.reading.languages.pack import SUPPORTED_LANGUAGES, load_pack

WORD = r"(?:[A-ZÀ-ÞĀ-ŽА-ЯЁ][\w'’‘.-]*)"
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
AFTER = re.compile(rf"({WORD}(?: {WORD}){{0,3}}\.(?:\s[–—-])?|[A-ZА-ЯЁ]{{2,}}\.)\s")
LONGEST_ALONE = 80  # characters of a dateline in a line of its own
LONGEST_CITY = 32
LEADING_LINES = 3
PROSE = 100  # characters
DATELINE_REACH = 160  # characters: city, date and agency are short


@dataclass(frozen=True, slots=True)
class Shapes:
    """Datelines as compiled patterns."""

    dateline: re.Pattern[str]
    alone: tuple[re.Pattern[str], ...]  # in a line of its own
    others: tuple[re.Pattern[str], ...]  # with the day or the agency in another place


@lru_cache(maxsize=1)
def shapes() -> Shapes:
    """With the small words of all packs: an agency may write its place in one language and its report in another."""
    links, towns, days, ordinals, years = map(small_words, ("links", "towns", "days", "ordinals", "years"))
    city = rf"{WORD}(?:(?:/|\s/\s|\s)(?:(?:{links})\s)?{WORD}){{0,3}}(?:,\s{WORD})?(?:\s\[{WORD}(?:\s{WORD})?\])?"
    month_day = rf"\d{{1,2}}(?:{ordinals})?\s[^\W\d_]{{3,9}}\.?(?:,?\s\d{{4}})?(?:\s(?:{years}))?"
    numbers = r"\d{1,2}\.\d{1,2}\.\d{2,4}"
    day = rf"(?:(?:(?:{days})\s)?{month_day}|[A-Z][A-Za-z]{{2,8}}\.?\s\d{{1,2}}(?:,\s\d{{4}})?|{numbers})"
    return Shapes(
        dateline=re.compile(
            rf"\s*\(?(?:(?:{towns})\s)?(?P<city>{city})(?P<agency>{AGENCY})?"
            rf"(?P<day>(?:\s[–—-]\s{WORD},)?{BEFORE_DAY}{day}(?:{AGENCY}|{PAPER})?)?\)?\s?{CLOSE}"
        ),
        alone=(
            re.compile(
                rf"\s*\(?{city}{BEFORE_DAY}{day}(?:{AGENCY}|[,.]?\s{NAMED})?\)?[\s.:–—-]*$|\s*{city},\s{WORD}\s*$"
            ),
            re.compile(rf"\s*\d{{1,2}}\.?\s[^\W\d_]{{3,9}}(?:\s\d{{4}})?(?:\s(?:{years}))?,?\s{city}\s*$"),
        ),
        others=(
            re.compile(rf"\s*{WORD}(?: {WORD}){{0,2}}\s?(?:\||,|:|–|—)[,.]?\s{day}\s?(?:–|—|-|:|\||\.(?=\s))\s?"),
            re.compile(  # "10:30, 12. Juni, Riga – …"
                rf"\s*(?:\d{{1,2}}:\d\d,\s)?(?:{month_day}|{numbers}),\s{city}{AGENCY}?"
                r"(?:\s[–—-]|\.|(?<=[/)])\s?[–—-]?|:)\s"
            ),
            re.compile(  # "Baku, June 12, AZERTAC The …"
                rf"\s*{city}[,.]?\s{day},\s[A-ZА-ЯЁ]{{4,}}(?=\s[A-ZА-ЯЁ«„\"])\s"
            ),
            re.compile(rf"\s*(?:{day}[,.]?\s{SIGNED}\s?(?:\.|[–—:]|-{{1,3}})|\({day}\))\s"),
        ),
    )


def small_words(key: str) -> str:
    """One alternative per word, the longer of two first."""
    tables = [load_pack(language).table("sentences").get("dateline", {}) for language in SUPPORTED_LANGUAGES]
    words = {word for table in tables for word in table.get(key, ())}
    return "|".join(re.escape(word) for word in sorted(words, reverse=True))


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
    known = shapes()
    if len(row) <= LONGEST_ALONE and any(shape.match(row) for shape in known.alone):
        return len(row)
    row = row[:DATELINE_REACH]
    match = known.dateline.match(row)
    if not match:
        return next((other.end() for shape in known.others if (other := shape.match(row))), None)
    city, close = match["city"], match["close"]
    dated = bool(match["day"] or match["agency"])
    if not dated and (len(city) > LONGEST_CITY or (close == "." and len(city.split()) > 2)):
        return None
    end = match.end()
    if not (close or match["tight"] or match["joint"] or match["day"]) and row[end:].lstrip()[:1].islower():
        return None  # "Minister Jane Roe (Greens) has …"
    after = AFTER.match(row, end) if dated else None
    return after.end() if after else end
