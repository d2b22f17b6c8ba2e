"""Russian office nouns in any case and number: «министром», «главой МИД», «заместителя председателя»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from services.classify.reading.languages.pack import load_pack
from services.classify.reading.languages.ru.morphology import Reading, forms_of, readings, stem
from services.classify.reading.people.words import Gender, Head, Heads, Word

ENDINGS_OF_UNKNOWN = frozenset({"а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах"})  # хокимом, акиму
ENDINGS_OF_PLURAL = ("ы", "ов", "ам", "ами", "ах")
BEGINNING = 3  # letters that every form of a head shares with it
BODY = 5  # words of a body and its country


def office_head(words: Sequence[Word], at: int, heads: Heads) -> Head | None:
    """The longest head that begins here; a deputy of another office takes that office with it."""
    found = _plain_head(words, at, heads)
    if found is None or found.group not in {"deputy", "spokesman", "adviser"}:
        return found
    inner = _plain_head(words, at + found.length, heads)
    if inner is None or inner.plural:
        return found
    shown = " ".join(word.lower for word in words[at + found.length : at + found.length + inner.length])
    group = inner.group if found.group == "deputy" else found.group
    return replace(found, title=f"{found.title} {shown}", group=group, length=found.length + inner.length, deputy=True)


def _plain_head(words: Sequence[Word], at: int, heads: Heads) -> Head | None:
    near = _beginning_with(words[at].lower, heads) if at < len(words) and words[at].kind == "word" else ()
    if not near or (at > 0 and words[at - 1].lower == "во"):
        return None  # «во главе с» is no head of anything
    found: Head | None = None
    for title, group in near:
        parts = title.split()
        if at + len(parts) > len(words) or (found and len(parts) <= found.length):
            continue
        if all(is_form(words[at + i].lower, part) for i, part in enumerate(parts) if i):
            found = _head(words, at, title, parts, group)
    return found


@lru_cache(maxsize=30000)
def _beginning_with(word: str, heads: Heads) -> Sequence[tuple[str, str]]:
    """The heads with their groups whose first word this is a form of: none for nearly all words."""
    near = _by_beginning(heads).get(word[:BEGINNING], {})
    return [one for first, some in near.items() if is_form(word, first) for one in some]


@lru_cache(maxsize=4)
def _by_beginning(heads: Heads) -> dict[str, dict[str, list[tuple[str, str]]]]:
    """The heads with their groups under their first letters and their first word."""
    table: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for title, group in heads.groups.items():
        first, *rest = title.split()
        for part in (first, *rest):
            forms_of(part.rpartition("-")[2])  # now, not in the middle of an article
        table.setdefault(title[:BEGINNING], {}).setdefault(first, []).append((title, group))
    return table


@lru_cache(maxsize=30000)
def is_form(shown: str, base: str) -> bool:
    """Whether a word is a form of a head's word."""
    if shown == base:
        return True
    prefix, dash, last = base.rpartition("-")
    start, _, end = shown.rpartition("-")
    if dash and start != prefix and not (start and is_form(start, prefix)):
        return False
    word, lemma = (end, last) if dash else (shown, base)
    forms = forms_of(lemma)
    if forms and word.replace("ё", "е") not in forms:
        return False  # sooner told than by taking the word apart
    found = readings(word)
    if not found:
        same = stem(word) == stem(lemma) and len(word) - len(lemma) <= 3
        return same or (word.startswith(lemma) and word[len(lemma) :] in ENDINGS_OF_UNKNOWN)
    if found[0].part not in {"NOUN", "ADJF", "PRTF"}:
        return False
    if forms and found[0].part == "PRTF":
        return True
    return any(r.lemma == lemma for r in found if r.part in {"NOUN", "ADJF", "PRTF"})


def _head(words: Sequence[Word], at: int, title: str, parts: Sequence[str], group: str) -> Head:
    noun = next((i for i, part in enumerate(parts) if _is_noun(part)), 0)
    lemma = parts[noun].rpartition("-")[2]
    found = [r for r in readings(words[at + noun].lower.rpartition("-")[2]) if r.lemma == lemma]
    shown = words[at + noun].lower
    unknown = not found and shown != lemma and shown.endswith(ENDINGS_OF_PLURAL)
    plural = unknown or _counted(words, at) or _plural(words, at + len(parts), found)
    cases = {r.case for r in found if (r.number == "plur") == plural and r.case}
    case = "gent" if cases and cases <= {"gent", "accs"} else next(iter(cases)) if len(cases) == 1 else None
    gender: Gender | None = "f" if any(r.gender == "femn" for r in found) and lemma.endswith(("ица", "ева")) else None
    return Head(title, group, plural, gender, case, len(parts))


def _counted(words: Sequence[Word], at: int) -> bool:
    """«Оба министра», «двух президентов»."""
    pairs = load_pack("ru").table("people")["words"]["pairs"]
    return at > 0 and words[at - 1].lower in pairs


def _plural(words: Sequence[Word], after: int, found: Sequence[Reading]) -> bool:
    """Where the form may be either («главы»), what follows decides: a number, or nouns in the plural."""
    numbers = {r.number for r in found}
    if numbers != {"sing", "plur"}:
        return numbers == {"plur"}
    if any(r.case == "nomn" and r.number == "sing" for r in found) or after >= len(words):
        return False
    following = words[after]
    told = load_pack("ru").table("people")["words"]["numbers"]
    if following.kind == "number" or following.lower in told:
        return True
    if any(r.case == "gent" and r.number == "plur" for r in readings(following.lower)[:1]):
        return True
    return _of_several(words, after)


def _of_several(words: Sequence[Word], after: int) -> bool:
    """Whether the body behind a head is of two countries, which have one each: «главы МИД Норвегии и Ганы»."""
    for at in range(after, min(after + BODY, len(words) - 2)):
        country = words[at].country
        if country is None or country.form != "name":
            if words[at].kind != "word":
                return False
            continue
        if words[at + 1].country is country:
            continue
        other = words[at + 2].country if words[at + 1].lower in {"и", ","} else None
        return other is not None and other.form == "name" and other.code != country.code
    return False


def _is_noun(word: str) -> bool:
    found = readings(word.rpartition("-")[2])
    return not found or found[0].part == "NOUN"
