"""All mentions of people in title and body, sentence by sentence, before it is known who is who."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

from services.classify.reading.document import Document, LineKind
from services.classify.reading.languages.pack import Pack
from services.classify.reading.people.bodies import with_bodies, with_hinted_countries, with_listed_companies
from services.classify.reading.people.joining import Told, join
from services.classify.reading.people.known import knows
from services.classify.reading.people.linking import link_lists
from services.classify.reading.people.named import Name
from services.classify.reading.people.names import find_names, lists_of
from services.classify.reading.people.offices import find_offices, offices_of
from services.classify.reading.people.several import as_one, takes_up
from services.classify.reading.people.sides import with_sides
from services.classify.reading.people.statewords import with_state_words
from services.classify.reading.people.superiors import without_superiors
from services.classify.reading.people.words import Mentioned, Phrase, Word, words_of

SHOUTED = 4  # words
OPENING = 40  # characters of a line in which an agency stands in brackets


def find_mentions(document: Document, pack: Pack, mentioned: Mentioned, told_most: Sequence[str]) -> list[Told]:
    """Names and offices of single people in text order."""
    alone = [_read(document, index, pack, mentioned) for index in range(len(document.sentences))]
    read = [one for one, _ in alone]
    known = knows(_keys(read, pack), pack)
    bearers = _bearers(read, pack)
    families = _families(read)
    told: list[Told] = []
    for index, ((words, phrases, names), asked) in enumerate(alone):
        freed = bool(families) and any(w.country and w.text in families for w in words)
        if freed:
            words = [w._replace(country=None) if w.country and w.text in families else w for w in words]
        headline = _is_headline(document, index)
        if freed or any(map(known, asked)):  # else the names are those of the sentence by itself
            names = find_names(words, phrases, pack, headline, known)
        names = [one for name in names for one in told_apart(name, bearers, pack)]
        complete = with_bodies(words, phrases, mentioned.organizations, pack)
        complete = with_listed_companies(complete, mentioned.organizations, document.sentences, index)
        complete = with_hinted_countries(complete, told_most, pack)
        vocabulary = pack.table("people")["words"]
        told += with_sides(words, join(words, complete, names, vocabulary, index, headline), vocabulary)
        told += _taken_up(words, complete, told, vocabulary, index, headline)
    told.sort(key=lambda mention: mention.start)
    bodies = {phrase.organization for _, phrases, _ in read for phrase in phrases}
    kept = [m for m in told if _kept(m, pack) and not _in_dateline(document, m) and not _is_body(m, bodies)]
    return link_lists(kept, pack)


def _taken_up(
    words: list[Word],
    phrases: Sequence[Phrase],
    told: Sequence[Told],
    vocabulary: Mapping[str, Any],
    index: int,
    headline: bool,
) -> list[Told]:
    """The plurals of the sentence that no list of names follows and that take up people told elsewhere."""
    taken = [(mention.start, mention.end) for mention in told if mention.sentence == index]
    found = []
    for phrase in phrases:
        start, end = words[phrase.first].start, words[phrase.last - 1].end
        free = phrase.plural and len(phrase.countries) < 2 and len(phrase.bodies) < 2
        if not free or any(a < end and start < b for a, b in taken) or not takes_up(words, phrase, vocabulary):
            continue
        pair = phrase.first > 0 and words[phrase.first - 1].lower in vocabulary["pairs"]
        found.append(
            Told(start, end, index, None, (as_one(phrase, vocabulary),), (), headline, several=2 if pair else 1)
        )
    return found


Read = tuple[list[Word], list[Phrase], list[Name]]


def _read(document: Document, index: int, pack: Pack, mentioned: Mentioned) -> tuple[Read, set[str]]:
    """One sentence by itself, and the words of which it matters whether they are parts of names found elsewhere."""
    asked: set[str] = set()

    def unknown(word: str) -> bool:
        asked.add(word)
        return False

    vocabulary = pack.prepared(offices_of).vocabulary
    words = with_state_words(words_of(document, document.sentences[index], mentioned), vocabulary)
    if _is_shouted(document, index):
        return (words, [], []), asked
    phrases = find_offices(words, pack)
    names = find_names(words, phrases, pack, _is_headline(document, index), unknown)
    return (words, *without_superiors(phrases, names)), asked


def _is_shouted(document: Document, index: int) -> bool:
    """Whether it is a headline in capitals, in which names and offices look like every word; the text tells them."""
    sentence = document.sentences[index]
    text = document.text[sentence.start : sentence.end]
    return text.isupper() and len(text.split()) >= SHOUTED and not document.text.isupper()


def _is_headline(document: Document, index: int) -> bool:
    return document.lines[document.sentences[index].line].kind is LineKind.TITLE


def _keys(read: list[Read], pack: Pack) -> frozenset[str]:
    """The keys of all words of the names that are sure."""
    lists = pack.prepared(lists_of)
    unfit = lists.particles | lists.common
    return frozenset(
        key
        for _, _, names in read
        for name in names
        if name.sure
        for token in name.tokens
        if len(token.rstrip(".")) > 1 and token.lower() not in unfit
        for key in pack.hooks.name_keys(token)
    )


Bearers = Mapping[str, Set[tuple[str, ...]]]  # by the key of a family name: who has it


def _bearers(read: list[Read], pack: Pack) -> Bearers:
    """The sure names of more than one word, under the keys of their last ones."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for _, _, names in read:
        for name in names:
            if name.sure and len(name.tokens) > 1:
                for key in pack.hooks.name_keys(name.tokens[-1]):
                    found.setdefault(key, set()).add(name.tokens)
    return found


