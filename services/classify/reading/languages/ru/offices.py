"""Russian offices in the nominative: what changes its case, what stays, and the bodies that they are of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from services.classify.reading.languages.pack import load_pack
from services.classify.reading.languages.ru.morphology import UNCHANGED, nominative, readings, stem
from services.classify.reading.languages.ru.towns import unknown_town
from services.classify.reading.people.complement import Part
from services.classify.reading.people.words import Gender, Head, Word, same_words

BORNE = frozenset({"имени", "им"})  # before the name that an institution bears
OPEN, CLOSE = '«“„"', '»”“"'


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
    each = load_pack("ru").table("people")["words"]["each"] if head.plural else {}
    for part in parts:
        span = [w for w in words[part.first : part.last] if not (w.country and w.country.form == "adjective")]
        shown.append(" ".join(each.get(w.lower, w.text) for w in span))
    return " ".join(shown).replace(" ,", ",")


def nominative_modifier(word: str) -> str:
    """The adjective's dictionary form."""
    return next((r.lemma for r in readings(word) if r.part in {"ADJF", "PRTF"}), word)


def _cased(base: str, shown: str, at: int) -> str:
    return base[0].upper() + base[1:] if shown[0].isupper() and at > 0 else base


def role_of(role: str, gender: Gender | None) -> str:
    """The role as somebody of that gender has it: the same here."""
    return role


def body_text(words: Sequence[Word], part: Part) -> str:
    """A body in the nominative: its first noun and the adjectives before it change; quotes round the whole go."""
    span = list(words[part.first : part.last])
    body = span[0].organization
    whole = body is not None and body.end >= span[-1].end and body.start == span[0].start
    if body and whole and same_words(body.name, span) and body.name != " ".join(word.text for word in span):
        return body.name
    if span[0].text in OPEN and span[-1].text in CLOSE and len(span) > 2:
        span = span[1:-1]
    nouns = (r for w in span if w.kind == "word" for r in readings(w.lower)[:1] if r.part == "NOUN")
    gender = next((noun.gender for noun in nouns), None)
    shown, changing = "", True
    for before, word in zip([None, *span], span, strict=False):
        text = word.text
        changing = changing and word.lower not in BORNE
        if changing and word.kind == "word":
            text = unknown_town(word.text) or nominative(word.text, gender)
            changing = word.lower in UNCHANGED or not any(r.part == "NOUN" for r in readings(word.lower)[:1])
        elif word.text in OPEN:
            changing = False
        shown += ("" if before is None or before.end == word.start else " ") + text
    return shown


def is_whole_body(word: Word, bodies: Sequence[str]) -> bool:
    return word.lower in bodies
