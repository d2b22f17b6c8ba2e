"""Pictures of the records that a filter finds: a map, a timeline, who meets whom, a calendar. Each has its table."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from markupsafe import Markup
from sqlmodel import Session

from libs.db import Database
from libs.messages.values import KINDS
from libs.pages import language_of, render
from libs.service import Principal, new_router, reader
from services.store import views
from services.store.merging.wording import party_name
from services.store.selection import Choice, Order, Selection
from services.store.web.asking import Asked, asked_of
from services.store.web.charts import Bar, Box, Cell, Spot, around, bars, matrix, world
from services.store.web.drawing import Drawing, NotDrawn
from services.store.web.facets import value_label
from services.store.web.frame import framed
from services.store.web.times import Period, moved, periods_of, summed, weekdays, weeks_of

Reader = Annotated[Principal, Depends(reader())]
MONTH = re.compile(r"(1[5-9]|2\d)\d\d-(0[1-9]|1[0-2])")
PLACES = 150  # of the most, on the map
SHADED = 60
MET = 14  # countries of the matrix
PAIRS = 60
LISTED = 50
PLANNED = 200  # of a month, in the calendar
BOXES = {
    "world": Box(-170, -56, 180, 78),
    "europe": Box(-12, 35, 45, 71),
    "central_asia": Box(44, 34, 90, 57),
    "east_asia": Box(88, -12, 150, 55),
    "africa": Box(-20, -36, 62, 39),
    "americas": Box(-170, -56, -30, 72),
}

logger = logging.getLogger(__name__)


def picture_router(database: Database, drawing: Drawing, today: Callable[[], date]) -> APIRouter:
    router = new_router(prefix="/pictures", include_in_schema=False)
    known: dict[str, tuple[float, float]] = {}

    async def drawn(spec: Mapping[str, Any]) -> Markup | None:
        try:
            return Markup(await drawing.svg(spec))
        except NotDrawn as error:
            logger.warning("picture_not_drawn", extra={"reason": str(error)})
            return None

    @router.get("/map")
    async def map_(request: Request, _: Reader, view: str = "") -> Response:
        asked, language = asked_of(request, "view"), language_of(request)
        frame, counts = await framed(request, database, asked, ("place", "party"))
        places = Counter(counts.get("place", {})).most_common(PLACES)
        await _locate([value for value, _ in places], known, database)
        spots = [_spot(value, number, known[value], asked, language) for value, number in places if value in known]
        parties = [one for one in Counter(counts.get("party", {})).most_common() if len(one[0]) == 2][:SHADED]
        shades = {
            code: (number, f"{party_name(code, language)}: {number}", asked.address("/", more=[("party", code)]))
            for code, number in parties
        }
        box = BOXES.get(view) or around(spots, BOXES["world"])
        rows = [(value_label("place", value, language), number, _at(asked, value)) for value, number in places]
        return render(
            request,
            "map.html",
            **frame,
            picture=await drawn(world(spots, shades, box)) if spots or shades else None,
            rows=rows,
            nowhere=sum(number for value, number in places if value not in known),
            boxes=[("", not view), *((name, name == view) for name in BOXES)],
            told=sum(number for _, number in places),
        )

    @router.get("/timeline")
    async def timeline(request: Request, _: Reader) -> Response:
        asked, language = asked_of(request), language_of(request)
        frame, _counts = await framed(request, database, asked)
        whole = asked.without("date_from", "date_to").query.selection()
        counts = await database.read(lambda session: _months(session, whole))
        begin, end = asked.query.date_from, asked.query.date_to
        periods = periods_of(sorted({month for one in counts.values() for month in one}), begin, end)
        rows = _rows(counts, periods, asked, language, begin, end)
        now = today().isoformat()[: len(periods[0].code)] if periods else ""
        names = {one.code: one.name(language, short=True) for one in periods}
        order = Order("newest", "date")
        records, last = await database.read(
            lambda session: views.list_records(session, asked.query.selection(), order, LISTED)
        )
        return render(
            request,
            "timeline.html",
            **frame,
            picture=await drawn(bars([bar for _, _, some in rows for bar in some], names, now)) if rows else None,
            rows=[row for row in rows if any(bar.records for bar in row[2])],
            records=[] if asked.errors else records,
            more=asked.address("/", more=[("sort", "date")]) if last else None,
            zoomed=bool(begin or end),
            all_time=asked.without("date_from", "date_to").address("/pictures/timeline"),
        )

    @router.get("/pairs")
    async def pairs(request: Request, _: Reader) -> Response:
        asked, language = asked_of(request), language_of(request)
        frame, counts = await framed(request, database, asked, ("pair",))
        cells = [_cell(pair, number, asked, language) for pair, number in counts.get("pair", {}).items()]
        often: Counter[str] = Counter()
        for cell in cells:
            often.update({cell.one: cell.records, cell.other: cell.records})
        met = [code for code, _ in sorted(often.items(), key=lambda one: (-one[1], one[0]))[:MET]]
        inside = [cell for cell in cells if cell.one in met and cell.other in met]
        return render(
            request,
            "pairs.html",
            **frame,
            picture=await drawn(matrix(inside, {code: party_name(code, language) for code in met})) if inside else None,
            rows=sorted(cells, key=lambda cell: (-cell.records, cell.said))[:PAIRS],
            countries=len(often),
            shown=len(met),
        )

    @router.get("/calendar")
    async def calendar(request: Request, _: Reader, month: str = "") -> Response:
        asked, language = asked_of(request, "month"), language_of(request)
        planned = _planned(asked.query.selection())
        frame, _counts = await framed(request, database, asked, within=planned)
        months = await database.read(lambda session: views.facets(session, planned, ("month",))["month"])
        shown = month if MONTH.fullmatch(month) else _nearest(months, today().isoformat()[:7])
        period = Period(shown)
        inside = replace(planned, date_from=period.first, date_to=period.last)
        order = Order("oldest", "date")
        records, _last = await database.read(lambda session: views.list_records(session, inside, order, PLANNED))
        return render(
            request,
            "calendar.html",
            **frame,
            month=period.name(language),
            weeks=weeks_of(shown, records, language),
            weekdays=weekdays(language),
            open=[one for one in records if one["date"]["precision"] != "day"],
            number_=len(records),
            before=asked.address("/pictures/calendar", more=[("month", moved(shown, -1))]),
            after=asked.address("/pictures/calendar", more=[("month", moved(shown, 1))]),
            today=today(),
            others=[
                (Period(one).name(language), number, asked.address("/pictures/calendar", more=[("month", one)]))
                for one, number in sorted(months.items(), reverse=True)[:24]
            ],
        )

    return router


def _months(session: Session, selection: Selection) -> dict[str, dict[str, int]]:
    """Records of each kind by month."""
    kinds = selection.kinds
    return {
        kind: views.facets(session, replace(selection, kinds=replace(kinds, all=(kind,))), ("month",))["month"]
        for kind in KINDS
        if kinds.fits(kind.__eq__)
    }


async def _locate(places: list[str], known: dict[str, tuple[float, float]], database: Database) -> None:
    """Learn where the places lie, from a record of each: places do not move."""

    def look(session: Session) -> dict[str, tuple[float, float]]:
        found = {}
        for value in places:
            if value not in known:
                here = Selection(facets={"place": Choice((value,))})
                records, _ = views.list_records(session, here, Order(), 1)
                place = records[0]["place"] if records else None
                if place and place["lat"] is not None:
                    found[value] = (place["lat"], place["lon"])
        return found

    known.update(await database.read(look))


def _spot(value: str, number: int, at: tuple[float, float], asked: Asked, language: str) -> Spot:
    said = f"{value_label('place', value, language)}: {number}"
    return Spot(value.rpartition(", ")[0] or value, at[0], at[1], number, said, _at(asked, value))


def _at(asked: Asked, value: str) -> str:
    return asked.address("/", more=[("place_all" if asked.values("place") else "place", value)])


def _cell(pair: str, number: int, asked: Asked, language: str) -> Cell:
    one, other = pair.split("-")
    name = "pair_all" if asked.values("pair") else "pair"
    said = f"{value_label('pair', pair, language)}: {number}"
    return Cell(one, other, number, said, asked.address("/", more=[(name, pair)]))


def _rows(
    counts: Mapping[str, Mapping[str, int]],
    periods: list[Period],
    asked: Asked,
    language: str,
    begin: date | None,
    end: date | None,
) -> list[tuple[str, str, list[Bar]]]:
    """Each period's name, the address of its records, and its bars."""
    by_kind = {kind: summed(months, periods) for kind, months in counts.items()}
    rows = []
    for one in periods:
        days = [("date_from", one.first.isoformat()), ("date_to", one.last.isoformat())]
        to = asked.without("date_from", "date_to").address("/pictures/timeline", more=days)
        quiet = bool((begin and one.last < begin) or (end and one.first > end))
        some = [
            Bar(one.code, kind, found[one.code], f"{one.name(language)}: {found[one.code]}", to, quiet)
            for kind, found in by_kind.items()
        ]
        rows.append((one.name(language), to, some))
    return rows


def _planned(selection: Selection) -> Selection:
    """Of the selection what is planned; meetings where it names no kind."""
    kinds = selection.kinds if selection.kinds != Choice() else Choice(("meeting",))
    return replace(selection, kinds=kinds, statuses=replace(selection.statuses, all=("planned",)))


def _nearest(months: Mapping[str, int], now: str) -> str:
    """This month where something is planned in it or nowhere later; else the next that has something."""
    later = [month for month in months if month >= now]
    return min(later, default=now)
