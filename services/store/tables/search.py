"""Queries over many records: lists, exports and counts by one selection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, false, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from libs.messages.values import ORGANIZATIONS
from services.store.selection import Choice, Order, Selection, pair_of, person_of
from services.store.tables.schema import FacetRow, RecordRow
from services.store.tables.words import having_words
from services.store.words import asked_for

COUNTED_MONTHS = 1200
COUNTED_PAIRS = 1000
SHORT_ORGANIZATIONS = tuple(sorted(one for one in ORGANIZATIONS if len(one) == 2))


def select_records(session: Session, selection: Selection, order: Order, limit: int) -> list[RecordRow]:
    """At most `limit` records in the order they were made, from behind a position that no write moves."""
    query, ordinal = select(RecordRow), col(RecordRow.ordinal)
    needed, rest = _needed(selection)
    if needed is not None and session.get_bind().dialect.name == "sqlite":
        # SQLite would collect all records of the value first; its index has them in the order of the list.
        ordinal = col(FacetRow.ordinal)
        query = query.join(FacetRow, ordinal == col(RecordRow.ordinal))
        query = query.where(col(FacetRow.field) == needed[0], col(FacetRow.value) == needed[1])
        selection = rest
    query = query.where(*conditions(session, selection))
    if order.after:
        query = query.where(ordinal < order.after[0] if order.direction == "newest" else ordinal > order.after[0])
    query = query.order_by(ordinal.desc() if order.direction == "newest" else ordinal)
    return list(session.execute(query.limit(limit)).scalars())


def count_records(session: Session, selection: Selection, most: int | None = None) -> int:
    """How many records are asked for; the newest `most` at most."""
    return int(session.execute(select(func.count()).select_from(_counted(session, selection, most))).scalar_one())


def count_by_column(session: Session, selection: Selection, name: str, most: int | None = None) -> dict[str, int]:
    """How many records have each value of a column of theirs."""
    counted = _counted(session, selection, most)
    column = counted.c[name]
    query = select(column, func.count()).group_by(column).order_by(column)
    return {str(value): int(number) for value, number in session.execute(query)}


def count_by_facet(session: Session, selection: Selection, name: str, most: int | None = None) -> dict[str, int]:
    counted = _counted(session, selection, most)
    query = (
        select(col(FacetRow.value), func.count())
        .join(counted, counted.c.ordinal == col(FacetRow.ordinal))
        .where(col(FacetRow.field) == name)
        .group_by(col(FacetRow.value))
        .order_by(col(FacetRow.value))
    )
    return {str(value): int(number) for value, number in session.execute(query)}


def count_by_month(session: Session, selection: Selection, most: int | None = None) -> dict[str, int]:
    """Records by the month in which they begin; those without a date are not counted."""
    counted = _counted(session, selection, most)
    month = func.substr(counted.c.date_first, 1, 7)
    query = (
        select(month, func.count())
        .where(counted.c.date_first.is_not(None))
        .group_by(month)
        .order_by(month.desc())
        .limit(COUNTED_MONTHS)
    )
    return {str(value): int(number) for value, number in sorted((row[0], row[1]) for row in session.execute(query))}


def count_by_pair(session: Session, selection: Selection) -> dict[str, int]:
    """Records by two countries that take part in them, `KZ-UZ`; the pairs with the most, organisations left out."""
    counted = _counted(session, selection, None)
    one, other = aliased(FacetRow), aliased(FacetRow)
    both = (counted.c.ordinal == col(one.ordinal)) & (counted.c.ordinal == col(other.ordinal))
    countries = [
        condition
        for side in (one, other)
        for condition in (
            col(side.field) == "party",
            func.length(col(side.value)) == 2,
            col(side.value).not_in(SHORT_ORGANIZATIONS),
        )
    ]
    number = func.count()
    query = (
        select(col(one.value), col(other.value), number)
        .select_from(counted)
        .join(one, counted.c.ordinal == col(one.ordinal))
        .join(other, both)
        .where(col(one.value) < col(other.value), *countries)
        .group_by(col(one.value), col(other.value))
        .order_by(number.desc(), col(one.value), col(other.value))
        .limit(COUNTED_PAIRS)
    )
    return dict(sorted((f"{row[0]}-{row[1]}", int(row[2])) for row in session.execute(query)))


def conditions(session: Session, selection: Selection) -> list[ColumnElement[bool]]:
    found = list(_conditions(selection))
    if selection.q:
        asked = asked_for(selection.q)
        found.append(col(RecordRow.ordinal).in_(having_words(session, asked)) if asked else false())
    return found


def select_ids(session: Session, selection: Selection) -> Select[Any]:
    """A query for the ids of the records asked for."""
    return select(col(RecordRow.id)).where(*conditions(session, selection))


def _needed(selection: Selection) -> tuple[tuple[str, str] | None, Selection]:
    """A value that every record asked for has, and the rest of the selection; none where words find them faster."""
    for name, choice in selection.facets.items():
        if len(choice.any) == 1 and not selection.q:
            rest = {**selection.facets, name: replace(choice, any=())}
            return (name, choice.any[0]), replace(selection, facets=rest)
        if choice.all and not selection.q:
            rest = {**selection.facets, name: replace(choice, all=choice.all[1:])}
            return (name, choice.all[0]), replace(selection, facets=rest)
    return None, selection


def _counted(session: Session, selection: Selection, most: int | None) -> Subquery:
    ordinal = col(RecordRow.ordinal)
    query = select(ordinal, col(RecordRow.kind), col(RecordRow.status), col(RecordRow.date_first))
    query = query.where(*conditions(session, selection))
    if most is not None:
        query = query.order_by(ordinal.desc()).limit(most)
    return query.subquery()


def _conditions(selection: Selection) -> Iterator[ColumnElement[bool]]:
    if selection.states:
        yield col(RecordRow.state).in_(selection.states)
    yield from _of_column(col(RecordRow.kind), selection.kinds)
    yield from _of_column(col(RecordRow.status), selection.statuses)
    for name, choice in selection.facets.items():
        yield from _of_facet(name, choice)
    yield from _combined(selection.pairs, lambda pair: _has_all("party", pair_of(pair)))
    yield from _combined(selection.people, lambda name: _has_all("person", person_of(name)))
    if selection.date_from is not None:
        yield col(RecordRow.date_last) >= selection.date_from.isoformat()
    if selection.date_to is not None:
        yield col(RecordRow.date_first) <= selection.date_to.isoformat()
    if selection.updated_since is not None:
        yield col(RecordRow.updated_at) >= selection.updated_since


def _of_column(column: Any, choice: Choice) -> Iterator[ColumnElement[bool]]:
    if choice.any:
        yield column.in_(choice.any)
    for value in choice.all:
        yield column == value
    if choice.none:
        yield column.not_in(choice.none)


def _of_facet(name: str, choice: Choice) -> Iterator[ColumnElement[bool]]:
    if choice.any:
        yield col(RecordRow.ordinal).in_(_holding(name, choice.any))
    for value in choice.all:
        yield col(RecordRow.ordinal).in_(_holding(name, (value,)))
    if choice.none:
        yield col(RecordRow.ordinal).not_in(_holding(name, choice.none))


def _combined(choice: Choice, having: Any) -> Iterator[ColumnElement[bool]]:
    """For values that are made of several index rows each."""
    if choice.any:
        yield or_(*(having(value) for value in choice.any))
    for value in choice.all:
        yield having(value)
    for value in choice.none:
        yield ~having(value)


def _has_all(name: str, values: Sequence[str]) -> ColumnElement[bool]:
    if not values:
        return false()
    return and_(*(col(RecordRow.ordinal).in_(_holding(name, (value,))) for value in values))


def _holding(name: str, values: Sequence[str]) -> Select[Any]:
    return select(col(FacetRow.ordinal)).where(col(FacetRow.field) == name, col(FacetRow.value).in_(values))
