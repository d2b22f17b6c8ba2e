"""German offices: compounds, adjectives before them, genitives and „für“ behind them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from services.classify.reading.languages.de.names import is_common_noun
from services.classify.reading.languages.pack import load_pack
from services.classify.reading.people.complement import Complement, Part
from services.classify.reading.people.folding import first_name_gender
from services.classify.reading.people.words import Gender, Head, Word

ADJECTIVE = re.compile(r"(e[nrms]?)$")
ENDINGS = (
    ("innen", True, "f"),
    ("in", False, "f"),
    ("en", None, None),
    ("es", False, None),
    ("s", False, None),
    ("n", None, None),
    ("e", True, None),
    ("", None, None),
)
GENITIVE_ARTICLES = ("des", "der", "eines", "einer", "seines", "ihres", "seiner", "ihrer", "dieses")


def office_head(words: Sequence[Word], at: int, heads: Mapping[str, str]) -> Head | None:
    """A head in any case, alone or closing a compound: „Handelsministers“, „KfW-Vorständin“."""
    word = words[at]
    if not word.capital or (word.country and word.country.form == "name"):
        return None
    base, gender, plural = _base(word.lower, tuple(heads))
    if base is None:
        return None
    prefix, shown = _title(word.text, base, gender)
    if plural is None:
        plural = _plural_before(words, at)
    if (gender is None and base in {"vorsitzender", "beauftragter", "gesandter", "abgeordneter"}) or base.endswith(
        "vorsitzender"
    ):
        gender = _gender_of_article(words, at, gender)
        if gender == "f":
            shown = shown[:-1] if shown.endswith("er") else shown
    group = heads[base]
    return Head(shown, group, bool(plural), gender, None, 1)


@lru_cache(maxsize=20000)
def _base(lower: str, heads: tuple[str, ...]) -> tuple[str | None, Gender | None, bool | None]:
    """The longest head that the word is or ends in, with what the ending says."""
    last = lower.rpartition("-")[2]
    best: tuple[str | None, Gender | None, bool | None] = (None, None, None)
    for ending, plural, gender in ENDINGS:
        if ending and not last.endswith(ending):
            continue
        stem = last[: len(last) - len(ending)]
        for shape in {
            stem,
            stem.replace("vorständ", "vorstand"),
            stem + "e" if ending == "n" else stem,
            stem + "r" if stem.endswith("e") else stem,
            stem + "er" if ending in {"e", "en"} else stem,
        }:
            for head in heads:
                if not (shape == head or (len(head) > 4 and shape.endswith(head) and len(shape) - len(head) >= 3)):
                    continue
                if best[0] is None or len(head) > len(best[0]):
                    weak = head.endswith(("ent", "kollege", "nomad"))
                    adjectival = head.endswith(("ender", "ter")) and head.endswith(
                        ("vorsitzender", "beauftragter", "gesandter", "abgeordneter")
                    )
                    told = gender if gender else None
                    number = plural if not weak and not adjectival else None
                    if ending == "e" and not adjectival:
                        number = True if not head.endswith("e") else None
                    if ending == "" or (shape == head and ending == "n" and head.endswith("e")):
                        number = None if head.endswith(("er", "e")) else False
                    best = (head, told, number)  # type: ignore[assignment]
    return best


def _title(shown: str, base: str, gender: Gender | None) -> tuple[str, str]:
    """The word in the nominative singular, without an organisation before a hyphen."""
    first, dash, last = shown.rpartition("-")
    organization = dash and not first.lower().startswith(("vize", "ex", "premier"))
    word = last if organization else shown
    lower = word.lower()
    stem = base[:-2] if base.endswith("ender") else base
    at = lower.rfind(stem)
    if at < 0:
        at = lower.rfind("vorständ") if base == "vorstand" else 0
    kept = word[:at] + (word[at:][: len(base)] if not base.endswith("ender") else word[at:][: len(stem)] + "er")
    if base == "kollege" or base.endswith("kollege"):
        kept = word[:at] + word[at : at + len(base)]
    if gender == "f":
        kept = word[: lower.rfind("in") + 2]
    return (first if organization else ""), kept[0].upper() + kept[1:]


def _plural_before(words: Sequence[Word], at: int) -> bool:
    """Whether the words before an ending that says nothing („die Präsidenten“) make it many."""
    numbers = ("beiden", "zwei", "drei", "vier", "fünf", "beide", "der", "die", "zweier", "dreier")
    here = at - 1
    while (
        here >= 0
        and (words[here].country or ADJECTIVE.search(words[here].lower))
        and words[here].lower not in numbers
        and not words[here].capital
    ):
        here -= 1
    if here < 0:
        return words[at].lower.endswith("en") or words[at].lower.endswith("minister")
    before = words[here].lower
    if before in {"beiden", "zwei", "drei", "vier", "fünf", "beide", "zweier", "dreier"}:
        return True
    ends_plural = words[at].lower.endswith(("enten", "kollegen", "minister", "vertreter", "leiter", "vorsitzenden"))
    if before == "die":
        return ends_plural and not words[at].lower.endswith("e")
    if before == "der" and words[at].lower.endswith(("enten",)):
        return True
    return False


def _gender_of_article(words: Sequence[Word], at: int, gender: Gender | None) -> Gender | None:
    here = at - 1
    while (
        here >= 0
        and (words[here].country or ADJECTIVE.search(words[here].lower))
        and words[here].lower not in {"der", "die", "des", "dem", "den"}
    ):
        here -= 1
    return "f" if here >= 0 and words[here].lower == "die" and words[at].lower.endswith("e") else gender


def office_complement(words: Sequence[Word], at: int, head: Head, table: Mapping[str, Any]) -> Complement:
    """Genitives and prepositions behind the head."""
    parts: list[Part] = []
    end = at
    while end < len(words) and len(parts) < 4:
        part = _part(words, end, head, table["words"], bool(parts))
        if part is None:
            break
        parts.append(part)
        end = part.last
        if (
            head.plural
            and part.kind == "country"
            and end + 1 < len(words)
            and (words[end].text == "," or words[end].lower in table["words"]["joiners"])
        ):
            following = end + 1 + (words[end + 1].lower in GENITIVE_ARTICLES)
            if following < len(words) and words[following].country:
                end += 1
                continue
    return Complement(end, tuple(parts))


def _part(words: Sequence[Word], at: int, head: Head, vocabulary: Mapping[str, Any], later: bool) -> Part | None:
    word = words[at]
    if word.country and word.country.form == "name":
        return Part(at, _same_country(words, at), "country")
    begin = at
    if word.lower in GENITIVE_ARTICLES or word.lower in {"von", "vom", "im", "beim", "bei", "für", "in"}:
        begin = at + 1
        if (
            begin < len(words)
            and words[begin].lower in {"der", "den", "dem", "die", "das"}
            and word.lower in {"für", "von", "bei", "in"}
        ):
            begin += 1
    elif not (word.organization and word.person is None):
        return None
    if begin >= len(words):
        return None
    first = words[begin]
    if first.country and first.country.form == "name":
        return Part(at if later and False else begin, _same_country(words, begin), "country")
    if word.lower == "in" or (word.lower in {"im", "bei", "beim"} and not _is_body(words, begin)):
        return None
    end = _noun_phrase(words, begin, vocabulary, word.lower == "für")
    if word.lower in {"von"} and (end == begin or first.person is not None or first_name_gender(first.text)):
        return None
    return Part(at if word.lower == "für" else begin, end, "body") if end > begin else None


def _is_body(words: Sequence[Word], begin: int) -> bool:
    here = begin
    while here < len(words) and not words[here].capital and here - begin < 4:
        here += 1
    return here < len(words) and words[here].lower.endswith(
        ("ministerium", "amt", "ministeriums", "bank", "kommission", "kanzleramt")
    )


def _same_country(words: Sequence[Word], at: int) -> int:
    end = at
    while end < len(words) and words[end].country is words[at].country:
        end += 1
    return end


def _noun_phrase(words: Sequence[Word], begin: int, vocabulary: Mapping[str, Any], domain: bool) -> int:
    """Adjectives and nouns; names of bodies in capitals; "und" and commas inside a domain."""
    end, nouns = begin, 0
    while end < len(words):
        word = words[end]
        if word.person is not None or word.kind == "initial":
            break
        if word.organization:
            while end < len(words) and words[end].organization is word.organization:
                end += 1
            nouns += 1
            continue
        if word.country and word.country.form == "name" and nouns:
            break
        if word.capital and word.kind == "word":
            if nouns and first_name_gender(word.text) and not is_common_noun(word.text):
                break
            if nouns and not domain and not _continues(words, begin, end):
                break
            nouns += 1
            end += 1
            continue
        if (
            word.kind == "word"
            and not nouns
            and (word.country or ADJECTIVE.search(word.lower))
            and word.lower not in vocabulary["articles"]
        ):
            end += 1
            continue
        if word.text in OPEN and end + 1 < len(words):
            closing = next((i for i in range(end + 1, min(len(words), end + 8)) if words[i].text in CLOSE), None)
            if closing is None:
                break
            end, nouns = closing + 1, nouns + 1
            continue
        if nouns and (word.lower == "für" or word.lower in {"of", "and", "for"}):
            following = _noun_phrase(words, end + 1, vocabulary, True)
            if following > end + 1:
                return following
        if nouns and word.lower in {"und", ","} and _domain_goes_on(words, end, vocabulary, domain):
            end += 1
            nouns = 0 if words[end].kind == "word" and not words[end].capital else nouns
            continue
        break
    while end > begin and not words[end - 1].capital and words[end - 1].text not in CLOSE:
        end -= 1
    return end


OPEN, CLOSE = '„»«"“', '“«»"”'


def _continues(words: Sequence[Word], begin: int, end: int) -> bool:
    """A second capital belongs to the body unless it may begin a name: „Welajats Lebap“, „Staatskonzerns Turkmengas“."""
    word = words[end]
    following = words[end + 1] if end + 1 < len(words) else None
    if following is not None and (following.capital and following.kind == "word") and not is_common_noun(word.text):
        return word.text.isascii() and word.text.isupper()
    return True


def _domain_goes_on(words: Sequence[Word], at: int, vocabulary: Mapping[str, Any], domain: bool) -> bool:
    """„Land, Infrastruktur und Transport“: nouns up to an "und"."""
    if not domain:
        return False
    here = at + 1
    while here < len(words) and here - at < 9:
        word = words[here]
        if (
            word.country
            or word.person is not None
            or (word.kind == "word" and word.capital and not is_common_noun(word.text))
        ):
            return False
        if words[at].text != ",":
            return word.capital or bool(ADJECTIVE.search(word.lower))
        if word.lower == "und":
            return here + 1 < len(words) and words[here + 1].kind == "word"
        if word.kind != "word" and word.text != ",":
            return False
        here += 1
    return False


def is_office_modifier(words: Sequence[Word], here: int, head: Head, vocabulary: Mapping[str, Any]) -> bool:
    word = words[here].lower
    return word == "vize" or ADJECTIVE.sub("", word) in vocabulary["modifiers"]


def role_text(words: Sequence[Word], modifiers: Sequence[int], at: int, head: Head, parts: Sequence[Part]) -> str:
    """Adjectives and head in the nominative, then the genitives as they are."""
    ending = "e" if head.gender == "f" else "er"
    shown = []
    for i in modifiers:
        if ADJECTIVE.search(words[i].lower) and words[i].lower != "vize":
            shown.append(ADJECTIVE.sub("", words[i].text) + ending)
        else:
            shown.append(words[i].text)
    shown.append(head.title)
    for part in parts:
        begin = part.first
        if begin > 0 and words[begin - 1].lower in (*GENITIVE_ARTICLES, "von", "im"):
            begin -= 1
        shown.append(
            " ".join(w.text for w in words[begin : part.last] if not (w.country and w.country.form == "adjective"))
        )
    return " ".join(shown).replace(" ,", ",")


def body_text(words: Sequence[Word], part: Part) -> str:
    """A body in the nominative: adjectives take the ending of its gender, the noun loses the genitive's."""
    span = words[part.first : part.last]
    if span[0].organization and span[0].organization.end >= span[-1].end:
        return span[0].organization.name
    article = words[part.first - 1].lower if part.first else ""
    masculine = article in {"des", "eines", "seines", "ihres", "im", "beim", "dem", "vom", "dieses"}
    noun = next((i for i, w in enumerate(span) if w.capital), len(span) - 1)
    shown = []
    for i, word in enumerate(span):
        text = word.text
        if i < noun and ADJECTIVE.search(text):
            text = ADJECTIVE.sub("", text) + _adjective_ending(span[noun].text, masculine)
        elif i == noun and masculine and article in {"des", "eines", "seines", "ihres", "dieses"}:
            text = _without_genitive(text)
        shown.append(text)
    shown[0] = shown[0][0].upper() + shown[0][1:]
    joined = ""
    for before, word, text in zip([None, *span], span, shown, strict=False):
        joined += ("" if before is None or before.end == word.start else " ") + text
    return joined


def _adjective_ending(noun: str, masculine: bool) -> str:
    if not masculine:
        return "e"
    table = load_pack("de").table("people")
    lower = _without_genitive(noun).lower()
    return "es" if lower.endswith(tuple(table["neuter"]["endings"])) else "er"


def _without_genitive(noun: str) -> str:
    if noun.isupper() or noun.endswith("ss") or noun.lower().endswith("fonds"):
        return noun
    for ending in ("sses", "tes", "des"):
        if noun.endswith(ending) and len(noun) > 5:
            return noun[:-2]
    return noun[:-1] if noun.endswith("s") and len(noun) > 3 and not noun.endswith(("us", "is")) else noun


def is_whole_body(word: Word, bodies: Sequence[str]) -> bool:
    return word.lower in bodies
