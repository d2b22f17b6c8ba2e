"""Whether a frame tells of a draft's event or of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.classify.reading.assembly.bearings import dates_agree
from services.classify.reading.assembly.frames import Frame
from services.classify.reading.cues import Cue

if TYPE_CHECKING:
    from services.classify.reading.assembly.drafts import Draft

CLOSE = 3  # sentences
NEAR = 2  # sentences
LETTERS = 2  # of a country's code; those of organisations have more
TOLD = 0.6  # how plainly a cue with a verb tells
HEAD = 4  # sentences in which the happening of the title needs not be told with its parties again
GENERIC = {"agreement": {"agreement", "documents"}, "meeting": {"talks"}}
EXCHANGES = {"talks", "reception", "visit", "summit"}
GATHERINGS = {"session", "forum", "ceremony"}
RECEPTIONS = {"reception", "call"}
GREAT = {"summit", "session", "forum"}  # gatherings that others meet beside


def near(cue: Cue, draft: Draft) -> bool:
    return cue.sentence - draft.cues[0].sentence <= NEAR or draft.cues[0].title


def is_package(draft: Draft) -> bool:
    """Whether papers were told as several, not only taken up as "the documents"."""
    return draft.form == "documents" and any(
        cue.form == "documents" and (not cue.anaphoric or cue.another or cue.definite is False) for cue in draft.cues
    )


def best_match(frame: Frame, drafts: list[Draft]) -> Draft | None:
    """The latest draft that the frame may be about, of its form before others; None where it tells another event."""
    ordered = drafts if frame.cue.title else drafts[::-1]
    matches = [draft for draft in ordered if same_event(frame, draft)]
    if frame.cue.title:
        matches.sort(key=lambda draft: draft.status != frame.cue.status)
    if frame.cue.kind == "agreement":
        matches.sort(key=lambda draft: draft.form != frame.cue.form)
    if frame.cue.status == "cancelled" and frame.parties:
        matches.sort(key=lambda draft: draft.status != "cancelled")
    if not frame.cue.background:
        matches.sort(key=lambda draft: draft.background)
    return matches[0] if matches else None


def same_event(frame: Frame, draft: Draft) -> bool:
    cue = frame.cue
    if cue.kind != draft.kind or not (status_agrees(cue, draft) or is_as_meant(frame, draft) or sets_out(frame, draft)):
        return False
    if cue in draft.cues:
        return False  # one of several meetings told in one breath
    if not (forms_agree(cue, draft) or is_listed(frame, draft) or goes_on(frame, draft)):
        return False
    if cue.title:
        return not frame.parties or not draft.parties or bool(frame.parties.keys() & draft.parties.keys())
    if (draft.status, cue.status) == ("cancelled", "planned") and cue.strength == 1 and frame.when and not frame.meant:
        return False  # when it is to be instead
    if cue.kind == "agreement" and is_new_paper(frame, draft):
        return False
    if cue.kind == "meeting" and (
        is_remote(cue, draft) or is_beside_call(frame, draft) or (cue.aside and draft.form in GREAT and not cue.title)
    ):
        return False
    ratified = cue.bygone and draft.status == "in_force"  # who signed it stays with it
    if cue.background and not draft.background and (frame.when or frame.people) and not ratified:
        return False
    if cue.kind == "agreement" and draft.background and not cue.background and cue.strength == 1 and not cue.anaphoric:
        return False
    if draft.background and not cue.background and cue.strength == 1 and shares_no_party(frame, draft):
        return False
    if sets_out(frame, draft):
        return True
    if frame.when and draft.when and not dates_agree(frame.when, draft.when):
        return False
    if frame.place and draft.place and frame.place.name != draft.place.name and cue.channel == "in_person":
        return False
    if meets_companies(frame, draft) or is_further(frame, draft) or is_second_act(cue, draft):
        return False
    if takes_up(frame, draft) or is_same_paper(cue, draft) or sat_in(frame, draft):
        return True
    return parties_agree(frame, draft) and people_agree(frame, draft)


def shares_no_party(frame: Frame, draft: Draft) -> bool:
    """Whether both name parties, and none of them is the same."""
    return bool(frame.parties and draft.parties) and frame.parties.keys().isdisjoint(draft.parties)


def is_remote(cue: Cue, draft: Draft) -> bool:
    """Whether people meet on a screen here who met in one room there."""
    return (
        cue.strength == 1
        and draft.strength == 1
        and (cue.channel, draft.channel) == ("online", "in_person")
        and cue.definite is not True
        and not cue.anaphoric
        and not cue.actors
        and all(known.sentence != cue.sentence for known in draft.cues)
    )


def is_beside_call(frame: Frame, draft: Draft) -> bool:
    """Whether people who met at a place are told to have phoned as well, or the other way round."""
    cue = frame.cue
    if cue.title or cue.sentence in draft.sentences:
        return False
    if cue.form == "call" and draft.channel == "in_person":
        met = draft.place is not None and draft.strength == 1 and cue.strength == 1
        return met or (draft.status == "planned" and cue.strength < TOLD)
    return draft.form == "call" and cue.form == "talks" and cue.strength == 1 and frame.place is not None


def is_as_meant(frame: Frame, draft: Draft) -> bool:
    """Whether words without anything of their own say what a meeting that was held had been meant to be about."""
    if not frame.meant or frame.cue.another or (frame.cue.status, draft.status) != ("planned", "held"):
        return False
    return frame.cue.kind == "meeting" and not (frame.when or frame.place or is_told_of(frame))


def sets_out(frame: Frame, draft: Draft) -> bool:
    """Whether who leaves is told to begin his journey in one breath: "left for Oslo, beginning a tour"."""
    if not frame.cue.form == draft.form == "visit" or not frame.people or frame.cue.status == "cancelled":
        return False
    told = any(known.sentence == frame.cue.sentence and known.clause == frame.cue.clause for known in draft.cues)
    return told and draft.status != "cancelled" and {person.id for person in frame.people} == draft.people.keys()


def is_told_of(frame: Frame) -> bool:
    """Whether a frame names people or parties."""
    return bool(frame.people or frame.parties)


def is_further(frame: Frame, draft: Draft) -> bool:
    """Whether a meeting is called another one and somebody else is in it."""
    cue = frame.cue
    if (
        cue.apart
        and cue.actors
        and cue.strength == 1
        and not cue.title
        and draft.people.keys() != {p.id for p in frame.people}
    ):
        return all(known.sentence != cue.sentence for known in draft.cues)
    if cue.kind != "meeting" or not cue.another or cue.title:
        return False
    if cue.too and cue.noun and draft.parties and len(frame.parties.keys() - draft.parties.keys()) > 1:
        return True  # "also took part in the third meeting of A, B and C"
    if cue.definite is True:
        return False
    if cue.noun and not cue.actors and cue.strength == 1 and draft.form in RECEPTIONS:
        return True
    if cue.definite is None:
        return False
    return not {person.id for person in frame.people} <= set(draft.people)


def takes_up(frame: Frame, draft: Draft) -> bool:
    """Whether a plain noun of the draft's form stands close behind it: "the session was attended by ..."."""
    cue = frame.cue
    if cue.kind != "meeting" or cue.noun is None or cue.actors or cue.another or cue.definite is False:
        return False
    close = any(0 <= cue.sentence - known.sentence <= CLOSE for known in draft.cues if not known.title)
    if close and cue.form == "talks" and cue.definite is True and (frame.attended or not frame.people):
        return not frame.parties or bool(frame.parties.keys() & draft.parties.keys())
    return close and cue.form == draft.form and (cue.definite is True or any(len(code) > 2 for code in draft.parties))


