"""Where people of the article go: whoever visits a country, or arrives in a town of it, is not from there."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

from services.classify.reading.document import Country, Document, Place
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless, words_pattern
from services.classify.reading.people.joining import Told
from services.classify.reading.people.someone import Someone

AHEAD = 90  # characters from somebody to the word for going, and from there to where
BESIDE = 30  # characters from "with" to whom somebody meets
BEHIND = 3  # characters from the word for going to who goes: «В Баку прибыл министр»


def travels(pack: Pack) -> Caseless:
    """Words for going somewhere, with the preposition where the word alone says other things too."""
    return words_pattern(pack.table("people")["words"]["travels"])


def destinations(
    document: Document,
    grouped: Sequence[tuple[Told, Someone]],
    countries: Sequence[Country],
    places: Sequence[Place],
    pack: Pack,
) -> Mapping[int, frozenset[str]]:
    """The countries that somebody goes to, by the identity of who does."""
    goes = pack.prepared(travels)
    heads = frozenset(pack.table("people")["words"].get("led", ()))
    found: dict[int, set[str]] = defaultdict(set)
    for at, (told, someone) in enumerate(grouped):
        sentence = document.sentences[told.sentence]
        after = next((t.start for t, _ in grouped[at + 1 : at + 2] if t.start >= told.end), sentence.end)
        end = min(after, sentence.end)
        for going in goes.finditer(document.text, told.end, min(told.end + AHEAD, end)):
            found[id(someone)] |= _within(countries, places, going.end(), min(going.end() + AHEAD, end))
        earlier = max(sentence.start, told.start - AHEAD)
        went = next(
            (m for m in goes.finditer(document.text, earlier, told.start) if told.start - m.end() <= BEHIND), None
        )
        if went is not None:
            found[id(someone)] |= _within(countries, places, earlier, went.start())
        for going in goes.finditer(document.text, earlier, told.start) if heads else ():
            between = document.text[going.end() : told.start].lower().split()
            if not heads.isdisjoint(between):  # "a journey to X under the leadership of Y"
                found[id(someone)] |= _within(countries, places, going.end(), told.start)
    return {who: frozenset(codes) for who, codes in found.items() if codes}


def met_at(
    document: Document, grouped: Sequence[tuple[Told, Someone]], places: Sequence[Place], pack: Pack
) -> Mapping[int, str]:
    """The country where somebody is told to be met, by the identity of whom: „traf in Baku mit Minister X zusammen“."""
    met: Sequence[str] = pack.table("people")["words"].get("met_by", ())
    found: dict[int, str] = {}
    for told, someone in grouped if met else ():
        sentence = document.sentences[told.sentence]
        ahead = document.text[max(sentence.start, told.start - BESIDE) : told.start].split()[-2:]
        if not any(word.lower() in met for word in ahead) or id(someone) in found:
            continue
        first = bisect_left(places, sentence.start, key=_begin)
        last = bisect_left(places, sentence.end, lo=first, key=_begin)
        spots = [place for place in places[first:last] if place.located and not (place.dateline or place.site)]
        if spots:
            found[id(someone)] = min(spots, key=lambda place: abs(place.start - told.start)).country
    return found


def _within(countries: Sequence[Country], places: Sequence[Place], start: int, end: int) -> set[str]:
    """The first country told there, by its name or a town's."""
    named = countries[bisect_left(countries, start, key=_begin) :][:1]
    spots = [p for p in places[bisect_left(places, start, key=_begin) :][:2] if not p.dateline][:1]
    codes = [(c.start, c.code) for c in named if c.end <= end and c.form == "name"]
    codes += [(p.start, p.country) for p in spots if p.end <= end]
    return {min(codes)[1]} if codes else set()


def _begin(mention: Country | Place) -> int:
    return mention.start
