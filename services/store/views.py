"""Records and texts as they are read by whoever asks: rows put together, in one read of the database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from services.store.selection import Order, Selection, fits
from services.store.shown import past_document, record_of, state_after
from services.store.tables import ReadingRow, RecordRow, readings, records, versions
from services.store.tables.search import (
    conditions,
    count_by_column,
    count_by_facet,
    count_by_month,
    count_by_pair,
    count_records,
    select_ids,
    select_records,
)
from services.store.tables.versions import Standing

Position = tuple[str | int, ...]
Counting = Callable[[Session, Selection, int | None], dict[str, int]]

MOST_COUNTED = 10_000
"""Facets count so many records, the newest, so that they cost no more the more there are."""
MOST_LOOKED_AT = 1_000
"""Records as they stood once are looked at one by one: so many for a page, which may then hold few."""
AT_ONCE = 100


def find_record(session: Session, record_id: str) -> dict[str, Any] | None:
    row = records.record(session, record_id)
    return _whole(session, [row])[0] if row is not None else None


def find_record_as_of(session: Session, record_id: str, at: datetime) -> dict[str, Any] | None:
    """The record as it stood at a time; None where it was not there yet."""
    sequence = versions.last_sequence(session, at)
    found = versions.standing(session, record_id, sequence)
    return _past(session, [found], sequence)[0] if found else None


def list_records(
    session: Session, selection: Selection, order: Order, limit: int
) -> tuple[list[dict[str, Any]], Position | None]:
    """One page, and the position of its last record if more follow."""
    if order.sort == "created":
        rows = select_records(session, selection, order, limit + 1)
        shown = rows[:limit]
        return _whole(session, shown), (shown[-1].ordinal,) if len(rows) > limit else None
    begun = versions.last_sequence(session) if order.standing is None else order.standing
    found = versions.select_standing(session, conditions(session, selection), order, begun, limit + 1)
    page = found[:limit]
    position = (begun, *versions.position(order, page[-1])) if len(found) > limit else None
    return _whole(session, [row for row, _ in page]), position


def list_records_as_of(
    session: Session, selection: Selection, order: Order, limit: int, at: datetime
) -> tuple[list[dict[str, Any]], Position | None]:
    """One page of the records that the filter fitted at a time, as they stood then; it may hold less than `limit`."""
    begun = versions.last_sequence(session, at) if order.standing is None else order.standing
    shown: list[dict[str, Any]] = []
    looked_at = 0
    while len(shown) < limit and looked_at < MOST_LOOKED_AT:
        found = versions.select_standing(session, (), order, begun, AT_ONCE)
        for row, past in zip(found, _past(session, found, begun), strict=True):
            order = replace(order, after=versions.position(order, row))
            if fits(selection, past, past["state"], row[1].at):
                shown.append(past)
            if len(shown) == limit:
                break
        looked_at += len(found)
        if len(found) < AT_ONCE:
            return shown, None if len(shown) < limit or found[-1] == row else (begun, *order.after)
    return shown, (begun, *order.after)


def find_text(session: Session, article_id: str, version: int | None) -> ReadingRow | None:
    return readings.reading(session, article_id, version)


def texts_of(session: Session, sources: Sequence[dict[str, Any]]) -> dict[tuple[str, int], ReadingRow]:
    """The texts of sources, by article and version."""
    return readings.readings(session, [(source["article_id"], source["version"]) for source in sources])


def list_articles(
    session: Session, selection: Selection | None, since: datetime | None, after: str, limit: int
) -> tuple[list[ReadingRow], str | None]:
    """Articles by id, those that report records of the selection; and the id of the last if more may follow."""
    told = select_ids(session, replace(selection, updated_since=None)) if selection else None
    rows = readings.current_readings(session, told, since, after, limit)
    return rows, rows[-1].article_id if len(rows) == limit else None


def instance_id(session: Session) -> str:
    return records.instance_id(session)


def facets(session: Session, selection: Selection, names: Collection[str]) -> dict[str, Any]:
    """How many records of the selection have each value, for the facets named; of many only the newest are counted."""
    number = count_records(session, selection, MOST_COUNTED + 1)
    return {
        "records": min(number, MOST_COUNTED),
        "complete": number <= MOST_COUNTED,
        **{name: FACETS[name](session, selection, MOST_COUNTED) for name in names},
    }


def count(session: Session, selection: Selection) -> dict[str, Any]:
    return {
        "records": count_records(session, selection),
        "kinds": count_by_column(session, selection, "kind"),
        "statuses": count_by_column(session, selection, "status"),
        "sectors": count_by_facet(session, selection, "sector"),
        "pairs": count_by_pair(session, selection),
        "months": count_by_month(session, selection),
    }


def _whole(session: Session, rows: Sequence[RecordRow]) -> list[dict[str, Any]]:
    ids = [row.id for row in rows]
    histories = records.histories(session, ids)
    earlier = records.previous_ids(session, ids)
    return [record_of(row, histories[row.id], earlier[row.id]) for row in rows]


def _past(session: Session, found: Sequence[Standing], sequence: int) -> list[dict[str, Any]]:
    """Records as they stood at a number, with the history that they had."""
    ids = [row.id for row, _ in found]
    histories = records.histories(session, ids)
    following = versions.later(session, ids, sequence)
    earlier = records.previous_ids(session, ids)
    gone = records.records(session, [old for olds in earlier.values() for old in olds])
    shown = []
    for row, version in found:
        then = RecordRow(
            **{name: getattr(row, name) for name in ("ordinal", "id", "founder", "kind", "status", "created_at")},
            version=version.version,
            state=(state := state_after(version.change)),
            merged_into=row.merged_into if state == "merged" else None,
            document=past_document(version, following[row.id]),
            updated_at=version.at,
        )
        past = [one for one in histories[row.id] if one.sequence <= sequence]
        shown.append(record_of(then, past, [old for old in earlier[row.id] if gone[old].updated_at <= version.at]))
    return shown


def _by_column(name: str) -> Counting:
    return lambda session, selection, most: count_by_column(session, selection, name, most)


def _by_facet(name: str) -> Counting:
    return lambda session, selection, most: count_by_facet(session, selection, name, most)


FACETS: dict[str, Counting] = {
    **{name: _by_column(name) for name in ("kind", "status")},
    **{name: _by_facet(name) for name in ("form", "sector", "party", "country", "place", "language")},
    "month": count_by_month,
}