def sat_in(frame: Frame, draft: Draft) -> bool:
    """Whether somebody of one side is told to have been at a meeting, too: "a delegate of the bank also sat in"."""
    cue = frame.cue
    if not (cue.kind == "meeting" and cue.too and cue.actors) or cue.noun or draft.background or cue.form == "visit":
        return False
    if len(frame.people) > 1 or len(frame.parties) > 1 or len(draft.parties) < 2 or cue.status != draft.status:
        return False
    return any(0 < cue.sentence - known.sentence <= NEAR for known in draft.cues if not known.title)


def is_same_paper(cue: Cue, draft: Draft) -> bool:
    """Whether "the document" stands close behind the paper that it stands for, whoever else signs it there."""
    if not (cue.kind == "agreement" and cue.anaphoric and cue.strength == 1) or cue.definite is False or cue.another:
        return False
    return any(0 <= cue.sentence - known.sentence <= CLOSE for known in draft.cues if not known.title)


def meets_companies(frame: Frame, draft: Draft) -> bool:
    """Whether somebody meets companies here, and met people there: two counterparts, two meetings."""
    if frame.cue.strength < 1 or not frame.cue.actors or frame.bodies & draft.bodies:
        return False
    if draft.bodies and not frame.bodies and len(draft.people) == 1:
        return len({person.country for person in frame.people}) > 1  # the other way round
    if not frame.bodies:
        return False
    homes = {person.country for person in draft.people.values()}
    return len(homes) >= 2 and {person.id for person in frame.people} < set(draft.people) and len(frame.people) < 2


