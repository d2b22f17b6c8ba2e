"""Do the words around a place put something there?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from services.classify.reading.document import Place
from services.classify.reading.geography.words import Word, fold
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless, alternation, pattern

REACH = 8  # words between a preposition and its place
VENUE_REACH = 4
BUILT_REACH = 3
NAMED_BY = 4  # words of a gathering's name behind its town
AHEAD = 4  # words before it
INVITED = 6  # words from an invitation to the place
BETWEEN = 3  # words between a town and the region that it lies in
ENUMERATION_GAP = 14  # characters between two places in one list


@dataclass(frozen=True, slots=True)
class PlaceWords:
    prepositions: frozenset[str]
    prepositions_with_head: frozenset[str]
    prepositions_of_islands: frozenset[str]
    islands: frozenset[str]
    between: frozenset[str]
    heads: frozenset[str]
    head_endings: tuple[str, ...]  # of compounds: "Hafenstadt"
    adjective_endings: tuple[str, ...]  # of what may stand between as an adjective: "im rumänischen"
    enumeration: frozenset[str]
    arrivals: frozenset[str]
    stages: frozenset[str]
    origins: frozenset[str]
    not_before: frozenset[str]
    nouns_behind: frozenset[str]
    not_after: frozenset[str]
    never_alone: frozenset[str]
    particles: frozenset[str]  # of family names
    sites: Caseless  # what stands somewhere, or how: "plant", "built"
    built: Caseless  # the same, behind the place
    possessives: frozenset[str]  # between "capital" and what it is the capital of
    gatherings: Caseless  # what is named after its town: "the Riga Security Conference"
    attending: frozenset[str]  # before such a name: who is there is in that town
    invites: frozenset[str]  # where these ask somebody to come nothing happens
    venues: frozenset[str]  # prepositions that make a thing the stage after all: "at the plant in"


def place_words(pack: Pack) -> PlaceWords:
    table = pack.table("geography")["places"]

    def words(name: str) -> frozenset[str]:
        return frozenset(fold(word) for word in table[name])

    return PlaceWords(
        prepositions=words("prepositions"),
        prepositions_with_head=words("prepositions_with_head"),
        prepositions_of_islands=words("prepositions_of_islands"),
        islands=words("islands"),
        between=words("between"),
        heads=words("heads"),
        head_endings=tuple(table["head_endings"]),
        adjective_endings=tuple(table["adjective_endings"]),
        enumeration=words("enumeration"),
        arrivals=words("arrivals"),
        stages=words("stages"),
        origins=words("origins"),
        not_before=words("not_a_place_before"),
        nouns_behind=words("nouns_behind"),
        not_after=words("not_a_place_after"),
        never_alone=words("never_alone"),
        particles=frozenset(fold(word) for word in pack.table("people")["words"]["particles"]),
        sites=pattern(rf"(?:{alternation(table['sites'])})$"),
        built=pattern(rf"(?:{alternation(table['built'])})$"),
        possessives=words("possessives"),
        gatherings=pattern(rf"(?:{alternation(table['gatherings'])})$"),
        attending=words("attending"),
        invites=frozenset(fold(word) for word in table.get("invites", ())),
        venues=words("venues"),
    )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words of an article with what is known of them."""

    words: tuple[Word, ...]
    countries: frozenset[int]  # offsets at which a country starts
    table: PlaceWords

    def hosts_after(self, end: int) -> bool:
        index = bisect_left(self.words, end, key=lambda word: word.start)
        following = [word.folded for word in self.words[index : index + 3] if word.joined]
        return any(" ".join(following[:count]) in self.table.stages for count in (1, 2, 3))


