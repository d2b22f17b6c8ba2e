"""German offices: compounds, adjectives before them, genitives and „für“ behind them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from services.classify.reading.languages.de.names import is_adjective, is_common_noun, looks_like_family_name
from services.classify.reading.languages.pack import load_pack
from services.classify.reading.people.complement import Complement, Part
from services.classify.reading.people.folding import first_name_gender, is_family_first
from services.classify.reading.people.words import Gender, Head, Word, same_words, spelt

ADJECTIVE = re.compile(r"(e[nrms]?)$")
WITHOUT_DOMAIN = frozenset({"president", "premier", "monarch", "heir", "mayor", "council", "speaker"})
OF_COMPANIES = frozenset({"director", "chairman"})
BODIES = ("ministerium", "ministeriums", "amt", "bank", "kommission")
GENITIVE_ARTICLES = ("des", "der", "eines", "einer", "seines", "ihres", "seiner", "ihrer", "dieses")


def office_complement(words: Sequence[Word], at: int, head: Head, table: Mapping[str, Any]) -> Complement:
    """Genitives and prepositions behind the head."""
    end = _more_domains(words, at, head, table["words"])
    parts: list[Part] = [Part(at, end, "role")] if end > at else []
    while end < len(words) and len(parts) < 12:
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


def _more_domains(words: Sequence[Word], at: int, head: Head, vocabulary: Mapping[str, Any]) -> int:
    """The end of „, Infrastruktur und Transport“ behind „Landminister“, before the country that it is of."""
    if not head.domain or at >= len(words) or words[at].text != "," or not _domain_goes_on(words, at, vocabulary, True):
        return at
    end = at + 1
    while end < len(words) and (words[end].capital or words[end].lower in {"und", ","}) and not words[end].country:
        end += 1
    genitive = end + 1 < len(words) and words[end].lower in {"der", "des", "von"} and words[end + 1].country
    return end if genitive else at


def _part(words: Sequence[Word], at: int, head: Head, vocabulary: Mapping[str, Any], later: bool) -> Part | None:
    word = words[at]
    if word.country and word.country.form == "name":
        return Part(at, _same_country(words, at), "country")
    if not later and head.group in OF_COMPANIES and _is_acronym_alone(words, at):
        return Part(at, at + 1, "body")  # „Jane Roe, CEO ACME, …“
    if not later and _is_region_before_name(words, at):
        return Part(at, _same_place(words, at), "body")  # „Umweltministerin Niedersachsen Eva Roe“
    if word.lower == "für" and _is_for_somebody(words, at, head, vocabulary):
        return None
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
        return Part(begin, _same_country(words, begin), "country")
    if (
        word.lower == "in"
        and first.place
        and ((head.group == "ambassador" and not _is_attribute(words, begin)) or (later and _ends_at(words, begin + 1)))
    ):
        return Part(begin, _with_river(words, begin + 1), "host")  # „Botschafter der Volksrepublik China in Berlin“
    if word.lower == "in" or (word.lower in {"im", "bei", "beim"} and not _is_body(words, begin)):
        return None
    end = _noun_phrase(words, begin, vocabulary, word.lower == "für")
    named = first.person is not None or (first_name_gender(first.text) and head.group != "mayor")
    if word.lower == "von" and (end == begin or named):
        return None
    if end == begin:
        return None
    board = words[end - 1].lower.endswith(tuple(vocabulary["role_nouns"])) and words[end - 1].organization is None
    if board:
        return Part(begin, end, "role")
    return Part(at, end, "role") if word.lower == "für" else Part(begin, end, "body")


def _with_river(words: Sequence[Word], at: int) -> int:
    """Behind „/Main“, „am Main“, „(Oder)“."""
    behind = [word.text for word in words[at : at + 3]]
    if behind[:1] in (["/"], ["am"], ["an"]) and len(behind) > 1 and behind[1][:1].isupper():
        return at + 2
    return at + 3 if len(behind) == 3 and (behind[0], behind[2]) == ("(", ")") else at


def _is_acronym_alone(words: Sequence[Word], at: int) -> bool:
    after = words[at + 1] if at + 1 < len(words) else None
    shouted = words[at].kind == "word" and words[at].text.isupper() and len(words[at].text) > 1
    return shouted and (after is None or after.kind == "mark" or not after.capital)


def _is_region_before_name(words: Sequence[Word], at: int) -> bool:
    place = words[at].place
    end = _same_place(words, at)
    if place is None or place.kind != "region" or end + 1 >= len(words) or not words[end + 1].capital:
        return False
    return words[end].capital and first_name_gender(words[end].text) is not None


def _same_place(words: Sequence[Word], at: int) -> int:
    end = at
    while end < len(words) and words[end].place is words[at].place:
        end += 1
    return end


def _is_for_somebody(words: Sequence[Word], at: int, head: Head, vocabulary: Mapping[str, Any]) -> bool:
    """„gab der Premierminister für den Gast ein Essen“: with an article, only a minister's office goes on so."""
    article = at + 1 < len(words) and words[at + 1].lower in vocabulary["articles"]
    return article and head.group in WITHOUT_DOMAIN