def is_new_paper(frame: Frame, draft: Draft) -> bool:
    """Whether an agreement's cue speaks of another paper than the draft."""
    cue = frame.cue
    if cue.coordinate and draft.form == cue.form and any(known.sentence == cue.sentence for known in draft.cues):
        return True
    if is_package(draft) and not (cue.another or cue.title) and is_bare(frame) and near(cue, draft):
        return False
    if cue.refers or cue.strength < 0.6 or any(known.sentence == cue.sentence for known in draft.cues):
        return False
    strangers = frame.bodies and draft.bodies and frame.bodies.isdisjoint(draft.bodies)
    own = bool(frame.bodies) and frame.bodies.isdisjoint(draft.bodies)
    beside = cue.too and cue.strength == 1 and not cue.anaphoric and (own or not cue.definite)
    if cue.another or beside or (strangers and cue.definite is not True):
        return True
    if cue.noun is None and frame.money and any(not known.title for known in draft.cues):
        return {m.value for m in frame.money}.isdisjoint(m.value for m in draft.money)
    if frame.money and draft.money:
        return {m.value for m in frame.money}.isdisjoint(m.value for m in draft.money)
    untold = cue.form == "documents" and not (frame.parties and draft.parties)
    nobody = not (draft.parties or draft.people or draft.money)  # a lead's few words
    sum_alone = bool(frame.money) and not (frame.parties or frame.people or frame.bodies or draft.money)
    untold = untold or (near(cue, draft) and (nobody or sum_alone))
    alike = untold or frame.parties.keys() == draft.parties.keys() or is_half_told(frame, draft)
    if cue.form == draft.form and alike and people_agree(frame, draft):
        return False  # the head of an article sums up what its next sentences tell again
    if cue.form == "documents" and cue.strength == 1 and not cue.anaphoric and draft.form not in GENERIC["agreement"]:
        return not cue.title
    counted = cue.form == "documents"
    return cue.definite is False and (not cue.anaphoric or counted) and any(not known.title for known in draft.cues)


def is_half_told(frame: Frame, draft: Draft) -> bool:
    """Whether one of two papers is told with one party only so far, and the other with it and more."""
    ours, theirs = frame.parties.keys(), draft.parties.keys()
    return min(len(ours), len(theirs)) == 1 and (ours <= theirs or theirs <= ours)


def goes_on(frame: Frame, draft: Draft) -> bool:
    """Whether talks with nothing of their own go on about a session, or talks of the same people about their call."""
    if frame.cue.form == "ceremony" and draft.form == "reception":
        return near(frame.cue, draft) and not is_told_of(frame)
    that_day = frame.when is not None and draft.when is not None and frame.when.first == draft.when.first
    if frame.cue.form != "talks" or (frame.when and not that_day) or frame.place:
        return False
    people = {person.id for person in frame.people}
    if draft.form == "session":
        chairs = people <= set(draft.people) or (not draft.people and frame.parties.keys() == draft.parties.keys())
        again = len(people) > 1 and chairs  # alone, then with all the others
        others = frame.parties.keys() - (draft.parties.keys() if that_day else ())
        return near(frame.cue, draft) and (again or not (frame.people or others or frame.bodies))
    again = len(people) > 1 or (frame.collective and not people)
    return draft.form == "call" and again and people <= set(draft.people)


def is_second_act(cue: Cue, draft: Draft) -> bool:
    """Whether somebody met here and held a session too, both with verbs of their own in one sentence."""
    if cue.form not in GATHERINGS or draft.form != "talks" or not (cue.actors and cue.noun and cue.strength == 1):
        return False
    return any(
        known.sentence == cue.sentence and known.actors and known.strength == 1 and known.start < cue.start
        for known in draft.cues
    )


def is_listed(frame: Frame, draft: Draft) -> bool:
    """Whether a paper is told in the sentence of a package, with no signatories of its own: one of it."""
    told = any(cue.sentence == frame.cue.sentence and cue.start < frame.cue.start for cue in draft.cues)
    return told and is_package(draft) and {person.id for person in frame.people} <= set(draft.people)


def is_bare(frame: Frame) -> bool:
    """Whether a paper is told without parties, signatories or a sum of its own: one of a package."""
    return not (is_told_of(frame) or frame.money)


