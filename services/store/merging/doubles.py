"""Reports of one article that tell one event twice, made one: the fuller takes what the other tells beside.

A reading may find an event at its first mention and again where the article comes back to it. Two events of one
article stand apart by who takes part, by day, place or form; a report that has nothing of its own in all of these
is no event of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from libs.messages.articles import Report
from libs.messages.values import Participant, Quote
from services.store.merging.company import same
from services.store.merging.comparing import GATHERINGS, same_place

Evidence = dict[str, tuple[Quote, ...]]


def without_doubles(reports: Sequence[Report]) -> list[Report]:
    """The reports in their order, each event once."""
    kept: list[Report] = []
    for report in sorted(reports, key=_fullness, reverse=True):
        at = next((at for at, other in enumerate(kept) if _tells_again(report, other)), None)
        if at is None:
            kept.append(report)
        else:
            kept[at] = _joined(kept[at], report)
    places = {report.id: at for at, report in enumerate(reports)}
    return sorted(kept, key=lambda report: places[report.id])


def _fullness(report: Report) -> tuple[int, bool, int, float]:
    names = sum(person.name is not None for person in report.participants)
    return names, report.form in GATHERINGS, len(report.evidence), report.confidence


def _tells_again(less: Report, more: Report) -> bool:
    """Whether one report tells nothing that sets it apart from the other."""
    if less.kind != more.kind or less.postpones or more.postpones:
        return False
    if less.kind == "agreement":
        return less.parties == more.parties and _is_empty(less)
    if less.status != more.status or "phone" in (less.channel, more.channel):
        return False
    if less.parties != more.parties and not _is_part(less, more):
        return False
    if less.date and more.date and less.date != more.date:
        return False
    if less.place and more.place and not same_place(less.place, more.place):
        return False
    return not _names_others(less, more) and not _is_about_others(less, more)


def _is_part(less: Report, more: Report) -> bool:
    """Whether it tells the same gathering with some of its parties only."""
    some = set(less.parties) < set(more.parties) and less.form == more.form and more.form in GATHERINGS
    return some and less.date == more.date and less.place == more.place


def _is_about_others(less: Report, more: Report) -> bool:
    """Whether it names nobody, no day and no place, and is mostly about other things: a meeting with companies."""
    own = set(less.sectors) - set(more.sectors)
    return not (less.participants or less.date or less.place) and len(own) * 2 > len(less.sectors)


def _is_empty(report: Report) -> bool:
    told = (report.date, report.place, report.participants, report.amount, report.count, report.projects)
    return not any(told) and not report.sectors


def _names_others(less: Report, more: Report) -> bool:
    """Whether it names somebody of a country that the other names somebody else of."""
    for person in less.participants:
        rivals = [other for other in more.participants if other.name and other.country == person.country]
        if person.name and rivals and not any(same(person, other) for other in rivals):
            return True
    return False


def _joined(more: Report, less: Report) -> Report:
    """The fuller report with what only the other tells."""
    evidence: Evidence = dict(more.evidence)
    values: dict[str, object] = {}
    for name in ("date", "place", "channel"):
        if getattr(more, name) is None and getattr(less, name) is not None:
            values[name] = getattr(less, name)
            _move(less.evidence, evidence, f"/{name}", f"/{name}")
    people = list(more.participants)
    for at, person in enumerate(less.participants):
        if person.name and not any(_one_and_same(person, other) for other in people):
            _move(less.evidence, evidence, f"/participants/{at}", f"/participants/{len(people)}")
            people.append(person)
    values["participants"] = tuple(people)
    for name in ("sectors", "projects"):
        values[name] = _union(name, more, less, evidence)
    return more.model_copy(update={**values, "evidence": evidence})


def _union(name: str, more: Report, less: Report, evidence: Evidence) -> tuple[str, ...]:
    """Both lists in one, sorted where the fuller's is, with the words for each member."""
    mine, theirs = getattr(more, name), getattr(less, name)
    values = [*mine, *(value for value in theirs if value not in mine)]
    values = sorted(values) if name == "sectors" else values
    quoted: Evidence = {}
    for at, value in enumerate(values):
        source, told = (more, mine) if value in mine else (less, theirs)
        _move(source.evidence, quoted, f"/{name}/{told.index(value)}", f"/{name}/{at}")
    for pointer in [pointer for pointer in evidence if pointer.startswith(f"/{name}/")]:
        del evidence[pointer]
    evidence.update(quoted)
    return tuple(values)


def _one_and_same(person: Participant, other: Participant) -> bool:
    return same(person, other) or (other.name is None and other.country == person.country and other.role == person.role)


def _move(source: Mapping[str, tuple[Quote, ...]], target: Evidence, pointer: str, new: str) -> None:
    if pointer in source:
        target[new] = source[pointer]
