"""Well-known holders of state offices, by their names in any script."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from services.classify.reading.people.folding import alike, fold

SHORT = 2  # letters of a given name that tells nobody
TABLE = Path(__file__).parent.parent / "data" / "office_holders.tsv"


@dataclass(frozen=True, slots=True)
class Holder:
    family: tuple[str, ...]
    given: tuple[str, ...]
    country: str
    groups: tuple[str, ...]  # the foremost first


@lru_cache(maxsize=1)
def holders() -> dict[str, list[Holder]]:
    """The table under the first letter of each family name's key."""
    found: dict[str, list[Holder]] = {}
    for line in TABLE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            family, given, country, groups = line.split("\t")
            holder = Holder(_keys(family), _keys(given.replace("-", " ")), country, tuple(groups.split()))
            found.setdefault(holder.family[-1][:1], []).append(holder)
    return found


@lru_cache(maxsize=1)
def _families() -> dict[tuple[str, int], list[tuple[str, int]]]:
    """Family names with their places in the table, under their first letters and lengths."""
    found: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for letter, rows in holders().items():
        for at, holder in enumerate(rows):
            family = holder.family[-1]
            found.setdefault((letter, len(family)), []).append((family, at))
    return found


@lru_cache(maxsize=1)
def well_known_words() -> frozenset[str]:
    """The keys of all words of the table's names."""
    return frozenset(
        key for rows in holders().values() for row in rows for key in (*row.family, *row.given, "".join(row.given))
    )


def holders_named(tokens: Sequence[str], keys_of: Callable[[str], tuple[str, ...]]) -> list[Holder]:
    """Who of the table may be meant by a name; a family name alone may mean several."""
    words = [keys_of(token.rstrip(".")) or (token.lower(),) for token in tokens]
    joined = sorted({key for word in words for key in word}, key=lambda key: key[:1])
    candidates = dict.fromkeys(at for key in joined for at in _families_alike(key))
    return [holders()[at[0]][at[1]] for at in sorted(candidates) if _named(holders()[at[0]][at[1]], tokens, words)]


@lru_cache(maxsize=20_000)
def _families_alike(key: str) -> tuple[tuple[str, int], ...]:
    """Where the table has family names whose last word may be this one."""
    near = range(len(key) - 1, len(key) + 2)  # keys that are alike have about as many letters
    rows = (row for length in near for row in _families().get((key[:1], length), ()))
    return tuple((key[:1], at) for family, at in rows if alike(key, family))


def _named(holder: Holder, tokens: Sequence[str], words: Sequence[tuple[str, ...]]) -> bool:
    rest = list(range(len(words)))
    vague = len(words) > len(holder.family) and all(len(key) <= SHORT for word in words[:-1] for key in word)
    if vague and not all(any(part in word for word in words) for part in holder.family):
        return False  # a given name of two letters speaks for nobody whose family name is only alike
    for part in holder.family:
        at = next((i for i in rest if not tokens[i].endswith(".") and _meets(words[i], part)), None)
        if at is None:
            return False
        rest.remove(at)
    return all(_given(holder, tokens[i], words[i]) for i in rest if len(words[i][0]) > SHORT or tokens[i].endswith("."))


def _given(holder: Holder, token: str, word: tuple[str, ...]) -> bool:
    if token.endswith("."):
        return any(key[:1] == part[:1] for key in word for part in holder.given[:1])
    parts = (*holder.given, "".join(holder.given))
    return any(alike(key, part) or _consonants(key) == _consonants(part) for key in word for part in parts)


def _consonants(key: str) -> str:
    """What stays of Anthony and Энтони, of Alexander and Александр."""
    return re.sub("[aeiouyjhc]", "", key.replace("x", "ks"))


def _meets(word: tuple[str, ...], part: str) -> bool:
    return any(alike(key, part) for key in word)


def _keys(name: str) -> tuple[str, ...]:
    return tuple(key for key in map(fold, name.split()) if key)
