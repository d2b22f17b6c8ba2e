"""English offices: "Kazakhstan's First Deputy Minister of Trade", "chairman of the board of KazMunayGas"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from services.classify.reading.languages.en.names import looks_like_family_name
from services.classify.reading.languages.pack import load_pack
from services.classify.reading.people.complement import Part
from services.classify.reading.people.folding import first_name_gender
from services.classify.reading.people.named import is_given_name, titles_of
from services.classify.reading.people.words import Gender, Head, Heads, Word

LONGEST = 5  # words of a head
LONGEST_ACRONYM = 4
ASSISTED = 4  # words from "Assistant" to the office
BEGINNING = 2  # letters that a head and its plural share
DOMAIN_GROUPS = {"minister", "spokesman"}
PREPOSITIONS = {"of", "for", "at", "to", "on"}
SMALL = {"of", "and", "for", "the", "in", "at", "to", "on", "&"}
OF_PARLIAMENTS = {"deputy", "deputies"}
POSSESSIVE = re.compile(r" (['’]) s\b")
VERBS = {"head", "chair", "captain"}  # "who heads the bank"
DOCTORS = {"dr", "eng", "prof", "mr"}
SON_OF = {"bin", "ibn", "bint"}
DONE = {"chair", "co-chair", "head", "captain"}  # what somebody does too
MODALS = {"will", "to", "would", "can", "could", "shall", "should", "may", "might", "jointly", "did"}
ACRONYMS = {"ceo", "cfo", "coo", "mp"}


def office_head(words: Sequence[Word], at: int, heads: Heads) -> Head | None:
    """The longest head that begins here, singular or plural."""
    if words[at].lower[:BEGINNING] not in _beginnings(heads):
        return None
    if words[at].text == "pm" and at and words[at - 1].kind == "number":
        return None  # "1 pm"
    groups = heads.groups
    titles = load_pack("en").table("people")["titles"]
    for length in range(min(LONGEST, len(words) - at), 0, -1):
        shown = " ".join(word.lower for word in words[at : at + length])
        if groups.get(shown) == "monarch" and at + 1 < len(words) and words[at + 1].lower in {"bin", "ibn", "al"}:
            return None  # Dr. Sultan bin Ahmed rules nothing
        if groups.get(shown) == "monarch" and at and _goes_before(words[at - 1]):
            return None  # nor does Mohammed Sultan Saif, nor Nasser bin Sultan
        if length == 1 and is_given_name(words, at, load_pack("en").prepared(titles_of)):
            return None
        if shown == "assistant" and _leads_office(words, at + 1, groups):
            return None  # "Assistant Foreign Minister" is one office
        if shown == "chair" and _is_verb(words, at):
            return None  # a headline's "X, Y Chair Bilateral Talks"
        if shown in OF_PARLIAMENTS and not (at + length < len(words) and words[at + length].lower == "of"):
            return None  # "Deputy Minister"
        if shown in DONE and at and words[at - 1].lower in MODALS:
            return None  # "who will co-chair the session"
        if shown in groups:
            return Head(titles.get(shown, shown), groups[shown], length=length)
        for singular in _singulars(shown):
            verb = singular in VERBS and not (at + 1 < len(words) and words[at + 1].lower == "of")
            if singular in groups and not verb:
                return Head(titles.get(singular, singular), groups[singular], plural=True, length=length)
    return None


def _goes_before(word: Word) -> bool:
    """A word that a name is behind: a first name, "son of", "Dr"."""
    return word.lower in SON_OF or word.lower in DOCTORS or first_name_gender(word.text) is not None


@lru_cache(maxsize=4)
def _beginnings(heads: Heads) -> frozenset[str]:
    return frozenset(title[:BEGINNING] for title in heads.groups)


def _is_verb(words: Sequence[Word], at: int) -> bool:
    """Whether a capital that begins no name stands behind, and no "of"."""
    after = words[at + 1] if at + 1 < len(words) else None
    if after is None or not after.capital or after.kind != "word":
        return False
    return first_name_gender(after.text) is None and after.person is None


def _leads_office(words: Sequence[Word], at: int, groups: Mapping[str, str]) -> bool:
    """Whether capitals lead up to another office."""
    for word in words[at : at + ASSISTED]:
        if word.lower in groups:
            return True
        if not word.capital:
            break
    return False


def role_text(words: Sequence[Word], modifiers: Sequence[int], at: int, head: Head, parts: Sequence[Part]) -> str:
    """The office with a capital on every word that is not small."""
    shown = [words[i].text for i in modifiers]
    shown += head.title.split()
    for part in parts:
        begin = part.first
        while begin > at and words[begin - 1].lower not in PREPOSITIONS:
            begin -= 1
        shown += [w.text for w in words[begin - 1 : part.last]]
    return capitalise(POSSESSIVE.sub(r"\1s", " ".join(shown).replace(" ,", ",")))


def role_of(role: str, gender: Gender | None) -> str:
    """The role as somebody of that gender has it: the same here."""
    return role


def body_text(words: Sequence[Word], part: Part) -> str:
    """A body as the article writes it."""
    span = words[part.first : part.last]
    shown = ""
    for before, word in zip([None, *span], span, strict=False):
        shown += ("" if before is None or before.end == word.start else " ") + word.text
    return shown


def is_office_modifier(words: Sequence[Word], here: int, head: Head, vocabulary: Mapping[str, Any]) -> bool:
    """ "First", "Deputy", and what a minister is of: "Energy", "external affairs"."""
    word = words[here]
    if word.lower in vocabulary["modifiers"] or "deputy" in word.lower:
        return not word.country and not (word.organization and word.organization.start < word.start)
    if head.group not in DOMAIN_GROUPS or word.country or word.organization or word.kind != "word":
        return False
    if len(word.text) == 2 and not word.text.isupper():
        return False  # "it" is no IT
    return word.lower in vocabulary["domains"] or (
        word.capital
        and words[here + 1].capital
        and word.lower not in vocabulary["articles"]
        and here > 0
        and not word.place
        and not (word.text.isupper() and len(word.text) > LONGEST_ACRONYM)  # an agency: "KAZINFORM Minister X"
        and not word.person
        and not looks_like_family_name(word.text)  # "Arman Doev Foreign Minister"
        and word.lower not in vocabulary["common"]
    )


def is_whole_body(word: Word, bodies: Sequence[str]) -> bool:
    return word.lower in bodies


def capitalise(shown: str) -> str:
    """A capital on every word but the small ones; what has capitals keeps them."""
    return " ".join(_capital(word) for word in shown.split())


def _capital(word: str) -> str:
    if word in ACRONYMS:
        return word.upper()
    if word in SMALL:
        return word
    return "-".join(part if part in SMALL else part[:1].upper() + part[1:] for part in word.split("-"))


def _singulars(shown: str) -> list[str]:
    found = []
    if " of " in shown:
        first, _, rest = shown.partition(" ")
        if first.endswith("s"):
            found.append(f"{first[:-1]} {rest}")
    if shown.endswith("men"):
        found.append(shown[:-2] + "an")
    if shown.endswith("ies"):
        found.append(shown[:-3] + "y")
    if shown.endswith("s"):
        found.append(shown[:-1])
    return found
