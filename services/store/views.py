"""Records and texts as they are read by whoever asks: rows put together, in one read of the database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from services.store import counting
from services.store.selection import Order, Selection, fits
from services.store.shown import past_document, record_of, state_after
from services.store.tables import ReadingRow, RecordRow, readings, records, versions
from services.store.tables.search import conditions, find, load, select_records
from services.store.tables.versions import Standing

Position = tuple[str | int, ...]

MOST_COUNTED = 1_000
"""Under a filter facets count so many records, the newest, so that they cost no more the more there are."""
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
    order = replace(order, standing=begun)
    found = find(session, selection, order, limit + 1)
    if order.after:
        # What was written since the list began stands where it stood then.
        found += versions.overtaken(session, conditions(session, selection), order)
        found.sort(key=order.position, reverse=order.direction == "newest")
    page = found[:limit]
    position = (begun, *order.position(page[-1])) if len(found) > limit else None
    return _whole(session, load(session, page)), position


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
    told = conditions(session, replace(selection, updated_since=None)) if selection else None
    rows = readings.current_readings(session, told, since, after, limit)
    return rows, rows[-1].article_id if len(rows) == limit else None


def instance_id(session: Session) -> str:
    return records.instance_id(session)


def facets(session: Session, selection: Selection, names: Collection[str]) -> dict[str, Any]:
    """How many records of the selection have each value, for the facets named.

    Of all records, and of those with one value (and kind), the counts are kept and exact; of what another filter finds
    the newest are counted.
    """
    complete = True
    if (asked := counting.kept_of(selection)) is not None:
        held, records = counting.kept(session, asked, names)
    else:
        held, records, complete = counting.newest(session, selection, names, MOST_COUNTED)
    return {
        "records": records,
        "complete": complete,
        **{name: counting.FACETS[name](held[name]) for name in names},
    }


def count(session: Session, selection: Selection) -> dict[str, Any]:
    """All records of the selection, by what they are."""
    names = ("kind", "status", "sector", "pair", "month")
    if (asked := counting.kept_of(selection)) is not None:
        held, records = counting.kept(session, asked, names)
    else:
        held, records = counting.counted(session, selection, names)
    return {
        "records": records,
        "kinds": counting.by_value(held["kind"]),
        "statuses": counting.by_value(held["status"]),
        "sectors": counting.by_value(held["sector"]),
        "pairs": counting.pairs(held["pair"]),
        "months": counting.months(held["month"]),
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
