"""Where a name or another office begins among the capitals behind an English office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.classify.reading.languages.en.names import looks_like_family_name
from services.classify.reading.languages.pack import load_pack
from services.classify.reading.people.folding import first_name_gender, is_family_first
from services.classify.reading.people.words import Word

RANKS = {"brigadier", "lieutenant", "colonel", "commodore", "datuk", "dato", "tan"}
FULL_NAMES = range(2, 4)  # words
MAJESTIES = {"majesty", "highness", "excellency"}  # what stands behind is a name
HONORIFICS = {"sheikh", "shaikh", "mr", "mrs", "ms", "dr", "prof", "sir", "sayyid", "lt", "gen", "maj", "h.e"}
PARTICLES = {"bin", "ibn", "bint", "al", "de", "van", "von", "da"}
SONS = {"bin", "ibn", "bint"}  # whoever stands before these is somebody
BODY_WORDS = {"bank", "group", "company", "ministry", "city", "province", "region"}
OFFICE = 4  # words up to the head of an office
INSIDE = {"of", "for", "the", "'", "’", "s", "on", "and", "&"}  # between the capitals of one name


def run_end(words: Sequence[Word], at: int) -> int:
    """The end of the capitals that begin here."""
    end = at
    while end < len(words) and words[end].capital and words[end].kind in {"word", "initial"}:
        end += 1
    return end


def begins_person(words: Sequence[Word], at: int) -> bool:
    """A recognised name, an initial, an honorific, or a first name with another capital behind it."""
    word = words[at]
    if word.person is not None or word.kind == "initial":
        return True
    following = words[at + 1] if at + 1 < len(words) else None
    if following is not None and following.text == "." and word.lower in HONORIFICS:
        return True
    known = load_pack("en").table("people")["words"]
    if any(word.lower in known[name] for name in ("veto", "domains", "whole_bodies", "public_bodies")):
        return False
    if following is None or not (following.capital or following.lower in PARTICLES):
        return False
    if first_name_gender(word.text) is not None or word.lower in HONORIFICS | RANKS or following.lower in SONS:
        return True
    return is_family_first(word.text) and run_end(words, at) - at <= 3 and following.text.lower() not in BODY_WORDS


def ends_in_family_name(words: Sequence[Word], at: int) -> bool:
    """Two or three capitals up to a word that looks like a family name: "Turkmenenergo | Myrat Artykov"."""
    last = at
    while last + 1 < len(words) and words[last + 1].capital and words[last + 1].kind == "word":
        last += 1
    known = load_pack("en").table("people")["words"]
    if not 1 <= last - at <= 2 or words[at].lower in INSIDE or words[at].lower in {*known["domains"], *known["veto"]}:
        return False
    return looks_like_family_name(words[last].text)


def is_office(words: Sequence[Word], at: int) -> bool:
    """ "The Foreign Ministry and | President of Turkmenistan": another office begins."""
    if words[at - 1].lower not in {"and", "&"}:
        return False
    table = load_pack("en").table("people")
    for word in words[at : at + OFFICE]:  # "and Foreign Minister"
        if any(word.lower in row["words"] for row in table["heads"].values()):
            return True
        if word.lower not in table["words"]["domains"] and word.lower not in table["words"]["modifiers"]:
            return False
    return False


def ends_list(words: Sequence[Word], joiner: int, at: int, vocabulary: Mapping[str, Any]) -> bool:
    """Whether somebody with an office behind his name follows a list of domains: "… and Trade and | X Y, Director"."""
    run = run_end(words, at)
    known = vocabulary["domains"]
    if words[joiner - 1].lower not in known or words[joiner].lower not in vocabulary["joiners"]:
        return False
    return run - at in FULL_NAMES and words[at].lower not in known and run < len(words) and words[run].text == ","


def is_headline_verb(word: Word, vocabulary: Mapping[str, Any]) -> bool:
    """Whether a capital is the verb of a headline, in a form that no name of a body has: "Committee Met", "Holds"."""
    return word.lower in vocabulary["headline_verbs"] and word.lower.endswith(("es", "ts", "ds", "ed", "met", "held"))
