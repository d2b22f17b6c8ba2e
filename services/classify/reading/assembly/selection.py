"""Which drafts are events: between two parties at least, and not a part of another event told as well."""

from __future__ import annotations

from services.classify.reading.assembly.bearings import dates_agree
from services.classify.reading.assembly.drafts import Draft
from services.classify.reading.document import Document

VAGUE = {"talks", "visit"}
DONE = {"signed", "in_force"}
BLOC_LENGTH = 3  # codes of organisations are longer than those of countries


def select(document: Document, drafts: list[Draft], opinion: bool) -> list[Draft]:
    """The drafts that stand as events."""
    kept = [draft for draft in drafts if is_international(draft) and is_told(draft, opinion)]
    for draft in kept:
        if (
            draft.form == "visit"
            and not draft.background
            and any(covers(other, draft) or is_signed_on(other, draft) for other in kept)
        ):
            draft.background = True
    for draft in kept:
        if (
            draft.kind == "meeting"
            and draft.status == "planned"
            and any(took_place(other, draft) or is_vaguer(draft, other) for other in kept)
        ):
            draft.background = True
    meetings = [draft for draft in kept if draft.kind == "meeting" and draft.status == "held" and not draft.background]
    for draft in kept:
        if meetings and is_of_others(draft, meetings):
            draft.background = True
    return kept


def is_of_others(paper: Draft, meetings: list[Draft]) -> bool:
    """Whether a paper in the making is only spoken of where others than its parties meet."""
    if paper.kind != "agreement" or paper.status not in ("planned", "proposed") or paper.when or paper.people:
        return False
    if any(cue.title for cue in paper.cues):
        return False
    return not any(paper.parties.keys() <= meeting.parties.keys() for meeting in meetings)


def took_place(other: Draft, planned: Draft) -> bool:
    """Whether what is planned here is told as held there: the article runs ahead and comes back to it."""
    if (other.kind, other.form, other.status) != ("meeting", planned.form, "held") or other.background:
        return False
    if planned.first.sentence > other.first.sentence and planned.when is None and not goes_on(planned, other):
        return False  # told afterwards: the next one
    if planned.when is not None and (other.when is None or not dates_agree(planned.when, other.when, slack=False)):
        return False
    if planned.place and other.place and planned.place.name != other.place.name:
        return False
    return planned.parties.keys() == other.parties.keys()


def goes_on(planned: Draft, other: Draft) -> bool:
    """Whether the next sentence tells what those who met want to talk about: "both want to discuss"."""
    behind = planned.first.sentence - other.first.sentence
    return planned.collective and 0 < behind <= 1 and planned.people.keys() <= other.people.keys()


def is_vaguer(planned: Draft, other: Draft) -> bool:
    """Whether a further meeting is planned with nobody named and no day told, beside one that is reported."""
    if planned is other or other.background or other.kind != "meeting" or planned.when or planned.form not in VAGUE:
        return False
    if planned.first.sentence < other.first.sentence or planned.parties.keys() != other.parties.keys():
        return False
    if any(person.name for number, person in planned.people.items() if number not in other.people):
        return False  # somebody else comes then
    return planned.place is None and len({person.country for person in planned.people.values()}) < 2


def is_told(draft: Draft, opinion: bool) -> bool:
    """Told as a happening; a piece of opinion must name people and a day."""
    return not opinion or bool(draft.people and draft.when)


def is_international(draft: Draft) -> bool:
    if len(draft.parties) >= 2:
        return True
    return any(len(code) >= BLOC_LENGTH for code in draft.parties) and draft.kind == "meeting" and draft.form != "visit"


def covers(other: Draft, visit: Draft) -> bool:
    """Whether the talks of a visit are told as an event of their own."""
    if (
        other is visit
        or other.kind != "meeting"
        or other.form == "visit"
        or other.background
        or other.channel != "in_person"
    ):
        return False
    if visit.status == "cancelled" and any(cue.title for cue in visit.cues):
        return False  # the news is that nobody comes
    if other.status != visit.status or not other.parties.keys() & visit.parties.keys():
        return False
    if visit.people and other.people and not same_people(visit, other):
        return False
    if calls_on_another(visit, other):
        return False
    if visit.people and not other.people and other.form == "session":
        return False  # of a commission that meets without the visitor
    if visit.when and visit.when.relative and visit.when.last and visit.status == "planned":
        return True  # "next week": the talks told with it tell the day
    return not (visit.when and other.when and not dates_agree(visit.when, other.when))


def is_signed_on(paper: Draft, visit: Draft) -> bool:
    """Whether a visit by nobody named is told only as the occasion of a paper."""
    if paper.kind != "agreement" or paper.status not in DONE or paper.background or visit.people:
        return False
    if visit.status != "held":
        return False
    return bool(paper.sentences & visit.sentences) and paper.parties.keys() >= visit.parties.keys()


def calls_on_another(visit: Draft, other: Draft) -> bool:
    """Whether somebody who meets people of one country elsewhere calls on another one of it, told by name."""
    shared = visit.people.keys() & other.people.keys()
    homes = {person.country for number, person in other.people.items() if number not in shared and person.name}
    return bool(shared) and any(
        person.name and person.country in homes for number, person in visit.people.items() if number not in shared
    )


def same_people(visit: Draft, other: Draft) -> bool:
    """Whether the visitor may be among the others: the same person, or one told only by office of the same country."""
    if visit.people.keys() & other.people.keys():
        return True
    countries = {person.country for person in other.people.values()}
    return all(person.name is None and person.country in countries for person in visit.people.values())
