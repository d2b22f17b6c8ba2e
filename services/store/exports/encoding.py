"""What an export is written with, piece by piece, so that no export stands in memory as a whole."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any, Protocol

from services.store.exports.columns import Shown, Table, rows_of

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""With these a spreadsheet takes a cell for a formula; whoever feeds articles must not write any."""


class Encoder(Protocol):
    """`records` may keep back what it was given until more come; the pieces one after the other are the file."""

    def begin(self) -> bytes: ...

    def records(self, records: Sequence[Shown]) -> bytes: ...

    def end(self) -> bytes: ...


class Lines:
    """NDJSON: one record a line."""

    def begin(self) -> bytes:
        return b""

    def records(self, records: Sequence[Shown]) -> bytes:
        return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records).encode()

    def end(self) -> bytes:
        return b""


class CommaSeparated:
    """RFC 4180 in UTF-8, with a header; lists with `; ` between their values."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def begin(self) -> bytes:
        return _csv([[name for name, _ in self._table.columns]])

    def records(self, records: Sequence[Shown]) -> bytes:
        return _csv([[_cell(value) for value in row] for one in records for row in rows_of(self._table, one)])

    def end(self) -> bytes:
        return b""


class GeoJson:
    """RFC 7946: one collection of features. Where only the country is known there is no point, so no pin to mislead."""

    def __init__(self) -> None:
        self._written = False

    def begin(self) -> bytes:
        return b'{"type": "FeatureCollection", "features": [\n'

    def records(self, records: Sequence[Shown]) -> bytes:
        written = ",\n".join(json.dumps(feature_of(one), ensure_ascii=False) for one in records)
        comma = ",\n" if self._written and written else ""
        self._written = self._written or bool(written)
        return (comma + written).encode()

    def end(self) -> bytes:
        return b"\n]}\n"


PROPERTIES = (
    *("version", "state", "merged_into", "kind", "status", "form", "channel", "date", "parties", "sectors"),
    *("projects", "amount", "count", "titles", "confidence", "independent_sources", "updated_at", "url", "page"),
)


def feature_of(record: Shown) -> dict[str, Any]:
    """Longitude before latitude. `precision` tells how the place is known: `place`, `country` or not at all."""
    place = record["place"] or {}
    known = place.get("lat") is not None and place.get("lon") is not None
    precision = "place" if known else "country" if place.get("country") else None
    return {
        "type": "Feature",
        "id": record["id"],
        "geometry": {"type": "Point", "coordinates": [place["lon"], place["lat"]]} if known else None,
        "properties": {
            "place": place.get("name"),
            "country": place.get("country"),
            "geonames_id": place.get("geonames_id"),
            "precision": precision,
            **{name: record[name] for name in PROPERTIES},
        },
    }


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode("utf-8", "replace")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    text = "; ".join(str(one) for one in value) if isinstance(value, (list, tuple)) else str(value)
    return "'" + text if text.startswith(FORMULA) else text
