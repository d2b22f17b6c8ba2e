"""Russian words in their cases, as far as offices and bodies need it; by endings alone where pymorphy3 is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from services.classify.reading.people.adapters import pymorphy

ENDINGS = re.compile(r"(?:ого|его|ому|ему|ым|им|ой|ей|ом|ем|ами|ями|ах|ях|ов|ев|а|я|у|ю|е|ы|и|ь|й)$")


UNCHANGED = frozenset({"жогорку", "олий", "милли", "халк", "улуттук", "улуу"})  # first words of parliaments' names
SHARED = 4  # letters that a word shares with its nominative
OF_NAMES = ("Name", "Surn", "Patr")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word."""

    lemma: str
    part: str  # NOUN, ADJF, …
    case: str | None
    number: str | None
    gender: str | None
    known: bool


@lru_cache(maxsize=30000)
def readings(word: str) -> tuple[Reading, ...]:
    """The readings of a lower-case word, likeliest first; empty where there is no morphology."""
    morphology = pymorphy()
    if morphology is None:
        return ()
    parsed = [(p, _told(p.tag)) for p in morphology.parse(word)]
    return tuple(Reading(p.normal_form, *told, bool(p.is_known)) for p, told in parsed if told)


@lru_cache(maxsize=2000)
def _told(tag: Any) -> tuple[str, str | None, str | None, str | None] | None:
    """Part of speech, case, number and gender of a tag, of which there are few hundred; None where it is a name's."""
    if not tag.grammemes.isdisjoint(OF_NAMES):
        return None
    case, number, gender = (str(told) if told else None for told in (tag.case, tag.number, tag.gender))
    return str(tag.POS or ""), case, number, gender


@lru_cache(maxsize=2000)
def forms_of(lemma: str) -> frozenset[str]:
    """Every form of a word, ё as е; empty where there is no morphology."""
    morphology = pymorphy()
    if morphology is None:
        return frozenset()
    parses = [p for p in morphology.parse(lemma) if p.normal_form == lemma]
    forms = [form for p in parses for form in p.lexeme]
    if not parses:  # a participle that has become a noun: «поверенный»
        forms = [form for p in morphology.parse(lemma)[:1] for form in p.lexeme if p.tag.POS == form.tag.POS == "PRTF"]
        forms = [form for form in forms if form.word[: len(lemma) - 2] == lemma[:-2]]
    return frozenset(form.word.replace("ё", "е") for form in forms)


def stem(word: str) -> str:
    """The word without its ending."""
    return ENDINGS.sub("", word) or word


@lru_cache(maxsize=10000)
def nominative(word: str, gender: str | None = None) -> str:
    """A genitive (or instrumental, …) noun or adjective in the nominative of the same number; unknown words too.

    `gender` is that of the noun that an adjective stands before: «государственного» alone does not tell it.
    """
    morphology = pymorphy()
    if morphology is None or not word or not re.search("[а-яё]", word.lower()) or (word.isupper() and len(word) > 1):
        return word
    if word.lower() in UNCHANGED or any(letter.isupper() for part in word.split("-") for letter in part[1:]):
        return word
    parsed = [p for p in morphology.parse(word.lower()) if p.tag.POS in {"NOUN", "ADJF", "PRTF"}]
    parsed = [
        p for p in parsed if p.normal_form[:SHARED] == word.lower()[:SHARED]
    ] or parsed  # no «высокий» of «высших»
    genitives = [p for p in parsed if p.tag.case in {"gent", "gen2"}]
    best: Any = next(
        (p for p in genitives if p.tag.POS != "NOUN" and p.tag.gender == (gender or "masc")),
        next(iter(genitives or parsed), None),
    )
    if best is None:
        return word
    changed = best.inflect({"nomn", best.tag.number} if best.tag.number else {"nomn"})
    shown: str = changed.word if changed is not None else best.normal_form
    if "-" in word and "-" not in shown:  # «Южно-Уральского»
        first, _, last = word.rpartition("-")
        return f"{first}-{nominative(last, gender)}"
    if not word[0].isupper():
        return shown
    parts = zip(shown.split("-"), word.split("-"), strict=False)
    return "-".join(part[0].upper() + part[1:] if was[:1].isupper() else part for part, was in parts)
