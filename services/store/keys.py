"""What a record is found by beside its words: short keys like `p:KZ`, and a filter said in them.

A key has a colon behind its first letter, as no word has, so that keys and words stand in one index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from services.store.selection import Choice, Selection, pair_of, person_of

CODES = {
    "kind": "k",
    "status": "t",
    "form": "f",
    "sector": "s",
    "party": "p",
    "country": "c",
    "place": "o",
    "language": "l",
    "person": "n",
    "pair": "r",
    "month": "b",  # in which it begins
    "covers": "m",  # every month that its date may mean
}
FIELDS = {code: name for name, code in CODES.items()}
UNCOUNTED = (CODES["person"], CODES["covers"])
LEADING = tuple(CODES[name] for name in ("status", "form", "sector", "party", "country", "place", "language"))
ONE_EACH = (CODES["status"], CODES["form"])
NEWLINE = "\n"
LONGEST = 36  # months that are named one by one
LONG = "m:long"


@dataclass(frozen=True, slots=True)
class Clause:
    """A record must have all keys of one of the alternatives; where `negative` it must have those of none."""

    alternatives: tuple[tuple[str, ...], ...]
    negative: bool = False


def key(field: str, value: str) -> str:
    return f"{CODES[field]}:{' '.join(value.split())}"


def parted(one: str) -> tuple[str, str]:
    """The field and the value of a key."""
    return FIELDS[one[0]], one[2:]


def keys_of(
    kind: str, status: str, facets: Iterable[tuple[str, str]], first: str | None, last: str | None
) -> list[str]:
    """All keys of a record; `first` and `last` are the days that its date may mean."""
    named = sorted(set(facets))
    found = [key("kind", kind), key("status", status), *(key(field, value) for field, value in named)]
    parties = [value for field, value in named if field == "party"]
    found += [key("pair", f"{one}-{other}") for one, other in combinations(parties, 2)]
    if first and last:
        found += [key("month", first[:7]), *_covered(first, last)]
    return found


def clauses_of(selection: Selection) -> list[Clause]:
    """What of a filter is said in keys: all but state, exact days and words."""
    found = [*_choice("kind", selection.kinds), *_choice("status", selection.statuses)]
    for name, choice in selection.facets.items():
        found += _choice(name, choice)
    found += _clauses(selection.pairs, _pair)
    found += _clauses(selection.people, lambda name: tuple(key("person", word) for word in person_of(name)))
    if selection.date_from is not None and selection.date_to is not None:
        months = _covered(selection.date_from.isoformat(), selection.date_to.isoformat())
        if months != [LONG]:
            found.append(Clause(tuple((one,) for one in (*months, LONG))))
    return found


def _choice(name: str, choice: Choice) -> list[Clause]:
    return _clauses(choice, lambda value: (key(name, value),))


def _clauses(choice: Choice, keys: Callable[[str], tuple[str, ...]]) -> list[Clause]:
    """A value without keys is had by none."""
    found = [Clause(tuple(some for value in choice.any if (some := keys(value))))] if choice.any else []
    found += [Clause((some,) if (some := keys(value)) else ()) for value in choice.all]
    return found + [Clause((some,), negative=True) for value in choice.none if (some := keys(value))]


def _pair(pair: str) -> tuple[str, ...]:
    one, other = sorted(pair_of(pair))
    return (key("party", one) if one == other else key("pair", f"{one}-{other}"),)


def _covered(first: str, last: str) -> list[str]:
    """The months from one day to another, or that they are too many to be named."""
    begin, end = _month(first), _month(last)
    if not 0 <= end - begin < LONGEST:
        return [LONG]
    return [key("covers", f"{at // 12:04d}-{at % 12 + 1:02d}") for at in range(begin, end + 1)]


def _month(day: str) -> int:
    year, month, _ = day.split("-")
    return int(year) * 12 + int(month) - 1


def joined(keys: Sequence[str]) -> str:
    """Keys as one text in which each stands on a line of its own."""
    return f"\n{NEWLINE.join(keys)}\n"


def listed(keys: str) -> list[str]:
    """The keys of such a text."""
    return keys.split(NEWLINE)[1:-1]


def kind_of(keys: Iterable[str]) -> str:
    return next((one[2:] for one in keys if one.startswith("k:")), "")


def crossed(keys: Iterable[str]) -> set[tuple[str, str]]:
    """Two by two: each key under which others are counted, with every one of these. Pairs lead nowhere: they are so
    many that the counts under them would outnumber the records."""
    named = counted(keys)
    return {(one, other) for one in named if one[0] in LEADING for other in named if other[0] != CODES["kind"]}


def counted(keys: Iterable[str]) -> list[str]:
    """The keys that records are counted by: not the words of names, nor every month of a long date."""
    return [one for one in keys if one[0] not in UNCOUNTED]
