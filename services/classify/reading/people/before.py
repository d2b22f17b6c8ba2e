"""What stands before the head of an office: "First Deputy", "Kazakhstan's Energy", "the company's"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.classify.reading.document import Organization, Place
from services.classify.reading.geography.venues import city_adjectives, town_of_adjective
from services.classify.reading.languages.pack import Pack
from services.classify.reading.people.words import Head, Word, same_words


@dataclass(slots=True)
class Before:
    """What was found, nearest to the head last."""

    first: int  # index of the first word taken
    modifiers: list[int] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    body: Organization | None = None
    body_text: str | None = None
    place: Place | None = None
    place_text: str | None = None
    own: str | None = None  # "the company's"
    definite: bool = True
    former: bool = False
    acting: bool = False  # "doing the duties of": the office has a case of its own
    institution: bool = False  # "the agency under the President"


def words_before(
    words: Sequence[Word], at: int, head: Head, least: int, pack: Pack, vocabulary: Mapping[str, Any]
) -> Before:
    """Read leftwards from the head at `at`, not past `least`."""
    found = Before(at)
    here = at - 1
    while here >= least:
        word = words[here]
        if word.lower in vocabulary["possessive"]:
            here -= 1
            continue
        if word.text == ")" and found.first == here + 1 and _is_acronym_of_body(words, here, least):
            found.first, here = here - 2, here - 3  # "the World Bank (WB) director"
            continue
        first = _taken(words, here, at, least, head, found, pack, vocabulary)
        if first is None:
            _close(words, here, least, found, vocabulary)
            break
        found.first = first
        here = first - 1
    return found


def _is_acronym_of_body(words: Sequence[Word], closing: int, least: int) -> bool:
    """Whether brackets that close here hold the one word by which the body before them goes."""
    opening = closing - 2
    return opening > least and words[opening].text == "(" and words[opening - 1].organization is not None


def _taken(
    words: Sequence[Word],
    here: int,
    at: int,
    least: int,
    head: Head,
    found: Before,
    pack: Pack,
    vocabulary: Mapping[str, Any],
) -> int | None:
    """The first index of what the word at `here` belongs to, if that belongs to the office."""
    word = words[here]
    beside = words[here + 1].lower in vocabulary["possessive"] or here + 1 == found.first
    if word.lower in vocabulary["former"]:
        found.former = True
        return here
    if word.lower in vocabulary["passing"]:
        found.acting = found.acting or word.lower in vocabulary["duties"]
        return here
    if word.lower in vocabulary["own_bodies"] and words[here + 1].lower in vocabulary["possessive"]:
        found.own = word.lower
        return here
    if _modifies(words, here, least, head, found, pack, vocabulary):
        found.modifiers.insert(0, here)
        return here
    if head.plural and found.countries and _lists_countries(words, here, least, vocabulary):
        return here
    owns = word.country is not None and (
        word.country.form == "adjective" or (word.country.form == "name" and vocabulary["possessive"])
    )  # «визит в Китай премьер-министра» is of nobody's premier
    if owns and word.country is not None and (not found.countries or _one_more(words, here, head)):
        inside = [w.country for w in words[least:at] if w.country]
        covered = [c.code for c in inside if c.start >= word.country.start and c.end <= word.country.end]
        found.countries = list(dict.fromkeys([*covered, *found.countries]))
        return _span_start(here, least, lambda i: words[i].country is word.country)
    if word.organization and found.body is None and beside and word.organization.end <= words[at].start:
        body = found.body = word.organization
        span = [w for w in words[least:at] if w.organization is body]
        found.body_text = body.name if same_words(body.name, span) else _spelt(span)
        if found.place_text and found.place is None and here + 1 == found.first and body.kind == "international":
            found.body_text += f" {found.place_text}"  # "African Union Commission"
        return _span_start(here, least, lambda i: words[i].organization is body)
    if found.body is None and not found.place_text and _bare_body(word, head, found, vocabulary):
        owner = beside and here + 1 < found.first
        if here + 1 == found.first or owner:
            begin = _span_start(here, least, lambda i: owner and _is_plain_capital(words, i, vocabulary))
            found.place_text = _spelt(words[begin : here + 1])
            return begin
    if word.place and found.place is None and beside and word.text.endswith(vocabulary["place_before"]):
        place = found.place = word.place
        shown = _spelt([w for w in words if w.place is place])
        found.place_text = shown.removesuffix(vocabulary["place_before"])
        return _span_start(here, least, lambda i: words[i].place is place)
    if head.group == "mayor" and word.capital and here + 1 == found.first and not (found.countries or found.place_text):
        town = town_of_adjective(word.text, pack.prepared(city_adjectives))
        if town is not None:  # „der Kölner Oberbürgermeister“
            found.place_text, found.countries = town[0], [town[1].country]
            return here
    return None


def _lists_countries(words: Sequence[Word], here: int, least: int, vocabulary: Mapping[str, Any]) -> bool:
    """An "and" between two countries before a plural: "the Tajik and Uzbek ministers"."""
    joins = words[here].lower in vocabulary["joiners"] or words[here].text == ","
    before = words[here - 1].country if here > least else None
    return joins and before is not None and before.form == "adjective" and words[here + 1].country is not None


def _one_more(words: Sequence[Word], here: int, head: Head) -> bool:
    country = words[here].country
    return head.plural and country is not None and country.form == "adjective" and words[here + 1].country is None


def _close(words: Sequence[Word], here: int, least: int, found: Before, vocabulary: Mapping[str, Any]) -> None:
    """The first words that are no part of the office tell whether it is a known one, or names an institution."""
    word = words[here]
    if word.lower in vocabulary["own_articles"] and found.own is None:
        found.own = word.lower
    found.definite = word.lower not in vocabulary["new_person"]
    if word.lower in vocabulary["as"] and here - 1 > least and words[here - 1].lower in vocabulary["once"]:
        found.former = words[here - 2].lower not in vocabulary["still"]  # "has served as"
    if word.lower in vocabulary["articles"] and here > least:
        here -= 1
    if words[here].lower in vocabulary["of"] and here > least:
        here -= 1
    word = words[here]
    found.institution = word.lower in vocabulary["under"] or word.lower.startswith(tuple(vocabulary["belongings"]))


def _modifies(
    words: Sequence[Word],
    here: int,
    least: int,
    head: Head,
    found: Before,
    pack: Pack,
    vocabulary: Mapping[str, Any],
) -> bool:
    """ "Deputy", "Works and Transport", «Чрезвычайный и Полномочный»."""
    if pack.hooks.is_office_modifier(words, here, head, vocabulary):
        return True
    if words[here].lower not in vocabulary["joiners"] or not found.modifiers or here <= least:
        return False
    if words[here - 1].organization and not words[here].organization:
        return False  # "the Ministry of Energy and | Foreign Minister X"
    return all(
        words[at].lower in vocabulary["domains"] or pack.hooks.is_office_modifier(words, at, head, vocabulary)
        for at in (here - 1, here + 1)
    )


def _bare_body(word: Word, head: Head, found: Before, vocabulary: Mapping[str, Any]) -> bool:
    """A company or acronym that no list has: "Keidanren chairman", "KMG head"."""
    if word.kind != "word" or word.country or word.place or word.organization:
        return False
    if word.text.isupper() and len(word.text) >= 3:
        return word.lower not in vocabulary["honorifics"]
    named = head.group in vocabulary["names_before"] and not found.modifiers
    return named and word.capital and word.lower not in vocabulary["common"]


def _is_plain_capital(words: Sequence[Word], at: int, vocabulary: Mapping[str, Any]) -> bool:
    word = words[at]
    known = word.country or word.place or word.organization
    return word.kind == "word" and word.capital and not known and word.lower not in vocabulary["common"]


def _span_start(here: int, least: int, same: Callable[[int], bool]) -> int:
    while here > least and same(here - 1):
        here -= 1
    return here


def _spelt(span: Sequence[Word]) -> str:
    return " ".join(word.text for word in span)
