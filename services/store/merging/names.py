"""Keys under which the spellings of one name meet, across alphabets and ways of transliteration.

Every word is folded to Latin letters with the commonest differences gone, and reduced to its consonants. Two words are
one when a key is equal, or when both keys are nearly so. What no rule can know stands in `ALIASES`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

ALIASES = {
    "цзиньпин": "jinping",
    "си": "xi",
    "baerbock": "berbok",
    "бербок": "berbok",
    "recep": "rejep",
    "cevdet": "jevdet",
    "qochqorov": "kuchkarov",
    "szijjártó": "siyarto",
    "сийярто": "siyarto",
}
SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"dzh|dsch|dž|dj", "j"),
        (r"schtsch|shch", "s"),
        (r"tsch|tch|cz", "C"),
        (r"sch|sh", "s"),
        (r"zh", "j"),
        (r"kh|gh|ch(?=[mnrltv]|$)", "h"),
        (r"ch", "C"),
        (r"ph", "f"),
        (r"q|ck|c(?=[aou])", "k"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"ts|tz|z", "z"),
        (r"(?<=[aeiou])[yj](?=[aeiou])|(?<=[^aeiou])[yj](?=[aeiou])|(?<=[aeiou])[yj]$|^[yj](?=[eu])|(?<=i)[yj]", ""),
        (r"y|^j(?=oh)", "i"),
        (r"C", "c"),  # until here apart from the c that is a k
    )
)
LIKENESS = 0.82
MANY = 50_000


@lru_cache(maxsize=MANY)
def words_of(name: str) -> tuple[str, ...]:
    """The name's words without initials, honorific dots and hyphens, in folded spelling."""
    parts = re.split(r"[\s\-–‑.,’'ʼ`]+", name) if "." in name else re.split(r"[\s,]+", name)
    return tuple(folded for part in parts if len(part) > 2 and (folded := fold(part)))


@lru_cache(maxsize=MANY)
def fold(word: str) -> str:
    """Lower-case Latin letters with the commonest differences of transliteration gone."""
    lower = word.lower().replace("ё", "е").replace("ə", "a")
    shown = re.sub(r"[^a-z]", "", anyascii(ALIASES.get(lower, lower)).lower())
    shown = ALIASES.get(shown, shown)
    for pattern, sound in SOUNDS:
        shown = pattern.sub(sound, shown)
    return re.sub(r"(.)\1+", r"\1", shown)


@lru_cache(maxsize=MANY)
def skeleton(folded: str) -> str:
    """The consonants, with voiced and unvoiced sounds that transliteration swaps taken as one."""
    bare = re.sub(r"[aeiouyh]", "", folded).translate(str.maketrans("zgdbvc", "sktpfs"))
    return re.sub(r"(.)\1+", r"\1", bare)


@lru_cache(maxsize=MANY)
def same_word(left: str, right: str) -> bool:
    """Whether two folded words are spellings of one name."""
    if left == right:
        return True
    if min(len(left), len(right)) < 3 or _onset(left) != _onset(right):
        return False
    # "ch" is one sound in German and another in English: as either of them the words may be one.
    if "c" in left + right and likeness(left.replace("c", "h"), right.replace("c", "h")) > 0.9:
        return True
    bones, other = skeleton(left), skeleton(right)
    if bones == other and len(bones) >= 3:
        return likeness(left, right) >= 0.6
    return (likeness(left, right) + likeness(bones, other)) / 2 >= LIKENESS


@lru_cache(maxsize=MANY)
def same_person(left: str, right: str) -> bool:
    """Whether two names may be one person's: every word of the shorter is found in the longer, of three or more all
    but one beside the last.

    Initials count for nothing; a lone word must be the other's last, or its first where the family name comes first.
    """
    if left == right:
        return True
    shorter, longer = sorted((words_of(left), words_of(right)), key=len)
    if not shorter:
        return False
    if len(shorter) == 1 and len(longer) > 1:
        return same_word(shorter[0], longer[-1]) or (len(longer) > 1 and same_word(shorter[0], longer[0]))
    missing = _missing(shorter, longer)
    return missing == 0 or (missing == 1 and len(shorter) > 2 and same_word(shorter[-1], longer[-1]))


def person_keys(name: str) -> frozenset[str]:
    """Keys for an index: two spellings of one person nearly always share one."""
    return frozenset(bones for word in words_of(name) if len(bones := skeleton(word)) >= 2)


@lru_cache(maxsize=MANY)
def likeness(left: str, right: str) -> float:
    """1 for equal words, less by the letters to change (Levenshtein)."""
    if not left or not right:
        return 0.0
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return 1 - row[-1] / max(len(left), len(right))


def _onset(folded: str) -> str:
    """How it begins: the first consonant's class, or a vowel, however that one is written."""
    return "" if folded[0] in "aeiouyhj" else skeleton(folded[0])


def _missing(shorter: tuple[str, ...], longer: tuple[str, ...]) -> int:
    """How many words of the shorter name find no partner of their own in the longer."""
    free = list(longer)
    missing = 0
    for word in shorter:
        match = next((other for other in free if same_word(word, other)), None)
        if match is None:
            missing += 1
        else:
            free.remove(match)
    return missing
