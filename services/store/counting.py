"""Counts of records by the values that they have: the kept ones where they say it, else by looking at the keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from operator import itemgetter

from sqlmodel import Session

from libs.messages.values import KINDS, ORGANIZATIONS
from services.store.keys import CODES, LEADING, NEWLINE, ONE_EACH, clauses_of
from services.store.selection import Choice, Selection
from services.store.tables import counts
from services.store.tables.counts import Held
from services.store.tables.search import read_keys, read_newest_keys

COUNTED_MONTHS = 1200
COUNTED_PAIRS = 1000
MOST_KNOWN = 10_000  # pairs that are known to be of countries or not
AT_ONCE = 5_000  # records whose keys stand in memory


@dataclass(frozen=True, slots=True)
class Kept:
    """Records of which every count is kept: all of some kinds, or those of them that have one of these keys."""

    kinds: tuple[str, ...]
    under: tuple[str, ...] = ()


def kept_of(selection: Selection) -> Kept | None:
    """What is asked for, where no more than kinds and one other condition is."""
    others = replace(selection, kinds=Choice())
    if others != Selection(statuses=others.statuses, facets=others.facets, pairs=others.pairs):
        return None
    kinds = tuple(one for one in KINDS if selection.kinds.fits(one.__eq__))
    clauses = clauses_of(others)
    if not clauses:
        return Kept(kinds)
    keys = tuple(one for some in clauses[0].alternatives for one in some)
    if len(clauses) > 1 or clauses[0].negative or any(one[0] not in LEADING for one in keys):
        return None
    alone = len(keys) == 1 or all(one[0] in ONE_EACH for one in keys)
    return Kept(kinds, keys) if keys and alone else None


def kept(session: Session, asked: Kept, names: Collection[str]) -> tuple[Held, int]:
    """Kept counts of the records, and how many these are."""
    if asked.under:
        held = counts.under(session, asked.under, names, asked.kinds)
    else:
        held = counts.of_fields(session, {"kind", *names}, asked.kinds)
    return held, sum(held["kind"].values())


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
    countries = sorted((pair, number) for pair, number in held.items() if _are_countries(pair))
    return dict(sorted(sorted(countries, key=itemgetter(1), reverse=True)[:COUNTED_PAIRS]))


@lru_cache(maxsize=MOST_KNOWN)
def _are_countries(pair: str) -> bool:
    return all(map(_is_country, pair.split("-")))


def _is_country(party: str) -> bool:
    return len(party) == 2 and party not in ORGANIZATIONS


FACETS: Mapping[str, Callable[[Mapping[str, int]], dict[str, int]]] = {
    **dict.fromkeys(("kind", "status", "form", "sector", "party", "country", "place", "language"), by_value),
    "month": months,
    "pair": pairs,
}
