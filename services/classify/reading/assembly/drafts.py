"""Events in the making: which cues tell the same event, and which tell another."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from services.classify.reading.assembly.bearings import is_finer
from services.classify.reading.assembly.frames import Frame
from services.classify.reading.assembly.matching import (
    CLOSE,
    GATHERINGS,
    GENERIC,
    GREAT,
    best_match,
    forms_agree,
    is_package,
    near,
)
from services.classify.reading.cues import Cue
from services.classify.reading.document import Money, Person, Place, When

TOLD = 0.6  # how plainly a cue with a verb tells
RIGHT_BEHIND = 3  # characters
HEAD = 4  # sentences in which the happening of the title needs not be told with its parties again


@dataclass
class Draft:
    """One event while its cues are gathered. Values are filled by the first cue that tells them."""

    kind: str
    form: str
    status: str
    channel: str | None
    cues: list[Cue] = field(default_factory=list)
    people: dict[int, Person] = field(default_factory=dict)
    parties: dict[str, tuple[int, int]] = field(default_factory=dict)
    when: When | None = None
    place: Place | None = None
    background: bool = False
    money: list[Money] = field(default_factory=list)
    bodies: set[str] = field(default_factory=set)
    collective: bool = False
    strength: float = 0.0
    hint: Place | None = None  # told where the meeting is only referred to: "the results of the talks in Oslo"
    single: bool = False  # one of several papers, told by itself
    sentences: set[int] = field(default_factory=set)  # of its cues but the title's

    @property
    def first(self) -> Cue:
        return min((cue for cue in self.cues if not cue.title), key=lambda cue: cue.start, default=self.cues[0])

    @property
    def bygone(self) -> bool:
        return any(cue.bygone for cue in self.cues)


def gather(frames: list[Frame]) -> list[Draft]:
    """Drafts of all that the frames tell, in text order; the title's cues join last."""
    drafts: list[Draft] = []
    for frame in frames:
        if frame.cue.title:
            continue
        known = best_match(frame, drafts)
        if known is not None:
            absorb(known, frame)
        elif (gathering := taken_up(frame, frames)) is not None:
            drafts.append(new_draft(gathering))
        elif tells(frame) and not is_carried_out(frame, drafts) and not goes_over(frame, drafts):
            drafts.append(new_draft(frame))
            drafts[-1].hint = referred_to(frame, frames)
    for frame in frames:
        if not frame.cue.title:
            continue
        known = best_match(frame, [draft for draft in drafts if not draft.background]) or best_match(frame, drafts)
        if known is not None:
            absorb(known, without_others(frame, known, drafts))
        elif (
            tells(frame)
            and frame.cue.strength >= 0.6
            and len(frame.parties) >= 2
            and not any(is_headed(draft, frame) for draft in drafts)
        ):
            drafts.insert(0, new_draft(frame))
    return drafts


def without_others(frame: Frame, draft: Draft, drafts: list[Draft]) -> Frame:
    """The title's frame without those told in other events only: "X spoke with Y and Z", one after the other."""
    others = [other for other in drafts if other is not draft and other.kind == draft.kind and not other.background]
    extra = {person.id for person in frame.people} - draft.people.keys()
    if draft.kind != "meeting" or len(draft.people) < 2 or not extra:
        return frame
    if not extra <= {number for other in others for number in other.people}:
        return frame
    kept = tuple(person for person in frame.people if person.id not in extra)
    homes = {person.country for person in frame.people if person.id in extra} - draft.parties.keys()
    return replace(frame, people=kept, parties={code: at for code, at in frame.parties.items() if code not in homes})


def referred_to(frame: Frame, frames: list[Frame]) -> Place | None:
    """The place of a meeting to which the sentence before refers: "the result of their meeting in Oslo"."""
    if frame.cue.kind != "meeting" or frame.cue.background:
        return None
    before = (
        other.place
        for other in frames
        if other.cue.referred and other.cue.form == "talks" and frame.cue.sentence - other.cue.sentence in (0, 1)
    )
    return next(before, None)


def taken_up(frame: Frame, frames: list[Frame]) -> Frame | None:
    """The gathering that was only named as where something else was done, where "the event" goes on about it."""
    cue = frame.cue
    if (cue.kind, cue.status) != ("meeting", "held") or not cue.anaphoric or cue.strength < 1 or cue.definite is False:
        return None
    named = next(
        (
            other
            for other in reversed(frames)
            if 0 < cue.sentence - other.cue.sentence <= 2 and other.cue.form in GREAT and other.cue.referred
        ),
        None,
    )
    if named is None or named.cue.title:
        return None
    parties = {**frame.parties, **named.parties}
    held = replace(cue, form=named.cue.form, anaphoric=False, background=False)
    return replace(frame, cue=held, parties=parties, when=frame.when or named.when, place=frame.place or named.place)


