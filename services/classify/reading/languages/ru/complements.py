"""What follows a Russian office: genitives up to a name, a verb or a mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.classify.reading.languages.pack import Pack, load_pack
from services.classify.reading.languages.ru.declension import CONSONANTS
from services.classify.reading.languages.ru.heads import office_head
from services.classify.reading.languages.ru.morphology import readings
from services.classify.reading.languages.ru.offices import BORNE
from services.classify.reading.people.bearers import borne_name_end
from services.classify.reading.people.complement import Complement, Part
from services.classify.reading.people.names import lists_of
from services.classify.reading.people.words import Head, Heads, Word

OPEN, CLOSE = '«“„"', '»”“"'
SHORTENED = frozenset({"г", "гор", "пос", "обл"})  # before a town, with a full stop
DOMAIN_GROUPS = frozenset({"director", "minister", "deputy", "adviser", "ambassador", "secretary"})
HOST = frozenset({"в", "во", "при", "по"})  # before where somebody serves
QUOTED = 9  # words that quotes may hold


def office_complement(words: Sequence[Word], at: int, head: Head, table: Mapping[str, Any]) -> Complement:
    """The genitives behind the head, up to a name, a verb or a mark."""
    vocabulary = table["words"]
    parts: list[Part] = []
    if head.group == "mayor" and _is_shortened(words, at):
        at += 2
    here, wanted = at, "ablt" if head.title.lower() in vocabulary["ablative_heads"] else "gent"
    while here < len(words):
        begin = here
        here, wanted = _nouns(words, here, wanted, head)
        own = here - begin >= 2 and words[here - 1].lower in vocabulary["own_countries"]
        if own and words[here - 2].lower in vocabulary["pointing"]:  # «министр энергетики этой страны»
            parts += [*_split(words, begin, here - 2, head, vocabulary)] if here - 2 > begin else []
            parts.append(Part(here - 2, here, "host"))
        elif own and head.group in vocabulary["domain_groups"]:  # «министр энергетики республики»
            parts += [*_split(words, begin, here - 1, head, vocabulary), Part(here - 1, here, "host")]
        elif here == begin + 1 and words[begin].lower in vocabulary["town_kinds"] and not words[begin].place:
            parts.append(Part(begin, here, "host"))  # «мэр столицы Италии Рима»
        elif here > begin:
            parts += _split(words, begin, here, head, vocabulary)
        end = _country_end(words, here)
        if end > here:
            parts.append(Part(here, end, "country"))
            here = end
            town = _host_end(words, _behind_kind(words, here, vocabulary)) if head.group == "mayor" else 0
            if town > here and words[town - 1].place:
                parts.append(Part(_behind_kind(words, here, vocabulary), town, "body"))
                here = town
            if here > begin and any(part.kind == "body" for part in parts):
                here = _quoted_end(words, here)  # «службы дорог Норвегии „Вегвесен“»
            sphere = _sphere_end(words, here, head, vocabulary)
            if sphere > here:  # «государственный секретарь Великобритании по делам семьи, молодёжи и спорта»
                parts.append(Part(here, sphere, "role"))
                here = sphere
        listed = head.plural and here > begin and here + 1 < len(words) and words[here].lower in {"и", ","}
        if not listed or not (words[here + 1].country or words[here + 1].place or head.group == "mayor"):
            break
        here += 1
    while here > at and words[here - 1].lower in {"и", ","}:
        here -= 1
    if here + 1 < len(words) and words[here].lower in HOST and head.group in vocabulary["host_groups"]:
        end = _host_end(words, here + 1)
        if end > here + 1:
            parts.append(Part(here + 1, end, "host"))
            here = end
    return Complement(here, tuple(parts))


def _quoted_end(words: Sequence[Word], here: int) -> int:
    """The end of a name in quotes that begins here; the same place where none does."""
    if here >= len(words) or words[here].text not in OPEN:
        return here
    closing = next((i for i in range(here + 1, min(len(words), here + QUOTED)) if words[i].text in CLOSE), None)
    return here if closing is None or not words[here + 1].capital else closing + 1


def _behind_kind(words: Sequence[Word], here: int, vocabulary: Mapping[str, Any]) -> int:
    """Where the town stands: «столицы Италии | города Рима»."""
    more = here + 1 < len(words) and words[here].lower in vocabulary["town_kinds"]
    return here + 1 if more else here


def _sphere_end(words: Sequence[Word], here: int, head: Head, vocabulary: Mapping[str, Any]) -> int:
    """The end of what an office is for that stands behind its country: «по делам семьи», not «по итогам встречи»."""
    if here + 1 >= len(words) or words[here].lower != "по" or words[here + 1].lower in vocabulary["no_spheres"]:
        return here
    if not _is_domain(words, here + 1, head):
        return here
    begin = end = here + 1
    while end < len(words) and (reached := _nouns(words, begin, "datv", head)[0]) > begin:
        end = _nouns(words, reached, "gent", head)[0]
        begin = end + 1
        goes_on = end + 1 < len(words) and words[end].lower in {"и", ","} and _agrees(words, begin, "datv")
        if not goes_on or (words[end].text == "," and not _closes(words, begin, "datv")):
            return end
    return here


def _nouns(words: Sequence[Word], here: int, wanted: str, head: Head) -> tuple[int, str]:
    """The end of a run of nouns and adjectives in the case that is wanted, before a country."""
    begin = here
    while here < len(words):
        word = words[here]
        if here > begin and _is_shortened(words, here):
            here += 3  # «администрации г. Минска»
            while here < len(words) and words[here].place is not None and words[here].place is words[here - 1].place:
                here += 1
            continue
        if here > begin and word.lower in BORNE:
            end = borne_name_end(words, here + 1, load_pack("ru").prepared(lists_of).honorifics)
            if end > here + 1:
                here = end
                continue
        if word.person is not None and not (here == begin and head.group == "mayor" and _one_word(words, here)):
            break
        if _country_end(words, here) > here or (
            head.plural and here > begin and (words[here - 1].place or head.group == "mayor")
        ):
            break
        if word.organization and word.lower not in {"в", "во", "при"}:
            while here < len(words) and words[here].organization is word.organization:
                if words[here].lower in {"в", "во", "при"} or (here > begin and _ends_body(words, here)):
                    break
                here += 1
            continue
        if word.text in OPEN:
            closing = next((i for i in range(here + 1, min(len(words), here + QUOTED)) if words[i].text in CLOSE), None)
            if closing is None or not any(word.capital for word in words[here + 1 : here + 3]):
                break
            here = closing + 1
            continue
        if (
            head.group == "mayor"
            and word.capital
            and word.person is None
            and not any(w.capital for w in words[begin:here])
            and not (here == begin and words[here - 1].text != "." and _is_nominative(word))
        ):
            here += 1
            continue
        if word.lower == "и" and here > begin and words[here + 1 : here + 2] and words[here + 1].lower == "по":
            if not _is_domain(words, here + 2, head):
                break
            here, wanted = here + 2, "datv"  # «министр иностранных дел и по делам беженцев»
            continue
        if here == begin and word.lower == "по" and _is_domain(words, here + 1, head):
            here, wanted = here + 1, "datv"  # «заместитель губернатора по финансам», «проректор по науке»
            continue
        step = _goes_on(words, here, begin, wanted)
        if step is None:
            break
        wanted = step
        here += 1
    return here, wanted


def _is_domain(words: Sequence[Word], here: int, head: Head) -> bool:
    """Whether what follows «по» is what somebody is in charge of, not how or why he did something."""
    of_many = head.deputy or head.group in DOMAIN_GROUPS
    return of_many and here < len(words) and words[here].lower not in _reasons() and _agrees(words, here, "datv")


def _reasons() -> frozenset[str]:
    """What tells behind «по» how or why, and no domain."""
    return load_pack("ru").prepared(_not_for)


def _verbs() -> frozenset[str]:
    """Verbs that are written as the genitive of a noun is: «примет», «начал»."""
    return load_pack("ru").prepared(_verb_forms)


def _verb_forms(pack: Pack) -> frozenset[str]:
    return frozenset(pack.table("people")["words"]["verbs"])


def _not_for(pack: Pack) -> frozenset[str]:
    return frozenset(pack.table("people")["words"]["not_for"])


def _ends_body(words: Sequence[Word], here: int) -> bool:
    """Whether only the country of a body is left of its name: «облисполкома Беларуси»."""
    end, body = _country_end(words, here), words[here].organization
    return end > here and (end == len(words) or words[end].organization is not body)


def _is_shortened(words: Sequence[Word], at: int) -> bool:
    """Whether a word for a town stands here, cut short, and its name behind it: «г. Минска»."""
    if at + 2 >= len(words) or words[at].lower not in SHORTENED or words[at + 1].text != ".":
        return False
    return words[at + 2].kind == "word" and words[at + 2].capital and words[at + 2].person is None


def _is_nominative(town: Word) -> bool:
    """Whether no case but the first ends so: «прибыл бургомистр, Бреславль стал …»."""
    return town.lower[-1] in CONSONANTS and not town.text.isupper() and not town.text.isascii()


def _one_word(words: Sequence[Word], at: int) -> bool:
    """A town that the recogniser took for a family name: «мэра Глендейла ждут»."""
    return at + 1 >= len(words) or words[at + 1].person != words[at].person


def _country_end(words: Sequence[Word], here: int) -> int:
    """The end of a country's name that begins here; the same place where none does."""
    end = here
    if here < len(words):
        country = words[here].country
        body = words[here].organization
        if country and country.form == "name" and words[here].person is None and not (body and body.end > country.end):
            while end < len(words) and words[end].country is country:
                end += 1
    return end


