"""Meetings told in one breath with several counterparts: by which verb each was met, where, together or one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from services.classify.reading.assembly.actors import Span, party_of, within
from services.classify.reading.assembly.frames import Frame
from services.classify.reading.cuerules import CueRules, cue_rules
from services.classify.reading.document import Document, Mentions, Person
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless, alternation, pattern, words_pattern

EXCHANGES = {"talks", "reception", "call"}
AMONG = 60  # characters from a cue to "between"
PLAIN = 0.6  # how plainly a cue tells a meeting


@dataclass(frozen=True)
class CounterpartWords:
    several: Caseless  # more meetings than one
    single: Caseless  # one meeting of all
    among: Caseless  # nobody of those behind it is a guest: "talks between"
    guests: Caseless  # ahead of those who are met
    by: Caseless  # ahead of who receives somebody, where the verb comes last
    gapped: Caseless  # from one counterpart to the next, the verb left out: "and in Bern with"


def counterpart_words(pack: Pack) -> CounterpartWords:
    table = pack.table("actors")["counterparts"]
    return CounterpartWords(
        words_pattern(table["several"]),
        words_pattern(table["single"]),
        words_pattern(table["among"]),
        words_pattern(table["with"]),
        pattern(rf"(?<!\w)(?:{alternation(table.get('by', ()))})\s(?:[\w-]{{1,30}}\s){{0,4}}$"),
        pattern(
            rf"[,;]?\s(?:{alternation(table['joins'])})\s[^,.;:()]{{2,40}}?\s(?:[–—-]\s)?(?:{alternation(table['with'])})\s"
        ),
    )


def told_apart(document: Document, mentions: Mentions, frames: Iterable[Frame], pack: Pack) -> list[Frame]:
    """The same frames; several for a cue that tells of several meetings, and each verb with its own counterparts."""
    words, rules = pack.prepared(counterpart_words), pack.prepared(cue_rules)
    given = list(frames)
    beside: dict[int, list[Frame]] = {}
    for frame in given:
        beside.setdefault(frame.cue.sentence, []).append(frame)
    found: list[Frame] = []
    acting: dict[str, Person] = {}  # the last of each country who did something, the latest last
    told: Counter[int] = Counter(person.id for frame in given for person in frame.people)
    met: Frame | None = None
    host: Person | None = None
    for frame in given:
        if frame.cue.turn:
            found += in_turn(frame, met, host, mentions)
            continue
        own = with_own_counterparts(document, frame, beside[frame.cue.sentence], words)
        free = [person for code, person in reversed(acting.items()) if code not in own.parties]
        host = max(free, key=lambda person: told[person.id], default=None)
        own = with_host(document, mentions, own, host, words)
        pieces = told_in_gap(document, mentions, own, words) or one_by_one(document, mentions, own, words, rules)
        found += pieces or [own]
        for person in reversed(frame.people if frame.cue.kind == "meeting" else ()):
            if person.start < frame.cue.start and person.country:
                acting.pop(person.country, None)
                acting[person.country] = person
        met = frame if is_exchange(frame) and frame.people else met
    return found


def is_exchange(frame: Frame) -> bool:
    cue = frame.cue
    return cue.kind == "meeting" and cue.form in EXCHANGES and cue.strength >= PLAIN and not (cue.title or cue.speech)


def in_turn(frame: Frame, met: Frame | None, host: Person | None, mentions: Mentions) -> list[Frame]:
    """The further meetings of whoever met others before, one with each party: "next came X", "the turn of A and B"."""
    if met is None or not frame.parties:
        return []
    known = (*([host] if host else []), *met.people)
    acting = next((p for p in known if (home := party_of(p, mentions)) and home not in frame.parties), None)
    if acting is None or acting.country is None:
        return []
    own = {acting.country: (acting.start, acting.end)}
    when = frame.when or (met.when if met.cue.status == frame.cue.status else None)
    return [
        replace(between(frame, mentions, {**own, code: span}, (acting, *frame.people)), when=when)
        for code, span in frame.parties.items()
    ]


def with_own_counterparts(document: Document, frame: Frame, beside: list[Frame], words: CounterpartWords) -> Frame:
    """Of two verbs of meeting in a sentence each with whom it tells: "met the king and held talks with the premier".

    `beside` are the frames of the sentence. Who receives somebody stands ahead of the first verb in some languages:
    „wurde vom König empfangen und traf den Premier“.
    """
    if not tells_meeting(frame):
        return frame
    starts = sorted({other.cue.start for other in beside if tells_meeting(other)})
    number = starts.index(frame.cue.start)
    bounds = [*starts, document_end(frame)]
    told = [{person.id for person in frame.people if begin <= person.start < end} for begin, end in pairwise(bounds)]
    opening = document.sentences[frame.cue.sentence].start
    ahead = [person for person in frame.people if opening < person.start < starts[0]]
    hosts = [p for p in ahead if not told[0] and words.by.search(document.text[opening : p.start])]
    told[0] |= {person.id for person in hosts}
    if len(starts) < 2 or not all(told) or any(one & other for one in told for other in told if one is not other):
        return frame

    def is_own(start: int) -> bool:
        if start < starts[0]:
            return number == 0 or all(start != person.start for person in hosts)
        return bounds[number] <= start < bounds[number + 1]

    return with_part(frame, is_own)


def tells_meeting(frame: Frame) -> bool:
    cue = frame.cue
    return (
        cue.kind == "meeting" and cue.form in EXCHANGES and cue.actors > 0 and cue.strength == 1
    ) and not (cue.speech or cue.title or cue.background)  # fmt: skip


def document_end(frame: Frame) -> int:
    return max([frame.scope[1], *(person.end for person in frame.people)])


def with_part(frame: Frame, is_own: Callable[[int], bool]) -> Frame:
    """The frame with those of its people and parties alone that begin where it says."""
    return replace(
        frame,
        people=tuple(person for person in frame.people if is_own(person.start)),
        parties={code: span for code, span in frame.parties.items() if is_own(span[0])},
    )


def with_host(
    document: Document, mentions: Mentions, frame: Frame, host: Person | None, words: CounterpartWords
) -> Frame:
    """With who met the others before, where guests alone are told: "talks with the premier are to follow"."""
    cue = frame.cue
    if host is None or not frame.people or cue.kind != "meeting" or cue.form not in EXCHANGES or cue.title:
        return frame
    told = (*(person.start for person in frame.people), *(span[0] for span in frame.parties.values()))
    if cue.strength < PLAIN or cue.speech or min(told) < cue.start or not host.country or host.country in frame.parties:
        return frame
    if not words.guests.search(document.text, cue.start, min(told)):
        return frame
    return replace(frame, people=(host, *frame.people), parties={host.country: (host.start, host.end), **frame.parties})


def told_in_gap(document: Document, mentions: Mentions, frame: Frame, words: CounterpartWords) -> list[Frame]:
    """Two meetings under one verb, in two places or on two days: "met X in Oslo, and in Bern with Y"."""
    cue = frame.cue
    if cue.kind != "meeting" or cue.strength < PLAIN or not frame.people:
        return []
    sentence = document.sentences[cue.sentence]
    for gap in words.gapped.finditer(document.text, cue.start, sentence.end):
        places = [place for place in within(mentions.places, gap.span()) if place.located]
        dates = within(mentions.dates, gap.span())
        first = [person for person in frame.people if cue.start <= person.start < gap.start()]
        behind = [person for person in frame.people if person.start >= gap.end()]
        if not (places or dates) or not first or not behind:
            continue
        start, end = first[0].start, gap.start()
        before = with_part(frame, partial(is_outside, (end, len(document.text))))
        after = with_part(frame, partial(is_outside, (start, end)))
        if frame.place and frame.place.start >= gap.start():
            told = [place for place in within(mentions.places, (sentence.start, gap.start())) if place.located]
            before = replace(before, place=told[-1] if told else None)
        return [
            before,
            replace(after, place=places[0] if places else frame.place, when=dates[0] if dates else frame.when),
        ]
    return []


def is_outside(span: Span, at: int) -> bool:
    return not span[0] <= at < span[1]


def one_by_one(
    document: Document,
    mentions: Mentions,
    frame: Frame,
    words: CounterpartWords,
    rules: CueRules,
) -> list[Frame]:
    """A frame for each party met where words tell several meetings: "held separate meetings with …"."""
    cue = frame.cue
    if cue.kind != "meeting" or cue.form not in EXCHANGES or cue.strength < PLAIN or cue.speech:
        return []
    people = frame.people
    parties = told_alone(frame.parties, {party_of(person, mentions) for person in people})
    acting = any(person.start < cue.start for person in people)
    several = any(some.search(document.text, *cue.clause) for some in (words.several, rules.apart))
    if not several and not (cue.aside and acting and cue.actors):
        return []
    if words.single.search(document.text, *((cue.start, cue.end) if several else cue.clause)):
        return []
    if words.among.search(document.text, cue.start, min(cue.clause[1], cue.end + AMONG)):
        return []
    guests = (
        words.guests.search(document.text, cue.start, min(span[0] for span in parties.values())) if parties else None
    )
    if several and guests and len(parties) > 1 and not acting and all(span[0] >= cue.end for span in parties.values()):
        return [between(frame, mentions, {code: span}, people) for code, span in parties.items()]
    unknown = any(person.start < cue.start and party_of(person, mentions) is None for person in people)
    if len(parties) < 3 or (unknown and all(span[0] >= cue.start for span in parties.values())):
        return []
    behind = {party_of(person, mentions) for person in people if person.start >= cue.end}
    first, *others = sorted(parties, key=lambda code: code in behind)
    return [between(frame, mentions, {code: parties[code] for code in (first, other)}, people) for other in others]


def told_alone(parties: Mapping[str, Span], homes: Set[str | None]) -> dict[str, Span]:
    """The parties without a region's countries, which one word tells, where nobody of theirs is named; those last."""
    told = Counter(parties.values())
    ordered = sorted(parties.items(), key=lambda party: (told[party[1]] > 1, party[1]))
    return {code: span for code, span in ordered if told[span] == 1 or code in homes}


def between(frame: Frame, mentions: Mentions, parties: Mapping[str, Span], people: tuple[Person, ...]) -> Frame:
    """The frame of two parties alone."""
    return replace(
        frame, parties=parties, people=tuple(person for person in people if party_of(person, mentions) in parties)
    )