def is_carried_out(frame: Frame, drafts: list[Draft]) -> bool:
    """Whether "the loan" that is to be paid out was lent a few sentences before."""
    cue = frame.cue
    if (cue.kind, cue.status, cue.definite) != ("agreement", "planned", True) or cue.anaphoric:
        return False
    if frame.people or frame.when or frame.money:
        return False
    return any(
        draft.kind == "agreement"
        and draft.form == cue.form
        and draft.status == "signed"
        and draft.money
        and not draft.background
        and 0 < cue.sentence - max(draft.sentences, default=cue.sentence) <= HEAD
        and frame.parties.keys() <= draft.parties.keys()
        for draft in drafts
    )


def goes_over(frame: Frame, drafts: list[Draft]) -> bool:
    """Whether nobody is named where things are discussed behind a meeting: what it names are their matters."""
    cue = frame.cue
    if not cue.speech or frame.people or frame.when or frame.place:
        return False
    return any(
        draft.kind == "meeting"
        and draft.status == cue.status
        and len(draft.parties) > 1
        and not draft.background
        and 0 <= cue.sentence - max(draft.sentences, default=cue.sentence) <= CLOSE
        for draft in drafts
    )


def is_headed(draft: Draft, frame: Frame) -> bool:
    """Whether the body tells of the title's parties and kind, if in another tense: titles have none of their own."""
    return (
        not draft.background
        and draft.kind == frame.cue.kind
        and (frame.parties.keys() <= draft.parties.keys() or is_told_in_part(draft, frame))
        and forms_agree(frame.cue, draft)
    )


def is_told_in_part(draft: Draft, frame: Frame) -> bool:
    """Whether the body tells a paper of the title, still to be signed, with one of its parties so far."""
    return (
        draft.kind == "agreement"
        and draft.status == "planned"
        and draft.form == frame.cue.form
        and bool(draft.parties)
        and draft.parties.keys() <= frame.parties.keys()
    )


def tells(frame: Frame) -> bool:
    """Whether a frame may found an event by itself."""
    if frame.cue.refers:
        return len(frame.parties) >= 2 and frame.cue.status == "signed"
    if (
        frame.cue.actors
        and frame.cue.noun is None
        and frame.cue.sentence > HEAD
        and not (frame.people or frame.parties or frame.collective)
    ):
        return False
    if frame.cue.anaphoric and (
        frame.cue.kind == "meeting" or (frame.cue.definite is not False and len(frame.parties) < 2)
    ):
        return False
    if frame.cue.form == "reception" and frame.cue.actors and not frame.people:
        return False
    if frame.cue.strength >= 0.6:
        return True
    told = frame.cue.kind == "agreement" or frame.cue.actors or frame.people or frame.when or frame.place
    return bool(told) and frame.cue.strength > 0 and len(frame.parties) >= 2


def new_draft(frame: Frame) -> Draft:
    draft = Draft(frame.cue.kind, frame.cue.form, frame.cue.status, frame.cue.channel)
    absorb(draft, frame)
    draft.background = frame.cue.background
    return draft


def absorb(draft: Draft, frame: Frame) -> None:
    """Add a frame to a draft: what it tells fills what is still open."""
    cue, was_recalled = frame.cue, draft.background and bool(draft.cues)
    was_weak = bool(draft.cues) and draft.strength < TOLD
    draft.cues.append(cue)
    if not cue.title:
        draft.sentences.add(cue.sentence)
    draft.money += frame.money
    draft.bodies |= frame.bodies
    draft.collective = draft.collective or frame.collective
    if draft.strength < TOLD <= cue.strength and cue.form == draft.form and not cue.title:
        draft.status = cue.status  # so far only named
    draft.strength = max(draft.strength, cue.strength)
    for person in frame.people:
        draft.people.setdefault(person.id, person)
    recalled = cue.background and not draft.background and len(draft.cues) > 1
    for code, span in frame.parties.items():
        if not (recalled and len(draft.parties) > 1):
            draft.parties.setdefault(code, span)
    if cue.status == "in_force" and draft.status == "signed" and cue.strength >= 0.6 and not draft.background:
        draft.when, draft.place = frame.when, frame.place  # of the ratification, not of the signing
    signing = draft.status == "in_force" and cue.status == "signed"
    if not signing and tells_when(frame, draft):
        draft.when = frame.when
    coarse = draft.place is None or is_within(frame.place, draft.place)
    if coarse and cue.strength >= 0.4 and near(cue, draft) and not (signing or recalled):
        draft.place = frame.place
    if cue.referred and not cue.background and cue.form in (draft.form, "talks") and near(cue, draft):
        draft.hint = draft.hint or frame.place
    if (
        not cue.background
        and not cue.title
        and (
            cue.strength >= 0.6
            or (cue.strength and cue.sentence not in {known.sentence for known in draft.cues[:-1]} and not draft.bygone)
        )
    ):
        draft.background = False
    if cue.channel in ("phone", "online") and draft.channel == "in_person" and cue.strength:
        draft.channel = cue.channel
    form = better_form(draft, cue)
    if was_recalled and not cue.background and cue.strength >= TOLD and cue.kind == "meeting" and not cue.noun:
        form = cue.form  # where he was when he met them
    elif was_weak and draft.form in GREAT and is_met_there(cue, draft):
        form = cue.form
    if draft.form == "visit" and form != "visit" and frame.when is not None and frame.when.precision == "day":
        draft.when = frame.when  # the day of the talks, not the days of the visit
    draft.form = form
    turned = cue.strength >= 0.6 if cue.status == "in_force" else cue.status == "cancelled" and cue.strength > 0
    if turned and not draft.background:
        draft.status = cue.status


