"""Sentences of the title and body lines, and the dateline that a body line may begin with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from services.classify.reading.document import Line, LineKind, Sentence
from services.classify.reading.languages.pack import Pack
from services.classify.reading.people.folding import is_family_first

BREAK = re.compile(r"([.!?…]{1,40}+)([\"'»“”’)\]]*)\s+(?=[\"'«„“‘(\[—–-]*\s?[^\W_])")
LAST_WORD = re.compile(r"([^\s(\[«„“\"]+)$")
AMOUNT = re.compile(r"\d\s?(?:[^\W\d_]+\s)?[^\W\d_]+$")
CAPITALS = re.compile(r"^(?:[^\W\d_]\.)*[^\W\d_]$")
ONE_VOWEL = "ИЕЭАОУ"
TWO_LETTERS = re.compile(r"(?:[CGKPSTZ]h|D[jz]|Ts|Y[aeou]|J[aeu]|Ch|Д[жз])$")  # initials: "Ts. Elbegdorj"

WORD = r"(?:[A-ZÀ-ÞĀ-ŽА-ЯЁ][\w'’‘.-]*)"
CITY = rf"{WORD}(?:[ /]{WORD}){{0,3}}(?:,\s{WORD})?"
MONTH_DAY = r"\d{1,2}\.?\s[^\W\d_]{3,9}\.?(?:\s\d{4})?(?:\s(?:г\.?|года))?"
DAY = (
    rf"(?:[,.]?\s(?:am\s|den\s)?{MONTH_DAY}"
    r"|[,.]?\s[A-Z][a-z]{2,8}\.?\s\d{1,2}(?:,\s\d{4})?|[,.]?\s\d{1,2}\.\d{1,2}\.\d{2,4})"
)
AGENCY = rf"(?:[,.]?\s(?:\([^()\n]{{2,70}}\)|/[^/\n]{{2,40}}/|«[^»\n]{{2,40}}»|[–—-]\s{WORD}(?:\s{WORD})?(?=:)))"
CLOSE = r"(:|\.|(?<=\s)(?:[–—|]|-{1,3})|(?<=[/)])(?=\s))(?:\s|$)|(?<=\))\s?(-{2,3}|[–—])(?=\S)"
PAPER = rf",\s{WORD}(?:\s{WORD}){{0,3}}(?=:)"  # only behind a day: else it may be somebody's office
DATELINE = re.compile(rf"\s*\(?(?:г\.\s)?({CITY})(?:({DAY})({AGENCY}|{PAPER})?|({AGENCY}))?\)?\s?(?:{CLOSE})")
AFTER = re.compile(rf"({WORD}(?: {WORD}){{0,3}}\.(?:\s[–—-])?|[A-ZА-ЯЁ]{{2,}}\.)\s")
NAMED = rf"[,.]?\s{WORD}(?: {WORD}){{0,3}}"  # an agency without signs around it, where the line ends with it
ALONE = re.compile(rf"\s*\(?{CITY}{DAY}(?:{AGENCY}|{NAMED})?\)?[\s.:–—-]*$|\s*{CITY},\s{WORD}\s*$")
DAY_FIRST = re.compile(rf"\s*\d{{1,2}}\.?\s[^\W\d_]{{3,9}}(?:\s\d{{4}})?(?:\sг\.)?,?\s{CITY}\s*$")
AGENCY_FIRST = re.compile(rf"\s*{WORD}(?: {WORD}){{0,2}}\s?(?:\||,|:|–|—)(?:{DAY})\s?(?:–|—|-|:|\||\.(?=\s))\s?")
CLOCK_FIRST = re.compile(
    rf"\s*(?:\d{{1,2}}:\d\d,\s)?(?:{MONTH_DAY}|\d{{1,2}}\.\d{{1,2}}\.\d{{4}}),\s{CITY}{AGENCY}?"
    r"(?:\s[–—-]|\.|(?<=[/)])\s?[–—-]?|:)\s"
)
UNCLOSED = re.compile(rf"\s*{CITY}{DAY},\s[A-ZА-ЯЁ]{{4,}}(?=\s[A-ZА-ЯЁ«„\"])\s")  # "Baku, June 12, AZERTAC The …"
LONGEST_ALONE = 80  # characters of a dateline in a line of its own
LEADING_LINES = 3
LONGEST = 1500  # characters of a sentence: what follows is searched as a sentence of its own
DATELINE_REACH = 160  # characters: city, date and agency are short


@dataclass(frozen=True)
class Splitting:
    abbreviations: frozenset[str]
    ordinals: frozenset[str]
    units: frozenset[str]
    common: frozenset[str]


def splitting(pack: Pack) -> Splitting:
    table = pack.table("sentences")
    return Splitting(
        frozenset(word.casefold() for word in table["abbreviations"]),
        frozenset(word.casefold() for word in table.get("after_ordinal", ())),
        frozenset(word.casefold() for word in table.get("units", ())),
        frozenset(table["common"]),
    )


def find_datelines(text: str, lines: Iterable[Line]) -> tuple[Line, ...]:
    """The same lines; those among the first of the body that begin with a dateline say where it ends."""
    found: list[Line] = []
    left = LEADING_LINES
    for line in lines:
        if line.kind is LineKind.BODY and left:
            row = text[line.start : line.end]
            left -= len(row) > 100
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
        other = AGENCY_FIRST.match(row) or CLOCK_FIRST.match(row) or UNCLOSED.match(row)
        return other.end() if other else None
    city, day, paper, agency, *closes = match.groups()
    close, agency = closes[0] or closes[1], paper or agency
    plain = not day and not agency
    if plain and (len(city) > 32 or (close == "." and len(city.split()) > 2)):
        return None
    end = match.end()
    if not close and not day and row[end:].lstrip()[:1].islower():
        return None  # "Minister Jane Roe (Greens) has …"
    after = AFTER.match(row, end) if day or agency else None
    return after.end() if after else end


def split_sentences(text: str, lines: Iterable[Line], pack: Pack) -> tuple[Sentence, ...]:
    """The sentences of all title and body lines in text order. A dateline belongs to the sentence behind it."""
    rules = pack.prepared(splitting)
    sentences: list[Sentence] = []
    for number, line in enumerate(lines):
        if line.kind is LineKind.BOILERPLATE:
            continue
        for start, end in pieces(text, line, rules):
            for first, last in in_bounds(text, start, end):
                sentences.append(Sentence(len(sentences), first, last, number))
    return tuple(sentences)


def in_bounds(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence as it is, or cut between words where it is longer than anybody writes one."""
    while end - start > LONGEST:
        space = text.rfind(" ", start + 1, start + LONGEST)
        cut = space if space > 0 else start + LONGEST
        yield from trimmed(text, start, cut)
        start = cut
    yield from trimmed(text, start, end)