def is_located(around: Surroundings, index: int, found: Sequence[Place]) -> bool:
    """A locative preposition governs the place at this word, or somebody arrives there."""
    words, table = around.words, around.table
    word = words[index]
    listed = found and found[-1].located and not found[-1].dateline and not word.opens
    if listed and in_one_list(around, found[-1], word):
        return True
    if not word.joined or index == 0 or is_invited(around, index):
        return False
    if found and not found[-1].located and goes_with(around, found[-1], index):
        return False
    for count in (1, 2):
        before = words[max(0, index - count) : index]
        if " ".join(w.folded for w in before) in table.arrivals and all(w.joined for w in before[1:]):
            return True
    if word.folded in table.islands and words[index - 1].folded in table.prepositions_of_islands:
        return True
    headed = False
    for back in range(1, REACH + 1):
        if index - back < 0 or not words[index - back + 1].joined:
            return False
        other = words[index - back]
        if other.folded in table.prepositions or (headed and other.folded in table.prepositions_with_head):
            return True
        head = other.folded in table.heads or other.folded.endswith(table.head_endings)
        headed = headed or head
        adjective = other.folded in table.between or other.folded.endswith(table.adjective_endings)
        if not (head or adjective or other.start in around.countries):
            return headed and other.folded in table.arrivals  # "visited the port of Oslo"
    return False


def goes_with(around: Surroundings, before: Place, index: int) -> bool:
    """Whether a place only says where the one told right before lies: "of the town of X in the region of Y"."""
    first = bisect_left(around.words, before.end, key=lambda word: word.start)
    between = around.words[first:index]
    if not 0 < len(between) <= BETWEEN or not all(word.joined for word in between):
        return False
    return between[0].folded in around.table.prepositions and not any(
        word.folded in around.table.enumeration for word in between
    )


def is_invited(around: Surroundings, index: int) -> bool:
    """Whether somebody is only asked to come there: "invited her to Oslo"."""
    for back in range(1, INVITED + 1):
        if index < back or not around.words[index - back + 1].joined:
            return False
        if around.words[index - back].folded in around.table.invites:
            return True
    return False


def at_gathering(around: Surroundings, first: int, after: int) -> bool:
    """Whether a place begins the name of a gathering at which somebody is: "at the Riga Security Conference"."""
    words, table = around.words, around.table
    for word in words[after : after + NAMED_BY]:
        if not (word.joined and word.capital):
            return False
        if table.gatherings.match(word.folded):
            break
    else:
        return False
    for back in range(1, AHEAD + 1):
        if first < back or not words[first - back + 1].joined:
            return False
        if words[first - back].folded in table.attending:
            return True
    return False


def is_site(around: Surroundings, first: int, after: int, found: Sequence[Place]) -> bool:
    """Whether what is put at this place is a thing or what is built there, not something that happens."""
    words, table = around.words, around.table
    if found and found[-1].site and in_one_list(around, found[-1], words[first]):
        return True
    at = first
    while at and words[at].joined and first - at < REACH:
        at -= 1
        if words[at].folded in table.prepositions:
            break
    else:
        return False
    noun = at - 1
    if noun >= 0 and words[at].joined and table.sites.match(words[noun].folded):
        ahead = words[max(0, noun - VENUE_REACH) : noun]
        return table.venues.isdisjoint(word.folded for word in ahead)
    behind = words[after : after + BUILT_REACH]
    return any(word.joined and table.built.match(word.folded) for word in behind)


def in_one_list(around: Surroundings, before: Place, word: Word) -> bool:
    gap = word.start - before.end
    if not 0 < gap <= ENUMERATION_GAP:
        return False
    first, last = (bisect_left(around.words, at, key=lambda w: w.start) for at in (before.end, word.start))
    between = around.words[first:last]
    return all(w.folded in around.table.enumeration for w in between) and word.start - before.end <= ENUMERATION_GAP


def stands_for_other(around: Surroundings, first: int, after: int) -> bool:
    """The place is part of another name: a university, a declaration, a street, the seat of an office."""
    words, table = around.words, around.table
    if after < len(words) and words[after].joined and words[after].folded in table.not_before:
        return True
    for count in (1, 2):
        before = words[max(0, first - count) : first]
        if before and words[first].joined and " ".join(w.folded for w in before) in table.not_after:
            return True
    return False
