"""Counts of records by the values that they have: the kept ones where they say it, else by looking at the keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice

from sqlmodel import Session

from libs.messages.values import KINDS, ORGANIZATIONS
from services.store.keys import CODES, NEWLINE
from services.store.selection import ACTIVE, Choice, Selection
from services.store.tables import counts
from services.store.tables.search import read_keys, read_newest_keys

COUNTED_MONTHS = 1200
COUNTED_PAIRS = 1000
AT_ONCE = 5_000  # records whose keys stand in memory
Held = Mapping[str, Mapping[str, int]]
"""Numbers of records by field and value."""


def kinds_alone(selection: Selection) -> tuple[str, ...] | None:
    """The kinds that are asked for, where nothing else is: of these every count is kept."""
    if selection != Selection(kinds=selection.kinds, facets=selection.facets) or selection.states != ACTIVE:
        return None
    if any(choice != Choice() for choice in selection.facets.values()):
        return None
    return tuple(one for one in KINDS if selection.kinds.fits(one.__eq__))


def kept(session: Session, kinds: Collection[str], names: Collection[str]) -> Held:
    return {name: counts.of_field(session, name, kinds) for name in names}


def counted(session: Session, selection: Selection, names: Collection[str]) -> tuple[Held, int]:
    """Counts of all records of the selection, and how many they are."""
    number = 0
    found: Counter[str] = Counter()
    for some in batched(read_keys(session, selection), AT_ONCE):
        number += len(some)
        found.update("".join(some).split(NEWLINE))
    return _by_name(found, names), number


def newest(session: Session, selection: Selection, names: Collection[str], most: int) -> tuple[Held, int, bool]:
    """Counts of the newest records of the selection, `most` of them or fewer; how many; whether these are all."""
    keys, complete = read_newest_keys(session, selection, most)
    return _by_name(Counter("".join(keys).split(NEWLINE)), names), len(keys), complete


def _by_name(found: Mapping[str, int], names: Collection[str]) -> Held:
    fields = {CODES[name]: name for name in names}
    held: dict[str, dict[str, int]] = {name: {} for name in names}
    for key, records in found.items():
        if key[:1] in fields:
            held[fields[key[0]]][key[2:]] = records
    return held


def batched(keys: Iterable[str], number: int) -> Iterator[list[str]]:
    left = iter(keys)
    while some := list(islice(left, number)):
        yield some


def by_value(held: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(held.items()))


def months(held: Mapping[str, int]) -> dict[str, int]:
    """Records by the month in which they begin, the latest months; those without a date are not counted."""
    return dict(sorted(held.items())[-COUNTED_MONTHS:])


def pairs(held: Mapping[str, int]) -> dict[str, int]:
    """Records by two countries that take part in them, `KZ-UZ`; the pairs with the most, organisations left out."""
    countries = [(pair, number) for pair, number in held.items() if all(map(_is_country, pair.split("-")))]
    return dict(sorted(sorted(countries, key=lambda one: (-one[1], one[0]))[:COUNTED_PAIRS]))


def _is_country(party: str) -> bool:
    return len(party) == 2 and party not in ORGANIZATIONS


FACETS: Mapping[str, Callable[[Mapping[str, int]], dict[str, int]]] = {
    **dict.fromkeys(("kind", "status", "form", "sector", "party", "country", "place", "language"), by_value),
    "month": months,
    "pair": pairs,
}
