"""What follows an English office: countries, domains of government, bodies, places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from services.classify.reading.languages.en.bounds import (
    FULL_NAMES,
    INSIDE,
    MAJESTIES,
    OFFICE,
    begins_person,
    ends_in_family_name,
    ends_list,
    is_headline_verb,
    is_office,
    run_end,
)
from services.classify.reading.languages.pack import load_pack
from services.classify.reading.people.complement import Complement, Part
from services.classify.reading.people.words import Head, Word

KINDS = 4  # words in small letters up to the kind of body
REACH = 9  # words in which a list must close
OF_COUNTRIES = {"president", "premier", "minister", "ambassador", "speaker"}
SERVANTS = {"secretary", "director", "minister", "adviser", "commander"}  # told with their ministry behind a comma
CLOSED = 6  # words in which a body behind a comma ends
SAINTS = {"st", "ste"}
SIDES = ("north", "south", "east", "west")
COMPASS = {"central", "upper", "lower", "greater", *SIDES, *(f"{side}ern" for side in SIDES)}
COMPASS |= {f"{one}{other}ern" for one in SIDES[:2] for other in SIDES[2:]}
OF_PLACES = {"mayor", "director", "chairman", "council"}  # of towns and regions, told with the country behind a comma
POSSESSIVES = {"'", "’", "s"}
REGION = 2  # words of a region told by where it lies


def office_complement(words: Sequence[Word], at: int, head: Head, table: Mapping[str, Any]) -> Complement:
    """What follows the head: "of Trade, Industry and Energy of Korea", "in charge of oil and gas"."""
    vocabulary = table["words"]
    parts: list[Part] = []
    while at < len(words) and head.group == "ambassador" and words[at].lower in vocabulary["rank_behind"]:
        at += 1  # "Ambassador Extraordinary and Plenipotentiary of Norway"
    if head.group == "adviser" and (whose := _superior(words, at, table)):
        parts.append(whose)
        at = whose.last
    end = at
    while end < len(words):
        domain = parts and words[end].lower == "on" and not _begins_date(words, end + 1)
        begin = end + 1 if domain else _behind_preposition(words, end, head, vocabulary)
        if begin is None or begin >= len(words):
            end = _country_alone(words, end, head, parts) if end == at else end
            break
        charge = words[end].text != "," and begin - end == len(vocabulary["in_charge_of"])
        found = _noun_phrase(words, begin, words[begin - 1].lower, head, vocabulary)
        if not found:
            break
        first = len(parts)
        parts += [replace(part, kind="host") for part in found] if charge else found
        end = found[-1].last
        if (land := _country_behind(words, end, head)) is not None:
            parts.append(land)
            end = land.last
            break
        listed = head.plural or words[begin - 1].lower == "for"
        if listed and (found[-1].kind == "country" or (head.plural and words[found[-1].last - 1].place)):
            end = _more_countries(words, end, parts, vocabulary)
            if not head.plural:
                parts[first:] = [replace(parts[first], last=end)]  # "Regional Director for A, B and C"
    return Complement(end, tuple(parts))


def _superior(words: Sequence[Word], at: int, table: Mapping[str, Any]) -> Part | None:
    """Whom an adviser serves: "to the Prime Minister", "of the Foreign Minister"."""
    if at + 1 >= len(words) or words[at].lower not in {"to", "of"}:
        return None
    begin = at + 1 + (words[at + 1].lower == "the")
    for here in range(begin, min(len(words), begin + OFFICE)):
        for length in (3, 2, 1):
            shown = " ".join(word.lower for word in words[here : here + length])
            if any(shown in row["words"] for row in (*table["heads"].values(), *table["weak"].values())):
                end = here + length
                named = begin == at + 1 and end < len(words) and words[end].capital  # "adviser of President X"
                return None if named else Part(begin, end, "role")
        if words[here].country or words[here].lower in {*POSSESSIVES, *table["words"]["modifiers"]}:
            continue
        if words[here].lower not in table["words"]["domains"]:
            return None
    return None


def _country_behind(words: Sequence[Word], at: int, head: Head) -> Part | None:
    """The country between commas behind the town of an office: "Mayor of Springfield, Norway, Arman Doe"."""
    if head.group not in OF_PLACES or head.plural or at + 2 >= len(words) or words[at].text != ",":
        return None
    country = words[at + 1].country
    if country is None or country.form != "name" or country.end < words[at + 1].end:
        return None
    end = _span_end(words, at + 1, country.end)
    closed = end + 1 < len(words) and words[end].text == "," and words[end + 1].capital
    return Part(at + 1, end, "country") if closed else None


def _country_alone(words: Sequence[Word], at: int, head: Head, parts: list[Part]) -> int:
    """The end of a country between an office and a name with no preposition: "President Norway Arman Doe"."""
    country = words[at].country if at < len(words) else None
    if country is None or country.form != "name" or head.group not in OF_COUNTRIES:
        return at
    end = _span_end(words, at, country.end)
    if end >= len(words) or not begins_person(words, end):
        return at
    parts.append(Part(at, end, "country"))
    return end


def _behind_preposition(words: Sequence[Word], at: int, head: Head, vocabulary: Mapping[str, Any]) -> int | None:
    if [w.lower for w in words[at : at + 3]] == vocabulary["in_charge_of"]:
        return at + 3
    government = [w.lower for w in words[at : at + 3]] == [",", "government", "of"]
    if government and at + 3 < len(words) and any(w.country for w in words[at + 3 : at + 5]):
        return at + 3  # "Minister for Power, Government of India, X"
    if words[at].text == "," and head.group in SERVANTS and at + 1 < len(words):
        body = words[at + 1].organization
        if body is not None and body.kind == "state" and body.start == words[at + 1].start and words[at + 1].capital:
            return at + 1  # "Joint Secretary, Ministry of Mines"
        closed = body is not None and any(
            w.start >= body.end and w.text in ",.)" for w in words[at + 2 : at + 8][:CLOSED]
        )
        if closed and body is not None and body.kind == "international" and body.start == words[at + 1].start:
            return at + 1  # "Country Director, ADB"
    if words[at].lower in vocabulary["of"] or (words[at].lower == "to" and head.group == "ambassador"):
        return at + 1
    return None


def _noun_phrase(
    words: Sequence[Word], begin: int, preposition: str, head: Head, vocabulary: Mapping[str, Any]
) -> list[Part]:
    """The parts behind one preposition; none where it opens something else."""
    if words[begin].lower in vocabulary["articles"]:
        begin += 1
    if begin >= len(words) or words[begin].kind == "mark":
        return []
    first = words[begin]
    if first.country and first.country.end < first.end:
        return [Part(begin, begin + 1, "country"), *_body(words, begin + 1, preposition, head, vocabulary)]
    if first.country and first.country.form == "name" and not _inside_body(words, begin):
        end = _span_end(words, begin, first.country.end)
        if first.text.isupper() and end < len(words) and words[end].capital and not begins_person(words, end):
            return _body(words, begin, preposition, head, vocabulary)
        if preposition == "to":
            return [Part(begin, end, "host")]
        if not _possessive(words, end):
            # "of the Norway Foreign Ministry", "of the Norway delegation"
            noun = words[end] if end < len(words) else None
            named = noun and noun.organization and noun.organization.kind == "state" and noun.capital
            of_noun = noun and (
                named or noun.lower in vocabulary["role_nouns"] or _of_kind(words, begin, end, vocabulary)
            )
            return [Part(begin, end, "country"), *(_body(words, end, preposition, head, vocabulary) if of_noun else [])]
        rest = _body(words, end + 2, preposition, head, vocabulary)
        return [Part(begin, end, "country"), *rest] if rest else [Part(begin, end, "country")]
    if preposition == "to" and (first.place or (first.capital and not begins_person(words, begin))):
        return [Part(begin, _span_end(words, begin, first.place.end) if first.place else begin + 1, "host")]
    if preposition == "in" and head.group == "ambassador" and first.place:
        return [Part(begin, _span_end(words, begin, first.place.end), "host")]  # "Ambassador of Norway in Rabat"
    if preposition in {"in", "to"}:
        return []
    if first.country and first.country.form == "adjective" and not _inside_body(words, begin):
        rest = _body(words, begin + 1, preposition, head, vocabulary)
        return [Part(begin, begin + 1, "country"), *rest] if rest else []
    return _body(words, begin, preposition, head, vocabulary)


def _body(words: Sequence[Word], begin: int, preposition: str, head: Head, vocabulary: Mapping[str, Any]) -> list[Part]:
    if begin >= len(words):
        return []
    first = words[begin]
    if first.organization:
        end = _without_person(words, begin, _span_end(words, begin, first.organization.end))
        while end - begin > 1 and words[end - 1].lower in INSIDE:
            end -= 1
        if end < len(words) and words[end].text == "," and _list_goes_on(words, end, vocabulary):
            end = _capitals(words, begin, True, vocabulary)
        added = (*vocabulary["role_nouns"], *vocabulary["own_bodies"])  # "of Masdar company X"
        office = end < len(words) and words[end].lower in added
        return [Part(begin, end, "body"), *([Part(end, end + 1, "host")] if office else [])]
    if first.lower in SAINTS and begin + 2 < len(words) and words[begin + 1].text == "." and words[begin + 2].capital:
        return [Part(begin, begin + 3, "body")]  # "Governor of St. Andrews X"
    named = begin + (first.lower in COMPASS and begin + 1 < len(words) and first.capital)
    if named > begin and head.group in OF_PLACES and run_end(words, begin) - begin > REGION + 1:
        return [Part(begin, begin + REGION, "body")]  # "Governor of Central Brunia Arman Doe"
    if (place := words[named].place) and preposition != "for":
        end = _span_end(words, begin, place.end)
        region = end < len(words) and words[end].lower in vocabulary["region_words"]
        return [Part(begin, end + region, "body")]
    noun = begin + (begin + 1 < len(words) and first.lower in vocabulary["role_adjectives"])
    if words[noun].lower in vocabulary["role_nouns"]:
        end = noun + 1
        if [w.lower for w in words[end : end + 2]] == vocabulary["of_directors"]:
            end += 2
        return [Part(begin, end, "role")]
    domain = head.group in vocabulary["domain_groups"]
    end = _capitals(words, begin, domain, vocabulary) if first.capital else _small_letters(words, begin, vocabulary)
    if end == begin:
        return []
    end += end < len(words) and words[end].lower in vocabulary["region_words"]
    kind: Literal["role", "body"] = "role" if preposition in {"for", "on"} and not domain else "body"
    what = end + 1 < len(words) and words[end].lower in vocabulary["own_bodies"] and words[end + 1].capital
    return [Part(begin, end, kind), *([Part(end, end + 1, "host")] if what else [])]  # "of Acme company X"


def _of_kind(words: Sequence[Word], begin: int, end: int, vocabulary: Mapping[str, Any]) -> bool:
    """Whether a country behind an article begins the name of a body: "the Norway Shipping Council"."""
    kinds = (*vocabulary["public_bodies"], *vocabulary["whole_bodies"])
    if words[begin - 1].lower != "the":
        return False
    if end - begin > 1:  # "the Islamic Republic of Iran Railways"
        return words[end].capital and words[end].lower in kinds
    for word in words[end : end + KINDS]:
        if not word.capital or word.kind != "word" or word.person is not None:
            return False
        if word.lower in kinds:
            return True
    return False


def _without_person(words: Sequence[Word], begin: int, end: int) -> int:
    """The end of a body's name before a person's: "Mazhilis | Yerlan Koshanov"."""
    for at in range(begin + 1, end):
        if words[at - 1].lower in MAJESTIES or begins_person(words, at) or ends_in_family_name(words, at):
            return at
        if is_office(words, at):
            return at - 1
    return end


def _capitals(words: Sequence[Word], begin: int, domain: bool, vocabulary: Mapping[str, Any]) -> int:
    """The end of "Trade, Industry and Energy", "Sultan's Armed Forces", "Diwan of Royal Court", before any name."""
    end = begin
    while end < len(words):
        word = words[end]
        if end > begin and word.capital and is_headline_verb(word, vocabulary):
            break
        if (
            end > begin
            and word.lower not in vocabulary["common"]
            and _ends_before(words, begin, end, domain, vocabulary)
        ):
            break
        if word.capital or word.kind == "number":
            end += 1
            continue
        following = _next_capital(words, end)
        if domain and following is not None and ends_list(words, end, following, vocabulary):
            break
        if following is not None and not begins_person(words, following) and not is_office(words, following):
            end = following
            continue
        if word.text == "," and _list_goes_on(words, end, vocabulary):
            end += 1
            continue
        break
    while end > begin and words[end - 1].lower in INSIDE:
        end -= 1
    return end


def _ends_before(words: Sequence[Word], begin: int, at: int, domain: bool, vocabulary: Mapping[str, Any]) -> bool:
    word, before = words[at], words[at - 1].lower
    if word.country and word.country.form == "name" and before in {"of", "the"}:
        return True
    if not word.capital or before in {*vocabulary["joiners"], "of", "for", "the", ","}:
        return False
    if begins_person(words, at):
        return True
    run = run_end(words, at)
    unknown = (
        domain and before in vocabulary["domains"] and not (word.lower in vocabulary["domains"] or word.organization)
    )
    if unknown and word.text[1:2].islower() and run - at in FULL_NAMES:
        return True  # "Minister of Urban Development | Farzin Sadegh Roe"
    if any(begins_person(words, later) for later in range(at + 1, run)):
        return False
    if domain and before in vocabulary["domains"] and word.lower not in vocabulary["domains"]:
        return run - at > 1 or run == len(words) or not _domain_goes_on(words, run, vocabulary)
    return ends_in_family_name(words, at)


def _domain_goes_on(words: Sequence[Word], at: int, vocabulary: Mapping[str, Any]) -> bool:
    """Whether a domain goes on behind a word that no list has: "Energy Frugality | and Land Use", "… Reform of Z"."""
    if words[at].lower not in vocabulary["joiners"]:
        return words[at].lower in {"of", "for"}
    after = words[at + 1] if at + 1 < len(words) else None
    return after is not None and after.lower in vocabulary["domains"] and not is_office(words, at + 1)


def _next_capital(words: Sequence[Word], at: int) -> int | None:
    here = at
    while here < len(words) and words[here].lower in INSIDE and here - at < 3:
        here += 1
    if here == at or here >= len(words) or not words[here].capital or words[here].kind == "initial":
        return None
    if _begins_date(words, here):
        return None
    country = words[here].country
    return None if country and country.form == "name" and words[here - 1].lower in {"of", "the"} else here


def _begins_date(words: Sequence[Word], at: int) -> bool:
    """Whether a small word leads to a day: "the rector of Oslo University on Monday"."""
    dates = load_pack("en").table("dates")
    return at < len(words) and any(words[at].lower in names for names in (*dates["weekdays"], *dates["months"]))


def _list_goes_on(words: Sequence[Word], comma: int, vocabulary: Mapping[str, Any]) -> bool:
    """Whether a comma stands inside "Trade, Industry and Energy": domains up to an "and" with one behind it."""
    told = False  # whether a domain stands behind the comma
    for here in range(comma + 1, min(len(words), comma + REACH)):
        word = words[here]
        if word.lower in vocabulary["joiners"]:
            after = words[here + 1] if here + 1 < len(words) else None
            unknown = told and after is not None and _may_be_domain(words, here + 1)
            return after is not None and (after.lower in vocabulary["domains"] or unknown)
        told = told or word.lower in vocabulary["domains"]
        if word.text != "," and word.lower not in vocabulary["domains"] and not (told and _may_be_domain(words, here)):
            return False
    return False


def _may_be_domain(words: Sequence[Word], at: int) -> bool:
    """A capital in a list of domains that is neither a name nor an office: "Tourism and Craft Promotion"."""
    word = words[at]
    named = word.person or word.country or word.place or word.organization or begins_person(words, at)
    return word.kind == "word" and word.capital and not named and not is_office(words, at)


def _small_letters(words: Sequence[Word], begin: int, vocabulary: Mapping[str, Any]) -> int:
    """The end of a phrase in small letters: "finance and economy", "the concern"."""
    end = begin
    for at in range(begin + 1, min(len(words), begin + KINDS)):  # "of the metropolitan municipality"
        if words[at].lower in vocabulary["public_bodies"]:
            return at + 1
        if words[at].kind != "word" or words[at].capital or words[at].lower in INSIDE:
            break
    while end < len(words):
        word = words[end]
        if word.lower in vocabulary["own_bodies"] or word.lower in vocabulary["public_bodies"]:
            return end + 1  # "foreign policy agency"
        if word.lower in vocabulary["domains"]:
            end += 1
            continue
        joined = word.lower in vocabulary["joiners"] or (word.text == "," and _list_goes_on(words, end, vocabulary))
        if joined and end > begin and end + 1 < len(words) and words[end + 1].lower in vocabulary["domains"]:
            end += 1
            continue
        break
    return end


def _more_countries(words: Sequence[Word], end: int, parts: list[Part], vocabulary: Mapping[str, Any]) -> int:
    """ "The foreign ministers of Japan, Russia and Iran"."""
    here = end
    while here < len(words) and (words[here].text == "," or words[here].lower in vocabulary["joiners"]):
        while here < len(words) and (words[here].text == "," or words[here].lower in {*vocabulary["joiners"], "the"}):
            here += 1
        country = words[here].country if here < len(words) else None
        place = words[here].place if here < len(words) else None
        if place is not None and parts[-1].kind == "body":
            end = _span_end(words, here, place.end)
            parts.append(Part(here, end, "body"))
            here = end
            continue
        if country is None or country.form != "name":
            break
        end = _span_end(words, here, country.end)
        parts.append(Part(here, end, "country"))
        here = end
    return end


def _inside_body(words: Sequence[Word], begin: int) -> bool:
    """ "Japan International Cooperation Agency": the country is only the beginning of a name."""
    body = words[begin].organization
    country = words[begin].country
    return body is not None and body.end > max(words[begin].end, country.end if country else 0)


def _possessive(words: Sequence[Word], end: int) -> bool:
    return end + 1 < len(words) and words[end].text in {"'", "’"} and words[end + 1].lower == "s"


def _span_end(words: Sequence[Word], begin: int, offset: int) -> int:
    end = begin
    while end < len(words) and words[end].start < offset:
        end += 1
    return end
