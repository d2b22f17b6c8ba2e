"""No pattern of the reader takes super-linear time: each is tried on repeated units made from its own repeats.

Only a pattern with an unbounded repeat can: it must begin at many places of one run, follow the run from each of them
and fail. So the units are what such a repeat takes in, alone and with what leads up to it, and a few that suit many.
"""

from __future__ import annotations

import gc
import random
import re
import signal
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from types import BuiltinFunctionType, FrameType, FunctionType, ModuleType
from typing import Any, Literal

import pytest

from services.classify.evaluation.goldset import CHECKOUT, load_gold
from services.classify.reading import datelines, furniture
from services.classify.reading.languages.beginnings import Beginnings, word_starts
from services.classify.reading.languages.pack import SUPPORTED_LANGUAGES
from services.classify.reading.languages.wordindex import WordIndex
from services.classify.reading.reader import read_article

parser, codes = import_module("re._parser"), import_module("re._constants")

ARTICLES = 8  # of each language, read first
SHORT, LONG = 500, 2000  # characters
CHEAP = 0.00025  # seconds for the short run: with the square of the length the long one stays below NOISE
NOISE = 0.008  # seconds for the long run that tell nothing yet
STEEPER = 8.0  # times the short run's time, for four times its length: between 4 and 16
PATIENCE = 0.2  # seconds for one run
DATELINES = datelines.shapes()
SHORT_ROWS = {  # tried once each, on a row's first 160 or 300 characters
    datelines.AFTER, DATELINES.dateline, *DATELINES.alone, *DATELINES.others, furniture.CODE_LINE,
}  # fmt: skip
GLUE = "\x00"  # behind the last unit: what follows never suits
PACKAGE = "services.classify.reading"
COMMON = ("a", "A", "1", " ", "\n", ".", "a ", "1 ", "A a ", "a, ", "Ab-", "Ab ", "«a ", "?……", "1.", "1 000 ")
REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
UNBOUNDED = 100
# Searched for; tried at every word; tried at one place, such as the end of a name.
Use = Literal["anywhere", "words", "place"]
KINDS = {
    codes.CATEGORY_DIGIT: "1",
    codes.CATEGORY_NOT_DIGIT: "a",
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_NOT_SPACE: "a",
    codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_WORD: " ",
}
TRIED = "aA1 -,.«x"  # letters for a set that says what it is not


class TooLong(Exception):
    """A run took all its time."""


def searched() -> set[re.Pattern[str]]:
    """The patterns looked for anywhere in a text, not only matched at a given place, while some articles are read."""
    found: set[re.Pattern[str]] = set()

    def note(frame: FrameType, event: str, called: Any) -> None:
        owner = getattr(called, "__self__", None) if event == "c_call" else None
        if isinstance(owner, re.Pattern) and called.__name__ not in ("match", "fullmatch"):
            found.add(owner)

    sys.setprofile(note)
    try:
        for language in SUPPORTED_LANGUAGES:
            for gold in load_gold(CHECKOUT, language)[:ARTICLES]:
                read_article(gold.article)
    finally:
        sys.setprofile(None)
    return found


def all_patterns() -> dict[re.Pattern[str], Use]:
    """Every pattern that the reader's modules and packs hold once some articles of each language were read."""
    used = searched()
    modules = [module for name, module in sorted(sys.modules.items()) if name.startswith(PACKAGE)]
    left: list[Any] = [value for module in modules for value in vars(module).values()]
    seen: dict[int, Any] = {}
    found: set[re.Pattern[str]] = set()
    at_words: set[re.Pattern[str]] = set()
    while left:
        value = left.pop()
        if id(value) in seen or isinstance(value, (str, type, ModuleType, FunctionType, BuiltinFunctionType)):
            continue
        seen[id(value)] = value
        if isinstance(value, re.Pattern):
            found.add(value)
        elif isinstance(value, Beginnings):
            used |= {value.patterns[number].compiled for number in value.loose}
            at_words |= {pattern.compiled for pattern in value.patterns}
        elif isinstance(value, WordIndex):
            used |= {pattern.compiled for _, pattern in value.loose}
            at_words |= {pattern for tried in value.tried.listed.values() for _, pattern, _ in tried}
            found |= {pattern.compiled for _, pattern in value.loose}
        else:
            left += value.values() if isinstance(value, dict) else gc.get_referents(value)
    ordered = sorted(found | at_words, key=lambda pattern: (pattern.pattern, pattern.flags))
    return {one: "anywhere" if one in used else "words" if one in at_words else "place" for one in ordered}


def inner(kind: Any, value: Any) -> list[Any]:
    """The parts of one piece of a parsed pattern."""
    if kind in REPEATS:
        return [value[2]]
    if kind is codes.SUBPATTERN:
        return [value[3]]
    if kind is codes.ATOMIC_GROUP:
        return [value]
    return list(value[1]) if kind is codes.BRANCH else []


def example(tree: Any, chance: random.Random) -> str:
    """Some string that a parsed pattern matches, or nearly: what stands around it is not looked at."""
    return "".join(piece(kind, value, chance) for kind, value in tree)


def piece(kind: Any, value: Any, chance: random.Random) -> str:
    if kind is codes.LITERAL:
        return chr(value)
    if kind is codes.IN:
        return one_of(value, chance)
    if kind in REPEATS:
        least, most, body = value
        return "".join(example(body, chance) for _ in range(chance.randint(least, min(most, least + 2))))
    if kind in (codes.ANY, codes.NOT_LITERAL):
        return "x"
    parts = inner(kind, value)
    return example(chance.choice(parts), chance) if parts else ""