def pieces(text: str, line: Line, rules: Splitting) -> Iterator[tuple[int, int]]:
    start = line.start
    for found in BREAK.finditer(text, line.dateline_end or line.start, line.end):
        if is_end(text, start, found, rules):
            yield from trimmed(text, start, found.end(2))
            start = found.end()
    yield from trimmed(text, start, line.end)


def is_end(text: str, start: int, found: re.Match[str], rules: Splitting) -> bool:
    """Whether a full stop closes a sentence rather than an abbreviation, an initial or an ordinal."""
    following = text[found.end() : found.end() + 40].lstrip("\"'«„“‘([—–- ")
    if following[:1].islower():
        return False
    if found.group(1) != ".":
        return True
    if following[:1].isdigit() and not found.group(2):
        before = LAST_WORD.search(text, max(start, found.start() - 30), found.start())
        return not before or before.group(1).casefold() not in rules.abbreviations
    before = LAST_WORD.search(text, max(start, found.start() - 30), found.start())
    if not before:
        return True
    word = before.group(1)
    if word.isdigit() and len(word) <= 2:
        follower = re.match(r"[^\W\d_]+", following)
        return bool(rules.ordinals) is False or not (follower and follower.group().casefold() in rules.ordinals)
    if CAPITALS.match(word):
        if word.islower():
            return word.casefold() not in rules.abbreviations
        follower = re.match(r"[^\W\d_]{2,}", following)
        if not follower:
            return False
        return follower.group().casefold() in rules.common or is_given_name(text[start : before.start()], word)
    if TWO_LETTERS.match(word):
        return False
    if word.casefold() in rules.units and (following[1:2].islower() or following[1:2] == " "):
        return bool(AMOUNT.search(text, max(start, found.start() - 30), found.start()))
    return word.casefold() not in rules.abbreviations


def is_given_name(before: str, letter: str) -> bool:
    """Whether a letter is a whole given name: that of "Ван И" behind a family name that comes first."""
    return letter in ONE_VOWEL and is_family_first(before.rsplit(None, 1)[-1] if before.strip() else "")


def trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
