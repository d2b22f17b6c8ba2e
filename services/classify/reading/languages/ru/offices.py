"""Russian offices: a head in any case and the genitives behind it, «первого заместителя министра энергетики Казахстана»."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from services.classify.reading.languages.ru.morphology import nominative, readings, stem
from services.classify.reading.people.complement import Complement, Part
from services.classify.reading.people.words import Gender, Head, Word

LONGEST = 4
OPEN, CLOSE = '«“„"', '»”“"'


@lru_cache(maxsize=4)
def _by_stem(heads: tuple[tuple[str, str], ...]) -> dict[str, list[tuple[str, str]]]:
    """The heads under the stem of their first word."""
    table: dict[str, list[tuple[str, str]]] = {}
    for title, group in heads:
        table.setdefault(stem(title.split()[0]), []).append((title, group))
    return table


def office_head(words: Sequence[Word], at: int, heads: Mapping[str, str]) -> Head | None:
    """The longest head that begins here, in any case and number."""
    candidates = [
        (title, group)
        for key in {stem(words[at].lower), stem(words[at].lower)[:-1], words[at].lower}
        for title, group in _by_stem(tuple(heads.items())).get(key, ())
    ]
    found: Head | None = None
    for title, group in candidates:
        parts = title.split()
        if at + len(parts) > len(words) or (found and len(parts) <= found.length):
            continue
        if all(_same_word(words[at + i].lower, part) for i, part in enumerate(parts)):
            found = _head(words, at, title, parts, group)
    return found


def _same_word(shown: str, base: str) -> bool:
    if shown == base:
        return True
    prefix, dash, last = base.rpartition("-")
    start, _, end = shown.rpartition("-")
    if dash and (start != prefix):
        return False
    word, lemma = (end, last) if dash else (shown, base)
    found = readings(word)
    if not found:
        return stem(word) == stem(lemma) and len(word) - len(lemma) <= 3
    return any(r.lemma == lemma for r in found if r.part in {"NOUN", "ADJF", "PRTF"})


def _head(words: Sequence[Word], at: int, title: str, parts: Sequence[str], group: str) -> Head:
    noun = next((i for i, part in enumerate(parts) if _is_noun(part)), 0)
    shown = words[at + noun].lower.rpartition("-")[2]
    lemma = parts[noun].rpartition("-")[2]
    found = [r for r in readings(shown) if r.lemma == lemma]
    numbers = {r.number for r in found}
    plural = numbers == {"plur"}
    after = at + len(parts)
    if numbers == {"sing", "plur"} and after < len(words):
        plural = words[after].kind == "number" or any(
            r.case == "gent" and r.number == "plur" for r in readings(words[after].lower)[:1]
        )
        plural = plural and not any(r.case == "nomn" and r.number == "sing" for r in found)
    cases = [r.case for r in found if (r.number == "plur") == plural]
    case = next(iter(cases), None) if len(set(cases)) == 1 else ("gent" if set(cases) == {"gent", "accs"} else None)
    gender: Gender | None = "f" if any(r.gender == "femn" for r in found) and lemma.endswith(("ица", "ева")) else None
    return Head(title, group, plural, gender, case, len(parts))


def _is_noun(word: str) -> bool:
    found = readings(word.rpartition("-")[2])
    return not found or found[0].part == "NOUN" or any(r.part == "NOUN" for r in found[:2])


def office_complement(words: Sequence[Word], at: int, head: Head, table: Mapping[str, Any]) -> Complement:
    """The genitives behind the head, up to a name, a verb or a mark."""
    parts: list[Part] = []
    here = begin = at
    wanted = "gent"
    while here < len(words):
        word = words[here]
        if word.country and word.country.form == "name" and word.person is None:
            if here > begin:
                parts.append(Part(begin, here, "body"))
            end = here
            while end < len(words) and words[end].country is word.country:
                end += 1
            parts.append(Part(here, end, "country"))
            here = begin = end
            if not (
                (here < len(words) and words[here].lower in table["words"]["joiners"] and head.plural)
                or _more_countries(words, here, head)
            ):
                break
            here += 1
            begin = here
            continue
        if word.organization and word.person is None:
            end = here
            while end < len(words) and words[end].organization is word.organization:
                end += 1
            here = end
            continue
        if word.text in OPEN and here + 1 < len(words):
            closing = next((i for i in range(here + 1, min(len(words), here + 9)) if words[i].text in CLOSE), None)
            if closing is None:
                break
            here = closing + 1
            continue
        step = _goes_on(words, here, begin, wanted)
        if step is None:
            break
        wanted = step
        here += 1
    if here > begin:
        parts.append(Part(begin, here, "body"))
    return Complement(here, tuple(parts))


def _more_countries(words: Sequence[Word], here: int, head: Head) -> bool:
    return head.plural and here + 1 < len(words) and words[here].text == "," and words[here + 1].country is not None


def _goes_on(words: Sequence[Word], here: int, begin: int, wanted: str) -> str | None:
    """The case that must follow if this word belongs to the complement, else None."""
    word = words[here]
    if word.person is not None or word.kind in {"initial", "number"}:
        return None
    if word.lower == "по" and here > begin:
        return "datv" if _agrees(words, here + 1, "datv") else None
    if word.lower in {"и", ","}:
        following = here + 1
        if here == begin or not _agrees(words, following, wanted) or words[following].person is not None:
            return None
        if word.lower == "," and not _closes(words, following, wanted):
            return None
        return None if _starts_office(words, following) else wanted
    if word.kind == "mark":
        return None
    if word.text.isupper() and len(word.text) > 1:
        return wanted
    if word.text.isascii() and word.capital:
        return wanted
    return wanted if _agrees(words, here, wanted) else None


def _starts_office(words: Sequence[Word], here: int) -> bool:
    return words[here].lower.startswith(("министр", "председател", "президент", "премьер"))


def _closes(words: Sequence[Word], here: int, wanted: str) -> bool:
    """A comma goes on only in a list that an "и" closes: «промышленности, энергетики и торговли»."""
    for at in range(here, min(len(words), here + 8)):
        if words[at].lower == "и":
            return _agrees(words, at + 1, wanted)
        if words[at].text != "," and not _agrees(words, at, wanted):
            return False
    return False


def _agrees(words: Sequence[Word], here: int, wanted: str) -> bool:
    """Whether a word can be a noun or adjective in that case."""
    if here >= len(words) or words[here].kind != "word" or words[here].person is not None:
        return False
    word = words[here]
    if word.country:
        return word.country.form == "adjective"
    found = readings(word.lower.rpartition("-")[2])
    if word.capital and here > 0:
        found = tuple(r for r in found if r.known)
        if word.place:
            return True
    return any(r.part in {"NOUN", "ADJF", "PRTF"} and r.case == wanted for r in found[:4])


def is_office_modifier(words: Sequence[Word], here: int, head: Head, vocabulary: Mapping[str, Any]) -> bool:
    """An adjective of the list in any case."""
    return _modifier(words[here].lower, tuple(vocabulary["modifiers"])) is not None


@lru_cache(maxsize=4000)
def _modifier(word: str, modifiers: tuple[str, ...]) -> str | None:
    found = readings(word)
    if not found:
        return next((m for m in modifiers if stem(m) == stem(word)), None)
    return next((r.lemma for r in found if r.lemma in modifiers and r.part in {"ADJF", "PRTF", "NOUN"}), None)


def role_text(words: Sequence[Word], modifiers: Sequence[int], at: int, head: Head, parts: Sequence[Part]) -> str:
    """The office in the nominative: modifiers and head change, the genitives stay."""
    shown = [_cased(nominative_modifier(words[i].lower), words[i].text, i) for i in modifiers]
    shown.append(_cased(head.title, words[at].text, at))
    for part in parts:
        shown.append(
            " ".join(w.text for w in words[part.first : part.last] if not (w.country and w.country.form == "adjective"))
        )
    return " ".join(shown).replace(" ,", ",")


def nominative_modifier(word: str) -> str:
    found = next((r.lemma for r in readings(word) if r.part in {"ADJF", "PRTF"}), word)
    return found


def _cased(base: str, shown: str, at: int) -> str:
    return base[0].upper() + base[1:] if shown[0].isupper() and at > 0 else base


def body_text(words: Sequence[Word], part: Part) -> str:
    """A body in the nominative: its first noun and the adjectives before it change."""
    span = words[part.first : part.last]
    if (
        span[0].organization
        and span[0].organization.end >= span[-1].end
        and span[0].organization.start == span[0].start
    ):
        return span[0].organization.name
    shown, changing = "", True
    for before, word in zip([None, *span], span, strict=False):
        text = word.text
        if changing and word.kind == "word":
            text = nominative(word.text)
            changing = not any(r.part == "NOUN" for r in readings(word.lower)[:1])
        elif word.text in OPEN:
            changing = False
        shown += ("" if before is None or before.end == word.start else " ") + text
    return shown


def is_whole_body(word: Word, bodies: Sequence[str]) -> bool:
    return word.lower in bodies