def _host_end(words: Sequence[Word], at: int) -> int:
    """The country, town or body where an ambassador or representative is: «в Германии», «при ООН»."""
    seen = words[at].country or words[at].place or words[at].organization
    if seen is None and words[at].lower in load_pack("ru").table("people")["words"]["host_words"]:
        return at + 1
    end = at
    while end < len(words) and seen is not None and words[end].start < seen.end and words[end].person is None:
        end += 1
    return end


def _split(words: Sequence[Word], begin: int, end: int, head: Head, vocabulary: Mapping[str, Any]) -> list[Part]:
    """What belongs to the role («совета директоров») and the body behind it («CNPC»)."""
    behind = next((i for i in range(begin + 1, end) if words[i].lower == "по" and _is_name(words[i - 1])), end)
    if behind < end:  # «вице-президент ЕБРР по политике»
        return [*_split(words, begin, behind, head, vocabulary), Part(behind, end, "role")]
    named = next(
        (i for i in range(begin, end) if words[i].capital or words[i].text in OPEN or words[i].organization), end
    )
    kinds = next((i for i in range(begin, named) if words[i].lower in vocabulary["own_bodies"]), named)
    while kinds > begin and any(r.part == "ADJF" for r in readings(words[kinds - 1].lower)[:1]):
        kinds -= 1
    if _starts_office(words, begin) or words[begin].lower == "по":
        return [Part(begin, end, "role")]
    if kinds == begin or head.group in vocabulary["domain_groups"]:
        return [Part(begin, end, "body")]
    if named == end and kinds == end and words[begin].lower not in vocabulary["role_nouns"]:
        return [Part(begin, end, "body")]
    return [Part(begin, kinds, "role"), *([Part(kinds, end, "body")] if kinds < end else [])]


