"""English offices: "Kazakhstan's First Deputy Minister of Trade", "chairman of the board of KazMunayGas"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.classify.reading.people.complement import Complement, Part
from services.classify.reading.people.words import Head, Word

LONGEST = 5  # words of a head
DOMAIN_GROUPS = {"minister", "spokesman"}
PREPOSITIONS = {"of", "for", "at"}


def office_head(words: Sequence[Word], at: int, heads: Mapping[str, str]) -> Head | None:
    """The longest head that begins here, singular or plural."""
    for length in range(min(LONGEST, len(words) - at), 0, -1):
        shown = " ".join(word.lower for word in words[at : at + length])
        if shown in heads:
            return Head(shown, heads[shown], length=length)
        for singular in _singulars(shown):
            if singular in heads:
                return Head(singular, heads[singular], plural=True, length=length)
    return None


def office_complement(words: Sequence[Word], at: int, head: Head, table: Mapping[str, Any]) -> Complement:
    """What follows the head: "of Trade, Industry and Energy of Korea", "in charge of oil and gas"."""
    vocabulary = table["words"]
    parts: list[Part] = []
    end = at
    while end < len(words):
        begin = _preposition(words, end, vocabulary)
        if begin is None:
            break
        if begin < len(words) and words[begin].lower in vocabulary["articles"]:
            begin += 1
        part = _noun_phrase(words, begin, head, vocabulary, bool(parts))
        if part is None:
            break
        parts.append(part)
        end = part.last
    return Complement(end, tuple(parts))


def role_text(words: Sequence[Word], modifiers: Sequence[int], at: int, head: Head, parts: Sequence[Part]) -> str:
    """The office with a capital on every word that is not small."""
    shown = [words[i].text for i in modifiers]
    shown += head.title.split()
    for part in parts:
        begin = part.first
        while begin > at and words[begin - 1].lower not in PREPOSITIONS:
            begin -= 1
        shown += [w.text for w in words[begin - 1 : part.last]]
    return capitalise(" ".join(shown).replace(" ,", ",").replace(" '", "'").replace(" ’", "’"))


def body_text(words: Sequence[Word], part: Part) -> str:
    """A body as the article writes it."""
    span = words[part.first : part.last]
    if span[0].organization and span[0].organization.end >= span[-1].end:
        return span[0].organization.name
    shown = ""
    for before, word in zip([None, *span], span, strict=False):
        shown += ("" if before is None or before.end == word.start else " ") + word.text
    return shown


def is_office_modifier(words: Sequence[Word], here: int, head: Head, vocabulary: Mapping[str, Any]) -> bool:
    """ "First", "Deputy", and what a minister is of: "Energy", "external affairs"."""
    word = words[here]
    if word.lower in vocabulary["modifiers"] or "deputy" in word.lower:
        return not word.country
    if head.group not in DOMAIN_GROUPS or word.country or word.organization or word.kind != "word":
        return False
    return word.lower in vocabulary["domains"] or (
        word.capital
        and words[here + 1].capital
        and word.lower not in vocabulary["articles"]
        and here > 0
        and not word.place
        and not word.person
        and word.lower not in vocabulary["common"]
    )


def is_whole_body(word: Word, bodies: Sequence[str]) -> bool:
    return word.lower in bodies


def capitalise(shown: str) -> str:
    small = {"of", "and", "for", "the", "in", "at", "to", "on", "&"}
    acronyms = {"ceo", "cfo", "coo"}
    words = [
        w.upper() if w in acronyms else w if w in small or not w[:1].islower() else w[0].upper() + w[1:]
        for w in shown.split()
    ]
    return " ".join(words)


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


def _preposition(words: Sequence[Word], at: int, vocabulary: Mapping[str, Any]) -> int | None:
    if at >= len(words):
        return None
    if words[at].lower in vocabulary["of"]:
        return at + 1
    if [w.lower for w in words[at : at + 3]] == vocabulary["in_charge_of"]:
        return at + 3
    return None


def _noun_phrase(
    words: Sequence[Word], begin: int, head: Head, vocabulary: Mapping[str, Any], later: bool
) -> Part | None:
    """A country, a domain of government, or a body; None where the preposition opens something else."""
    preposition = words[begin - 1].lower if words[begin - 1].lower in vocabulary["of"] else words[begin - 2].lower
    if begin >= len(words):
        return None
    first = words[begin]
    if first.country and first.country.form == "name":
        end = _span_end(words, begin, first.country.end)
        return (
            Part(begin, end, "country")
            if not _goes_on(words, end)
            else Part(begin, _proper(words, begin, vocabulary), "body")
        )
    if preposition == "in":
        return None
    if first.organization:
        return Part(begin, _span_end(words, begin, first.organization.end), "body")
    if first.place and not _goes_on(words, _span_end(words, begin, first.place.end)):
        return Part(begin, _span_end(words, begin, first.place.end), "body")
    if (
        first.country
        and begin + 1 < len(words)
        and words[begin + 1].lower in vocabulary["domains"]
        and not words[begin + 1].capital
    ):
        return None
    if first.capital or first.country:
        end = _proper(words, begin, vocabulary)
        return Part(begin, end, "body") if end > begin else None
    end = _common(words, begin, vocabulary)
    return Part(begin, end, "body") if end > begin else None


def _goes_on(words: Sequence[Word], end: int) -> bool:
    """ "Japan International Cooperation Agency", "Osh Regional Council": the name is only the beginning."""
    return end < len(words) and words[end].capital and words[end].organization is not None and words[end].person is None


def _proper(words: Sequence[Word], begin: int, vocabulary: Mapping[str, Any]) -> int:
    """The end of a run of capitals: "Trade, Industry and Energy", "Sultan's Armed Forces", "the Diwan of Royal Court"."""
    end = begin
    small = {*vocabulary["joiners"], "of", "for", "the", "'", "’", "s", "on"}
    while end < len(words):
        word = words[end]
        if word.country and word.country.form == "name" and end > begin and words[end - 1].lower in {"of", "the"}:
            break
        if (
            (word.capital or word.kind == "number")
            and (word.person is None or end == begin)
            and not (word.kind == "initial" and end > begin)
        ):
            end += 1
            continue
        following = _next_capital(words, end, small)
        if word.lower in small and following is not None and not _begins_person(words, following):
            end = following
            continue
        if word.text == "," and _list_goes_on(words, end, vocabulary):
            end += 1
            continue
        break
    while end > begin and words[end - 1].lower in small:
        end -= 1
    return end


def _next_capital(words: Sequence[Word], at: int, small: set[str]) -> int | None:
    here = at
    while here < len(words) and words[here].lower in small and here - at < 3:
        here += 1
    if here >= len(words) or not words[here].capital or words[here].kind == "initial":
        return None
    country = words[here].country
    if country and country.form == "name" and words[here - 1].lower in {"of", "the"}:
        return None
    return here


def _begins_person(words: Sequence[Word], at: int) -> bool:
    return words[at].person is not None


def _list_goes_on(words: Sequence[Word], comma: int, vocabulary: Mapping[str, Any]) -> bool:
    """Whether a comma stands inside "Trade, Industry and Energy": capitals up to an "and" with a domain behind it."""
    here = comma + 1
    while here < len(words) and here - comma < 9:
        word = words[here]
        if word.lower in vocabulary["joiners"]:
            return here + 1 < len(words) and words[here + 1].lower in vocabulary["domains"]
        if word.text != "," and word.lower not in vocabulary["domains"]:
            return False
        here += 1
    return False


def _common(words: Sequence[Word], begin: int, vocabulary: Mapping[str, Any]) -> int:
    """The end of a phrase in small letters: "finance and economy", "the concern"."""
    end = begin
    while end < len(words):
        word = words[end]
        if word.lower in vocabulary["domains"] or (end == begin and word.lower in vocabulary["own_bodies"]):
            end += 1
            continue
        joined = word.lower in vocabulary["joiners"] or (word.text == "," and _list_goes_on(words, end, vocabulary))
        if joined and end > begin and end + 1 < len(words) and words[end + 1].lower in vocabulary["domains"]:
            end += 1
            continue
        break
    return end


def _span_end(words: Sequence[Word], begin: int, offset: int) -> int:
    end = begin
    while end < len(words) and words[end].start < offset:
        end += 1
    return end
