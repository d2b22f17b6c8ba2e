"""The tables that records are exported as: their columns, and the rows that a record has in each.

The version of this layout is `SCHEMA_VERSION`: a column may come at the end within it, nothing else may change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

SCHEMA_VERSION = "1"

Type = Literal["text", "texts", "integer", "number", "truth", "moment"]
Shown = Mapping[str, Any]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` gives a record's rows in the order of `columns`, without the first three, which every table has."""

    name: str
    columns: tuple[tuple[str, Type], ...]
    rows: Callable[[Shown], Iterator[Row]]


def rows_of(table: Table, record: Shown) -> list[Row]:
    """The record's rows. One that has gone has a single row that says so, with nothing in it but in `records`."""
    identity = (record["id"], record["version"], record["state"])
    if record["state"] != "active" and table is not RECORDS:
        return [(*identity, *(None for _ in table.columns[len(IDENTITY) :]))]
    return [(*identity, *row) for row in table.rows(record)]


def _records(record: Shown) -> Iterator[Row]:
    date, place, amount, headline, codes = (
        record[name] or {} for name in ("date", "place", "amount", "headline", "codes")
    )
    plover = codes.get("plover") or {}
    yield (
        *(record[name] for name in ("merged_into", "previous_ids", "kind", "status", "form", "channel")),
        *(date.get(name) for name in ("start", "end", "precision")),
        *(place.get(name) for name in ("name", "country", "geonames_id", "lat", "lon")),
        *(record[name] for name in ("parties", "sectors", "projects")),
        *(amount.get(name) for name in ("value", "currency")),
        record["count"],
        *(record["titles"].get(language) for language in ("en", "ru", "de")),
        *(headline.get(name) for name in ("text", "language", "article_id")),
        record["confidence"],
        codes.get("cameo"),
        plover.get("event"),
        plover.get("mode"),
        plover.get("contexts") or [],
        *(record[name] for name in ("independent_sources", "created_at", "updated_at", "url", "page")),
    )


def _participants(record: Shown) -> Iterator[Row]:
    for at, person in enumerate(record["participants"]):
        names = dict.fromkeys(one["name"] for one in person["variants"] if one["name"])
        yield (at, *(person[name] for name in ("name", "role", "organization", "country", "language")), list(names))


def _sources(record: Shown) -> Iterator[Row]:
    told = ("source", "url", "language", "published_at", "title", "copy_of", "reader")
    for source in record["sources"]:
        report = source["report"]
        yield (
            *(source[name] for name in ("article_id", "version", *told)),
            *(report[name] for name in ("id", "status", "form")),
            *((report["date"] or {}).get(name) for name in ("start", "end", "precision")),
        )


def _evidence(record: Shown) -> Iterator[Row]:
    for field, quotes in record["evidence"].items():
        for quote in quotes:
            said = tuple(quote[name] for name in ("article_id", "version", "start", "end", "quote"))
            yield (field, *said, quote.get("resolved_by"))


def _figures(record: Shown) -> Iterator[Row]:
    for at, figure in enumerate(record["figures"]):
        told = tuple(figure[name] for name in ("metric", "value", "unit", "change_pct", "period"))
        yield (at, *told, bool(figure.get("target")), figure["article_id"])


def _columns(written: str) -> tuple[tuple[str, Type], ...]:
    """`name:type` with spaces between them; text where no type is named."""
    types: dict[str, Type] = {
        "": "text",
        "texts": "texts",
        "integer": "integer",
        "number": "number",
        "truth": "truth",
        "moment": "moment",
    }
    pairs = (one.partition(":") for one in written.split())
    return tuple((name, types[kind]) for name, _, kind in pairs)


IDENTITY = _columns("record_id record_version:integer state")
RECORDS = Table(
    "records",
    _columns(
        "id version:integer state merged_into previous_ids:texts kind status form channel date_start date_end"
        " date_precision place_name place_country place_geonames_id:integer place_lat:number place_lon:number"
        " parties:texts sectors:texts projects:texts amount_value:number amount_currency count:integer title_en"
        " title_ru title_de headline headline_language headline_article_id confidence:number cameo plover_event"
        " plover_mode plover_contexts:texts independent_sources:integer created_at:moment updated_at:moment url page"
    ),
    _records,
)
TABLES: dict[str, Table] = {
    "records": RECORDS,
    "participants": Table(
        "participants",
        (*IDENTITY, *_columns("position:integer name role organization country language other_names:texts")),
        _participants,
    ),
    "sources": Table(
        "sources",
        (
            *IDENTITY,
            *_columns(
                "article_id article_version:integer source url language published_at title copy_of reader report_id"
                " report_status report_form report_date_start report_date_end report_date_precision"
            ),
        ),
        _sources,
    ),
    "evidence": Table(
        "evidence",
        (*IDENTITY, *_columns("field article_id article_version:integer start:integer end:integer quote resolved_by")),
        _evidence,
    ),
    "figures": Table(
        "figures",
        (
            *IDENTITY,
            *_columns("position:integer metric value:number unit change_pct:number period target:truth article_id"),
        ),
        _figures,
    ),
}
