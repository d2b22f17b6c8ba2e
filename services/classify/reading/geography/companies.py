"""Companies and bodies of state by the words that mark them, and the countries they belong to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from services.classify.reading.document import Country, Organization, Place
from services.classify.reading.geography.gazetteer import first_names, gazetteer
from services.classify.reading.geography.phrases import PhraseList
from services.classify.reading.geography.placenames import place_table
from services.classify.reading.geography.townwords import named_after, town_words
from services.classify.reading.geography.words import Word, fold_word
from services.classify.reading.languages.pack import Pack
from services.classify.reading.people.folding import first_name_gender

QUOTED = re.compile(r"[«„“\"‚‘](?P<name>[^«»„“”\"\n‚‘’]{2,60})[»“”\"‘’]")
CAPITALISED = re.compile(r"[A-ZÄÖÜÇŞÉ][\w&.'’-]*(?: (?:& )?[A-ZÄÖÜÇŞÉ&][\w&.'’-]*)*")
OFFICE = 3  # words that stand before the head of an office
TOWN = 100  # thousand people of a town that begins the name of a body
ATTRIBUTES = 3  # adjectives between a town's and the head of a body called after it
BODY_REACH = 9  # words that the name of a body of state may run on
TRAILING = re.compile(r"(?<![.,;:'’-])[.,;:'’-]+$")
KINDS: dict[str, Literal["company", "state", "other"]] = {"company": "company", "state": "state", "other": "other"}


@dataclass(frozen=True, slots=True)
class Context:
    """The article as far as organisations need it."""

    text: str
    words: tuple[Word, ...]
    countries: Sequence[Country]
    places: Sequence[Place]
    pack: Pack
    country_starts: frozenset[int]

    def word_at(self, offset: int) -> int:
        """The first word at or behind an offset."""
        return bisect_left(self.words, offset, key=lambda word: word.start)


@dataclass(frozen=True, slots=True)
class Markers:
    company: PhraseList[str]
    state: PhraseList[str]
    other: PhraseList[str]
    joins: frozenset[str]
    legal: frozenset[str]
    from_place: frozenset[str]
    articles: frozenset[str]
    joiners: frozenset[str]
    offices: frozenset[str]
    son_of: frozenset[str]  # whoever stands before these is somebody
    days: frozenset[str]  # and months


def markers(pack: Pack) -> Markers:
    table = pack.table("organizations")

    def heads(key: str) -> PhraseList[str]:
        return PhraseList((head, key) for head in table[key]["heads"])

    return Markers(
        heads("company"),
        heads("state"),
        heads("other"),
        frozenset(fold_word(word) for word in table["state"]["joins"]),
        frozenset(table["company"]["legal_forms"]),
        frozenset(fold_word(word) for word in table["company"]["from_place"]),
        frozenset(table["company"]["articles"]),
        frozenset(fold_word(word) for word in pack.table("people")["words"]["joiners"]),
        frozenset(word for row in pack.table("people")["heads"].values() for word in map(fold_word, row["words"])),
        frozenset(fold_word(word) for word in pack.table("people")["words"]["son_of"]),
        frozenset(
            fold_word(name) for key in ("weekdays", "months") for names in pack.table("dates")[key] for name in names
        ),
    )


def find_companies(context: Context) -> list[Organization]:
    """Names in quotes behind a word such as "company", names with a legal form, names behind such a word."""
    marks = context.pack.prepared(markers)
    return [*_quoted(context, marks), *_capitalised(context, marks)]


def _quoted(context: Context, marks: Markers) -> Iterator[Organization]:
    for match in QUOTED.finditer(context.text):
        index = context.word_at(match.start())
        if index == len(context.words) or context.words[index].start >= match.end():
            continue
        kind = _head_before(context.words, index, marks)
        name = match["name"].strip()
        if kind is not None and name[0].isupper():
            yield Organization(match.start("name"), match.end("name"), name, kind=KINDS[kind])


def _head_before(words: Sequence[Word], index: int, marks: Markers) -> str | None:
    for back in (1, 2, 3):
        if index - back < 0:
            return None
        for list_, kind in ((marks.company, "company"), (marks.other, "other")):
            found = list_.at(words, index - back)
            if found is not None and found[0] <= back:
                return kind
    return None


def _capitalised(context: Context, marks: Markers) -> Iterator[Organization]:
    starts = context.country_starts
    for match in CAPITALISED.finditer(context.text):
        start, text = match.start(), TRAILING.sub("", match[0])
        index = context.word_at(start)
        if index == len(context.words) or context.words[index].start != start:
            continue
        while " " in text and _is_prelude(context, start, starts, marks):
            cut = text.index(" ") + 1
            start, text = start + cut, text[cut:]
        index = context.word_at(start)
        parts = text.split(" ")
        if not text or marks.state.at(context.words, index) is not None:
            continue
        before = context.words[index - 1] if index and context.words[index].joined else None
        headed = before is not None and marks.company.at(context.words, index - 1) is not None
        legal = len(parts) > 1 and parts[-1] in marks.legal and not _has_office(context, index, parts, marks)
        if legal or (headed and not _is_person(context, index, parts, marks) and start not in starts):
            yield Organization(start, start + len(text), text, kind="company")


def _is_person(context: Context, index: int, parts: Sequence[str], marks: Markers) -> bool:
    """ "Chairman of the concern Dovran Chishiyev", or any name that begins with a first name."""
    words = context.words
    if words[index].opens or (words[index].folded in first_names() and not parts[0].isupper()):
        return True
    of_an_office = index >= 3 and words[index - 3].folded in marks.joins and words[index - 2].folded in marks.articles
    return len(parts) == 2 and of_an_office


def _is_prelude(context: Context, start: int, countries: frozenset[int], marks: Markers) -> bool:
    """The capitalised word here is an article, a country or a head word, not yet the name."""
    index = context.word_at(start)
    if start in countries or context.words[index].folded in marks.articles:
        return True
    return marks.company.at(context.words, index) is not None


def _has_office(context: Context, index: int, parts: Sequence[str], marks: Markers) -> bool:
    """ "Minister of Trade, Industry and Energy" ends like a company, and so does a ministry."""
    before = context.words[index - 1] if index else None
    joined = before is not None and context.words[index].joined and before.folded in marks.joins - marks.articles
    return joined or any(
        marks.state.at(context.words, index + offset) is not None
        for offset in range(min(len(parts), len(context.words) - index))
    )


def find_bodies(context: Context) -> list[Organization]:
    """Ministries, agencies, parliaments, and universities and the like."""
    marks = context.pack.prepared(markers)
    found = []
    for list_, kind in ((marks.state, "state"), (marks.other, "other")):
        for index, count, _ in list_.all_in(context.words):
            first, last = _extent(context, index, count, marks)
            named = any(context.words[i].capital for i in range(first, last + 1)) or last > index + count - 1
            if named and (last > first or kind == "state"):
                start, end = context.words[first].start, context.words[last].end
                found.append(Organization(start, end, context.text[start:end], kind=KINDS[kind]))
    return found


def _extent(context: Context, index: int, count: int, marks: Markers) -> tuple[int, int]:
    """First and last word: what stands capitalised before the head, and its complement behind it."""
    words = context.words
    first, last = index, index + count - 1
    while first > 0 and words[first].joined and words[first - 1].capital and words[first].capital:
        before = words[first - 1]
        if before.start in context.country_starts or before.folded in marks.days:
            break
        if before.opens and not is_town(context, before):
            break
        first -= 1
    first = _behind_country(context, first, index)
    first = _town_before(context, first)
    step = last + 1
    if step < len(words) and _names_somebody(context, step, complete=first < index):
        return first, last
    while step < len(words) and step - index < BODY_REACH and words[step].joined:
        word = words[step]
        if word.capital and len(word.text) == 1 and context.text[word.end : word.end + 1] == ".":
            break  # the initial of who is its head
        names = step > last + 1 or first < index or last > index + count - 1
        if word.folded in marks.offices:
            return first, _before_office(context, index + count - 1, last, word.folded)
        another = names and word.capital and named_after(word.folded, context.pack.prepared(town_words)) is not None
        if another or (names and _names_somebody(context, step, False)):
            break
        if word.capital and step == index + count and _is_noun_beside(context, step, marks):
            break
        if word.folded in marks.days and words[step - 1].folded in marks.joins:
            break  # "Oslo University | on Monday"
        if word.capital:
            last = step
            if word.start in context.country_starts:
                last = _country_end(context, step)
                if last + 1 < len(words) and words[last + 1].folded in marks.offices:
                    return first, _before_country(context, index + count - 1, last)
                break
        elif word.folded not in marks.joins or _begins_another(context, step, marks):
            break
        step += 1
    return first, last


def is_town(context: Context, word: Word) -> bool:
    """Whether a word is the main name of a town of some size."""
    cyrillic = context.pack.prepared(place_table).cyrillic
    return word.capital and any(s.own_name and s.thousands >= TOWN for s in gazetteer(cyrillic).cities(word.folded))


def _behind_country(context: Context, first: int, head: int) -> int:
    """Where a body's name begins behind a country of several words that leads to it: "Sri Lanka | Ports Authority"."""
    words = context.words
    at = bisect_left(context.countries, words[first].start, key=lambda country: country.start)
    while at and first < head and words[first].start < context.countries[at - 1].end:
        first += 1
    return first