def _is_attribute(words: Sequence[Word], at: int) -> bool:
    """Whether a town's name is the adjective of a noun: „in der Erfurter Staatskanzlei“."""
    following = words[at + 1] if at + 1 < len(words) else None
    return (
        following is not None
        and following.capital
        and words[at].lower.endswith("er")
        and is_common_noun(following.text)
    )


def _ends_at(words: Sequence[Word], at: int) -> bool:
    """Whether a comma and a name stand here: „der Rektor der Universität in Osch, Jane Roe“."""
    return at + 1 < len(words) and words[at].text == "," and words[at + 1].kind == "word" and words[at + 1].capital


def _is_body(words: Sequence[Word], begin: int) -> bool:
    """„im Entwicklungsministerium“, „im Auswärtigen Amt“: not a time or a place."""
    return any(word.lower.endswith(BODIES) for word in words[begin : begin + 3] if word.capital)


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
        if word.person is not None or word.kind == "initial" or (nouns and word.lower in vocabulary["honorifics"]):
            break
        if word.organization:
            while end < len(words) and words[end].organization is word.organization:
                domain = domain or words[end].lower == "für"
                end += 1
            nouns += 1
            continue
        if word.country and word.country.form == "name" and nouns:
            break
        if word.capital and word.kind == "word":
            if nouns and _begins_name(words, end):
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
        if domain and end > begin and not nouns and word.lower in vocabulary["articles"]:
            end += 1  # „für Osteuropa, den Kaukasus und Zentralasien“
            continue
        if word.text in OPEN and end + 1 < len(words):
            closing = next((i for i in range(end + 1, min(len(words), end + 8)) if words[i].text in CLOSE), None)
            if closing is None:
                break
            end, nouns = closing + 1, nouns + 1
            continue
        if nouns and (word.lower == "für" or word.lower in {"of", "and", "for"}):
            following = _behind_for(words, end + 1, vocabulary)
            if following is not None:
                return following
        if nouns and word.text in {"-", "‑"} and word.start == words[end - 1].end and _cut_short(words, end):
            end += 2
            continue
        if nouns and word.lower in {"und", ","} and _domain_goes_on(words, end, vocabulary, domain):
            end += 1
            nouns = 0 if words[end].kind == "word" and not words[end].capital else nouns
            continue
        break
    while end > begin and not words[end - 1].capital and words[end - 1].text not in CLOSE:
        end -= 1
    return end


def _behind_for(words: Sequence[Word], at: int, vocabulary: Mapping[str, Any]) -> int | None:
    """The end of „für den Bau der Stadt Arkadag“: a noun phrase and the genitive behind it."""
    begin = at + (at < len(words) and words[at].lower in {"den", "die", "das"})
    end = _noun_phrase(words, begin, vocabulary, True)
    if end == begin:
        return None
    if end + 1 < len(words) and words[end].lower in {"des", "der"} and not words[end + 1].country:
        genitive = _noun_phrase(words, end + 1, vocabulary, False)
        return genitive if genitive > end + 1 else end
    return end


def _cut_short(words: Sequence[Word], dash: int) -> bool:
    """„Land- und Forstwirtschaft“."""
    return dash + 2 < len(words) and words[dash + 1].lower in {"und", "oder"} and words[dash + 2].capital


def _begins_name(words: Sequence[Word], at: int) -> bool:
    """A first name, or any capital before a family name by its ending, behind the nouns of a body."""
    after = words[at + 1] if at + 1 < len(words) else None
    if after is not None and after.capital and after.kind == "word" and looks_like_family_name(after.text):
        return words[at - 1].lower not in {"und", ","}
    if is_family_first(words[at].text) and after is not None and after.capital and after.kind == "word":
        return not is_common_noun(after.text)
    if words[at].place is not None and (after is None or after.kind == "mark"):
        return False  # „der Region Tula, Jan Roe“
    return first_name_gender(words[at].text) is not None and not is_common_noun(words[at].text)


GENDERED = r"(?i:(minister|präsident|kanzler|direktor|sekretär|chef|premier|bürgermeister))"
HYPHENS = frozenset({"-", "‑"})
OPEN, CLOSE = '„»«"“', '“«»"”'


