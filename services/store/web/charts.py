"""Vega-Lite specifications of the pictures: what is drawn, from plain values. Colours are those of the stylesheet."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.store.web.drawer import HERE
from services.store.web.outlines import countries

FONT = "system-ui, sans-serif"
MAP = (960, 500)
LABELS_ON_MAP = 14
MOST_LATITUDE = 78.0
LEAST_SPAN = 12.0  # degrees
CELLS = (0.12, 0.24, 0.36, 0.85, 1.0)
"""How opaque a cell is drawn: nothing between pale and full, so that words on it can be read."""
SHADES = (0.1, 0.2, 0.3, 0.42, 0.55)
"""How opaque a country is drawn, below the circles of its places."""


@dataclass(frozen=True, slots=True)
class Bar:
    """So many records of one kind in one period; `quiet` where the filter asks for another time."""

    period: str
    kind: str
    records: int
    said: str
    address: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map with the number of its records."""

    name: str
    lat: float
    lon: float
    records: int
    said: str
    address: str


@dataclass(frozen=True, slots=True)
class Cell:
    """How often two countries meet."""

    one: str
    other: str
    records: int
    said: str
    address: str


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the world, in degrees."""

    west: float
    south: float
    east: float
    north: float


def bars(values: Sequence[Bar], names: Mapping[str, str], today: str) -> dict[str, Any]:
    """Records by period, meetings and agreements upon each other; a line where today is. `names` are of the periods."""
    rows = [
        {
            "period": one.period,
            "kind": one.kind,
            "records": one.records,
            "said": one.said,
            "href": HERE + one.address,
            "opacity": 0.4 if one.quiet else 1,
        }
        for one in values
    ]
    periods = list(names)
    axis = {"title": None, "labelExpr": f"{_lookup(names)}[datum.value]", "labelAngle": -60 if len(names) > 12 else 0}
    x = {"field": "period", "type": "ordinal", "scale": {"domain": periods}, "axis": axis}
    colours = {"domain": ["meeting", "agreement"], "range": ["var(--accent)", "var(--second)"]}
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "bar", "cursor": "pointer"},
            "encoding": {
                "x": x,
                "y": {"field": "records", "type": "quantitative", "axis": {"title": None, "tickMinStep": 1}},
                "color": {"field": "kind", "type": "nominal", "scale": colours, "legend": None},
                "order": {"field": "kind", "sort": "descending"},
                "opacity": {"field": "opacity", "type": "quantitative", "scale": None},
                "href": {"field": "href"},
                "description": {"field": "said"},
            },
        }
    ]
    if today in names:
        rule = {"mark": {"type": "rule", "stroke": "var(--bad)", "strokeDash": [4, 3], "strokeWidth": 1.5}}
        layers.append({**rule, "data": {"values": [{"period": today}]}, "encoding": {"x": x}})
    return _picture({"width": 900, "height": 240, "data": {"values": rows}, "layer": layers})


def world(spots: Sequence[Spot], shades: Mapping[str, tuple[int, str, str]], box: Box) -> dict[str, Any]:
    """Places as circles on the outlines of countries. `shades` are records by country, what to say of it, and where
    it leads."""
    width, height = MAP
    projection = projected(box)
    most = max((number for number, _, _ in shades.values()), default=1)
    shaded = [
        {"id": code, "shade": SHADES[_magnitude(number, most)], "said": said, "href": HERE + address}
        for code, (number, said, address) in shades.items()
    ]
    outlines = {"values": countries(), "format": {"type": "topojson", "feature": "countries"}}
    land = {
        "data": outlines,
        "mark": {"type": "geoshape", "fill": "var(--land)", "stroke": "var(--border)", "strokeWidth": 0.6},
    }
    lookup = {"lookup": "id", "from": {"data": {"values": shaded}, "key": "id", "fields": ["shade", "said", "href"]}}
    shade = {
        "data": outlines,
        "transform": [lookup, {"filter": "isValid(datum.shade)"}],
        "mark": {"type": "geoshape", "fill": "var(--second)", "stroke": "var(--border)", "strokeWidth": 0.6},
        "encoding": {
            "fillOpacity": {"field": "shade", "type": "quantitative", "scale": None},
            "href": {"field": "href"},
            "description": {"field": "said"},
        },
    }
    points = [
        {"lat": one.lat, "lon": one.lon, "records": one.records, "said": one.said, "href": HERE + one.address}
        for one in sorted(spots, key=lambda one: -one.records)
    ]
    place = {
        "longitude": {"field": "lon", "type": "quantitative"},
        "latitude": {"field": "lat", "type": "quantitative"},
    }
    sizes = {"type": "sqrt", "domain": [1, max(2, *(one.records for one in spots), 2)], "range": [60, 900]}
    circles = {
        "data": {"values": points},
        "mark": {
            "type": "circle",
            "fill": "var(--accent)",
            "fillOpacity": 0.8,
            "stroke": "var(--ground)",
            "strokeWidth": 1.5,
            "opacity": 1,
        },
        "encoding": {
            **place,
            "size": {"field": "records", "type": "quantitative", "scale": sizes, "legend": None},
            "href": {"field": "href"},
            "description": {"field": "said"},
        },
    }
    layers = [land, shade, circles]
    named = labelled(spots, projection)
    if named:
        words = [{"lat": one.lat, "lon": one.lon, "name": one.name} for one in named]
        text = {"type": "text", "align": "left", "dx": 12, "fontSize": 14, "fontWeight": 600, "fill": "var(--text)"}
        told = {**place, "text": {"field": "name"}}
        halo = {**text, "stroke": "var(--halo)", "strokeWidth": 4, "strokeJoin": "round"}
        layers += [{"data": {"values": words}, "mark": mark, "encoding": told} for mark in (halo, text)]
    return _picture({"width": width, "height": height, "projection": projection, "layer": layers})


def matrix(cells: Sequence[Cell], names: Mapping[str, str]) -> dict[str, Any]:
    """Countries by countries, each pair twice so that every row is whole. `names` are in the order of the rows."""
    most = max((one.records for one in cells), default=1)
    rows = []
    for cell in cells:
        shade = CELLS[_share(cell.records, most)]
        ink = "var(--on-accent)" if shade >= CELLS[3] else "var(--text)"
        told = {"records": cell.records, "shade": shade, "ink": ink, "said": cell.said, "href": HERE + cell.address}
        rows += [{**told, "one": cell.one, "other": cell.other}, {**told, "one": cell.other, "other": cell.one}]
    order = list(names)
    labels: dict[str, Any] = {
        "title": None,
        "labelExpr": f"{_lookup(names)}[datum.value]",
        "labelFontSize": 14,
        "labelLimit": 200,
        "domain": False,
        "ticks": False,
        "labelPadding": 8,
    }
    scale = {"domain": order}
    x = {"field": "other", "type": "nominal", "scale": scale, "axis": {**labels, "orient": "top", "labelAngle": -50}}
    y = {"field": "one", "type": "nominal", "scale": scale, "axis": labels}
    linked = {"href": {"field": "href"}, "description": {"field": "said"}}
    cell_ = {
        "mark": {"type": "rect", "fill": "var(--accent)"},
        "encoding": {"fillOpacity": {"field": "shade", "type": "quantitative", "scale": None}, **linked},
    }
    number = {
        "mark": {"type": "text", "fontSize": 14},
        "encoding": {"text": {"field": "records"}, "fill": {"field": "ink", "type": "nominal", "scale": None}},
    }
    grid = {
        "data": {"values": [{"one": one, "other": other} for one in order for other in order]},
        "mark": {"type": "rect", "fill": "none", "stroke": "var(--line)"},
    }
    spec = {"data": {"values": rows}, "encoding": {"x": x, "y": y}, "layer": [grid, cell_, number]}
    # Names may be wider in the browser's font than in the one that they were measured in.
    room = {"left": 30, "right": 30, "top": 20, "bottom": 5}
    return _picture({"width": {"step": 38}, "height": {"step": 38}, "padding": room, **spec})


def around(spots: Sequence[Spot], most: Box) -> Box:
    """The part of the world in which the places lie, with room around them."""
    if not spots:
        return most
    west, east = min(one.lon for one in spots), max(one.lon for one in spots)
    south, north = min(one.lat for one in spots), max(one.lat for one in spots)
    wide, high = max((east - west) * 0.12, LEAST_SPAN), max((north - south) * 0.12, LEAST_SPAN / 2)
    return Box(
        max(west - wide, most.west),
        max(south - high, most.south),
        min(east + wide, most.east),
        min(north + high, most.north),
    )


def projected(box: Box) -> dict[str, Any]:
    """A Mercator projection that shows the box as large as the picture allows."""
    width, height = MAP
    top, bottom = _mercator(box.north), _mercator(box.south)
    scale = min(width / math.radians(box.east - box.west), height / (top - bottom))
    middle = math.degrees(2 * math.atan(math.exp((top + bottom) / 2)) - math.pi / 2)
    centre = [(box.west + box.east) / 2, middle]
    return {"type": "mercator", "scale": scale, "center": centre, "translate": [width / 2, height / 2]}


def labelled(spots: Sequence[Spot], projection: Mapping[str, Any]) -> list[Spot]:
    """The places with the most records whose names do not run into each other."""
    width, height = MAP
    kept: list[tuple[float, float, float, Spot]] = []
    for one in sorted(spots, key=lambda spot: (-spot.records, spot.name)):
        x = width / 2 + projection["scale"] * math.radians(one.lon - projection["center"][0])
        y = height / 2 - projection["scale"] * (_mercator(one.lat) - _mercator(projection["center"][1]))
        long = 12 + 9 * len(one.name)
        inside = x >= 0 and x + long <= width and 12 <= y <= height - 12
        free = all(abs(y - its_y) > 20 or x > its_x + reach or its_x > x + long for its_x, its_y, reach, _ in kept)
        if inside and free:
            kept.append((x, y, long, one))
        if len(kept) == LABELS_ON_MAP:
            break
    return [spot for _, _, _, spot in kept]


def _mercator(latitude: float) -> float:
    bounded = max(-MOST_LATITUDE, min(MOST_LATITUDE, latitude))
    return math.log(math.tan(math.pi / 4 + math.radians(bounded) / 2))


def _magnitude(number: int, most: int) -> int:
    """One of five steps, by the order of magnitude."""
    return min(int(math.log(number) / math.log(max(most, 2)) * 5), 4)


def _share(number: int, most: int) -> int:
    """One of five steps, by the share of the most."""
    return min(number * 5 // (most + 1), 4)


def _lookup(names: Mapping[str, str]) -> str:
    """The names as an expression of Vega: JSON is one, but for what could end a string there."""
    return json.dumps(dict(names))


def _picture(spec: dict[str, Any]) -> dict[str, Any]:
    axis = {
        "labelColor": "var(--quiet)",
        "labelFont": FONT,
        "labelFontSize": 13,
        "gridColor": "var(--line)",
        "domainColor": "var(--edge)",
        "tickColor": "var(--edge)",
    }
    config = {"font": FONT, "axis": axis, "view": {"stroke": None}, "background": None}
    return {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "background": None, **spec, "config": config}
