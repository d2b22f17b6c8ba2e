"""Keys under which the spellings of one name meet, across alphabets and ways of transliteration.

Every word is folded to Latin letters with the commonest differences gone, and reduced to its consonants. Two words are
one when a key is equal, or when both keys are nearly so. Where a letter has several sounds ("Cemal", "Cavusoglu",
"Qiang"), each of them counts. What no rule can know stands in `ALIASES`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

ALIASES = {
    "цзиньпин": "jinping",
    "си": "xi",
    "у": "wu",
    "пак": "park",
    "чон": "jeong",
    "cheong": "jeong",
    "chung": "jeong",
    "юн": "yoon",
    "ёль": "yeol",
    "ель": "yeol",
    "baerbock": "berbok",
    "бербок": "berbok",
    "recep": "rejep",
    "cevdet": "jevdet",
    "qochqorov": "kuchkarov",
    "szijjártó": "siyarto",
    "сийярто": "siyarto",
}
LETTERS = str.maketrans({"ё": "е", "ə": "a", "ç": "ch", "ş": "sh", "ș": "sh", "č": "ch", "š": "sh", "ž": "zh"})
SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(?<=[ng])j(?=i[aeou])|(?<=[aeiouyn])tsz(?=e)", "J"),  # "Shanjie", "Шаньцзе"
        (r"^(?:chzh|tsz(?=[iy])|dzh|dsch|zh|dj)", "J"),  # no vowel before it can take this one away
        (r"chzh|tsz(?=[iy])|dzh|dsch|dj", "j"),  # "chzh" and "tsz" are how Russian writes Chinese
        (r"(?<=[tpk])kh(?=[aeiouy])", ""),  # "Тхэ", "Пхён": a Korean aspirate
        (r"schtsch|shch", "s"),
        (r"tsch|tch|cz", "C"),
        (r"sch|sh", "s"),
        (r"zh", "j"),
        (r"kh|gh|ch(?=[mnrltv]|$)", "h"),
        (r"ch", "C"),
        (r"ph", "f"),
        (r"q|ck|c(?=[aou])", "k"),
        (r"^x", "s"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"ts|tz|z", "z"),
        (
            r"(?<=[aeiou])[yj](?=[aeiou])|(?<=[^aeiou])[yj](?=[aeiou])|(?<=[aeiou])[yj]$|(?<=[aeou])i$|^[yj](?=[eu])|(?<=i)[yj]",
            "",
        ),
        (r"y|^j(?=oh)", "i"),
        (r"(?<=[^aeiou])i(?=[aeou])", ""),
        (r"ng(?=[^aeiou]|$)", "n"),
        (r"C", "c"),  # until here apart from the c that is a k
        (r"J", "j"),
    )
)
OTHER_SOUNDS = (
    (re.compile(r"^c(?=[aeiouö])"), ("dzh", "ch", "ts")),  # Turkish, Turkish without its cedilla, pinyin
    (re.compile(r"^j(?=[eu])"), ("zh",)),
    (re.compile(r"^q(?=i|u(?:$|[aen]))"), ("ts",)),  # pinyin
)
LIKENESS = 0.82
MANY = 50_000


@lru_cache(maxsize=MANY)
def words_of(name: str) -> tuple[str, ...]:
    """The name's words without initials, honorific dots and hyphens, in folded spelling."""
    return tuple(fold(part) for part in _parts(name))


@lru_cache(maxsize=MANY)
def fold(word: str) -> str:
    """Lower-case Latin letters with the commonest differences of transliteration gone."""
    lower = word.lower()
    lower = ALIASES.get(lower, lower).translate(LETTERS)
    shown = re.sub(r"[^a-z]", "", anyascii(lower).lower())
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
    alike = likeness(left.replace("z", "s"), right.replace("z", "s"))  # German has one letter for both
    if bones == other and len(bones) >= 3:
        return alike >= 0.6
    return (alike + likeness(bones, other)) / 2 >= LIKENESS


@lru_cache(maxsize=MANY)
def same_person(left: str, right: str) -> bool:
    """Whether two names may be one person's: every word of the shorter is found in the longer, of three or more all
    but one beside the last; or the names are one but for where they are divided ("Jae-myung", "Jae Myung").

    Initials count for nothing; a lone word must be the other's last, or its first where the family name comes first.
    """
    if left == right:
        return True
    shorter, longer = sorted((_spelt(left), _spelt(right)), key=len)
    if not shorter:
        return False
    if len(shorter) == 1 and len(longer) > 1:
        return _same(shorter[0], longer[-1]) or _same(shorter[0], longer[0])
    missing = _missing(shorter, longer)
    if missing == 0 or (missing == 1 and len(shorter) > 2 and _same(shorter[-1], longer[-1])):
        return True
    return _same_undivided(left, right)


def person_keys(name: str) -> frozenset[str]:
    """Keys for an index: two spellings of one person nearly always share one."""
    words = {word for spellings in _spelt(name) for word in spellings} | {_undivided(name)}
    # Words of names that are divided at will are found by how the name begins.
    begun = {skeleton(_undivided(name))[:3]} if len(name.split()) > 1 else set()
    return frozenset(bones for bones in {*map(skeleton, words), *begun} if len(bones) >= 2)


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


def _parts(name: str) -> list[str]:
    """The words of a name; where there are initials, nothing that short."""
    if "." in name:
        return [part for part in re.split(r"[\s\-–‑.,’'ʼ`]+", name) if len(part) > 2 and fold(part)]
    return [part for part in re.split(r"[\s,]+", name) if fold(part)]


@lru_cache(maxsize=MANY)
def _spelt(name: str) -> tuple[tuple[str, ...], ...]:
    """The name's words, each in all that it may sound like."""
    return tuple(_sounds(part) for part in _parts(name))


def _sounds(word: str) -> tuple[str, ...]:
    found = [fold(word)]
    for pattern, sounds in OTHER_SOUNDS:
        found += [fold(pattern.sub(sound, word.lower())) for sound in sounds if pattern.match(word.lower())]
    return tuple(dict.fromkeys(found))


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return any(same_word(left, right) for left in one for right in other)


@lru_cache(maxsize=MANY)
def _undivided(name: str) -> str:
    """All of a name in one word; empty where there is an initial in it."""
    return "" if "." in name else "".join(fold(part) for part in re.split(r"[\s\-–‑’'ʼ`]+", name) if part)


def _same_undivided(left: str, right: str) -> bool:
    """Names of three parts or more that are divided otherwise, as those of Koreans and Chinese are."""
    parts = [len(re.split(r"[\s\-–‑]+", name.strip())) for name in (left, right)]
    one, other = _undivided(left), _undivided(right)
    if max(parts) < 3 or min(len(one), len(other)) < 5 or _onset(one) != _onset(other):
        return False
    bones, others = skeleton(one), skeleton(other)
    if bones == others and len(bones) > 3:
        return likeness(one, other) >= 0.6
    return (likeness(one, other) + likeness(bones, others)) / 2 >= LIKENESS


def _onset(folded: str) -> str:
    """How it begins: the first consonant's class, or a vowel, however that one is written."""
    return "" if folded[0] in "aeiouyhj" else skeleton(folded[0])


def _missing(shorter: tuple[tuple[str, ...], ...], longer: tuple[tuple[str, ...], ...]) -> int:
    """How many words of the shorter name find no partner of their own in the longer."""
    free = list(longer)
    missing = 0
    for word in shorter:
        match = next((other for other in free if _same(word, other)), None)
        if match is None:
            missing += 1
        else:
            free.remove(match)
    return missing