def is_met_there(cue: Cue, draft: Draft) -> bool:
    """Whether a verb tells of people who meet in a sentence that names a gathering: "at the forum he met X"."""
    told = cue.actors and cue.form == "talks" and cue.noun is None and cue.strength == 1
    return bool(told) and any(known.sentence == cue.sentence for known in draft.cues if known is not cue)


def tells_when(frame: Frame, draft: Draft) -> bool:
    """Whether a frame's date is the draft's: where it has none yet, or only the month of this day."""
    cue = frame.cue
    if cue.background and not draft.background and draft.cues[:-1]:
        return False
    if draft.when is None:
        return (cue.strength >= 0.4 and fits(frame, draft)) or not draft.cues[:-1] or is_its_day(frame)
    return frame.when is not None and cue.strength > 0 and is_finer(frame.when, draft.when)


def is_its_day(frame: Frame) -> bool:
    """Whether a day stands right behind the noun that takes up what was told: "in the call on Saturday"."""
    noun, when = frame.cue.noun, frame.when
    return (
        noun is not None and when is not None and when.precision == "day" and 0 <= when.start - noun[1] <= RIGHT_BEHIND
    )


def fits(frame: Frame, draft: Draft) -> bool:
    """Whether a date may be the draft's: a mere month or year only where it stands close by."""
    return near(frame.cue, draft) or frame.when is None or frame.when.precision == "day"


def better_form(draft: Draft, cue: Cue) -> str:
    """The form after one more cue: talks name a visit's content, other forms name talks more exactly."""
    if cue.strength < 0.6:
        if (
            draft.form == "documents"
            and not is_package(draft)
            and cue.form != "documents"
            and near(cue, draft)
            and not cue.refers
            and not cue.title
        ):
            return cue.form
        if draft.form == "visit" and cue.form == "talks" and cue.strength and not cue.background and cue.noun:
            met = len({person.country for person in draft.people.values()}) > 1 and draft.status != "cancelled"
            apart = min(abs(cue.sentence - known.sentence) for known in draft.cues[:-1] or draft.cues)
            close = apart == 0 or (apart <= 2 and cue.definite is False and cue.status == draft.status)
            return "talks" if met and close else "visit"
        named = cue.strength and cue.form in GATHERINGS and cue.noun and not cue.background
        if draft.form == "talks" and named and cue.status == draft.status and near(cue, draft) and not cue.title:
            return cue.form
        return draft.form
    unnamed = draft.form == "agreement" and not any(known.noun for known in draft.cues[:-1])
    if unnamed and cue.form == "documents" and not cue.anaphoric and near(cue, draft):
        return "documents"  # so far only lent or granted
    if draft.form == "visit" and cue.form != "visit":
        return "visit" if stays_visit(draft, cue) else cue.form
    if (
        draft.form in GENERIC[draft.kind]
        and not is_package(draft)
        and not is_beside(draft, cue)
        and cue.form not in GENERIC[draft.kind]
        and cue.form != "visit"
        and near(cue, draft)
    ):
        return cue.form
    return draft.form


def is_beside(draft: Draft, cue: Cue) -> bool:
    """Whether somebody met here and, in the same sentence, took part in a gathering too."""
    if draft.form != "talks" or cue.form not in GREAT or not cue.noun:
        return False
    return any(known.sentence == cue.sentence and known.actors and known.strength == 1 for known in draft.cues[:-1])


def stays_visit(draft: Draft, cue: Cue) -> bool:
    """Whether talks are only what a visit is for, with nobody named, or what a visit called off was for."""
    if cue.form != "talks":
        return False
    if draft.status == "cancelled":
        return True
    alone = len({person.country for person in draft.people.values()}) < 2
    return alone and cue.status == "planned" and any(known.sentence == cue.sentence for known in draft.cues[:-1])


def is_within(city: Place | None, region: Place) -> bool:
    """Whether a place is a city, and the other a region of its country, told before: the city is the finer one."""
    return city is not None and (city.kind, region.kind) == ("city", "region") and city.country == region.country
