"""Every export against what was written down by hand, read by readers that are not ours."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pyarrow.parquet
import pytest
from fastapi import FastAPI
from icalendar import Calendar

from libs.messages.articles import FigureTold
from libs.service import Principal
from services.classify.extract import run as extract
from services.classify.reading.reader import read_article
from services.store.exports.columns import TABLES
from services.store.exports.encoding import CommaSeparated
from services.store.exports.parquet import Parquet
from tests.services.store.conftest import Store, article_id
from tests.services.store.stories import ASTANA, SERIKBAYEV, agreement, quote, reading, report

TEXT = "Ministers met in Astana on Thursday."
EVIDENCE = {"/status": (quote(TEXT, "met in Astana"),), "/date": (quote(TEXT, "on Thursday", "published_at"),)}
FIGURE = FigureTold(metric="export", value=3_100_000, unit="t", change_pct=-12, period="2026", evidence=())


@pytest.fixture
async def ids(store: Store) -> dict[str, str]:
    """Three records: one with everything, one that only a country and a month is known of, one with hardly anything."""
    full = report("full", place=ASTANA, sectors=["agriculture", "water"], participants=[SERIKBAYEV], evidence=EVIDENCE)
    month = {"start": "2027-02-01", "end": None, "precision": "month"}
    fields: dict[str, Any] = {
        "place": {"name": "Uzbekistan", "country": "UZ"},
        "participants": [],
        "date": month,
        "parties": ["CN", "UZ"],
        "status": "planned",
    }
    bare = agreement(
        "bare", parties=["DE"], participants=[], sectors=[], day=None, amount={"value": 92e6, "currency": "USD"}
    )
    await store.take(reading("full", full, text=TEXT, title="=HYPERLINK(1)", figures=(FIGURE,)))
    await store.take(reading("vague", report("vague", **fields), source="+Source"))
    await store.take(reading("bare", bare, source=None, url=None, title=None))
    found = {one["sources"][0]["article_id"]: one["id"] for one in await store.records()}
    return {name: found[article_id(name)] for name in ("full", "vague", "bare")}


async def test_the_table_of_records(http: httpx.AsyncClient, ids: dict[str, str]) -> None:
    answer = await http.get("/v1/export/records.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["content-disposition"] == 'attachment; filename="records.csv"'
    full, vague, bare = csv.DictReader(io.StringIO(answer.text, newline=""))
    assert list(full) == [name for name, _ in TABLES["records"].columns]
    told = {name: full[name] for name in ("id", "version", "state", "kind", "status", "form", "place_name")}
    assert told == {
        "id": ids["full"],
        "version": "1",
        "state": "active",
        "kind": "meeting",
        "status": "held",
        "form": "talks",
        "place_name": "Astana",
    }
    assert (full["place_lat"], full["place_lon"], full["place_geonames_id"]) == ("51.18", "71.45", "1526273")
    assert (full["date_start"], full["date_end"], full["date_precision"]) == ("2026-11-19", "", "day")
    assert (full["parties"], full["sectors"], full["projects"]) == ("KZ; UZ", "agriculture; water", "")
    assert full["headline"] == "'=HYPERLINK(1)"
    assert full["title_de"] == "Kasachstan und Usbekistan führten Gespräche in Astana (Landwirtschaft, Wasser)"
    assert (full["cameo"], full["plover_event"]) == ("040", "CONSULT")
    assert full["created_at"] == "2026-11-20T08:00:00.000Z"
    assert full["url"] == f"http://localhost:8000/v1/events/{ids['full']}"
    assert (vague["place_country"], vague["place_lat"], vague["date_precision"]) == ("UZ", "", "month")
    assert (bare["amount_value"], bare["amount_currency"], bare["place_name"]) == ("92000000.0", "USD", "")


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("participants", [{"position": "0", "name": "Daulet Serikbayev", "role": "Minister of Agriculture"}]),
        (
            "sources",
            [
                {"title": "'=HYPERLINK(1)", "language": "en", "report_date_start": "2026-11-19", "copy_of": ""},
                {"source": "'+Source", "report_status": "planned", "report_date_precision": "month"},
                {"source": "", "title": "", "report_form": "memorandum"},
            ],
        ),
        (
            "evidence",
            [
                {"field": "/status", "start": "10", "end": "23", "quote": "met in Astana", "resolved_by": ""},
                {"field": "/date", "start": "24", "end": "35", "quote": "on Thursday", "resolved_by": "published_at"},
            ],
        ),
        (
            "figures",
            [{"metric": "export", "value": "3100000.0", "unit": "t", "change_pct": "-12.0", "target": "false"}],
        ),
    ],
)
async def test_the_tables_beside_it(
    http: httpx.AsyncClient, ids: dict[str, str], table: str, expected: list[dict[str, str]]
) -> None:
    answer = await http.get(f"/v1/export/{table}.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert [{name: row[name] for name in told} for row, told in zip(rows, expected, strict=True)] == expected
    assert rows[0]["record_id"] == ids["full"]
    assert {row["state"] for row in rows} == {"active"}
    assert list(rows[0]) == [name for name, _ in TABLES[table].columns]


@pytest.mark.parametrize("table", list(TABLES))
async def test_parquet_holds_what_the_csv_holds_with_types(
    http: httpx.AsyncClient, ids: dict[str, str], table: str
) -> None:
    answer = await http.get(f"/v1/export/{table}.parquet")
    assert answer.headers["content-type"] == "application/vnd.apache.parquet"
    found = pyarrow.parquet.read_table(io.BytesIO(answer.content))
    assert found.schema.metadata[b"communique.schema_version"] == b"1"
    assert found.schema.metadata[b"communique.table"] == table.encode()
    written = list(csv.DictReader(io.StringIO((await http.get(f"/v1/export/{table}.csv")).text, newline="")))
    assert found.column_names == list(written[0])
    assert found.num_rows == len(written)
    if table == "records":
        first = found.to_pylist()[0]
        assert (first["parties"], first["place_lat"], first["headline"]) == (["KZ", "UZ"], 51.18, "=HYPERLINK(1)")
        assert first["created_at"].isoformat() == "2026-11-20T08:00:00+00:00"
        assert [one["count"] for one in found.to_pylist()] == [None, None, None]


async def test_the_map_puts_longitude_first_and_no_pin_on_a_country(
    http: httpx.AsyncClient, ids: dict[str, str]
) -> None:
    answer = await http.get("/v1/export/records.geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    whole = answer.json()
    full, vague, bare = whole["features"]
    assert whole["type"] == "FeatureCollection"
    assert (full["id"], full["type"]) == (ids["full"], "Feature")
    assert full["geometry"] == {"type": "Point", "coordinates": [71.45, 51.18]}
    assert (full["properties"]["precision"], full["properties"]["place"]) == ("place", "Astana")
    assert (vague["geometry"], vague["properties"]["precision"], vague["properties"]["country"]) == (
        *(None, "country", "UZ"),
    )
    assert (bare["geometry"], bare["properties"]["precision"]) == (None, None)
    assert (await http.get("/v1/export/records.geojson?party=FR")).json()["features"] == []


async def test_the_calendar_has_days_and_months(http: httpx.AsyncClient, ids: dict[str, str]) -> None:
    answer = await http.get("/v1/export/records.ics", params={"titles": "ru"})
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    whole = Calendar.from_ical(answer.content)
    full, vague = whole.walk("VEVENT")
    assert (whole["version"], whole["method"]) == ("2.0", "PUBLISH")
    assert str(full["uid"]).startswith(f"{ids['full']}@")
    assert (full["dtstart"].dt.isoformat(), full["dtend"].dt.isoformat()) == ("2026-11-19", "2026-11-20")
    assert (full["status"], full["sequence"]) == ("CONFIRMED", 0)
    assert str(full["summary"]) == "Казахстан и Узбекистан провели переговоры в Астане (сельское хозяйство, вода)"
    assert str(full["location"]) == "Astana, Казахстан"
    assert (vague["dtstart"].dt.isoformat(), vague["dtend"].dt.isoformat()) == ("2027-02-01", "2027-03-01")
    assert (vague["status"], vague["transp"]) == ("TENTATIVE", "TRANSPARENT")
    again = Calendar.from_ical((await http.get("/v1/export/records.ics")).content).walk("VEVENT")[0]
    assert again["uid"] == full["uid"]


async def test_exports_since_a_time_tell_what_has_gone(
    http: httpx.AsyncClient, store: Store, ids: dict[str, str]
) -> None:
    since = {"updated_since": store.now.isoformat()}
    await store.take(reading("full", version=2, outcome="withdrawn", withdrawn=True))
    for kind in ("csv", "parquet"):
        for table in TABLES:
            answer = await http.get(f"/v1/export/{table}.{kind}", params=since)
            if kind == "csv":
                rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
            else:
                rows = pyarrow.parquet.read_table(io.BytesIO(answer.content)).to_pylist()
            assert [(row.get("record_id") or row["id"], row["state"]) for row in rows] == [(ids["full"], "retracted")]
    (feature,) = (await http.get("/v1/export/records.geojson", params=since)).json()["features"]
    assert feature["properties"]["state"] == "retracted"
    (event,) = Calendar.from_ical((await http.get("/v1/export/records.ics", params=since)).content).walk("VEVENT")
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    assert len((await http.get("/v1/export/records.csv")).text.splitlines()) == 3


@pytest.mark.parametrize("name", ["records.csv", "participants.parquet", "records.geojson", "records.ics"])
async def test_exports_take_the_filters_of_lists(http: httpx.AsyncClient, ids: dict[str, str], name: str) -> None:
    assert (await http.get(f"/v1/export/{name}?limit=3")).status_code == 422
    answer = await http.get(f"/v1/export/{name}?sector=water")
    if name == "records.csv":
        assert [row["id"] for row in csv.DictReader(io.StringIO(answer.text, newline=""))] == [ids["full"]]
    assert (await http.get("/v1/export/records.xlsx")).status_code == 404


EXPORTS = (
    *("records.ndjson", "records.geojson", "records.ics"),
    *(f"{table}.{kind}" for table in TABLES for kind in ("csv", "parquet")),
)


@pytest.mark.parametrize("query", ["sector=water", "q=minister&date_from=2026-11-19&date_to=2026-11-19"])
async def test_every_export_holds_what_the_filter_finds(
    app: FastAPI, http: httpx.AsyncClient, ids: dict[str, str], query: str
) -> None:
    for name in EXPORTS:
        answer = await http.get(f"/v1/export/{name}?{query}")
        assert answer.status_code == 200, answer.text
        assert _records_in(name, answer.content) == {ids["full"]}, name
        assert _records_in(name, (await http.get(f"/v1/export/{name}?party=FR")).content) == set(), name
    offered = {path.removeprefix("/v1/export/") for path in app.openapi()["paths"] if path.startswith("/v1/export/")}
    assert offered == {*EXPORTS, "articles.ndjson"}


def _records_in(name: str, content: bytes) -> set[str]:
    """The ids of the records that an export is about."""
    kind = name.partition(".")[2]
    if kind == "ics":
        return {str(event["uid"]).partition("@")[0] for event in Calendar.from_ical(content).walk("VEVENT")}
    rows: list[dict[str, Any]]
    if kind == "geojson":
        rows = json.loads(content)["features"]
    elif kind == "ndjson":
        rows = [json.loads(line) for line in content.splitlines()]
    elif kind == "csv":
        rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    else:
        rows = pyarrow.parquet.read_table(io.BytesIO(content)).to_pylist()
    return {row.get("record_id") or row["id"] for row in rows}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_that_a_spreadsheet_would_run_is_defused(cell: str) -> None:
    record = {"id": "evt_a", "version": 1, "state": "active", "figures": [{**_FIGURE, "unit": cell, "value": -3.5}]}
    row = next(csv.reader(io.StringIO(CommaSeparated(TABLES["figures"]).records([record]).decode(), newline="")))
    assert row == ["evt_a", "1", "active", "0", "export", "-3.5", f"'{cell}", "", "2026", "false", "art_a"]


def test_parquet_is_written_in_pieces() -> None:
    writer = Parquet(TABLES["figures"])
    record = {"id": "evt_a", "version": 1, "state": "active", "figures": [_FIGURE]}
    pieces = [writer.begin(), *(writer.records([record] * 3000) for _ in range(4)), writer.end()]
    assert [len(piece) > 0 for piece in pieces] == [True, False, True, False, True, True]
    found = pyarrow.parquet.ParquetFile(io.BytesIO(b"".join(pieces)))
    assert (found.num_row_groups, found.metadata.num_rows) == (2, 12_000)


@pytest.fixture
async def exporter(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    class Known:
        async def by_key(self, text: str) -> Principal:
            return Principal("cli_a", "key_a", frozenset(text.split("-")))

    app.state.authenticator = Known()
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 50000))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        yield client


async def test_articles_need_a_scope_of_their_own(exporter: httpx.AsyncClient, ids: dict[str, str]) -> None:
    path = "/v1/export/articles.ndjson"
    assert (await exporter.get(path)).status_code == 401
    assert (await exporter.get(path, headers={"Authorization": "Bearer read-admin"})).status_code == 403
    answer = await exporter.get(path, headers={"Authorization": "Bearer export"})
    found = {one["id"]: one for one in map(json.loads, answer.text.splitlines())}
    assert set(found) == {article_id(name) for name in ids}
    assert found[article_id("full")] == {
        "id": article_id("full"),
        "source": "Source full",
        "url": "https://example.org/full",
        "language": "en",
        "published_at": "2026-11-20",
        "title": None,
        "text": TEXT,
    }
    some = await exporter.get(path, params={"sector": "water"}, headers={"Authorization": "Bearer export"})
    assert [json.loads(line)["id"] for line in some.text.splitlines()] == [article_id("full")]


async def test_who_follows_articles_learns_which_were_taken_back(exporter: httpx.AsyncClient, store: Store) -> None:
    await store.take(*(reading(name, report(name), text=f"Words of {name}.") for name in "abc"))
    await store.take(reading("b", version=2, outcome="withdrawn", withdrawn=True, text=""))
    path, headers = "/v1/export/articles.ndjson", {"Authorization": "Bearer export"}

    async def exported(**query: str) -> dict[str, bool]:
        lines = (await exporter.get(path, params=query, headers=headers)).text.splitlines()
        return {one["id"]: one.get("withdrawn", False) for one in map(json.loads, lines)}

    whole = {article_id("a"): False, article_id("c"): False}
    assert await exported() == whole
    assert await exported(updated_since="2020-01-01T00:00:00Z") == {**whole, article_id("b"): True}
    assert await exported(updated_since="2020-01-01T00:00:00Z", party="KZ") == whole
    out = io.StringIO()
    text = (await exporter.get(path, params={"updated_since": "2020-01-01T00:00:00Z"}, headers=headers)).text
    assert extract(io.StringIO(text), out) == 0
    read = {one["id"]: one["events"] for one in map(json.loads, out.getvalue().splitlines())}
    assert read[article_id("b")] == []


async def test_what_is_read_in_an_exported_article_is_what_was_read(exporter: httpx.AsyncClient, store: Store) -> None:
    posted = {
        "title": "Kazakhstan and Uzbekistan discuss irrigation",
        "language": "en",
        "published_at": "2026-11-20T09:30:00+05:00",
        "text": "ASTANA, November 20 – Kazakhstan's Minister of Agriculture Daulet Serikbayev and Uzbekistan's Deputy "
        "Prime Minister Rustam Yuldoshev met in Astana on Thursday.\n\nThey discussed irrigation.",
    }
    first = read_article({"id": article_id("a"), **posted})
    await store.take(reading("a", title=posted["title"], text=first["text"], published_at=posted["published_at"]))
    answer = await exporter.get("/v1/export/articles.ndjson", headers={"Authorization": "Bearer export"})
    again = read_article(json.loads(answer.text))
    assert {name: again[name] for name in first} == first
    assert again["events"] != []


_FIGURE = {
    "metric": "export",
    "value": 1,
    "unit": "t",
    "change_pct": None,
    "period": "2026",
    "target": False,
    "article_id": "art_a",
}
