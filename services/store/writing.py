"""What changed in a block of records, written with its history and told to whoever listens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from libs.messages.articles import ArticleClassified, RecordTouched
from libs.messages.records import AgreementRecorded, ArticleVersion, Cause, Change, Lineage, MeetingRecorded, Record
from libs.pipeline import Unit
from libs.telemetry import current_traceparent, trace_id_of
from services.store import rules
from services.store.keys import keys_of
from services.store.merging.account import compose
from services.store.merging.corrections import fixed
from services.store.merging.identity import Assignment
from services.store.recording import Block
from services.store.shown import record_of
from services.store.tables import RecordRow, RecordVersionRow, records, reports, versions, words
from services.store.words import words_of


@dataclass(frozen=True, slots=True)
class Origin:
    """Why records are written: article versions or a correction. `quiet` versions alert nobody."""

    cause: Cause
    articles: tuple[ArticleVersion, ...] = ()
    quiet: bool = False
    run: str = ""


CORRECTION = Origin("correction")


def origin_of(reading: ArticleClassified) -> Origin:
    return Origin(
        "article", (ArticleVersion(article_id=reading.article_id, version=reading.version),), quiet=reading.backfill
    )


def write_block(unit: Unit, origin: Origin, block: Block) -> list[RecordTouched]:
    """Write the records that are others now, one version each, and send them; what was touched or stayed as it was."""
    return _Writing(unit, origin, block).write()


class _Writing:
    """The difference between how a block's records stood and how they stand now, written and told."""

    def __init__(self, unit: Unit, origin: Origin, block: Block) -> None:
        self.unit = unit
        self.session = unit.session
        self.origin = origin
        self.block = block
        self.trace_id = trace_id_of(current_traceparent())
        self.touched: list[RecordTouched] = []

    def write(self) -> list[RecordTouched]:
        """Write everything; what was touched, the article's own reports first and in its order."""
        assignments = self.block.identities.assignments
        for assignment in assignments:
            if not (assignment.new and self._is_retracted(assignment)):
                reports.set_record(self.session, [told.id for told in assignment.group], assignment.record_id)
        for assignment in assignments:
            for old in assignment.absorbed:
                self._end(old, "merged", assignment.record_id)
        for orphan in self.block.identities.orphans:
            self._end(orphan, "retracted", None)
        for assignment in assignments:
            self._write(assignment)
        places = {report_id: at for at, report_id in enumerate(self.block.own)}
        return sorted(self.touched, key=lambda one: places.get(one.report_id or "", len(places)))

    def _write(self, assignment: Assignment) -> None:
        ids = frozenset(told.id for told in assignment.group)
        own = next((told.id for told in assignment.group if told.id in self.block.own), None)
        untouched = self.block.before.get(assignment.record_id) == ids and own is None
        if untouched and not assignment.new and not assignment.absorbed and self.origin.cause != "correction":
            return
        if self._is_retracted(assignment):
            self._take_back(assignment, own)
            return
        fixes = self.block.verdicts.fixes.get(assignment.group[0].id, {})
        document = rules.document_of(fixed(compose(assignment.group), fixes))
        row = records.record(self.session, assignment.record_id)
        if row is None:
            self._create(assignment, document, own)
            return
        change: Change = "split" if assignment.new and assignment.split_from else "updated"
        revived = {"/state": row.state} if row.state != "active" else {}
        if document == row.document and not revived and not assignment.absorbed:
            if own is not None:
                self.touched.append(RecordTouched(id=row.id, version=row.version, change="unchanged", report_id=own))
            return
        previous = {**revived, **rules.differing(row.document, document)}
        row.version += 1
        row.state, row.merged_into = "active", None
        self._fill(row, document)
        self._tell(row, change, previous, self._lineage(assignment), own)

    def _create(self, assignment: Assignment, document: dict[str, Any], own: str | None) -> None:
        row = RecordRow(
            ordinal=records.next_ordinal(self.session),
            id=assignment.record_id,
            version=1,
            state="active",
            founder=assignment.group[0].article_id,
            kind=document["kind"],
            status=document["status"],
            document=document,
            created_at=self.unit.now,
            updated_at=self.unit.now,
        )
        self._fill(row, document)
        self._tell(row, "split" if assignment.split_from else "created", {}, self._lineage(assignment), own)

    def _is_retracted(self, assignment: Assignment) -> bool:
        return assignment.group[0].id in self.block.verdicts.retracted

    def _take_back(self, assignment: Assignment, own: str | None) -> None:
        """A person said that there is no such event: its reports stay with a record that says nothing more."""
        row = records.record(self.session, assignment.record_id)
        if row is not None and row.state == "active":
            self._end(row.id, "retracted", None)
        elif row is not None and own is not None:
            self.touched.append(RecordTouched(id=row.id, version=row.version, change="unchanged", report_id=own))

    def _end(self, record_id: str, state: Change, survivor: str | None) -> None:
        """Retract a record, or merge it into another."""
        row = records.record(self.session, record_id)
        if row is None or row.state != "active":
            return
        row.version += 1
        row.state, row.merged_into = state, survivor
        if survivor is not None:
            records.redirect(self.session, record_id, survivor)
        row.document = rules.without_sources(row.document)
        row.updated_at = self.unit.now
        records.keep(self.session, row)
        previous: dict[str, Any] = {"/state": "active"}
        if survivor is not None:
            previous["/merged_into"] = None
        self._tell(row, state, previous, Lineage(merged_into=survivor), None)

    def _fill(self, row: RecordRow, document: dict[str, Any]) -> None:
        row.document = document
        row.kind, row.status = document["kind"], document["status"]
        row.date_first, row.date_last = rules.days_of(document)
        row.updated_at = self.unit.now
        keys = keys_of(row.kind, row.status, rules.facets(document), row.date_first, row.date_last)
        records.keep(self.session, row, keys)
        words.keep_words(self.session, row.ordinal, words_of(document), keys)

    def _tell(
        self, row: RecordRow, change: Change, previous: dict[str, Any], lineage: Lineage, own: str | None
    ) -> None:
        causes = self._causes(row.id)
        changed = list(previous)
        version = RecordVersionRow(
            record_id=row.id,
            version=row.version,
            at=self.unit.now,
            change=change,
            cause=self.origin.cause,
            status=row.status,
            changed=changed,
            previous=previous,
            article_id=causes[0].article_id if causes else None,
            article_version=causes[0].version if causes else None,
            trace_id=self.trace_id,
            run=self.origin.run,
            date_first=row.date_first or "",
            document=row.document,
        )
        versions.add_version(self.session, row.ordinal, version)
        record = Record.model_validate(
            record_of(
                row,
                records.histories(self.session, [row.id])[row.id],
                records.previous_ids(self.session, [row.id])[row.id],
            )
        )
        kind = MeetingRecorded if row.kind == "meeting" else AgreementRecorded
        self.unit.send(
            kind(
                record=rules.for_message(record),
                change=change,
                changed=tuple(changed),
                previous=previous,
                cause=self.origin.cause,
                caused_by=causes,
                lineage=lineage,
                quiet=self.origin.quiet,
                run=self.origin.run,
                instance=records.instance_id(self.session),
            ),
            run=self.origin.run,
        )
        self.touched.append(RecordTouched(id=row.id, version=row.version, change=change, report_id=own))

    def _causes(self, record_id: str) -> tuple[ArticleVersion, ...]:
        """Of the articles behind the change those that report the record, or did; all where none does."""
        group = next((one.group for one in self.block.identities.assignments if one.record_id == record_id), ())
        involved = self.block.left.get(record_id, frozenset()) | {told.article_id for told in group}
        return tuple(one for one in self.origin.articles if one.article_id in involved) or self.origin.articles

    def _lineage(self, assignment: Assignment) -> Lineage:
        return Lineage(absorbed=tuple(assignment.absorbed), split_from=assignment.split_from)
