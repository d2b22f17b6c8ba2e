"""What a block of records becomes when articles are read again, seen against how it stood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from libs.messages.articles import RecordTouched
from libs.messages.envelope import Data
from libs.pipeline import Unit
from services.store import rules
from services.store.recording import Block
from services.store.tables import RecordRow, records
from services.store.writing import Origin, write_block

EFFECTS = ("created", "changed", "refreshed", "gone")
SHOWN = ("kind", "status", "date", "parties")


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of one record: `fields` hold old and new values, `articles` are those that are behind it."""

    record_id: str
    version: int
    change: str
    effect: str
    record: dict[str, Any]
    fields: list[dict[str, Any]]
    articles: list[str]


class Rehearsal(Unit):
    """A transaction of which nobody is told, since it is taken back."""

    def send(self, data: Data, *, run: str = "") -> str:
        return ""


def rehearsal_of(unit: Unit) -> Rehearsal:
    return Rehearsal(unit.session, unit.now, unit.service, unit.tracer)


def write_and_compare(unit: Unit, origin: Origin, block: Block) -> list[Effect]:
    """Write the block, and say what that did to each record."""
    identities = block.identities
    ids = {one.record_id for one in identities.assignments} | set(identities.orphans)
    ids |= {old for one in identities.assignments for old in one.absorbed}
    before = {row.id: (row.state, row.document) for row in records.records(unit.session, ids).values()}
    touched = [one for one in write_block(unit, origin, block) if one.change != "unchanged"]
    last = {one.id: one for one in touched}
    after = records.records(unit.session, last.keys())
    return [_effect(origin, block, one, before.get(one.id), after[one.id]) for one in last.values()]


def _effect(
    origin: Origin, block: Block, touched: RecordTouched, before: tuple[str, dict[str, Any]] | None, row: RecordRow
) -> Effect:
    stood = before[1] if before is not None and before[0] == "active" else None
    stands = row.document if row.state == "active" else None
    fields = _fields(stood, stands)
    if stands is None:
        effect = "gone"
    elif stood is None:
        effect = "created"
    else:
        effect = "changed" if fields else "refreshed"
    shown = {name: row.document[name] for name in SHOWN}
    record = {**shown, "titles": row.document["titles"], "state": row.state, "merged_into": row.merged_into}
    group = next((one.group for one in block.identities.assignments if one.record_id == row.id), ())
    involved = block.left.get(row.id, frozenset()) | {told.article_id for told in group}
    articles = [one.article_id for one in origin.articles if one.article_id in involved]
    return Effect(row.id, touched.version, touched.change, effect, record, fields, articles)


def _fields(stood: Mapping[str, Any] | None, stands: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The values that differ, where there was or is no record those that it had or has."""
    old, new = stood or {}, stands or {}
    names: Sequence[str] = rules.VALUES
    if old and new:
        names = [pointer.removeprefix("/") for pointer in rules.differing(old, new)]
    return [
        {"field": f"/{name}", "before": old.get(name), "after": new.get(name)}
        for name in names
        if old.get(name) != new.get(name) and (old.get(name) or new.get(name))
    ]


def in_parts(effects: Sequence[Effect]) -> dict[str, int]:
    """How many records are created, changed, refreshed, gone."""
    return {name: sum(one.effect == name for one in effects) for name in EFFECTS}
