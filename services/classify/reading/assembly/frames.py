"""What stands around one cue: people, parties, date and place of its clause or sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from services.classify.reading.assembly.actors import (
    Contexts,
    Span,
    contexts,
    encloses,
    find_parties,
    is_occasion,
    is_onlooker,
    party_of,
    takers,
    within,
)
from services.classify.reading.assembly.bearings import dated, is_ahead, is_fresh, place_of, when_of
from services.classify.reading.assembly.pronouns import meant_by_pronoun
from services.classify.reading.assembly.tellers import only_reports
from services.classify.reading.bending import denies
from services.classify.reading.cuerules import cue_rules
from services.classify.reading.cues import Cue
from services.classify.reading.cuewords import clause_spans, relative_opening
from services.classify.reading.document import Document, Mentions, Money, Person, Place, When
from services.classify.reading.languages.pack import Pack

SIGNED = 60  # characters behind "signed" that tell where and when
RIGHT_BEHIND = 15
DESTINATIONS = 60  # characters behind a verb of going
LISTED = re.compile(r"[\s,]{1,3}(?:\w{1,5}\s){0,3}$")
CLOSE_BEHIND = 80  # characters between a cue and a relative clause that is about it


@dataclass(frozen=True)
class Frame:
    cue: Cue
    scope: Span
    people: tuple[Person, ...]
    parties: Mapping[str, Span]
    when: When | None
    place: Place | None
    money: tuple[Money, ...]
    bodies: frozenset[str]  # companies by name
    collective: bool  # a joint subject stands for people named before
    meant: bool = False  # its sentence says that it had been planned
    attended: bool = False  # only says who was there


def make_frames(document: Document, mentions: Mentions, cues: Iterable[Cue], pack: Pack) -> list[Frame]:
    """A frame for each cue, in text order."""
    words = pack.prepared(contexts)
    told = (cue for cue in cues if not cue.denied)
    listed = [cue for cue in told if not (cue.noun and is_name(mentions, cue.noun))]
    beside: dict[int, list[Cue]] = {}
    for cue in listed:
        beside.setdefault(cue.sentence, []).append(cue)
    return [
        make_frame(
            document, mentions, cue, scope_of(document, cue, beside[cue.sentence]), words,
            tuple(o.clause for o in beside[cue.sentence] if o.clause != cue.clause and o.strength),
            asides(document, cue, pack),
        )
        for cue in listed
    ]  # fmt: skip


def is_name(mentions: Mentions, span: Span) -> bool:
    """Whether words are a part of what a body or a person is called."""
    return encloses(mentions.organizations, *span) or encloses(mentions.people, *span)


def asides(document: Document, cue: Cue, pack: Pack) -> tuple[Span, ...]:
    """The relative clauses of a cue's sentence that tell of something else: neither its own nor right behind it.

    One that begins with a preposition ("in which") goes with the noun that stands straight before it.
    """
    rules = pack.prepared(cue_rules)
    end = cue.noun[1] if cue.noun else cue.end
    found: list[Span] = []
    if cue.status == "in_force":  # where and when it was signed before
        sentence = document.sentences[cue.sentence]
        signed = rules.signing.finditer(document.text, sentence.start, sentence.end)
        found += [(match.start(), match.start() + SIGNED) for match in signed if match.start() != cue.start]
    for clause in clause_spans(document.text, document.sentences[cue.sentence], rules):
        opening = relative_opening(document.text, document.sentences[cue.sentence], clause, rules)
        if opening and not clause[0] <= cue.start < clause[1]:
            reach = RIGHT_BEHIND if " " in opening[0].strip(" ,") else CLOSE_BEHIND
            comma = document.text.find(",", clause[0] + 1, clause[1])  # where the sentence may go on
            own = (clause[0], comma if comma > 0 else clause[1])
            if not 0 <= clause[0] - end <= reach or denies(document.text, own, rules):
                found.append(clause)
    return tuple(found)


def scope_of(document: Document, cue: Cue, beside: list[Cue]) -> Span:
    """The cue's sentence, or its clause where the sentence tells several happenings, `beside` being its cues."""
    sentence = document.sentences[cue.sentence]
    others = [other for other in beside if other.strength >= 0.6 and other.clause != cue.clause and cue.strength]
    return cue.clause if others else (sentence.start, sentence.end)


