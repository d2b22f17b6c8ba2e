"""Names and offices that stand in lists: two names with an office each, one name with two, a body in brackets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from services.classify.reading.people.words import Phrase, Word

CLOSING = frozenset({",", ")", "(", ".", ";"})
OF_BODIES = frozenset({"director", "chairman", "secretary", "president"})
BETWEEN = 4  # words between two offices of one person
PAIR = 2
BRACKET = 8  # words of a bracket
ACRONYM = 3  # letters


def is_pair(
    words: Sequence[Word], names: Sequence[tuple[int, int]], office: Phrase, vocabulary: Mapping[str, Any]
) -> bool:
    """Whether a plural office with a country each is in apposition to two names: "X and Y, kings of A and B"."""
    if len(names) != PAIR or len(office.countries) != PAIR:
        return False
    joined = words[names[0][1] : names[1][0]]
    gap = [word.text for word in words[names[1][1] : office.first] if word.lower not in vocabulary["articles"]]
    return bool(joined) and all(word.lower in vocabulary["joiners"] for word in joined) and gap == [","]


def holds_both(words: Sequence[Word], one: Phrase, other: Phrase, vocabulary: Mapping[str, Any]) -> bool:
    """Whether an apposition names two offices of one person: "X, chairman of A and head of B, …", with no article
    before the second and a comma behind it."""
    if not 0 < other.first - one.last <= BETWEEN:
        return False
    adverbs = {word for word in vocabulary["links"] if word not in vocabulary["articles"]}
    between = [word for word in words[one.last : other.first] if word.lower not in adverbs]
    closed = other.last < len(words) and words[other.last].text in CLOSING
    apart = one.countries and other.countries and one.countries != other.countries
    opened = 0 < one.first < other.first and words[one.first - 1].lower in {",", *vocabulary["articles"]}
    return (
        opened
        and bool(other.organization)
        and closed
        and not apart
        and len(between) == 1
        and between[0].lower in vocabulary["joiners"]
    )


def bracketed(
    words: Sequence[Word], begin: int, countries: tuple[str, ...], offices: list[Phrase]
) -> tuple[tuple[str, ...], list[Phrase]]:
    """ "X (National Bank)": the country and the body that a shared office is of."""
    end = next((i for i in range(begin, min(len(words), begin + BRACKET)) if words[i].text == ")"), begin)
    span = [word for word in words[begin:end] if not (word.country and word.country.form == "name")]
    of_bodies = all(office.group in OF_BODIES for office in offices)
    if not span or not span[0].text.isupper() or len(span[0].text) < ACRONYM or not of_bodies:
        return countries, offices
    country = next((word.country.code for word in words[begin:end] if word.country), None)
    return (country,) if country else countries, [replace(office, organization=span[0].text) for office in offices]


def of_one_body(one: str | None, other: str | None) -> bool:
    """Whether two offices may be of one body: told alike, in part («Токи» of «АО „Токи“»), or only once."""
    return not one or not other or one in other or other in one
