"""Who takes part by two reports: whom both name, whose office both tell, and who cannot be the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from libs.messages.values import Participant
from services.store.merging.names import same_person, words_of
from services.store.merging.offices import offices_differ, same_office
from services.store.merging.told import Known, Told


@dataclass(frozen=True, slots=True)
class Company:
    """`shared` people are named by both; `offices` are those of a country that both tell, one of them without a name.

    `others` are countries that each report names somebody else of; `doubts` those where only the offices differ.
    """

    shared: int = 0
    offices: int = 0
    others: int = 0
    doubts: int = 0


NOBODY = Company()


def company_of(one: Told, other: Told) -> Company:
    """Symmetric."""
    here, there = one.people, other.people
    if not here or not there:
        return NOBODY
    known_here = {at for at, person in enumerate(here) if any(_same(person, twin) for twin in there)}
    known_there = {at for at, person in enumerate(there) if any(_same(person, twin) for twin in here)}
    offices = others = doubts = excused = 0
    for country in {person.country for person in here} & {person.country for person in there}:
        mine = [at for at, person in enumerate(here) if person.country == country]
        theirs = [at for at, person in enumerate(there) if person.country == country]
        if country is None or known_here & set(mine) or known_there & set(theirs):
            continue
        alike, differ = _offices([here[at] for at in mine], [there[at] for at in theirs])
        if all(here[at].name for at in mine) and all(there[at].name for at in theirs):
            others += not alike
            excused += alike
        elif alike:
            offices += 1
        else:
            doubts += differ
    shared = min(len(known_here), len(known_there))
    # One office at one time is one person's, however the name was read; but not on both sides.
    return Company(shared, offices, others if shared else others + excused, doubts)


def same(one: Participant, other: Participant) -> bool:
    """One person by name; of two countries only with a full name, as countries are misread more often than shared."""
    if not one.name or not other.name or not same_person(one.name, other.name):
        return False
    return _one_country(one.name, one.country, other.name, other.country)


def _same(one: Known, other: Known) -> bool:
    if not one.name or not other.name or not same_person(one.name, other.name):
        return False
    return _one_country(one.name, one.country, other.name, other.country)


def _one_country(name: str, country: str | None, other_name: str, other_country: str | None) -> bool:
    if not country or not other_country or country == other_country:
        return True
    return min(len(words_of(name)), len(words_of(other_name))) > 1


def _offices(mine: Sequence[Known], theirs: Sequence[Known]) -> tuple[bool, bool]:
    """Whether an office is told by both sides, and whether each has one that the other cannot be."""
    alike = any(same_office(person.offices, twin.offices) for person in mine for twin in theirs)
    alone = len(mine) == len(theirs) == 1
    return alike, alone and offices_differ(mine[0].offices, theirs[0].offices)
