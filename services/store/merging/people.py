"""The participants of a record: the same people across spellings, each in one preferred spelling.

Preferred is English, then another Latin spelling, then any; within that the fullest, the most frequent, the latest.
Name, role and organisation come from one report, so that an entry is in one language; all others are variants.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from libs.messages.records import RecordParticipant, Variant
from libs.messages.values import Participant
from services.store.merging.company import same
from services.store.merging.names import fold, same_person, words_of
from services.store.merging.told import Told


@dataclass(frozen=True, slots=True)
class Mention:
    """A participant as one report names it; `at` is its place in the report's list."""

    person: Participant
    told: Told
    at: int


@dataclass(frozen=True, slots=True)
class Attendance:
    """One person of the record, and every report that names them."""

    participant: RecordParticipant
    mentions: tuple[Mention, ...]


def participants(reports: Sequence[Told], stages: dict[str, int]) -> tuple[list[Attendance], list[Attendance]]:
    """Who takes part, and who was only announced while the reports of what happened name others of that country.

    In canonical order of first mention among the reports that count most.
    """
    ordered = sorted(reports, key=lambda told: (-stages[told.id], told.order))
    people = _gather(ordered)
    top = max(stages.values(), default=0)
    told_by_country = {
        mention.person.country
        for group in people
        for mention in group
        if stages[mention.told.id] == top and mention.person.name
    }
    coming: list[Attendance] = []
    absent: list[Attendance] = []
    for group in people:
        seen = max(stages[mention.told.id] for mention in group) == top
        country = next((mention.person.country for mention in group if mention.person.country), None)
        # Only named people replace others, and only of a country that is known.
        replaced = not seen and country is not None and country in told_by_country
        (absent if replaced else coming).append(Attendance(_shown(group), tuple(group)))
    return coming, absent


def _gather(ordered: Sequence[Told]) -> list[list[Mention]]:
    groups: list[list[Mention]] = []
    for told in ordered:
        taken: set[int] = set()
        people = sorted(enumerate(told.report.participants), key=lambda pair: pair[1].name is None)
        fresh: list[list[Mention]] = []
        for at, person in people:
            index = _find(person, told, groups, taken)
            if index is None:
                fresh.append([Mention(person, told, at)])
            else:
                taken.add(index)
                groups[index].append(Mention(person, told, at))
        groups += sorted(fresh, key=lambda group: group[0].at)
    return groups


def _find(person: Participant, told: Told, groups: list[list[Mention]], taken: set[int]) -> int | None:
    free = [at for at in range(len(groups)) if at not in taken]
    if person.name:
        for at in free:
            if any(same(person, mention.person) for mention in groups[at] if mention.person.name):
                return at
    # Within one event a full name is one person's, whatever country an article gives it.
    if person.name and len(words_of(person.name)) > 1:
        for at in free:
            if any(same_person(person.name, mention.person.name) for mention in groups[at] if mention.person.name):
                return at
    for at in free:
        if any(_same_office(person, mention.person) for mention in groups[at]):
            return at
    return _only_one(person, told, groups, free)


def _same_office(one: Participant, other: Participant) -> bool:
    """The same office of the same country, where at most one of the two gives a name."""
    if (one.name and other.name) or not one.role or not other.role or one.country != other.country:
        return False
    return fold(one.role) == fold(other.role) and fold(one.organization or "") == fold(other.organization or "")


def _only_one(person: Participant, told: Told, groups: list[list[Mention]], free: list[int]) -> int | None:
    """Across languages an office is known again where each side has one person of that country."""
    if person.country is None or sum(one.country == person.country for one in told.report.participants) != 1:
        return None
    theirs = [at for at, group in enumerate(groups) if any(m.person.country == person.country for m in group)]
    if len(theirs) != 1 or theirs[0] not in free:
        return None
    group = groups[theirs[0]]
    if any(mention.told.language == told.language for mention in group if not (mention.person.name and person.name)):
        return None  # in one language the offices would be worded alike
    return theirs[0] if all(not (mention.person.name and person.name) for mention in group) else None


def _shown(group: Iterable[Mention]) -> RecordParticipant:
    mentions = list(group)
    names = [mention.person.name for mention in mentions]

    def preference(mention: Mention) -> tuple[bool, int, bool, int, int, tuple[object, ...]]:
        person = mention.person
        name = person.name or ""
        return (
            bool(name),
            _script(mention),
            person.role is not None,
            len(name.split()),
            names.count(person.name),
            mention.told.order,
        )

    best = max(mentions, key=preference)
    countries = [mention.person.country for mention in mentions if mention.person.country]
    country = max(sorted(countries), key=countries.count, default=None)
    variants: dict[str, Variant] = {}
    chosen = _variant(best)
    for mention in sorted(mentions, key=lambda mention: mention.told.order):
        variant = _variant(mention)
        if (variant.name, variant.role, variant.organization, variant.language) != (
            chosen.name,
            chosen.role,
            chosen.organization,
            chosen.language,
        ):
            variants.setdefault(variant.model_dump_json(), variant)
    return RecordParticipant(
        name=best.person.name,
        role=best.person.role,
        organization=best.person.organization,
        country=country,
        language=best.told.language,
        variants=tuple(variants.values()),
    )


def _script(mention: Mention) -> int:
    if mention.told.language == "en":
        return 2
    text = mention.person.name or mention.person.role or ""
    return 1 if text.isascii() or not any("\u0370" <= letter <= "\uffff" for letter in text) else 0


def _variant(mention: Mention) -> Variant:
    person = mention.person
    return Variant(
        name=person.name,
        role=person.role,
        organization=person.organization,
        country=person.country,
        language=mention.told.language,
    )