def _country_end(context: Context, at: int) -> int:
    """The last word of the country that begins here: "Government of | Sri Lanka"."""
    country = first_from(context.countries, context.words[at].start)
    while country is not None and at + 1 < len(context.words) and context.words[at + 1].start < country.end:
        at += 1
    return at


def _is_noun_beside(context: Context, at: int, marks: Markers) -> bool:
    """Whether a noun that is no name stands right behind a body: „laut Kanzleramt Migration und Handel“."""
    word, pack = context.words[at], context.pack
    if not pack.table("geography")["places"].get("homes") or context.words[at - 1].folded in marks.joins:
        return False
    return word.folded not in gazetteer(False) and not word.text.isupper() and pack.hooks.is_common_noun(word.text)


def _begins_another(context: Context, at: int, marks: Markers) -> bool:
    """Whether an "and" leads to a body of its own: „die Universität A und die Hochschule B“, "and Oslo University"."""
    words = context.words
    article = at + 2 < len(words) and words[at].folded in marks.joiners and words[at + 1].folded in marks.articles
    of_town = at + 2 < len(words) and is_town(context, words[at + 1])
    behind = (at + 1 + article, at + 2 + article) if article or of_town else (at + 1,)
    lists = (marks.state, marks.other)
    return article or any(i < len(words) and some.at(words, i) is not None for i in behind for some in lists)