def one_of(members: Any, chance: random.Random) -> str:
    """A character of a set."""
    negated = members[0][0] is codes.NEGATE
    if negated:
        wanted = re.compile("[^" + "".join(map(member, members[1:])) + "]")
        return chance.choice([letter for letter in TRIED if wanted.match(letter)] or ["é"])
    kind, value = chance.choice(members)
    return chr(chance.choice(value)) if kind is codes.RANGE else KINDS[value] if kind is codes.CATEGORY else chr(value)


def member(part: tuple[Any, Any]) -> str:
    """One member of a set as it is written."""
    kind, value = part
    if kind is codes.CATEGORY:
        return NAMES[value]
    if kind is codes.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    return re.escape(chr(value))


NAMES = {
    codes.CATEGORY_DIGIT: r"\d",
    codes.CATEGORY_NOT_DIGIT: r"\D",
    codes.CATEGORY_SPACE: r"\s",
    codes.CATEGORY_NOT_SPACE: r"\S",
    codes.CATEGORY_WORD: r"\w",
    codes.CATEGORY_NOT_WORD: r"\W",
}


def openings(tree: Any, chance: random.Random, lead: str = "") -> Iterator[tuple[str, str]]:
    """For each unbounded repeat what leads up to it and what it takes in."""
    for kind, value in tree:
        if kind in REPEATS and value[1] >= UNBOUNDED:
            yield lead, example(value[2], chance)
        for part in inner(kind, value):
            yield from openings(part, chance, lead)
        lead += piece(kind, value, chance)


def units(pattern: re.Pattern[str]) -> list[str]:
    """What to repeat for a pattern; nothing where it has no unbounded repeat."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    chance = random.Random(ascii(pattern.pattern))  # the same at every run
    found = list(openings(tree, chance))
    if not found:
        return []
    picked = found if len(found) <= 6 else chance.sample(found, 6)
    made = [unit for lead, body in picked for unit in (body, lead + body, lead)]
    for _ in range(3):
        whole = example(tree, chance)
        made += [whole[:-1], whole[: len(whole) // 2] + " ", whole.split(" ")[0] + " "]
    return [unit[-200:] for unit in dict.fromkeys((*COMMON, *made)) if unit]


def seconds(pattern: re.Pattern[str], unit: str, length: int, use: Use) -> float:
    """The processor time to use a pattern as the reader does on a repeated unit."""
    text = (unit * (length // len(unit) + 1))[:length] + GLUE
    places = word_starts(text)[0] if use == "words" else [0]
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    begun = time.thread_time()
    try:
        for _ in pattern.finditer(text) if use == "anywhere" else (pattern.match(text, place) for place in places):
            pass
    except TooLong:
        return PATIENCE
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.thread_time() - begun


def grows(pattern: re.Pattern[str], unit: str, use: Use = "anywhere") -> bool:
    """Whether four times the text takes far more than four times as long, each at the best of a few runs."""
    if seconds(pattern, unit, SHORT, use) < CHEAP:
        return False
    for _ in range(3):  # noise makes a run look long, never short
        long = min(seconds(pattern, unit, LONG, use) for _ in range(2))
        if long < NOISE or long < STEEPER * min(seconds(pattern, unit, SHORT, use) for _ in range(2)):
            return False
    return True


def test_a_dateline_is_looked_for_at_once_in_nothing_but_capitals_and_hyphens() -> None:
    begun = time.thread_time()
    for unit in ("A-", "Ab-", "Z", "A.", "Ab, "):
        assert datelines.dateline_length((unit * 160)[: datelines.DATELINE_REACH]) is None
        assert datelines.dateline_length((unit * 160)[: datelines.LONGEST_ALONE]) is None
    assert time.thread_time() - begun < 0.2


@pytest.fixture
def patience() -> Iterator[None]:
    def stop(number: int, frame: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGPROF, stop)
    yield
    signal.signal(signal.SIGPROF, before)


def test_no_pattern_takes_more_than_linear_time_on_repeated_units(patience: None) -> None:
    patterns = all_patterns()
    assert len(patterns) > 2000
    steep = [
        (pattern.pattern[:200], unit)
        for pattern, use in patterns.items()
        if pattern not in SHORT_ROWS
        for unit in units(pattern)
        if grows(pattern, unit, use)
    ]
    assert steep == []


@pytest.mark.parametrize(
    "expression", [r"\w+!", r"(?:A[\w-]*-)+B", r"\d+(?:[.,]\d+)? ?%", r"\s*(?:the\s*)?treaty", r"a\w*z"]
)
def test_a_pattern_that_begins_anew_within_its_own_run_is_told(expression: str, patience: None) -> None:
    pattern = re.compile(expression)
    assert any(grows(pattern, unit) for unit in units(pattern))


@pytest.mark.parametrize("expression", [r"\w{1,40}!", r"(?<!\w)\w+!", r"(?<!\d)\d+ ?%", r"\streaty", r"[ab]c*+d"])
def test_a_pattern_that_is_bounded_or_begins_once_is_not_told(expression: str, patience: None) -> None:
    pattern = re.compile(expression)
    assert not any(grows(pattern, unit) for unit in units(pattern))
