"""Keys under which spellings of one name meet: Aliyev and Alijew, Won-ju and Won Ju, Аракчи and Araqchi."""

from __future__ import annotations

import gzip
import re
from functools import lru_cache
from pathlib import Path

from anyascii import anyascii

DATA = Path(__file__).parent.parent / "data"
FIRST_NAMES = DATA / "first_names.txt.gz"
MORE_FIRST_NAMES = DATA / "more_first_names.txt"
FAMILY_FIRST = DATA / "family_first.txt"
# What Turkic and Tajik first names are put together with: Hojamyrat, Kubanychbek, Annageldi, Sirojiddin.
COMPOUND = re.compile(r".{3,}(?:bek|geldi|guly|m[uy]rat|murad|muhammet|mammet|[iu]ddin|berdi|ullo|ullah)")
SOUNDS = tuple(
    (re.compile(pattern), sound, frozenset(letters))
    for pattern, sound, letters in (  # the letters are those without which the pattern finds nothing
        (r"dzh|dsch|dj", "j", "d"),
        (r"shch|schtsch", "sh", "s"),
        (r"tsch", "ch", "t"),
        (r"sch", "sh", "s"),
        (r"kh|gh|q", "h", "kgq"),
        (r"(?<=[aeiou])h(?=[^aeiou]|$)", "", "h"),
        (r"zh", "j", "z"),
        (r"^ye|^je", "e", "yj"),
        (r"w", "v", "w"),
        (r"(?<=[aeiou])y(?=[aeiou])|(?<=[aeiou])j(?=[aeiou])|(?<=i)[yj]|(?<=[^aeiou])[yj](?=[aeiou])", "", "yj"),
        (r"ck|c(?![h])", "k", "c"),
        (r"ts|tz", "z", "t"),
        (r"ss", "s", "s"),
    )
)
SHORTEST_ALIKE = 5  # letters of a key that may be told from another by one letter and mean the same
NO_LETTER = re.compile("[^a-z]")


class _Latin(dict[int, str]):
    """What each character becomes in lower-case Latin letters, for `str.translate`."""

    def __missing__(self, point: int) -> str:
        shown = NO_LETTER.sub("", anyascii(chr(point)).lower())
        self[point] = shown
        return shown


LATIN = _Latin()
TWICE = re.compile(r"(.)\1")


@lru_cache(maxsize=20000)
def fold(name: str) -> str:
    """Lower-case Latin letters with the commonest differences of transliteration gone; hyphens join."""
    return "".join(_sounds(part) for part in re.split(r"[-‑\s]", name.replace("ё", "е").replace("Ё", "Е")))


def _sounds(part: str) -> str:
    shown = part.translate(LATIN)
    for pattern, sound, letters in SOUNDS:
        if not letters.isdisjoint(shown):
            shown = pattern.sub(sound, shown)
    return TWICE.sub(r"\1", shown)


@lru_cache(maxsize=1)
def first_names() -> dict[str, str]:
    """Every first name of the list as it is written and its gender: m, f or x."""
    with gzip.open(FIRST_NAMES, "rt", encoding="utf-8") as lines:
        rows = (line.rstrip("\n").partition("\t") for line in lines)
        return {name: gender for name, _, gender in rows}


@lru_cache(maxsize=1)
def _folded_first_names() -> dict[str, str]:
    folded: dict[str, str] = {}
    for name, gender in first_names().items():
        key = fold(name)
        if len(key) < 3:
            continue
        folded[key] = gender if folded.get(key, gender) == gender else "x"
    return folded | _more_names()


@lru_cache(maxsize=1)
def _more_names() -> dict[str, str]:
    more: dict[str, str] = {}
    for line in MORE_FIRST_NAMES.read_text("utf-8").splitlines():
        gender, *names = line.split()
        if gender != "#":
            more.update({key: gender for key in map(fold, names) if len(key) > 2})
    return more


@lru_cache(maxsize=1)
def _families_first() -> frozenset[str]:
    lines = FAMILY_FIRST.read_text("utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())


@lru_cache(maxsize=20000)
def is_family_first(name: str) -> bool:
    """Whether the word is a family name of those that stand before the given name: Kim, Nguyen, Zhang."""
    return name in _families_first()


@lru_cache(maxsize=20000)
def first_name_gender(name: str) -> str | None:
    """m, f or x where the word is a first name in some spelling; None where it is not."""
    known = first_names().get(name)
    if known is None and "-" in name:
        parts = {first_name_gender(part) for part in name.split("-")}
        return None if None in parts else min(filter(None, parts))
    if known is not None or len(name) < 3:
        return known
    found = _folded_first_names().get(fold(name))
    if found is None and len(name) > 5:
        found = _more_names().get(fold(name.replace("ch", "kh")))  # Bachtijor
    return "m" if found is None and COMPOUND.fullmatch(anyascii(name).lower()) else found


@lru_cache(maxsize=20000)
def alike(left: str, right: str) -> bool:
    """Whether two keys are spellings of one name: equal, or one letter apart in a long word."""
    if left == right:
        return True
    shorter, longer = (left, right) if len(left) < len(right) else (right, left)
    if len(shorter) < SHORTEST_ALIKE or len(longer) - len(shorter) > 1 or left[0] != right[0]:
        return False
    at = 0
    while at < len(shorter) and shorter[at] == longer[at]:
        at += 1
    return shorter[at + (len(shorter) == len(longer)) :] == longer[at + 1 :]


def may_come_first(word: str) -> bool:
    """Whether a name may begin with a word: with a given name, or a family name where those come first."""
    return is_family_first(word) or first_name_gender(word) is not None