def _town_before(context: Context, first: int) -> int:
    """Where a body's name begins with the adjective of a town and others behind it: «Омский областной суд»."""
    words, table = context.words, context.pack.prepared(town_words)
    for at in range(first - 1, max(-1, first - 2 - ATTRIBUTES), -1):
        if not words[at + 1].joined:
            break
        if words[at].capital:
            return first if named_after(words[at].folded, table) is None else at
        if not table.attribute.match(words[at].folded):
            break
    return first


def _before_country(context: Context, head: int, last: int) -> int:
    """The end of a body before the country that an office behind it is of: "the service | of the Irish president"."""
    while last > head and (context.words[last].start in context.country_starts or not context.words[last].capital):
        last -= 1
    return last


def _before_office(context: Context, head: int, last: int, office: str) -> int:
    """The end of a body in front of an office: "the Cabinet of Ministers | and Foreign Minister"."""
    people = context.pack.table("people")
    joiners, modifiers = people["words"]["joiners"], people["words"]["modifiers"]
    for at in range(last, max(head, last - OFFICE), -1):
        if office not in people["heads"]["minister"]["words"] and context.words[at].folded not in modifiers:
            break
        if context.words[at - 1].folded in joiners and at - 1 > head:
            return at - 2
    return last


def _names_somebody(context: Context, index: int, complete: bool) -> bool:
    """Right behind a body's head stands a person: a first name, or two capitals where the body's name is complete."""
    words = context.words
    word = words[index]
    if not word.capital or not word.joined or word.start in context.country_starts:
        return False
    after = words[index + 1] if index + 1 < len(words) and words[index + 1].joined else None
    if after is not None and after.folded in context.pack.prepared(markers).son_of:
        return True
    if after is None or not after.capital or after.start in context.country_starts:
        return False
    return (
        any(first_name_gender(name) for name in (word.text, *context.pack.hooks.name_keys(word.text)))
        or context.pack.hooks.looks_like_family_name(after.text)
        or (complete and bool(context.pack.table("geography")["places"]["capitals_are_names"]))
    )


Mention = TypeVar("Mention", Country, Place)


def first_from(mentions: Sequence[Mention], offset: int) -> Mention | None:
    """The first mention at or behind an offset."""
    index = bisect_left(mentions, offset, key=lambda mention: mention.start)
    return mentions[index] if index < len(mentions) else None
