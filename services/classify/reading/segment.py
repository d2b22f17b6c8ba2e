"""Sentences of the title and body lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.classify.reading.document import Line, LineKind, Sentence
from services.classify.reading.languages.pack import Pack
from services.classify.reading.people.folding import is_family_first

BREAK = re.compile(
    r"([.!?…]{1,40}+)([\"'»“”’)\]]*)(?:\s+(?=[\"'«„“‘(\[—–-]*\s?[^\W_])|(?<=[а-яё]{3}[.!?])(?=[А-ЯЁ][а-яё]))"
)
DAYS = re.compile(r"(?<![\d.,])\d{1,2}\.\s?(?:[–—-]\s?)?(?:\d{1,2}\.|(?:19|20)\d\d)")
LAST_WORD = re.compile(r"([^\s(\[«„“\"]+)$")
AMOUNT = re.compile(r"\d\s?(?:[^\W\d_]+\s)?[^\W\d_]+$")
ORDINAL = re.compile(r"(?<![^\W_])\d{1,2}$")  # "12", "10.-12", "3/4"
WORD_AHEAD = re.compile(r"(?<!\w)([^\W\d_]{1,20})\s$")
CAPITALS = re.compile(r"^(?:[^\W\d_]\.[-‑]?)*[^\W\d_]$")  # "J", "J.R", "J.-R"
ONE_VOWEL = "ИЕЭАОУ"
TWO_LETTERS = re.compile(r"(?:[CGKPSTZ]h|D[jz]|Ts|Y[aeou]|J[aeu]|Ch|Д[жз])$")  # initials: "Ts. Elbegdorj"

LONGEST = 1000  # characters of a sentence: what follows is searched as a sentence of its own


@dataclass(frozen=True)
class Splitting:
    abbreviations: frozenset[str]
    ordinals: frozenset[str]  # what a number in order stands before, and behind
    before_ordinals: frozenset[str]
    units: frozenset[str]
    common: frozenset[str]


def splitting(pack: Pack) -> Splitting:
    table = pack.table("sentences")
    return Splitting(
        frozenset(word.casefold() for word in table["abbreviations"]),
        frozenset(word.casefold() for word in table.get("after_ordinal", ())),
        frozenset(word.casefold() for word in table.get("before_ordinal", ())),
        frozenset(word.casefold() for word in table.get("units", ())),
        frozenset(table["common"]),
    )


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
        if any(DAYS.match(text, found.start() - digits) for digits in (1, 2) if found.start() - digits >= start):
            return False  # "21. – 23. Oktober", "31. 10."
        before = LAST_WORD.search(text, max(start, found.start() - 30), found.start())
        return not before or before.group(1).casefold() not in rules.abbreviations
    before = LAST_WORD.search(text, max(start, found.start() - 30), found.start())
    if not before:
        return True
    word = before.group(1)
    if ORDINAL.search(word):
        if not rules.ordinals:
            return True
        follower = re.match(r"[^\W\d_]+", following)
        ahead = WORD_AHEAD.search(text, max(start, before.start() - 20), before.start())
        counted = ahead is not None and ahead[1].casefold() in rules.before_ordinals
        return not (counted or (follower and follower.group().casefold() in rules.ordinals))
    if word.casefold() in rules.units and (following[1:2].islower() or following[1:2] == " "):
        return bool(AMOUNT.search(text, max(start, found.start() - 30), found.start()))
    if CAPITALS.match(word):
        if word.islower():
            return word.casefold() not in rules.abbreviations
        follower = re.match(r"[^\W\d_]{2,}", following)
        if not follower:
            return False
        return follower.group().casefold() in rules.common or is_given_name(text[start : before.start()], word)
    if TWO_LETTERS.match(word):
        return False
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