def told_apart(name: Name, bearers: Bearers, pack: Pack) -> list[Name]:
    """Two names that nothing stands between („hatte Roe Doe getroffen“): family names of two people told in full."""
    if len(name.tokens) != 2 or name.last - name.first != 2:
        return [name]
    first, last = (
        {bearer for key in pack.hooks.name_keys(token) for bearer in bearers.get(key, ())} - {name.tokens}
        for token in name.tokens
    )
    if not first or not last or first & last:
        return [name]
    begin = name.first
    return [
        replace(name, last=begin + 1, tokens=name.tokens[:1]),
        replace(name, first=begin + 1, tokens=name.tokens[1:], honorific=False),
    ]


def _families(read: list[Read]) -> frozenset[str]:
    """The family names that are also a country's: "Luís Montenegro"."""
    return frozenset(
        words[name.last - 1].text
        for words, _, names in read
        for name in names
        if name.sure and name.last - name.first > 1 and words[name.last - 1].country is not None
    )


def _is_body(told: Told, bodies: Set[str | None]) -> bool:
    """A name that elsewhere is what somebody is director of."""
    return told.name is not None and not told.offices and " ".join(told.name.tokens) in bodies


def _in_dateline(document: Document, told: Told) -> bool:
    """Who reports: "ASTANA, May 3 (Steppe Courier) –"."""
    line = document.lines[document.sentences[told.sentence].line]
    bracketed = document.text[told.start - 1 : told.start] == "(" and document.text[told.end : told.end + 1] == ")"
    if bracketed and told.start - line.start < OPENING and not told.offices:
        return True
    inside = line.dateline_end is not None and told.start < line.dateline_end
    return inside and not told.offices and document.text[told.start - 1 : told.start] == "("


def _kept(told: Told, pack: Pack) -> bool:
    """A name that only its capitals speak for needs an office beside it; some offices need a name."""
    if told.name is not None:
        return told.name.sure or bool(told.offices)
    if told.several:
        return told.offices[0].group not in pack.prepared(offices_of).attached
    offices = pack.prepared(offices_of)
    return all(office.definite and office.group not in offices.attached for office in told.offices) and not any(
        office.group in offices.weak
        and not office.countries
        and office.organization
        and not offices.weak[office.group].get("role")
        for office in told.offices
    )
