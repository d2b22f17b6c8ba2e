"""German office nouns in all their forms, alone or closing a compound: „Handelsministers“, „KfW-Vorständin“."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from services.classify.reading.people.folding import first_name_gender
from services.classify.reading.people.words import Gender, Head, Heads, Word

ADJECTIVAL = ("ender", "gter", "andter", "neter")  # Vorsitzender, Beauftragter, Gesandter, Abgeordneter
WEAK = (
    "ent",
    "ant",
    "dat",
    "mat",
    "naut",
    "ist",
    "yst",
    "ekt",
    "loge",
    "kollege",
    "prinz",
    "fürst",
)  # Präsident, Präsidenten
NUMBERS = frozenset({"beiden", "beide", "zwei", "zweier", "drei", "dreier", "vier", "fünf"})
DETERMINERS = frozenset({"der", "die", "das", "des", "dem", "den", "beim", "vom", "zum"})
POSSESSIVES = frozenset({"ihre", "seine", "unsere", "deren", "ihrer", "unserer"})
ADJECTIVE_ENDINGS = ("e", "en", "er", "em", "es")
PARTICIPLE_ENDINGS = ("ten", "te", "ter", "tem", "nden", "nde", "nder", "ndem")  # „dem neu ernannten“
KEPT_PREFIXES = ("vize", "ex", "premier", "co", "ko", "erz", "gesandter", "gesandten", "honorar", "alt")
NO_OFFICES = ("halbleiter", "begleiter", "ableiter", "fahrgast", "fahrgäst")
OF_THE_STATE = "bundes"  # a „Bundesaußenminister“ is an „Außenminister“
SHORTEST_PREFIX = 3
LADY = 8  # words behind an office in which „Frau“ may follow
LONGEST_ACRONYM = 3  # „OB“


class Form(NamedTuple):
    head: str
    shown: str  # nominative singular
    gender: Gender | None
    plural: bool | None  # None: the words around must tell


@lru_cache(maxsize=4)
def _forms(heads: Heads) -> dict[str, Form]:
    """Every form of every head."""
    table: dict[str, Form] = {}
    for head in heads.groups:
        for form, found in _declined(head):
            if form not in table or table[form].head != form:
                table[form] = found
    return table


def _declined(head: str) -> list[tuple[str, Form]]:
    if head.endswith(ADJECTIVAL):
        stem = head[:-1]
        return [
            (head, Form(head, head, None, False)),
            (stem, Form(head, head, None, False)),
            (stem + "n", Form(head, head, None, None)),
            (stem + "m", Form(head, head, None, False)),
        ]
    bare = head[:-1] if head.endswith("e") else head
    woman = (bare[:-3] + "rät" if bare.endswith("rat") else bare.replace("vorstand", "vorständ")) + "in"
    found = [
        (head, Form(head, head, None, None if head.endswith("er") else False)),
        (woman, Form(head, woman, "f", False)),
        (woman + "nen", Form(head, woman, "f", True)),
    ]
    if head.endswith("mann"):
        found.append((head[:-4] + "leute", Form(head, head, None, True)))
        found.append((head[:-4] + "leuten", Form(head, head, None, True)))
    if head.endswith(WEAK):
        return [*found, (bare + "en", Form(head, head, None, None))]
    found += [
        (head + "s", Form(head, head, None, None if head.endswith("chef") else False)),
        (head + "es", Form(head, head, None, False)),
    ]
    if head.endswith("er"):
        return [*found, (head + "n", Form(head, head, None, True))]
    return [*found, (head + "e", Form(head, head, None, True)), (head + "en", Form(head, head, None, True))]


def office_head(words: Sequence[Word], at: int, heads: Heads) -> Head | None:
    """A head that a capitalised word is or closes, in any case."""
    word = words[at]
    whole_country = word.country is not None and word.country.end >= word.end
    if not word.capital or (whole_country and word.country is not None and word.country.form == "name"):
        return None
    behind = words[at + 1 : at + 3]
    if len(behind) == 2 and behind[0].text == "-" and behind[0].start == word.end and behind[1].lower == "und":
        return None  # „Premier- und Staatsminister“
    first, _, last = word.text.rpartition("-")
    found = _closing(last.lower(), heads)
    if found is None or (len(last) == 2 and not last.isupper()):
        return None
    form, prefix = found
    if last.isupper() and len(last) > LONGEST_ACRONYM:
        return None  # „NUR-SULTAN“
    if prefix and first_name_gender(word.text) is not None:
        return None  # „Nursultan“ rules nothing
    if heads.groups[form.head] == "monarch" and at and words[at - 1].capital and first_name_gender(words[at - 1].text):
        return None  # nor does „Peter Kaiser“
    plural, gender = form.plural, form.gender
    before = _determiner(words, at)
    if heads.groups[form.head] == "monarch" and before is None and not prefix and not _stands_before_name(words, at):
        return None  # „Kaiser empfing …“: a family name
    lady = form.head.endswith(ADJECTIVAL) and gender is None and plural is not True and _is_lady(words, at)
    if plural is None:
        plural = not lady and _many(words, at, before, form.head)
    shown = form.shown
    if form.head.endswith(ADJECTIVAL) and before is not None and words[before].lower == "die" and not plural:
        shown, gender = shown[:-1], "f"
    if lady:
        shown, gender = form.shown[:-1], "f"
    title = last[:prefix] + shown if prefix else shown
    kept = first.lower() in KEPT_PREFIXES
    title = f"{first}-{title[0].upper() + title[1:]}" if kept else title[0].upper() + title[1:]
    organization = first if first and not kept and not (word.country and not whole_country) else None
    if last.isupper():
        title = last
    domain = last[:prefix].lower().removeprefix(OF_THE_STATE)
    return Head(title, heads.groups[form.head], plural, gender, None, 1, organization, domain)


@lru_cache(maxsize=20000)
def _closing(lower: str, heads: Heads) -> tuple[Form, int] | None:
    """The longest form at the end of a word, and how long what stands before it is."""
    forms = _forms(heads)
    if any(word in lower for word in NO_OFFICES):
        return None
    for at in range(len(lower) - 1):
        if (at == 0 or (at >= SHORTEST_PREFIX and len(lower) - at >= 4)) and lower[at:] in forms:
            return forms[lower[at:]], at
    return None


def _is_lady(words: Sequence[Word], at: int) -> bool:
    """„der stellvertretenden Vorsitzenden der Kammer, Frau Jane Roe“."""
    behind = [word.lower for word in words[at + 1 : at + LADY]]
    return "frau" in behind and "herr" not in behind and "herrn" not in behind


def _determiner(words: Sequence[Word], at: int) -> int | None:
    """The article or number before the head, past adjectives."""
    here = at - 1
    if here > 2 and words[here].lower in {"und", "oder"} and words[here - 1].text in {"-", "‑"}:
        here -= 3  # „ihrer Energie- und Wirtschaftsminister“
    while here >= 0 and words[here].kind == "word" and words[here].lower not in DETERMINERS | NUMBERS | POSSESSIVES:
        if words[here].capital and not words[here].country:
            return None
        participle = words[here + 1].lower.endswith(PARTICIPLE_ENDINGS)
        if not words[here].lower.endswith(ADJECTIVE_ENDINGS) and not participle:
            return None
        here -= 1
    return here if here >= 0 and words[here].kind == "word" else None


def _stands_before_name(words: Sequence[Word], at: int) -> bool:
    """„König Karl“, „Katars Emir“, „Emir von Katar“."""
    after = words[at + 1] if at + 1 < len(words) else None
    named = after is not None and (after.capital or after.lower in {"von", "der", "des"})
    return named or (at > 0 and words[at - 1].country is not None)


def _lists_countries(words: Sequence[Word], at: int) -> bool:
    """„mit seinen ukrainischen, russischen und französischen Amtskollegen“."""
    first = words[at - 3].country if at >= 3 and words[at - 1].country is not None else None
    return first is not None and first.form == "adjective" and words[at - 2].text in {",", "und"}


def _many(words: Sequence[Word], at: int, before: int | None, head: str) -> bool:
    """Whether an ending that says nothing („Präsidenten“, „Minister“) is a plural's here."""
    weak = head.endswith((*WEAK, *ADJECTIVAL))
    if at and words[at - 1].text.isdigit():
        return words[at - 1].text != "1"  # „26 Minister“
    if weak and _lists_countries(words, at):
        return True
    if before is None:
        alone = at == 0 or words[at - 1].kind != "word" or not words[at - 1].country
        return (weak or words[at].lower.endswith("chefs")) and alone
    article = words[before].lower
    if words[at].lower.endswith("chefs") and article in {"den", "die", "der"}:
        return True  # „von den Vorstandschefs“
    if article in NUMBERS or article == "die" or article in POSSESSIVES:
        return article != "deren" or weak
    if article == "der":
        behind_noun = before > 0 and words[before - 1].capital and words[before - 1].kind == "word"
        return weak or (behind_noun and before - 1 > 0)
    return False
