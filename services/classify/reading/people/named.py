"""A name in a sentence, and the case that the words before it ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from services.classify.reading.languages.pack import Pack
from services.classify.reading.people.folding import first_name_gender, is_family_first
from services.classify.reading.people.words import Word

APPOSED = 3  # words of a name that only its place beside an office vouches for
POSSESSIVE = frozenset({"s", "'", "’"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a sentence: words `first` to `last`, and whether something vouches for it beyond its capitals."""

    first: int
    last: int
    tokens: tuple[str, ...]
    sure: bool
    honorific: bool = False
    case: str | None = None  # that the preposition before asks for

    @property
    def bare(self) -> bool:
        """A family name alone: behind a comma it begins what follows, and is nobody's apposition."""
        return len(self.tokens) == 1 and not self.honorific


def in_cases(
    words: Sequence[Word], names: Sequence[Name], cases: Mapping[str, str], joiners: Sequence[str]
) -> list[Name]:
    """The names with the case that a preposition asks of the first of a list."""
    found: list[Name] = []
    for name in names:
        before = words[name.first - 1].lower if name.first else ""
        case = cases.get(before)
        if before in {",", *joiners} and found and found[-1].last == name.first - 1:
            case = found[-1].case
        found.append(replace(name, case=case) if case else name)
    return found


def is_eastern(words: Sequence[Word], at: int) -> bool:
    """A family name of those that stand first, with the given name behind it, inside a sentence."""
    after = words[at + 1] if at + 1 < len(words) else None
    if after is None or at == 0 or words[at - 1].kind != "word" or not after.capital:
        return False
    return after.text[1:2].islower() and is_family_first(words[at].text)


def is_apposed(words: Sequence[Word], begin: int, end: int, unfit: frozenset[str]) -> bool:
    """A first name and one or two capitals up to a comma, as stand beside an office: "Anna Remlinger, Head of …"."""
    closed = end < len(words) and words[end].text in {",", "("}
    bounded = closed or (begin > 0 and words[begin - 1].text == ",")
    given = words[begin]
    if not bounded or not 2 <= end - begin <= APPOSED or given.kind != "word" or given.lower in unfit:
        return False
    return given.person is None and first_name_gender(given.text) is not None


def recognised(words: Sequence[Word], first: int, last: int) -> list[tuple[int, int]]:
    """The parts of a run that the recogniser takes for persons, with initials before them."""
    cuts: list[tuple[int, int]] = []
    here = first
    while here < last:
        person = words[here].person
        if person is None:
            here += 1
            continue
        end = here
        while end < last and words[end].person == person:
            end += 1
        if end - here == 1 and words[here].place and words[here - 1].kind != "initial":
            here = end
            continue
        after = end
        while end - here > 1 and not words[end - 1].capital and words[end - 1].text in POSSESSIVE:
            end -= 1
        begin = here
        while begin > first and words[begin - 1].kind == "initial" and words[begin - 1].person is None:
            begin -= 1
        cuts.append((begin, end))
        here = after
    return cuts


@dataclass(frozen=True, slots=True)
class Titles:
    """Titles that are first names too, and the words by which they are told apart."""

    named_first: frozenset[str]  # which are first names more often
    articles: frozenset[str]
    honorifics: frozenset[str]
    son_of: frozenset[str]


def titles_of(pack: Pack) -> Titles:
    words = pack.table("people")["words"]
    return Titles(*(frozenset(words[name]) for name in ("named_first", "articles", "honorifics", "son_of")))


def is_given_name(words: Sequence[Word], at: int, titles: Titles) -> bool:
    """Whether a title that is a first name too is one: it is nobody's and stands straight before a family name.

    Not "the Amir X", "Norway's Amir X", "Amir X bin Y", "Amir Sheikh X".
    """
    if words[at].lower not in titles.named_first:
        return False
    after = words[at + 1] if at + 1 < len(words) else None
    if after is None or not after.capital or not after.text[1:2].islower() or after.country or after.place:
        return False
    before = words[at - 1] if at else None
    owned = before is not None and (before.country or before.lower in POSSESSIVE or before.lower in titles.articles)
    is_son = any(word.lower in titles.son_of for word in words[at + 2 : at + 4])
    return not owned and not is_son and after.lower not in titles.honorifics