def forms_agree(cue: Cue, draft: Draft) -> bool:
    if cue.form == draft.form:
        return True
    if cue.kind == "agreement":
        if cue.definite is not False and {cue.form, draft.form} == {"treaty", "contract"}:
            return True
        if cue.definite is True and {cue.form, draft.form} == {"memorandum", "declaration"} and near(cue, draft):
            return True  # „Absichtserklärung … Die Erklärung“
        if cue.anaphoric or cue.refers or cue.title or cue.strength < 0.6:
            return True
        if all(known.anaphoric and known.sentence == cue.sentence for known in draft.cues):
            return True  # "the document that they are to sign is a statement"
        return bool({cue.form, draft.form} & GENERIC["agreement"]) and cue.definite is not False
    if refers_back(cue):
        return True
    pair = {cue.form, draft.form}
    if cue.form in GATHERINGS and draft.form == "talks" and cue.noun and cue.definite is True and not draft.people:
        return (
            near(cue, draft) and cue.status == draft.status == "held"
        )  # "they conferred in Oslo. The forum was opened by ..."
    if "call" in pair:
        return pair == {"call", "talks"} and (cue.strength < 1 or cue.channel != "in_person" or not cue.actors)
    if "visit" in pair and any(known.sentence == cue.sentence for known in draft.cues):
        return True
    if (
        pair & GATHERINGS
        and cue.strength == 1
        and not cue.title
        and draft.strength == 1
        and all(k.sentence != cue.sentence for k in draft.cues)
    ):
        return False
    if pair <= EXCHANGES:
        return True
    return "talks" in pair


def refers_back(cue: Cue) -> bool:
    """Whether a meeting's plain noun, with the article of what is known, takes up the one told before."""
    if cue.noun is None or cue.actors or cue.another:
        return False
    return cue.anaphoric or (cue.form == "talks" and cue.definite is True)


def status_agrees(cue: Cue, draft: Draft) -> bool:
    if cue.strength < 0.6 or cue.status == draft.status:
        return True
    if draft.strength < 0.6 and cue.form == draft.form:
        return True  # so far only named
    if {cue.status, draft.status} == {"signed", "in_force"}:
        return cue.form == draft.form
    if (cue.renewed and cue.status == "planned") or any(
        known.renewed and known.status == "planned" for known in draft.cues
    ):
        return False  # a new date is no cancellation
    return {cue.status, draft.status} == {"planned", "cancelled"} or {cue.status, draft.status} == {
        "proposed",
        "planned",
    }


def parties_agree(frame: Frame, draft: Draft) -> bool:
    """False where each side names a party that the other does not."""
    ours, theirs = set(frame.parties), set(draft.parties)
    if (
        draft.form == "visit"
        and frame.cue.form != "visit"
        and frame.cue.actors
        and len(ours - theirs) > 1
        and len(theirs) > 1
    ):
        return False  # a visitor's meeting with several others
    if draft.form == "visit" and draft.place and theirs and ours - theirs - {draft.place.country}:
        return False
    if len(ours) < 2 or len(theirs) < 2:
        return not (ours and len(theirs) >= 2 and not ours & theirs)
    return ours <= theirs or theirs <= ours or names_hosts(frame, draft)


def names_hosts(frame: Frame, draft: Draft) -> bool:
    """Whether a visit told so far with the guest's own side only is told again with where it leads."""
    if not frame.cue.form == draft.form == "visit" or {person.id for person in frame.people} != draft.people.keys():
        return False
    homes = {person.country for person in frame.people}
    return bool(homes) and all(code in homes or len(code) > LETTERS for code in draft.parties)


def people_agree(frame: Frame, draft: Draft) -> bool:
    """False where both name people of one country and none of them is the same."""
    ours: dict[str, set[int]] = {}
    theirs: dict[str, set[int]] = {}
    weak = frame.cue.strength < 0.6
    for person in frame.people:
        ours.setdefault(person.country or "", set()).add(person.id)
    for person in draft.people.values():
        theirs.setdefault(person.country or "", set()).add(person.id)
    if weak:  # somebody told only by office may be the one named elsewhere
        for person in (*frame.people, *draft.people.values()):
            if person.name is None:
                theirs.pop(person.country or "", None)
    if not all(ours[code] & theirs[code] for code in ours.keys() & theirs.keys()):
        return False
    mine, known = {person.id for person in frame.people}, set(draft.people)
    return len(mine) < 2 or len(known) < 2 or mine <= known or known <= mine or frame.cue.strength < 0.6
