"""What a person has corrected, and what it means for the reports that there are.

A correction names articles, each with what it told when the correction was made. Of an article that is read again
by a better reader, the report that is most like that is meant, so that corrections last while reports come and go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_type_hints

from pydantic import TypeAdapter

from libs.messages.articles import Report
from libs.messages.records import Difference, DifferingValue
from libs.messages.values import FORMS, SECTORS, STATUSES, Date, Kind, Place
from services.store.merging.account import Account
from services.store.merging.clusters import Group, Rulings
from services.store.merging.codes import codes_of
from services.store.merging.identity import likeness
from services.store.merging.told import span_of
from services.store.merging.wording import titles_of

Action = Literal["merge", "split", "retract", "fix"]
LARGEST_COUNT = 1_000_000
FieldName = Literal[
    "status",
    "form",
    "channel",
    "date",
    "place",
    "parties",
    "participants",
    "sectors",
    "projects",
    "amount",
    "count",
]


@dataclass(frozen=True, slots=True)
class Anchor:
    """An article, and what it told of the record that was corrected."""

    article_id: str
    report: Report


@dataclass(frozen=True, slots=True)
class Correction:
    """`sides` are the records that are one, or what was split off and what was left, or the one record."""

    number: int
    action: Action
    sides: tuple[tuple[Anchor, ...], ...]
    field: str = ""
    value: Any = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """A correction with the reports that it means now."""

    correction: Correction
    sides: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What was ruled about groups, by the id of their founding report."""

    retracted: frozenset[str] = frozenset()
    fixes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def resolve(corrections: Iterable[Correction], told: Mapping[str, Sequence[Report]]) -> list[Resolved]:
    """The corrections by their reports, the latest first. `told` are the present reports of each article."""
    resolved = []
    for correction in sorted(corrections, key=lambda one: -one.number):
        sides = tuple(
            tuple(dict.fromkeys(_meant(one, told.get(one.article_id, ())) for one in side)) for side in correction.sides
        )
        resolved.append(Resolved(correction, tuple(tuple(one for one in side if one) for side in sides)))
    return resolved


def rulings(resolved: Iterable[Resolved]) -> list[Rulings]:
    """Which reports go together and which do not, the latest word first."""
    ruled = []
    for one in resolved:
        if one.correction.action == "merge":
            ruled.append(Rulings(together=tuple(report for side in one.sides for report in side)))
        elif one.correction.action == "split":
            split, left = one.sides
            ruled.append(Rulings(together=split, apart_from=tuple(report for report in left if report not in split)))
    return ruled


def verdicts(groups: Sequence[Group], resolved: Sequence[Resolved]) -> Verdicts:
    """What is taken back and what is fixed; of two words on one field the later holds."""
    retracted: set[str] = set()
    fixes: dict[str, dict[str, Any]] = {}
    for one in resolved:
        if one.correction.action not in ("retract", "fix"):
            continue
        holder = _holder(groups, set(one.sides[0]))
        if holder is None:
            continue
        if one.correction.action == "retract":
            retracted.add(holder)
        else:
            fixes.setdefault(holder, {}).setdefault(one.correction.field, one.correction.value)
    return Verdicts(frozenset(retracted), fixes)


def checked(kind: Kind, name: str, value: Any) -> Any:
    """The value as JSON, if a record of the kind may have it in the field; raises ValueError."""
    declared: TypeAdapter[Any] = TypeAdapter(get_type_hints(Account)[name])
    typed = declared.validate_python(value)
    plain = declared.dump_python(typed, mode="json")
    known = {"status": STATUSES[kind], "form": FORMS[kind], "sectors": SECTORS}.get(name)
    values = [plain] if isinstance(plain, str) else plain
    if known is not None and any(one not in known for one in values or ()):
        raise ValueError(f"one of {', '.join(known)} is needed")
    if name == "parties" and not all(re.fullmatch(r"[A-Z][A-Za-z0-9+]{1,15}", one) for one in plain):
        raise ValueError("parties are written like KZ or EBRD")
    if isinstance(typed, int) and not 0 <= typed <= LARGEST_COUNT:
        raise ValueError("counts are not negative and not beyond a million")
    if isinstance(typed, Date) and span_of(typed) is None:
        raise ValueError("dates are written like 2026-11-20")
    if isinstance(typed, Place) and not (abs(typed.lat or 0) <= 90 and abs(typed.lon or 0) <= 180):
        raise ValueError("latitude or longitude is out of range")
    return plain


def fixed(account: Account, values: Mapping[str, Any]) -> Account:
    """The account with a person's values; what the sources say stays beside them as a difference."""
    if not values:
        return account
    typed = Account.model_validate({**account.model_dump(), **values})
    evidence = dict(account.evidence)
    differences = dict(account.differences)
    sure = dict(account.field_confidence)
    for name in values:
        pointer = f"/{name}"
        mine = [key for key in evidence if key == pointer or key.startswith(f"{pointer}/")]
        quotes = tuple(quote for key in mine for quote in evidence.pop(key))
        plain = typed.model_dump(mode="json")[name]
        before = account.model_dump(mode="json")[name]
        told = [DifferingValue(value=plain, article_ids=(), chosen=True)]
        if before != plain and before not in (None, []):
            articles = tuple(dict.fromkeys(quote.article_id for quote in quotes))
            told.append(DifferingValue(value=before, article_ids=articles, chosen=False, evidence=quotes))
        differences[pointer] = Difference(rule="corrected", values=tuple(told))
        sure[pointer] = 1.0
    place, parties, sectors = typed.place, typed.parties, typed.sectors
    return typed.model_copy(
        update={
            "evidence": evidence,
            "differences": differences,
            "field_confidence": sure,
            "titles": titles_of(
                typed.kind, typed.status, typed.form, typed.channel, place, parties, sectors, typed.count
            ),
            "codes": codes_of(typed.kind, typed.status, typed.form, typed.channel, len(parties), sectors),
        }
    )


def _meant(anchor: Anchor, reports: Sequence[Report]) -> str | None:
    """The article's report that tells what it told then; the only one of its kind where none is much like it."""
    ranked = sorted((-likeness(one, anchor.report), at, one.id) for at, one in enumerate(reports))
    if ranked and ranked[0][0] < 0:
        return ranked[0][2]
    same = [one.id for one in reports if one.kind == anchor.report.kind]
    return same[0] if len(same) == 1 else None


def _holder(groups: Sequence[Group], ids: set[str]) -> str | None:
    """The group that most of the reports are in, the first of equals."""
    counts = [sum(told.id in ids for told in group) for group in groups]
    most = max(counts, default=0)
    return groups[counts.index(most)][0].id if most else None
