"""Queries over many records: lists, exports and counts by one selection.

Two ways lead to the next records of an order. To walk the order and look at the keys of each costs little where many
are asked for; to gather what the index of words and keys finds, and sort that, where few are. Which of the two is
tried on a stretch of the order, so that neither grows with the number of records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Row,
    Select,
    and_,
    column,
    false,
    func,
    literal_column,
    not_,
    or_,
    select,
    text,
    true,
    tuple_,
)
from sqlalchemy import table as named_table
from sqlmodel import Session, col

from libs.messages.values import KINDS
from services.store.keys import UNCOUNTED, clauses_of
from services.store.selection import ACTIVE, Found, Order, Selection
from services.store.tables import counts, lists
from services.store.tables.schema import KeyRow, RecordRow
from services.store.tables.words import Span, among, asking, is_sqlite
from services.store.words import asked_for, has_all

STRETCH = 2_000
"""Records of the order that are looked at to learn how many of them are asked for."""
STRETCH_OF_WORDS = 1_500
STRETCH_READ = 300
GATHERED_AS_WALKED = 25
"""To gather one record costs as much as to walk by so many."""
WALKED = 8_000
"""Records of the order that are sooner walked by than looked up in the index."""
AMPLE, FURTHER = 1.5, 4
"""How many times the records that should hold enough are searched, and how many times more where they did not."""
CHECKED = 1_000
"""Records that the index leaves, and of which all the rest is looked at one by one."""
SOME = 10
"""Records beside those asked for that are looked up, should some not be active."""
LOOKED_AT, FEW = 10_000, 200
"""Records that are looked at to count what a filter finds; and how many are gathered where they lie further apart."""
FEW_UPDATED = 5_000

KEYS = KeyRow.__table__  # type: ignore[attr-defined]
WORDS = named_table("record_words")


def select_records(session: Session, selection: Selection, order: Order, limit: int) -> list[RecordRow]:
    """At most `limit` records in the order they were made, from behind a position that no write moves."""
    return load(session, find(session, selection, order, limit))


def load(session: Session, found: Sequence[Found]) -> list[RecordRow]:
    """The records themselves, in the order in which they were found."""
    rows: dict[int, RecordRow] = {}
    for at in range(0, len(found), 500):
        wanted = [one.ordinal for one in found[at : at + 500]]
        query = select(RecordRow).where(col(RecordRow.ordinal).in_(wanted))
        rows |= {row.ordinal: row for row in session.execute(query).scalars()}
    return [rows[one.ordinal] for one in found]


def find(session: Session, selection: Selection, order: Order, limit: int) -> list[Found]:
    """At most `limit` records of the selection behind the order's position, none whose last version is later than
    the one at which the list began."""
    columns = [KEYS.c.ordinal, KEYS.c.sequence, KEYS.c.date_first]
    rows = _Search(session, selection, order).rows(columns, limit)
    return [Found(row.ordinal, row.sequence, row.date_first) for row in rows]


def read_keys(session: Session, selection: Selection) -> Iterator[str]:
    """The keys of each record of the selection."""
    for row in _Search(session, selection, Order()).all([KEYS.c["keys"]]):
        yield str(row[0])


def read_newest_keys(session: Session, selection: Selection, most: int) -> tuple[list[str], bool]:
    """The keys of the newest `most` of the selection, of fewer where they lie far apart; and whether that is all."""
    found, complete = _Search(session, selection, Order()).newest([KEYS.c["keys"]], most)
    return [str(row[0]) for row in found], complete


def count_records(session: Session, selection: Selection, most: int | None = None) -> int:
    """How many records are asked for; the newest `most` at most."""
    search = _Search(session, selection, Order())
    return sum(1 for _ in (search.rows([KEYS.c.ordinal], most) if most is not None else search.all([KEYS.c.ordinal])))


def conditions(session: Session, selection: Selection) -> list[ColumnElement[bool]]:
    """What `record_key` must fulfil, for queries of their own."""
    return _Search(session, selection, Order()).conditions()


class _Search:
    """One selection in one order on one database."""

    def __init__(self, session: Session, selection: Selection, order: Order) -> None:
        self.session = session
        self.sqlite = is_sqlite(session)
        self.selection = selection
        self.order = order
        self.clauses = clauses_of(selection)
        self.asked = asked_for(selection.q) if selection.q else []
        self.nothing = bool(selection.q) and not self.asked
        self.nothing = self.nothing or any(not one.negative and not one.alternatives for one in self.clauses)
        self.index = asking(session, self.asked, self.clauses)

    def rows(self, columns: Sequence[ColumnElement[Any]], limit: int) -> Sequence[Row[Any]]:
        if self.nothing:
            return []
        if self._few_updated():
            return self._walked(columns, limit, sort=True)
        if not self.index or self.selection.states != ACTIVE:
            return self._walked(columns, limit)
        if self.sqlite and self.order.sort == "created":
            return self._gathered(columns, limit)
        if self.sqlite and self.asked:
            found = self._read(columns)
            return found[:limit] if len(found) >= limit else self._gathered(columns, limit)
        stretch = max(STRETCH_OF_WORDS if self.asked else STRETCH, limit)
        found = self._walked(columns, limit, stretch)
        if len(found) == limit:
            return found
        apart = stretch / max(len(found), 0.5)
        if limit * apart <= WALKED:
            return self._walked(columns, limit)
        if way := self._way():
            checked = CHECKED if self.asked and way.records > CHECKED else None
            found = self._listed(columns, limit, way, checked)
            if len(found) == limit or checked is None:
                return found
        if self._by_index_alone():
            return self._gathered_near(columns, limit, apart)
        if self._is_rare(len(found), stretch, limit):
            return self._gathered(columns, limit)
        return self._walked(columns, limit)

    def newest(self, columns: Sequence[ColumnElement[Any]], most: int) -> tuple[Sequence[Row[Any]], bool]:
        """The newest `most`, or fewer where they lie far apart, for bounded work; and whether there are no more."""
        if self.sqlite or self.nothing or not self.index or self.selection.states != ACTIVE or self._few_updated():
            found = self.rows(columns, most + 1)
            return found[:most], len(found) <= most
        if (way := self._way()) and not (self.asked and way.records > CHECKED):
            most = min(most, max(FEW, way.found_by(LOOKED_AT)))
            found = self._listed(columns, most + 1, way)
            return found[:most], len(found) <= most
        found = self._walked(columns, most + 1, LOOKED_AT)
        if len(found) > most:
            return found[:most], False
        last = self.session.execute(select(func.max(KEYS.c.ordinal))).scalar() or 0
        if last <= LOOKED_AT:
            return found, True
        apart = LOOKED_AT / max(len(found), 0.5)
        bound = self._bound()
        if min(self._there / apart, most if bound is None else bound) > FEW:
            near = self._gathered_near(columns, FEW, apart) if self._by_index_alone() else []
            return max(found, near, key=len), False
        found = self._gathered(columns, most + 1)
        return found[:most], len(found) <= most

    def all(self, columns: Sequence[ColumnElement[Any]]) -> Iterator[Row[Any]]:
        """Every record of the selection, in no order."""
        if self.nothing:
            return
        query = self._gathering(columns) if self.index else select(*columns).where(*self.conditions())
        yield from self.session.execute(query.execution_options(yield_per=5_000))

    def conditions(self) -> list[ColumnElement[bool]]:
        if self.nothing:
            return [false()]
        return [*self._exact(KEYS), *self._by_keys(KEYS), *self._by_words(KEYS)]

    def _is_rare(self, found: int, among: int, limit: int) -> bool:
        """Whether gathering all is less work than walking on."""
        there = self._there
        expected = there * max(found, 0.5) / among
        bound = self._bound()
        if bound is not None:
            expected = bound if not found and len(self.clauses) == 1 else min(expected, bound)
        return expected * GATHERED_AS_WALKED < min(there, limit * among / max(found, 0.5))

    @cached_property
    def _there(self) -> int:
        """How many active records there are."""
        return sum(counts.of_fields(self.session, ["kind"], KINDS)["kind"].values())

    def _bound(self) -> int | None:
        """No more records than this have the keys; None where nothing is counted."""
        number = self._numbers
        known = [one for one in self._keys() if one[0] not in UNCOUNTED or 0 < number[one] < lists.COUNTED]
        wanted = [one.alternatives for one in self.clauses if not one.negative]
        counted = [one for one in wanted if all(key in known for keys in one for key in keys)]
        return min((sum(min(number[key] for key in keys) for keys in one) for one in counted), default=None)

    @cached_property
    def _numbers(self) -> Counter[str]:
        """How many records have each key that is asked for."""
        number = counts.of_keys(self.session, self._keys())
        if not self.sqlite:
            number |= lists.lengths(self.session, (key for key in self._keys() if key[0] in UNCOUNTED))
        return number

    def _keys(self) -> list[str]:
        """What is asked for in keys."""
        return [key for one in self.clauses if not one.negative for keys in one.alternatives for key in keys]

    def _way(self) -> lists.Way | None:
        """By lists of keys, where that is less work than to walk the order."""
        if self.sqlite or self.order.sort != "created":
            return None
        way = lists.way_to(self.clauses, self._numbers, self._there)
        return way if way and way.work < self._there and (not self.asked or len(way.lists) == 1) else None

    def _listed(
        self, columns: Sequence[ColumnElement[Any]], limit: int, way: lists.Way, most: int | None = None
    ) -> Sequence[Row[Any]]:
        """The next that stand in lists and that are all that is asked for, each looked at, and no more than needed; of
        a single way no more than `most`."""
        found: dict[int, Row[Any]] = {}
        for keys in way.lists:
            query, ordinal = lists.select_from_lists(keys)
            if self.order.after:
                query = query.where(ordinal < self.order.after[0] if self._down() else ordinal > self.order.after[0])
            if most is not None:
                query = query.add_columns(ordinal).order_by(ordinal.desc() if self._down() else ordinal).limit(most)
                ordinal = query.subquery().c.ordinal
                query = select().select_from(ordinal.table)
            one = select(*columns, KEYS.c.ordinal.label("placed")).where(KEYS.c.ordinal == ordinal)
            one = one.where(*self._exact(KEYS), *self._by_keys(KEYS), *self._by_words(KEYS))
            looked_up = one.offset(0).lateral("looked_up")  # one by one and no sooner than needed
            query = query.join(looked_up, true()).add_columns(*looked_up.c)
            query = query.order_by(ordinal.desc() if self._down() else ordinal.asc()).limit(limit)
            found |= {row.placed: row for row in self.session.execute(query)}
        return [found[placed] for placed in sorted(found, reverse=self._down())[:limit]]

    def _few_updated(self) -> bool:
        since = self.selection.updated_since
        if since is None:
            return False
        some = select(KEYS.c.ordinal).where(KEYS.c.updated_at >= since).limit(FEW_UPDATED + 1).subquery()
        return int(self.session.execute(select(func.count()).select_from(some)).scalar_one()) <= FEW_UPDATED

    def _walked(
        self, columns: Sequence[ColumnElement[Any]], limit: int, stretch: int | None = None, *, sort: bool = False
    ) -> Sequence[Row[Any]]:
        """In the order, looking at each; no further than a stretch where one is named."""
        keys: FromClause = KEYS
        query: Select[Any]
        if stretch is not None:
            inner = select(KEYS).where(*self._position(KEYS)).order_by(*self._ordered(KEYS)).limit(stretch)
            keys = inner.subquery()
            query = select(*(keys.c[one.name] for one in columns))
        else:
            query = select(*columns).where(*self._position(KEYS))
        query = query.where(*self._exact(keys), *self._by_keys(keys), *self._by_words(keys))
        return self.session.execute(query.order_by(*self._ordered(keys, sort)).limit(limit)).all()

    def _read(self, columns: Sequence[ColumnElement[Any]]) -> Sequence[Row[Any]]:
        """A short stretch of the order on SQLite, whose index cannot be asked about one record: its words are read."""
        inner = select(KEYS).where(*self._position(KEYS)).order_by(*self._ordered(KEYS)).limit(STRETCH_READ).subquery()
        query = select(inner.c.ordinal, *(inner.c[one.name] for one in columns))
        query = query.where(*self._exact(inner), *self._by_keys(inner)).order_by(*self._ordered(inner))
        rows = self.session.execute(query).all()
        own: ColumnElement[Any] = column("rowid", _selectable=WORDS)
        spelt = select(own, column("words")).select_from(WORDS).where(own.in_([row[0] for row in rows]))
        having = {ordinal for ordinal, words in self.session.execute(spelt) if has_all(words.split(), self.asked)}
        return [row for row in rows if row[0] in having]

    def _gathered(self, columns: Sequence[ColumnElement[Any]], limit: int) -> Sequence[Row[Any]]:
        """All that the index finds, sorted. SQLite's index is in the order in which records were made already."""
        query = self._gathering(columns).where(*self._position(KEYS))
        if self.sqlite and self.order.sort == "created":
            rowid: ColumnElement[Any] = column("rowid", _selectable=WORDS)
            if self.order.after:
                query = query.where(rowid < self.order.after[0] if self._down() else rowid > self.order.after[0])
            query = query.order_by(rowid.desc() if self._down() else rowid)
        else:
            query = query.order_by(*self._ordered(KEYS, True))
        return self.session.execute(query.limit(limit)).all()

    def _by_index_alone(self) -> bool:
        """Whether PostgreSQL's index of words knows all that is asked for, but that a record is active."""
        exact = (self.selection.date_from, self.selection.date_to, self.selection.updated_since)
        return not self.sqlite and self.order.sort == "created" and exact == (None, None, None)

    def _gathered_near(self, columns: Sequence[ColumnElement[Any]], limit: int, apart: float) -> Sequence[Row[Any]]:
        """The next that the index finds, where one of so many may be asked for: of as many as that needs, then of more,
        so that the work does not grow with what is far away."""
        last = self.session.execute(select(func.max(KEYS.c.ordinal))).scalar() or 0
        begin = int(self.order.after[0]) if self.order.after else last if self._down() else 0
        reach = int(AMPLE * apart * limit)
        left = begin if self._down() else last - begin
        while reach * FURTHER < left:
            span = (begin - reach, begin) if self._down() else (begin, begin + reach)
            if rows := self._gathered_of(columns, limit, span):
                return rows
            reach *= FURTHER
        return self._gathered_of(columns, limit) or self._gathered(columns, limit)

    def _gathered_of(
        self, columns: Sequence[ColumnElement[Any]], limit: int, span: Span | None = None
    ) -> Sequence[Row[Any]]:
        """The next that the index finds, and some more where any are not active; none where there may be others.

        `span` keeps it to some ordinals and those beside.
        """
        own: ColumnElement[Any] = column("ordinal", _selectable=WORDS)
        inner = select(own, func.count().over().label("there"))
        inner = inner.select_from(WORDS).where(self._found(among(self.index, span) if span else self.index))
        if self.order.after:
            inner = inner.where(own < self.order.after[0] if self._down() else own > self.order.after[0])
        placed = own + 0  # gathered and sorted, not walked
        some = limit + limit // 4 + SOME
        found = inner.order_by(placed.desc() if self._down() else placed).limit(some).subquery()
        query = select(*columns, found.c.there).select_from(found.join(KEYS, KEYS.c.ordinal == found.c.ordinal))
        query = query.where(*self._exact(KEYS)).order_by(*self._ordered(KEYS)).limit(limit)
        rows = self.session.execute(query).all()
        whole = span is None and bool(rows) and rows[0].there <= some
        return rows if len(rows) == limit or whole else []

    def _found(self, index: str) -> ColumnElement[bool]:
        condition = "record_words MATCH :index" if self.sqlite else "record_words.words @@ CAST(:index AS tsquery)"
        return text(condition).bindparams(index=index)  # type: ignore[return-value]  # text may stand as a condition

    def _gathering(self, columns: Sequence[ColumnElement[Any]]) -> Select[Any]:
        own: ColumnElement[Any] = column("rowid" if self.sqlite else "ordinal", _selectable=WORDS)
        joined = WORDS.join(KEYS, KEYS.c.ordinal == own)
        return select(*columns).select_from(joined).where(self._found(self.index), *self._exact(KEYS))

    def _down(self) -> bool:
        return self.order.direction == "newest"

    def _ordered(self, keys: FromClause, sort: bool = False) -> list[ColumnElement[Any]]:
        """`sort` keeps the database from walking an index of the order."""
        columns: list[ColumnElement[Any]] = self._columns(keys)
        if sort:
            columns[0] = columns[0] + ("" if self.order.sort == "date" else 0)
        return [one.desc() if self._down() else one.asc() for one in columns]

    def _columns(self, keys: FromClause) -> list[ColumnElement[Any]]:
        names = {"created": ("ordinal",), "updated": ("sequence",), "date": ("date_first", "sequence")}
        return [keys.c[one] for one in names[self.order.sort]]

    def _position(self, keys: FromClause) -> Iterator[ColumnElement[bool]]:
        if self.order.standing is not None and self.order.sort != "created":
            yield keys.c.sequence <= self.order.standing
        if self.order.after:
            behind, last = tuple_(*self._columns(keys)), tuple_(*self.order.after)
            yield behind < last if self._down() else behind > last

    def _exact(self, keys: FromClause) -> Iterator[ColumnElement[bool]]:
        if self.selection.states:
            yield keys.c.state.in_(self.selection.states)
            if "active" not in self.selection.states:
                yield keys.c.state != literal_column("'active'")  # as the index of those that are gone says it
        if self.selection.date_from is not None:
            yield keys.c.date_last >= self.selection.date_from.isoformat()
        if self.selection.date_to is not None:
            yield and_(keys.c.date_first <= self.selection.date_to.isoformat(), keys.c.date_first != "")
        if self.selection.updated_since is not None:
            yield keys.c.updated_at >= self.selection.updated_since

    def _by_keys(self, keys: FromClause) -> Iterator[ColumnElement[bool]]:
        find = func.instr if self.sqlite else func.strpos
        for clause in self.clauses:
            has = or_(
                *(and_(*(find(keys.c["keys"], f"\n{key}\n") > 0 for key in some)) for some in clause.alternatives)
            )
            yield not_(has) if clause.negative else has

    def _by_words(self, keys: FromClause) -> Iterator[ColumnElement[bool]]:
        if not self.asked:
            return
        if self.sqlite:
            found = text("record_words MATCH :words").bindparams(words=asking(self.session, self.asked, ()))
            yield keys.c.ordinal.in_(select(column("rowid")).select_from(WORDS).where(found))
            return
        # As a value and no condition, so that it is looked at record by record and not gathered first.
        matches = text("record_words.words @@ CAST(:words AS tsquery)")
        matches = matches.bindparams(words=asking(self.session, self.asked, ()))
        own: ColumnElement[Any] = column("ordinal", _selectable=WORDS)
        yield select(matches).select_from(WORDS).where(own == keys.c.ordinal).scalar_subquery()