def _continues(words: Sequence[Word], begin: int, end: int) -> bool:
    """A second capital belongs to the body unless it may begin a name: „Welajats Lebap“."""
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
        if word.lower not in vocabulary["world_regions"] and (
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
    if not head.plural and _is_cut_short(words, here):
        return True  # „Agrar- und Umweltminister“
    return word == "vize" or ADJECTIVE.sub("", word) in vocabulary["modifiers"]


def _is_cut_short(words: Sequence[Word], here: int) -> bool:
    """Whether a word, hyphen, comma or "und" stands in a list of words cut short before the one that has their end."""
    word = words[here]
    if word.text in HYPHENS:
        return _cut_before(words, here)
    if word.text == "," or word.lower in {"und", "sowie"}:
        return here > 1 and words[here - 1].text in HYPHENS and _cut_before(words, here - 1)
    return here + 1 < len(words) and words[here + 1].text in HYPHENS and _cut_before(words, here + 1)


def _cut_before(words: Sequence[Word], hyphen: int) -> bool:
    joined = hyphen > 0 and words[hyphen - 1].end == words[hyphen].start and words[hyphen - 1].capital
    following = words[hyphen + 1] if hyphen + 1 < len(words) else None
    return joined and following is not None and following.text in {"und", "sowie", ","}


def role_text(words: Sequence[Word], modifiers: Sequence[int], at: int, head: Head, parts: Sequence[Part]) -> str:
    """Adjectives and head in the nominative, then the genitives as they are."""
    ending = "e" if head.gender == "f" else "er"
    shown: list[str] = []
    for i in modifiers:
        if not words[i].capital and _is_cut_short(words, i):
            shown[-1:] = [f"{shown[-1]}{words[i].text}"] if words[i].kind == "mark" else [*shown[-1:], words[i].text]
        elif ADJECTIVE.search(words[i].lower) and words[i].lower != "vize" and not _is_cut_short(words, i):
            shown.append(ADJECTIVE.sub("", words[i].text) + ending)
        else:
            shown.append(words[i].text)
    shown.append(head.title)
    for part in parts:
        begin = part.first
        if begin > 0 and words[begin - 1].lower in (*GENITIVE_ARTICLES, "von", "im"):
            begin -= 1
        shown.append(spelt([w for w in words[begin : part.last] if not (w.country and w.country.form == "adjective")]))
    return " ".join(shown).replace(" ,", ",")


def role_of(role: str, gender: Gender | None) -> str:
    """The role as somebody of that gender has it: the colleague of an „Außenministerin“ is an „Außenminister“."""
    if gender == "f":
        return re.sub(rf"{GENDERED}(?!\w)", r"\1in", role)
    return re.sub(rf"{GENDERED}in(?!\w)", r"\1", role)


def body_text(words: Sequence[Word], part: Part) -> str:
    """A body in the nominative: adjectives take the ending of its gender, the noun loses the genitive's."""
    span = words[part.first : part.last]
    body = span[0].organization
    if body and body.end >= span[-1].end and same_words(body.name, span) and body.name != spelt(span):
        return body.name
    article = words[part.first - 1].lower if part.first else ""
    masculine = article in {"des", "eines", "seines", "ihres", "im", "beim", "dem", "vom", "dieses"}
    noun = next((i for i, w in enumerate(span) if w.capital and not _capital_adjective(span, i)), len(span) - 1)
    shown = []
    for i, word in enumerate(span):
        text = word.text
        if i < noun and ADJECTIVE.search(text) and not (text[0].isupper() and _is_attribute(span, i)):
            text = ADJECTIVE.sub("", text) + _adjective_ending(span[noun].text, masculine)
        elif i == noun and masculine and article in {"des", "eines", "seines", "ihres", "dieses"}:
            text = _without_genitive(text)
        shown.append(text)
    shown[0] = shown[0][0].upper() + shown[0][1:]
    return spelt([word._replace(text=text) for word, text in zip(span, shown, strict=True)])


def _capital_adjective(span: Sequence[Word], at: int) -> bool:
    """„Deutschen“ in „Deutschen Bahn“."""
    following = at + 1 < len(span) and span[at + 1].capital
    return following and span[at].text.endswith(("en", "er", "es")) and is_adjective(span[at].text)


def _adjective_ending(noun: str, masculine: bool) -> str:
    if not masculine:
        return "e"
    table = load_pack("de").table("people")
    lower = _without_genitive(noun).lower()
    return "es" if lower.endswith(tuple(table["neuter"]["endings"])) else "er"


def _without_genitive(noun: str) -> str:
    if noun.isupper() or noun.endswith("ss") or noun.lower().endswith("fonds"):
        return noun
    for ending in (
        "sses",
        "tes",
        "des",
        "tages",
        "hofes",
        "kreises",
        "hauses",
        "betriebes",
        "werkes",
        "zuges",
        "verbundes",
    ):
        if noun.endswith(ending) and len(noun) > 4:
            return noun[:-2]
    return noun[:-1] if noun.endswith("s") and len(noun) > 3 and not noun.endswith(("us", "is")) else noun


def is_whole_body(word: Word, bodies: Sequence[str]) -> bool:
    return word.lower in bodies
