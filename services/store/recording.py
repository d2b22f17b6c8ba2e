"""One article's reports taken into the records: its block is computed again and the difference is written.

A block is what hangs together with the article's old and new reports through agreement; nothing else can change. All
of it runs under one advisory lock, in the transaction of the caller.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlmodel import Session

from libs.messages.articles import ArticleClassified, FigureTold, Report
from libs.pipeline import Unit
from services.store import linking
from services.store.merging.blocking import emitted, sought
from services.store.merging.clusters import clusters
from services.store.merging.corrections import Correction, Resolved, Verdicts, resolve, rulings, verdicts
from services.store.merging.identity import Identities, Known, identify, inherit
from services.store.merging.told import Told
from services.store.tables import ReportRow, corrections, records, reports
from services.store.tables.reports import StoredReport

Placed = dict[str, tuple[Told, str | None]]
"""Reports by id, each with the record that it stands in."""


@dataclass(frozen=True, slots=True)
class Block:
    """What a reading may have changed: groups with their records, and how the records stood.

    `before` holds the reports that each record had, `own` the article's present reports in its order; `verdicts` are
    what people ruled about the groups. `left` holds, for each record, the articles whose reports were exchanged in it.
    """

    identities: Identities
    before: Mapping[str, frozenset[str]]
    own: tuple[str, ...]
    verdicts: Verdicts
    left: Mapping[str, frozenset[str]] = field(default_factory=dict)


class Exchange:
    """Articles whose reports are put in place of their old ones, and the block that all of them touch together."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._touched: set[str] = set()
        self._before: dict[str, frozenset[str]] = {}
        self._left: dict[str, frozenset[str]] = {}
        self._own: list[str] = []
        self._compared: Placed = {}

    def put(self, reading: ArticleClassified, new: Sequence[tuple[int, Report]]) -> None:
        """Exchange one article's reports; each article once."""
        session = self._session
        old = reports.of_article(session, reading.article_id)
        old_ids = {row.id for row in old}
        old_records = frozenset(row.record_id for row in old if row.record_id)
        for record_id, ids in reports.of_records(session, old_records - self._before.keys()).items():
            self._before[record_id] = frozenset(ids)
        for record_id in old_records:
            self._left[record_id] = self._left.get(record_id, frozenset()) | {reading.article_id}
        torn = linking.torn(session, old_ids)
        self._touched |= reports.neighbours(session, old_ids) | torn
        claims = inherit(
            [(Report.model_validate(row.data), row.record_id) for row in old if row.record_id],
            [report for _, report in new],
        )
        reports.remove(session, old_ids)
        self._touched -= old_ids
        linking.mend(session, [told for told, _ in _load(session, torn).values()])
        for one in old_ids & self._compared.keys():
            del self._compared[one]
        own = [report.id for _, report in new]
        self._compared |= _add(session, reading, new, claims)
        self._own += own
        self._touched |= set(own)
        for resolved in _resolved(session, {reading.article_id}):
            _bridge(session, resolved)

    def reached(self) -> list[Told]:
        """All reports that hang together with what was exchanged."""
        reached = reports.connected(self._session, self._touched)
        loaded = _load(self._session, reached - self._compared.keys())
        known = {one: self._compared[one] for one in reached & self._compared.keys()}
        return [told for told, _ in (known | loaded).values()]

    def block(self) -> Block:
        block = _block(self._session, self._touched, self._before, tuple(self._own), self._compared)
        return replace(block, left=self._left)


def exchange_reports(unit: Unit, reading: ArticleClassified, new: Sequence[tuple[int, Report]]) -> Block:
    """Put the reading's reports in place of the article's old ones; the block that this touches, with its records."""
    exchange = Exchange(unit.session)
    exchange.put(reading, new)
    return exchange.block()


def reconsider(unit: Unit, corrected: Sequence[Correction]) -> Block:
    """The block that corrections touch, with its records, as it is with them or without them."""
    session = unit.session
    named = {anchor.article_id for one in corrected for side in one.sides for anchor in side}
    resolved = [*_resolve(session, corrected), *_resolved(session, named)]
    for one in resolved:
        _bridge(session, one)
    return _block(session, {report for one in resolved for side in one.sides for report in side}, {}, (), {})


def _block(
    session: Session,
    touched: set[str],
    before: dict[str, frozenset[str]],
    own: tuple[str, ...],
    compared: Placed,
) -> Block:
    reached = reports.connected(session, touched)
    block = {one: compared[one] for one in reached & compared.keys()} | _load(session, reached - compared.keys())
    resolved = _resolved(session, {told.article_id for told, _ in block.values()})
    groups = clusters((told for told, _ in block.values()), rulings(resolved))
    claimed = {report_id: record_id for report_id, (_, record_id) in block.items() if record_id}
    affected = set(before) | set(claimed.values())
    stood = dict(before)
    for record_id, ids in reports.of_records(session, affected - before.keys()).items():
        stood[record_id] = frozenset(ids)
    known = [Known(row.id, row.ordinal, row.founder) for row in records.records(session, affected).values()]
    identities = identify(groups, claimed, known, lambda one: records.is_active(session, one))
    return Block(identities, stood, own, verdicts(groups, resolved))


def _resolved(session: Session, article_ids: Collection[str]) -> list[Resolved]:
    """What people said of the articles, by the reports that are there now."""
    return _resolve(session, corrections.about(session, article_ids))


def _resolve(session: Session, corrected: Sequence[Correction]) -> list[Resolved]:
    named = {anchor.article_id for one in corrected for side in one.sides for anchor in side}
    if not named:
        return []
    present = reports.of_articles(session, named)
    told = {one: [Report.model_validate(row.data) for row in rows] for one, rows in present.items()}
    return resolve(corrected, told)


def _bridge(session: Session, one: Resolved) -> None:
    """What a person said is one, or belongs together, is looked at together."""
    ruled = {report for side in one.sides for report in side}
    if one.correction.action in ("merge", "split") and ruled:
        first, *others = sorted(ruled)
        reports.bridge(session, [(first, other) for other in others])


def told_from(stored: StoredReport) -> Told:
    return Told(
        report=Report.model_validate(stored.data),
        article_id=stored.article_id,
        version=stored.version,
        instant=stored.instant,
        reader=stored.reader,
        source=stored.source,
        url=stored.url,
        language=stored.language,
        published_at=stored.published_at,
        title=stored.title,
        sketch=frozenset(stored.sketch),
        # An article's figures go with what it reports first, so that no record repeats another's.
        figures=tuple(FigureTold.model_validate(one) for one in stored.figures) if stored.position == 0 else (),
    )


def _add(
    session: Session, reading: ArticleClassified, new: Sequence[tuple[int, Report]], claims: Mapping[str, str]
) -> Placed:
    """Keep the new reports with their keys and links; they and all that they were compared with."""
    rows = [
        ReportRow(
            id=report.id,
            article_id=reading.article_id,
            version=reading.version,
            position=position,
            record_id=claims.get(report.id),
            data=report.model_dump(mode="json"),
        )
        for position, (_, report) in enumerate(new)
    ]
    reports.add(session, rows)
    placed = _load(session, own := [row.id for row in rows])
    mine = [placed[one][0] for one in own]
    reports.index(session, {told.id: emitted(told) for told in mine})
    keys = frozenset().union(*(sought(told) for told in mine))
    others = _load(session, reports.candidates(session, keys) - set(own))
    linking.tie(session, mine, [told for told, _ in others.values()])
    return placed | others


def _load(session: Session, ids: Collection[str]) -> Placed:
    return {stored.id: (told_from(stored), stored.record_id) for stored in reports.load(session, ids)}