def _is_name(word: Word) -> bool:
    """An acronym, the end of a quoted name, or a country: no noun that «по» goes on."""
    return word.text in CLOSE or word.country is not None or (word.text.isupper() and len(word.text) > 1)


def _goes_on(words: Sequence[Word], here: int, begin: int, wanted: str) -> str | None:
    """The case that must follow if this word belongs to the complement, else None."""
    word = words[here]
    if word.person is not None or word.kind in {"initial", "number"}:
        return None
    if word.lower == "по" and here > begin:
        named = here + 1 < len(words) and words[here + 1].lower not in _reasons()
        return "datv" if named and _agrees(words, here + 1, "datv") else None
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
    behind = (
        wanted in {"datv", "ablt"} and here > begin + (wanted == "datv") and _agrees(words, here, "gent")
    )  # «по развитию комплекса»
    return wanted if behind or _agrees(words, here, wanted) else None


def _starts_office(words: Sequence[Word], here: int) -> bool:
    """Another office in one breath: «председатель комитета и министр …»."""
    return office_head(words, here, load_pack("ru").prepared(_plain_heads)) is not None


def _plain_heads(pack: Pack) -> Heads:
    heads = pack.table("people")["heads"]
    return Heads({title: group for group, row in heads.items() for title in row["words"]})


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
    if word.capital and here > 0 and word.place:
        return True
    found = readings(word.lower.rpartition("-")[2])
    if not found or found[0].part in {"PREP", "CONJ", "PRCL"} or word.lower in _verbs():
        return False
    if word.capital and here > 0 and not any(other.person is not None for other in words):
        found = tuple(r for r in found if r.known)
    return any(r.part in {"NOUN", "ADJF", "PRTF"} and r.case == wanted for r in found[:4])