def make_frame(
    document: Document,
    mentions: Mentions,
    cue: Cue,
    scope: Span,
    words: Contexts,
    rivals: tuple[Span, ...],
    aside: tuple[Span, ...],
) -> Frame:
    """`rivals` are the clauses of the sentence's other cues, `aside` those of other things: their dates are not this
    cue's."""
    sentence = document.sentences[cue.sentence]
    whole = (sentence.start, sentence.end)
    if cue.speech:
        scope = (sentence.start, cue.start) if cue.start - sentence.start > 3 else scope
        people = takers(document, mentions, scope, words)
        behind = takers(document, mentions, (cue.end, cue.clause[1]), words) if not people else ()
        if len({party_of(person, mentions) for person in behind} - {None}) >= 2:
            scope, people = (cue.end, cue.clause[1]), behind  # the object came first
        return Frame(
            cue, scope, people, find_parties(document, mentions, scope, people, words),
            dated(document, when_of(mentions, cue, cue.clause, cue.clause, ()), cue), None, (), frozenset(), False,
        )  # fmt: skip
    if cue.vague:
        cue = clarified(cue, mentions, takers(document, mentions, whole, words), whole)
    people = takers(document, mentions, scope, words)
    if scope != whole and len(people) < 2 and not (cue.kind == "agreement" and cue.status == "planned"):
        people = takers(document, mentions, whole, words)
    meant = meant_by_pronoun(document, mentions, cue, words)
    if meant is not None and meant.id not in {person.id for person in people}:
        people = (meant, *people)
    if cue.kind == "agreement" or cue.status in ("planned", "cancelled"):
        people = tuple(person for person in people if not tells_it(document, mentions, person, cue, words))
    people = without_reporters(document, mentions, people, cue, words)
    parties = find_parties(document, mentions, scope, people, words)
    when = dated(document, when_of(mentions, cue, scope, whole, rivals + aside), cue)
    untensed = cue.status == "held" and cue.noun is not None
    if (cue.present or untensed) and cue.kind == "meeting" and is_ahead(document, when):
        cue = replace(cue, status="planned")
    if cue.background and not cue.bygone and cue.actors and cue.status == "held" and is_fresh(document, when):
        cue = replace(cue, background=False)
    parties.update({code: told for code, told in destination(document, mentions, cue).items() if code not in parties})
    if scope != whole and len(parties) < 2:
        parties = {**parties, **find_parties(document, mentions, whole, people, words)}
    signatories = tuple(p for p in people if p is meant or may_sign(document, mentions, p, cue, whole, words))
    return Frame(
        cue,
        scope,
        signatories if cue.kind == "agreement" else people,
        parties,
        when,
        place_of(mentions, cue, scope, whole, aside),
        tuple(within(mentions.money, scope)),
        frozenset(body.name for body in within(mentions.organizations, scope) if body.kind == "company"),
        bool(words.collective.search(document.text, sentence.start, sentence.end)),
        bool(words.meant.search(document.text, sentence.start, sentence.end)),
        cue.noun is not None and sat_in(document.text, sentence.start, cue.noun, words),
    )


def sat_in(text: str, start: int, noun: Span, words: Contexts) -> bool:
    """Whether a sentence says who sat in on the meeting that its noun takes up."""
    ahead = text[start : noun[0]]
    if words.sat_in.search(ahead):
        return True
    before, behind = words.sat_in_first
    opens = before.match(ahead)
    return opens is not None and len(ahead[opens.end() :].split()) < 2 and behind.match(text, noun[1]) is not None


def destination(document: Document, mentions: Mentions, cue: Cue) -> dict[str, Span]:
    """The country that somebody goes to: right behind the verb that says so."""
    if cue.kind != "meeting" or cue.form != "visit" or not cue.actors or cue.noun:
        return {}
    near = (cue.end, min(cue.end + DESTINATIONS, len(document.text)))
    found: dict[str, Span] = {}
    until = cue.end
    for country in within(mentions.countries, near):
        gap = document.text[until : country.start]
        listed = LISTED.match(gap) if found else len(gap.split()) <= 1
        if country.form == "name" and listed:
            found[country.code] = (country.start, country.end)
            until = country.end
    return found


def may_sign(document: Document, mentions: Mentions, person: Person, cue: Cue, span: Span, words: Contexts) -> bool:
    """Whether somebody told with a paper may have signed it: not who ratifies it, nor on whose visit it is signed."""
    if (cue.status == "in_force" and not cue.background) or words.ratifies.search(document.text, *span):
        return False
    if cue.status in ("planned", "proposed") and not words.signs.search(document.text, *span):
        return False
    if is_onlooker(document, person, span, words):
        return False
    return cue.title or not is_occasion(document, mentions, person, span, words)


def tells_it(document: Document, mentions: Mentions, person: Person, cue: Cue, words: Contexts) -> bool:
    """Whether somebody is named only as who reports it: of a paper anywhere, of what is to come behind its words."""
    if cue.kind != "agreement" and person.start <= cue.end:
        return False
    return only_reports(document, mentions, person, words)


def without_reporters(
    document: Document, mentions: Mentions, people: tuple[Person, ...], cue: Cue, words: Contexts
) -> tuple[Person, ...]:
    """Those who act but for whoever only says, ahead of another of his country, what that one does."""
    return tuple(
        person
        for person in people
        if not (
            cue.kind == "meeting"
            and any(p.country == person.country and person.end < p.start < cue.start for p in people)
            and only_reports(document, mentions, person, words)
        )
    )


def clarified(cue: Cue, mentions: Mentions, people: tuple[Person, ...], span: Span) -> Cue:
    """ "They agreed": a paper where a sum is named, else a meeting of the people who did, else nothing."""
    if within(mentions.money, span):
        return cue
    if cue.status == "signed" and len({party_of(person, mentions) for person in people} - {None}) >= 2:
        return replace(cue, kind="meeting", form="talks", status="held", channel="in_person")
    return replace(cue, strength=0.3 if cue.title else 0.0)
