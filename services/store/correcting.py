"""Corrections by a person: kept, taken into the records, and taken back. They name records and articles only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from libs.db import lock_for_transaction
from libs.messages.articles import RecordTouched
from libs.messages.ids import make_id
from libs.messages.values import Kind
from libs.pipeline import Unit
from services.store.keeping import LOCK
from services.store.merging.corrections import Action, checked
from services.store.recording import reconsider
from services.store.tables import CorrectionRow, RecordRow, ReportRow, corrections, records, reports
from services.store.tables.corrections import correction_of
from services.store.writing import CORRECTION, write_block


class CorrectionRefused(Exception):
    """The correction makes no sense for the records as they are; `pointer` names what is wrong with it."""

    def __init__(self, pointer: str, detail: str) -> None:
        super().__init__(detail)
        self.pointer = pointer
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person wants: of several records only a merge, of `articles` only a split, of a field only a fix."""

    action: Action
    records: tuple[str, ...]
    reason: str
    by: str
    client_id: str
    articles: tuple[str, ...] = ()
    field: str = ""
    value: Any = None


def correct(unit: Unit, asked: Asked) -> tuple[CorrectionRow, list[RecordTouched]]:
    """Keep the correction and change the records; raises `CorrectionRefused` where it cannot be."""
    lock_for_transaction(unit.session, LOCK)
    number = corrections.next_number(unit.session)
    row = CorrectionRow(
        number=number,
        id=make_id("cor", number, asked.action, *asked.records, unit.now.isoformat()),
        action=asked.action,
        asked=_told(unit, asked),
        sides=[[_anchor(one) for one in side] for side in _sides(unit, asked)],
        reason=asked.reason,
        client_id=asked.client_id,
        made_by=asked.by,
        made_at=unit.now,
    )
    corrections.add(unit.session, row)
    return row, write_block(unit, CORRECTION, reconsider(unit, [correction_of(row)]))


def take_back(unit: Unit, correction_id: str, by: str) -> tuple[CorrectionRow, list[RecordTouched]] | None:
    """Have a correction count no more; None where there is no such. One that was taken back before stays so."""
    lock_for_transaction(unit.session, LOCK)
    row = corrections.correction(unit.session, correction_id)
    if row is None:
        return None
    if row.undone_at is not None:
        return row, []
    row.undone_at, row.undone_by = unit.now, by
    unit.session.flush()
    return row, write_block(unit, CORRECTION, reconsider(unit, [correction_of(row)]))


def _sides(unit: Unit, asked: Asked) -> list[Sequence[ReportRow]]:
    if asked.action == "merge":
        sides = [_reports(unit, one, f"/records/{at}") for at, one in enumerate(asked.records)]
        if len({one.record_id for side in sides for one in side}) < len(sides):
            raise CorrectionRefused("/records", "Some of these are one record already")
        if len({one.data["kind"] for side in sides for one in side}) > 1:
            raise CorrectionRefused("/records", "A meeting and an agreement cannot be one record")
        return list(sides)
    whole = _reports(unit, asked.records[0], "/record")
    if asked.action == "split":
        known = {one.article_id for one in whole}
        for at, article in enumerate(asked.articles):
            if article not in known:
                raise CorrectionRefused(f"/articles/{at}", "The record has no such source")
        split = [one for one in whole if one.article_id in asked.articles]
        left = [one for one in whole if one.article_id not in asked.articles]
        if not left:
            raise CorrectionRefused("/articles", "These are all sources of the record: nothing would be left")
        return [split, left]
    return [whole]


def _reports(unit: Unit, record_id: str, pointer: str) -> list[ReportRow]:
    """The record's reports in a fixed order."""
    row = _active(unit, record_id, pointer)
    ids = reports.of_records(unit.session, [row.id])[row.id]
    found = reports.of_articles(unit.session, {one.article_id for one in reports.load(unit.session, ids)})
    return sorted((one for rows in found.values() for one in rows if one.id in ids), key=lambda one: one.id)


def _active(unit: Unit, record_id: str, pointer: str) -> RecordRow:
    """The record, or the one that it was merged into."""
    row = records.record(unit.session, record_id)
    if row is not None and row.merged_into is not None:
        row = records.record(unit.session, row.merged_into)
    if row is None:
        raise CorrectionRefused(pointer, "There is no such record")
    if row.state != "active":
        raise CorrectionRefused(pointer, "The record was retracted")
    return row


def _anchor(row: ReportRow) -> dict[str, Any]:
    return {"article_id": row.article_id, "report": row.data}


def _told(unit: Unit, asked: Asked) -> dict[str, Any]:
    """What was asked, as it is shown, but for who and why."""
    if asked.action == "merge":
        return {"records": list(asked.records)}
    told: dict[str, Any] = {"record": asked.records[0]}
    if asked.action == "split":
        return {**told, "articles": list(asked.articles)}
    if asked.action == "fix":
        kind: Kind = "meeting" if _active(unit, asked.records[0], "/record").kind == "meeting" else "agreement"
        try:
            value = checked(kind, asked.field, asked.value)
        except ValidationError as error:
            first = error.errors()[0]
            where = "".join(f"/{part}" for part in first["loc"])
            raise CorrectionRefused(f"/value{where}", first["msg"]) from error
        except ValueError as error:
            raise CorrectionRefused("/value", str(error)) from error
        return {**told, "field": asked.field, "value": value}
    return told
