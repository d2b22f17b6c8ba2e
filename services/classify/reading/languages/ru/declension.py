"""Undoing the cases of Russian names. One case and gender must fit the whole name; the likeliest pair wins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from services.classify.reading.people.folding import first_name_gender, fold, is_family_first
from services.classify.reading.people.holders import well_known_words
from services.classify.reading.people.words import Gender

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
CONSONANTS = "бвгджзклмнпрстфхцчшщ"
SYLLABLE = 5  # letters
HARD = "бвгджзкмпрстфхцчшщ"  # rarely before «я» at a name's end
UNCHANGED = frozenset({"уулу", "кызы", "оглы", "угли"})  # these and the word before them
NEVER = ("оглу", "оглы", "заде", "швили", "дзе", "еску", "шойгу", "санду", "чолаку")  # change in no case
MALE_FAMILY = ("ов", "ев", "ёв", "ин", "ын", "ский", "цкий", "ской")
FAMILY = ("ян", "янц", "ич", "ук", "юк", "бек", "бай", "ман", "сон", "берг", "штейн", "ер", "ель", "ар", "ин")  # of men
FEMALE_FAMILY = ("ова", "ева", "ёва", "ина", "ына", "ская", "цкая")


@dataclass(frozen=True, slots=True)
class Base:
    tokens: tuple[str, ...]
    score: float
    case: str
    gender: Gender


def bases(tokens: Sequence[str], told_case: str | None, attested: Mapping[str, int]) -> list[Base]:
    """Nominatives that a name may have, best first. `told_case` is that of its office, `attested` the forms seen."""
    found: dict[tuple[str, ...], Base] = {}
    genders: tuple[Gender, ...] = ("m", "f")
    for case, gender in product(CASES, genders):
        chosen, score = [], 0.0
        for at, token in enumerate(tokens):
            joined = at > 0 and any(word.lower() in UNCHANGED for word in tokens[at : at + 2])
            if joined or _stays(tokens, at):
                chosen.append(token)
                continue
            options = undeclined(token, at == len(tokens) - 1).get((case, gender))
            if not options:
                break
            base, weight = max(options, key=lambda o: (o[1] + _bonus(o[0], token, attested), o[0]))
            chosen.append(base)
            score += weight + _bonus(base, token, attested)
        else:
            score += 0.4 if case == "nomn" else 0.0
            if told_case:
                fits = case == told_case or {case, told_case} == {"gent", "accs"}
                score += 2.5 if fits else -1.0
            key = tuple(chosen)
            if key not in found or found[key].score < score:
                found[key] = Base(key, score, case, gender)
    if not found:
        return [Base(tuple(tokens), 0.0, "nomn", "m")]
    return sorted(found.values(), key=lambda b: (-b.score, b.tokens))


def _stays(tokens: Sequence[str], at: int) -> bool:
    """A family name that comes first, and the syllable between it and the last one: «Нгуен Суан Фуком»."""
    if not 2 <= len(tokens) <= 3 or not is_family_first(tokens[0]):
        return False
    return at == 0 or (at == 1 and len(tokens) == 3 and len(tokens[1]) <= SYLLABLE)


def _bonus(base: str, token: str, attested: Mapping[str, int]) -> float:
    """A form that the article also shows by itself is likelier the nominative."""
    return 1.0 if base != token and attested.get(base) else 0.0


Options = Mapping[tuple[str, Gender], Sequence[tuple[str, float]]]  # bases and their weights by case and gender


@lru_cache(maxsize=10000)
def undeclined(token: str, family: bool) -> Options:
    """What a word of a name may be the form of."""
    if token.endswith(".") or not token[-1].isalpha() or token.isascii():
        return {(case, gender): [(token, 0.1)] for case in CASES for gender in _GENDERS}
    if token.lower().endswith(NEVER):
        return {(case, gender): [(token, 0.3)] for case in CASES for gender in _GENDERS}
    found: dict[tuple[str, Gender], list[tuple[str, float]]] = {}
    weights: dict[tuple[str, Gender, bool], float] = {}  # a base is the same in most cases
    for case, gender, base in (*_masculine(token), *_feminine(token), *_fixed(token)):
        known = (base, gender, case == "nomn")
        if known not in weights:
            weights[known] = _weight(base, gender, family, case, token)
        found.setdefault((case, gender), []).append((base, weights[known]))
    for case, gender in product(CASES, _GENDERS):
        found.setdefault((case, gender), []).append((token, -1.6 if family else -0.8))
    return found


_GENDERS: tuple[Gender, ...] = ("m", "f")


# Names whose vowel is there in the nominative alone.
FLEETING = {"павл": "Павел", "льв": "Лев", "петр": "Пётр"}
OBLIQUE = {"а": ("gent", "accs"), "у": ("datv",), "ом": ("ablt",), "е": ("loct",)}


def _masculine(token: str) -> list[tuple[str, Gender, str]]:
    found: list[tuple[str, Gender, str]] = []
    lower = token.lower()
    for ending, cases in OBLIQUE.items():
        base = FLEETING.get(lower.removesuffix(ending)) if lower.endswith(ending) else None
        if base is not None:
            return [(case, "m", base) for case in cases]
    if lower[-1] in CONSONANTS + "йь":
        found.append(("nomn", "m", token))
    adjective = lower.endswith(("ского", "скому", "ским", "ском", "цкого", "цкому", "цким", "цком"))
    if adjective:
        stem = token[:-3] if lower.endswith(("ого", "ому")) else token[:-2]
        case = {"ого": "gent", "ому": "datv"}.get(lower[-3:]) or ("ablt" if lower.endswith("им") else "loct")
        found.append((case, "m", stem + "ий"))
        return found + ([("accs", "m", stem + "ий")] if case == "gent" else [])
    for ending, case in (
        ("а", "gent"),
        ("а", "accs"),
        ("у", "datv"),
        ("ом", "ablt"),
        ("е", "loct"),
        ("ым", "ablt"),
        ("ем", "ablt"),
    ):
        stem = token[: -len(ending)]
        if lower.endswith(ending) and len(stem) > 1 and stem[-1].lower() in CONSONANTS:
            if ending == "ым" and not stem.lower().endswith(("ов", "ев", "ёв", "ин", "ын")):
                continue
            if ending == "ем" and stem[-1].lower() not in "жшчщц":
                continue
            found.append((case, "m", stem))
    for ending, case in (
        ("я", "gent"),
        ("я", "accs"),
        ("ю", "datv"),
        ("ем", "ablt"),
        ("ём", "ablt"),
        ("е", "loct"),
        ("и", "loct"),
    ):
        stem = token[: -len(ending)]
        if lower.endswith(ending) and len(stem) > 1:
            if stem[-1].lower() in "жшчщц":
                continue
            found += [(case, "m", stem + end) for end in ("й", "ь") if (stem[-1].lower() in CONSONANTS) == (end == "ь")]
    return found


def _feminine(token: str) -> list[tuple[str, Gender, str]]:
    found: list[tuple[str, Gender, str]] = []
    lower = token.lower()
    genders: tuple[Gender, ...] = ("f",) if lower.endswith(FEMALE_FAMILY) else ("f", "m")
    if lower[-1] in "ая":
        found += [("nomn", gender, token) for gender in genders]
    for stem_end in ("ов", "ев", "ёв", "ин", "ын"):
        if lower.endswith(stem_end + "ой"):
            return found + [(case, "f", token[:-2] + "а") for case in ("gent", "datv", "ablt", "loct")]
    if lower.endswith(("ской", "цкой")):
        return found + [(case, "f", token[:-2] + "ая") for case in ("gent", "datv", "ablt", "loct")]
    if lower.endswith(("скую", "цкую")):
        return [*found, ("accs", "f", token[:-2] + "ая")]
    rules = (
        ("ы", "gent", "а"),
        ("и", "gent", "а"),
        ("и", "gent", "я"),
        ("е", "datv", "а"),
        ("е", "loct", "а"),
        ("е", "datv", "я"),
        ("е", "loct", "я"),
        ("у", "accs", "а"),
        ("ю", "accs", "я"),
        ("ой", "ablt", "а"),
        ("ей", "ablt", "я"),
        ("ей", "ablt", "а"),
        ("и", "datv", "я"),
        ("и", "loct", "я"),
        ("ью", "ablt", "ь"),
    )
    for ending, case, base in rules:
        if not lower.endswith(ending) or len(token) - len(ending) < 2:
            continue
        stem = token[: -len(ending)]
        if base == "а" and ending == "и" and stem[-1].lower() not in "гкхжшчщ":
            continue
        if base == "а" and stem[-1].lower() not in CONSONANTS:
            continue
        if ending == "ей" and (base == "а") != (stem[-1].lower() in "жшчщц"):
            continue
        whose: tuple[Gender, ...] = ("f",) if (stem + base).lower().endswith(FEMALE_FAMILY) else ("f", "m")
        found += [(case, gender, stem + base) for gender in whose]
    return found


def _fixed(token: str) -> list[tuple[str, Gender, str]]:
    """Names that never change: in vowels for both, in consonants for women."""
    lower = token.lower()
    if lower[-1] in "оиуюэеы" or lower.endswith(("ко", "швили", "заде")):
        return [(case, gender, token) for case in CASES for gender in _GENDERS]
    if lower[-1] in CONSONANTS + "йь" and not lower.endswith(MALE_FAMILY):
        return [(case, "f", token) for case in CASES]
    return []


def _weight(base: str, gender: Gender, family: bool, case: str, token: str) -> float:
    """How likely the base is a name of that gender."""
    lower = base.lower()
    weight = 0.0
    known = first_name_gender(base)
    if known in (gender, "x"):
        weight += 1.5 if not family else 0.3
    elif known is not None and not family:
        weight -= 0.5
    if lower.endswith(MALE_FAMILY):
        weight += 1.5 if gender == "m" else -1.0
    if family and gender == "m" and base != token and lower.endswith(FAMILY):
        weight += 0.6
    if lower.endswith(FEMALE_FAMILY):
        weight += 1.2 if gender == "f" else -1.0
    if fold(base) in well_known_words():
        weight += 1.0
    if base != token and lower[-1] == "я" and lower[-2:-1] in HARD:
        weight -= 0.3
    if base == token and lower[-1] in "уюеы":
        weight -= 0.4
    if base == token and case != "nomn" and lower[-1] not in "оиуюэ":
        weight -= 0.3
    if lower[-1] in CONSONANTS + "йь" and gender == "f" and known != "f":
        weight -= 0.6
    if lower[-1] in "ая" and gender == "m" and known != "m":
        weight -= 0.2
    return weight
