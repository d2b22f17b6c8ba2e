"""Words that tell an event: a noun with a verb that makes it happen, or a verb that tells one by itself.

A pack's `cues.toml` has the nouns by form, the verbs by what they say of time, and the markers that bend it: future,
cancellation, negation, supposition, recollection. Nothing here knows who takes part; that is for the assembly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from services.classify.reading.bending import BEFORE, bend, denies, is_bygone
from services.classify.reading.cuerules import CueRules, cue_rules
from services.classify.reading.cueverbs import (
    ATTENDED,
    is_met_at,
    nearest_verb,
    ratified,
    ratifies,
    relative_clause_end,
    resumed_clause,
    signed_already,
    status_where_said,
)
from services.classify.reading.cuewords import (
    Noun,
    clause_of,
    clause_spans,
    find_nouns,
    first_word_end,
    predicates_in,
    relative_opening,
)
from services.classify.reading.document import Document, LineKind, Sentence
from services.classify.reading.languages.pack import Pack
from services.classify.reading.passing import goes_on_about_decree, is_at_home

RECALL_REACH = 2  # sentences
APPOSITION = 30  # characters from the comma that closes an apposition to the noun that its verb goes on to
AHEAD = 40  # characters from a paper to the verb that says what it made
MAKING = 50  # characters from negotiations to the paper that they are about
UNSURE = 0.5  # of a noun without a verb
DONE = ("held", "signed", "in_force")
SPECIFIC = ("call", "session", "summit", "forum", "ceremony", "visit", "reception")


@dataclass(frozen=True, slots=True, eq=False)
class Cue:
    """Where an event is told. `strength`: 1 tells it, 0.5 may tell it (people must show), 0 only refers to one."""

    start: int
    end: int
    sentence: int
    clause: tuple[int, int]
    kind: str
    form: str
    status: str
    channel: str | None
    strength: float
    background: bool
    title: bool
    actors: int
    another: bool
    definite: bool | None  # by its article; None where there is none
    anaphoric: bool  # "the document": names an agreement told before
    speech: bool  # "discussed": tells a meeting only with two parties before it
    vague: bool  # "agreed": a paper only where a sum is named, else people who met
    refers: bool  # signs what is not named again
    referred: bool = False  # "during the talks": only looks back at a meeting
    noun: tuple[int, int] | None = None
    aside: bool = False  # told at the margins of another gathering
    bygone: bool = False  # in the pluperfect: before what the article reports
    apart: bool = False  # held one by one, or aside from the others
    coordinate: bool = False  # a paper told beside another of its kind: "an agreement on A and an agreement on B"
    present: bool = False  # in a tense that may speak of what is still to come
    too: bool = False  # beside something told before: "also"
    denied: bool = False  # a paper that was not made
    turn: bool = False  # one more of those whom somebody met before
    renewed: bool = False  # on a new date, after it was called off


def find_cues(document: Document, pack: Pack) -> tuple[Cue, ...]:
    """All cues of a document in text order."""
    rules = pack.prepared(cue_rules)
    found = [
        cue
        for sentence in document.sentences
        for cue in sorted(sentence_cues(document, sentence, rules), key=lambda cue: (cue.start, cue.end))
    ]
    domestic = [match.span() for match in rules.domestic.finditer(document.text)]
    return tuple(cue for cue in found if not is_at_home(cue, domestic, found)) if domestic else tuple(found)


def sentence_cues(document: Document, sentence: Sentence, rules: CueRules) -> Iterator[Cue]:
    text = document.text
    nouns, predicates = find_nouns(text, sentence, rules), predicates_in(text, sentence, rules)
    if not (nouns or predicates or rules.signing.search(text, sentence.start, sentence.end)):
        return
    if rules.unrelated.search(text, sentence.start, sentence.end):
        return
    title = document.lines[sentence.line].kind is LineKind.TITLE
    clauses = clause_spans(text, sentence, rules)
    background = bool(rules.background.search(text, sentence.start, sentence.end) or recalls(document, sentence, rules))
    taken: list[tuple[int, int, bool]] = []  # and whether it travels, which leads to what it travels for
    spoken: list[tuple[int, int]] = []  # verbs with the talks that they tell
    for rule, found in predicates:
        clause = clause_of(found.start(), clauses)
        body = rule.form == "talks" and any(
            noun.body
            and clause[0] <= noun.start < clause[1]
            and (noun.end <= found.start() or stands_behind(text, noun, found.span(), rules))
            and not rules.owner.search(text[sentence.start : noun.start])
            for noun in nouns
        )
        inside = next(
            (
                noun
                for noun in nouns
                if noun.kind == rule.kind
                and clause[0] <= noun.start < clause[1]
                and found.start() <= noun.end + (AHEAD if rule.kind == "agreement" and not rule.vague else 0)
                and noun.start <= found.end() + (60 if rule.form == "visit" else 40)
                and (noun.form in SPECIFIC or rule.kind == "agreement")
                and not noun.body
                and not noun.aside
                and not (rule.kind == "meeting" and "," in text[found.end() : noun.start])
                and not (rule.vague and noun.start < found.end())
            ),
            None,
        )
        if inside and rule.form == "talks" and is_met_at(text, found.start(), inside, clause, rules):
            inside = None
        status, strength = bend(
            text, sentence, clause, found.span(), rule.status, rule.kind, title, rules, verb_alone=True
        )  # fmt: skip
        status = status_where_said(text, sentence, rule.kind, found.end() + 1, status, rules)
        if rule.form == "reception" and rules.greets.search(text, *clause):
            strength = 0.0
        if rule.status == "bare" and not strength:
            continue  # an infinitive that nothing makes happen
        if inside and inside.drafted and status == "signed":
            status = "planned"
        taken.append((*found.span(), rule.form == "visit" and rule.status == "planned"))
        if rule.kind == "meeting" and rule.form == "talks" and not rule.speech:
            spoken.append(found.span())
        form = rule.form
        if body and not rule.speech:
            form = "session"
        elif (
            inside and not rule.speech and (rule.form == "talks" or rule.kind == "agreement" or inside.form in ATTENDED)
        ):
            form = inside.form
        cue = make_cue(
            text, sentence, found.span(), clause, rule.kind, form, status, rule.channel, rules,
            strength=min(strength, 0.5) if rule.speech else strength, title=title,
            background=background or (rule.form == "visit" and bool(relative_opening(text, sentence, clause, rules))),
            actors=rule.actors, speech=rule.speech, vague=rule.vague and not inside,
            noun=(inside.start, inside.end) if inside else None,
        )  # fmt: skip
        yield replace(cue, present=rule.status == "present" and status == "held", turn=rule.turn)
    if not any(noun.kind == "agreement" for noun in nouns) and not any(
        rule.kind == "agreement" for rule, _ in predicates
    ):
        yield from signing_cues(text, sentence, clauses, background, title, rules)
    for noun in nouns:
        aim = noun.kind == "meeting" and noun.form not in ("visit", "reception")
        if any(start < noun.end and noun.start < end and not (travels and aim) for start, end, travels in taken):
            continue
        if noun.kind == "meeting" and any(makes(text, noun, other, rules) for other in nouns):
            continue
        clause = clause_of(noun.start, clauses)
        cue = noun_cue(text, sentence, noun, clause, rules, background, title, spoken)
        cue = replace(cue, coordinate=any(is_beside(text, other, noun, rules) for other in nouns))
        if cue.status == "planned" and any(
            rule.form == "visit" and rule.status == "held" and clause[0] <= found.start() < noun.start
            for rule, found in predicates
        ):
            aside = bool(relative_opening(text, sentence, clause, rules))
            cue = replace(cue, status="held", background=cue.background or aside)  # "arrived to attend the forum"
        if cue.status == "held" and cue.strength == UNSURE and noun.kind == "meeting":
            goes = any(rule.form == "visit" and rule.status == "planned" and clause[0] <= found.start() < noun.start
                       for rule, found in predicates)  # fmt: skip
            cue = replace(cue, status="planned", strength=1.0) if goes else cue  # "flies to Oslo for talks with X"
        yield cue


def stands_behind(text: str, noun: Noun, verb: tuple[int, int], rules: CueRules) -> bool:
    """Whether a noun right behind its verb is what acts, in a language whose verbs may come first."""
    return rules.verb_first_is_new and verb[1] <= noun.start and not text[verb[1] : noun.start].strip()


def is_beside(text: str, one: Noun, other: Noun, rules: CueRules) -> bool:
    """Whether two papers of one kind are named in one breath, each by a noun of its own."""
    if not one.kind == other.kind == "agreement" or one.form != other.form or one.form == "documents":
        return False
    return one.end < other.start and bool(rules.joined.match(text, one.end, other.start))


def makes(text: str, noun: Noun, paper: Noun, rules: CueRules) -> bool:
    """Whether a noun of meeting only tells how a paper is made ("negotiations on an agreement")."""
    if not paper.drafted or not noun.end < paper.start <= noun.end + MAKING:
        return False
    return bool(rules.drafted.search(text[noun.start : paper.start]))


def recalls(document: Document, sentence: Sentence, rules: CueRules) -> bool:
    """Whether the sentence, or one before it in its paragraph, begins with words that recall; at an article's end the
    paragraphs behind such a one recall too."""
    late = sentence.index > len(document.sentences) // 2
    return any(
        rules.recall.match(document.text, other.start, other.end)
        for other in document.sentences[max(0, sentence.index - 6) : sentence.index + 1]
        if other.line == sentence.line or (late and sentence.index - other.index <= RECALL_REACH)
    )


def signing_cues(
    text: str, sentence: Sentence, clauses: list[tuple[int, int]], background: bool, title: bool, rules: CueRules
) -> Iterator[Cue]:
    """A sentence that signs without naming the paper: it goes on about the one named before."""
    found = rules.signing.search(text, sentence.start, sentence.end)
    if found and rules.decrees.search(text, sentence.start, sentence.end):
        return
    if found and not rules.reference.search(text[max(sentence.start, found.start() - 15) : found.start()]):
        clause = clause_of(found.start(), clauses)
        status, _ = bend(text, sentence, clause, found.span(), "signed", "agreement", title, rules)
        yield make_cue(
            text, sentence, found.span(), clause, "agreement", "agreement", status, None, rules,
            strength=0.4, background=background, title=title, actors=0, noun=None, refers=True,
        )  # fmt: skip


def noun_cue(
    text: str, sentence: Sentence, noun: Noun, clause: tuple[int, int], rules: CueRules, background: bool, title: bool,
    taken: list[tuple[int, int]],
) -> Cue:  # fmt: skip
    """What a noun tells with the nearest verb of its kind in its clause."""
    span = (noun.start, noun.end)
    ahead = max(clause[0], noun.start - 40)
    referred = rules.reference.search(text[ahead : noun.start]) if noun.kind == "meeting" else None
    wished = rules.wished.search(text[max(clause[0], noun.start - BEFORE) : noun.start])
    related = rules.relation.match(text[noun.end : noun.end + 60])
    if related and (
        any(noun.end <= start < noun.end + related.end() for start, _ in taken)
        or any(rule.kind == noun.kind for rule, _ in rules.nouns.find(text, noun.end, noun.end + related.end()))
    ):
        related = None  # "after the reception talks between ...": of another noun
    reach = relative_clause_end(text, sentence, noun, clause, rules)
    best, told_in = nearest_verb(text, noun, (clause[0], reach), rules, taken), clause
    if best is not None and best[2][0] >= clause[1]:
        told_in = clause_of(best[2][0], clause_spans(text, sentence, rules))  # "talks that are to be held"
    if referred and best is not None and best[2][0] < clause[1] < reach:  # "the subject of the talks that were held"
        best = nearest_verb(text, noun, (clause[1], reach), rules, taken) or best
    if (resumed := resumed_clause(text, sentence, clause, rules)) and (
        apart := nearest_verb(text, noun, resumed, rules, taken)
    ):
        best, told_in = apart, resumed
    comma = text.rfind(",", clause[0] + 1, noun.start)
    begin = sentence.start if 0 <= noun.start - comma < APPOSITION else noun.end
    if best is None and (apart := nearest_verb(text, noun, (begin, sentence.end), rules, taken, plain=True)):
        best, told_in = apart, clause_of(apart[2][0], clause_spans(text, sentence, rules))  # commas stand between
    status, strength = ("held" if noun.kind == "meeting" else "signed"), 0.0
    signed = rules.signing.search(text, sentence.start, sentence.end) if noun.kind == "agreement" else None
    if best is None and signed:
        other = clause_of(signed.start(), clause_spans(text, sentence, rules))
        status, strength = bend(text, sentence, other, signed.span(), "signed", "agreement", title, rules)
        strength = min(strength, 0.8)
    elif best is not None:
        status, strength = bend(text, sentence, told_in, best[2], best[1], noun.kind, title, rules)
    elif rules.cancelled.search(text, sentence.start, sentence.end):
        near = rules.cancelled.search(text, *clause)
        status, strength = ("cancelled" if noun.kind == "meeting" else "planned"), 1.0 if near else 0.5
    elif rules.future.search(text, clause[0], clause[1]):
        spoken = noun.kind == "agreement" and rules.topic.search(text[clause[0] : noun.start])
        status, strength = "planned", 0.5 if related and not spoken else 0.0
    elif noun.kind == "meeting":
        supposed = wished or rules.hypothesis.search(text[max(clause[0], noun.start - BEFORE) : noun.start])
        strength = 0.0 if noun.body or supposed else 0.5
    before = text[max(clause[0], noun.start - BEFORE) : noun.start]
    new = rules.indefinite.search(before + text[noun.start : first_word_end(text, noun.start, noun.end)])
    named = rules.mentioned.search(before) if noun.kind == "agreement" else None
    if named and status != "in_force" and not (new and new.start() > named.start()):
        strength = 0.0
    if noun.kind == "agreement" and status == "planned":
        status, strength = signed_already(text, noun, before, strength, rules) or (status, strength)
    denial = rules.negation.search(text[max(clause[0], noun.start - BEFORE) : noun.start])
    if denial and noun.kind == "agreement":
        strength = 0.0
    if noun.kind == "agreement" and best and best[1] in ("signed", "present") and best[2][0] >= noun.end:
        status, strength = ratified(text, sentence, best[2], rules) or (status, strength)
    if noun.drafted and status != "proposed" and not denial:
        status, strength = "planned", max(strength, 0.6)
    if referred and best is not None and ahead + referred.start() < best[2][0] < noun.start:
        referred = None  # "after lunch followed the talks": the verb stands between
    if (
        referred
        and noun.form in ATTENDED
        and rules.attended.search(text[max(clause[0], noun.start - 2 * BEFORE) : noun.start])
    ):
        referred = None
    own = best is not None and best[2][0] >= clause[1]
    if own and best and not relative_opening(text, sentence, told_in, rules):  # "after the talks, a visit took place"
        own = all(rule.kind != noun.kind or rule.body for rule, _ in rules.nouns.find(text, clause[1], best[2][1]))
    if referred and strength and not own:
        strength = 0.5 if (related and not rules.whose.match(text[noun.end : noun.end + 60])) or new else 0.0
        background = background or (noun.form in ATTENDED and not new and not title)
    if noun.kind == "meeting" and rules.domestic.match(text[noun.start : noun.end + 60]):
        strength = 0.0
    status = status_where_said(text, sentence, noun.kind, noun.start, status, rules)
    if noun.kind == "meeting" and (status == "held" or not best) and rules.upcoming.search(text[ahead : noun.start]):
        status, background = "planned", True
    if noun.kind == "meeting" and rules.predicative.search(text[max(clause[0], noun.start - BEFORE) : noun.start]):
        strength = 0.0
    apart_told = best is not None and ":" in text[noun.end : best[2][0]]  # "considered the talks: they will be held"
    if noun.kind == "meeting" and best and best[2][0] >= noun.end and not apart_told:  # "invited to what will be held"
        background = background or bool(rules.hypothesis.search(text[max(clause[0], noun.start - BEFORE) : noun.start]))
    if noun.anaphoric and noun.kind == "agreement" and goes_on_about_decree(text, noun, rules):
        strength = 0.0
    if noun.body and rules.founding.search(text[max(clause[0], noun.start - BEFORE) : noun.start]):
        strength = 0.0
    if noun.aside or (noun.form == "session" and best is None and ratifies(text, sentence, rules)):
        strength, referred = 0.0, None
    told_at = best[2][0] if best else -1
    topic = (not referred or strength <= 0.5) and is_topic(text, sentence, noun, clause, told_at, rules)
    cue = make_cue(
        text, sentence, span, clause, noun.kind, noun.form, status, noun.channel, rules,
        strength=strength, background=background or bool(topic and not title), title=title, actors=0, noun=span,
        anaphoric=noun.anaphoric, referred=bool(referred) and not (strength or denial or wished),
    )  # fmt: skip
    if rules.verb_first_is_new and best and best[2][1] <= noun.start and cue.definite is None:
        cue = replace(cue, definite=False if noun.kind == "agreement" else None)
    return replace(cue, present=True) if best and best[1] == "present" and status in ("held", "signed") else cue


def is_topic(text: str, sentence: Sentence, noun: Noun, clause: tuple[int, int], verb: int, rules: CueRules) -> bool:
    """Whether the noun is what somebody speaks of: a meeting in the clause, a paper in a relative clause behind it.

    `verb` is where the noun's own verb begins; one between the speaking and the noun tells it after all.
    """
    if noun.kind == "meeting":
        begin = max(clause[0], noun.start - 200)
        spoken = rules.topic.search(text[begin : noun.start])
        if not spoken or begin + spoken.start() < verb < noun.start:
            return False
        behind = rules.sequel.match(text, noun.end, verb if verb >= noun.end else sentence.end)
        if behind and verb < noun.end:  # "preparations for the talks: they will be held in May"
            following = rules.verbs.find(text, behind.end(), min(behind.end() + AHEAD, sentence.end))
            return not any(rule.kind == "meeting" for rule, _ in following)
        return not behind
    if not relative_opening(text, sentence, clause, rules):
        return False
    return bool(rules.topic.search(text[max(sentence.start, clause[0] - 140) : clause[0]]))


def make_cue(
    text: str, sentence: Sentence, span: tuple[int, int], clause: tuple[int, int], kind: str, form: str, status: str,
    channel: str | None, rules: CueRules, *, strength: float, background: bool, title: bool, actors: int,
    noun: tuple[int, int] | None, anaphoric: bool = False, speech: bool = False, vague: bool = False,
    refers: bool = False, referred: bool = False,
) -> Cue:  # fmt: skip
    if kind == "agreement":
        channel = None
    elif channel is None:
        if rules.phone.search(text, clause[0], clause[1]):
            channel = "phone"
        elif rules.online.search(text, sentence.start, sentence.end):
            channel = "online"
        else:
            channel = "in_person"
    if form == "visit":
        channel = "in_person"  # whatever was talked of it by phone
    elif channel == "phone" and form in ("talks", "forum"):
        form = "call"
    another = bool(rules.another.search(text[max(clause[0], span[0] - 90) : span[0]]))
    ahead = text[max(sentence.start, (noun or span)[0] - 40) : (noun or span)[0]]
    definite = (
        True
        if rules.known.search(ahead)
        else False
        if rules.indefinite.search(ahead)
        else True
        if rules.definite.search(ahead)
        else None
    )
    past = status in DONE
    habit = status != "cancelled" and kind == "meeting" and bool(rules.habits.search(text, *clause))
    bygone = past and bool(rules.recalled.search(ahead))
    lead = sentence.index == 0 or (sentence.index == 1 and sentence.line == 1)  # its tense is that of the news
    told = status in ("held", "signed") and not lead
    bygone = bygone or (told and is_bygone(text, sentence.start, clause, span, rules))
    past_news = background or bygone or habit
    return Cue(
        span[0], span[1], sentence.index, clause, kind, form, status, channel, strength, past_news, title,
        actors, another, definite, anaphoric, speech, vague, refers, referred, noun,
        bool(kind == "meeting" and rules.beside.search(text, clause[0], clause[1])), bygone,
        apart=bool(rules.apart.search(text, clause[0], clause[1])), too=bool(rules.too.search(text, *clause)),
        denied=kind == "agreement" and not strength and denies(text, clause, rules),
        renewed=kind == "meeting" and bool(rules.renewed.search(text, sentence.start, sentence.end)),
    )  # fmt: skip
