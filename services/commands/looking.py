"""`communique events`, `tail`, `export`: records as a table, as they come, and in bulk."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from services.commands import filters
from services.commands.frame import CommandFailed, WrongInput, plain, say, with_platform, write, write_json, write_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from libs.client import Client, FoundRecord, Streamed

MOST = 50
EXPORTS = (
    *(f"records.{kind}" for kind in ("ndjson", "csv", "parquet", "geojson", "ics")),
    *(f"{table}.{kind}" for table in ("participants", "sources", "evidence", "figures") for kind in ("csv", "parquet")),
    "articles.ndjson",
)
Since = Annotated[str | None, typer.Option(help="Changed at this time or later: 2026-11-20T00:00:00Z.")]


def events(
    kind: filters.Kinds = None,
    status: filters.Statuses = None,
    form: filters.Forms = None,
    sector: filters.Sectors = None,
    party: filters.Parties = None,
    country: filters.Countries = None,
    pair: filters.Pairs = None,
    person: filters.People = None,
    language: filters.Languages = None,
    date_from: Annotated[str | None, typer.Option("--from", help="Takes place on this day or later.")] = None,
    date_to: Annotated[str | None, typer.Option("--to", help="Takes place on this day or earlier.")] = None,
    text: Annotated[str | None, typer.Option(help="Words that stand in it, all of them.")] = None,
    updated_since: Since = None,
    titles: Annotated[str, typer.Option(help="Language of the titles: en, ru, de.")] = "en",
    limit: filters.Limit = MOST,
    json: filters.AsJson = False,
) -> None:
    """Records of meetings and agreements, newest first."""
    asked = filters.query(
        kind=kind,
        status=status,
        form=form,
        sector=sector,
        party=party,
        country=country,
        pair=pair,
        person=person,
        language=language,
        date_from=date_from,
        date_to=date_to,
        q=text,
        updated_since=updated_since,
    )

    async def show(platform: Client) -> None:
        found = platform.records.events(asked, most=limit)
        if json:
            async for record in found:
                write(record.model_dump_json())
            return
        _table([record async for record in found], titles)

    with_platform(show)


def tail(
    kind: filters.Kinds = None,
    status: filters.Statuses = None,
    form: filters.Forms = None,
    sector: filters.Sectors = None,
    party: filters.Parties = None,
    country: filters.Countries = None,
    pair: filters.Pairs = None,
    person: filters.People = None,
    word: filters.Words = None,
    subscription: Annotated[str | None, typer.Option(help="What this subscription gets; no other filter.")] = None,
    since: Annotated[str, typer.Option(help="Begin behind the event with this number.")] = "",
    titles: Annotated[str | None, typer.Option(help="Language of the titles: en, ru, de.")] = None,
    json: filters.AsJson = False,
) -> None:
    """Follow what is recorded, until Ctrl-C."""
    asked = filters.query(
        kind=kind,
        status=status,
        form=form,
        sector=sector,
        party=party,
        country=country,
        pair=pair,
        person=person,
        word=word,
        subscription=subscription,
        language=titles,
    )

    async def follow(platform: Client) -> None:
        async for streamed in platform.stream(asked, last_event_id=since):
            _print_streamed(streamed, json)

    with_platform(follow)


def export(
    name: Annotated[str, typer.Argument(help=f"One of {', '.join(EXPORTS)}.")] = "records.ndjson",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file; else standard output.")] = None,
    kind: filters.Kinds = None,
    status: filters.Statuses = None,
    form: filters.Forms = None,
    sector: filters.Sectors = None,
    party: filters.Parties = None,
    country: filters.Countries = None,
    pair: filters.Pairs = None,
    person: filters.People = None,
    language: filters.Languages = None,
    date_from: Annotated[str | None, typer.Option("--from", help="Takes place on this day or later.")] = None,
    date_to: Annotated[str | None, typer.Option("--to", help="Takes place on this day or earlier.")] = None,
    text: Annotated[str | None, typer.Option(help="Words that stand in it, all of them.")] = None,
    updated_since: Since = None,
    titles: Annotated[str | None, typer.Option(help="Language of a calendar: en, ru, de.")] = None,
) -> None:
    """All records as a file; with --updated-since also those that are gone."""
    if name not in EXPORTS:
        raise WrongInput(f"{name} is none of {', '.join(EXPORTS)}")
    if output is None and name.endswith(".parquet") and sys.stdout.isatty():
        raise WrongInput("Parquet is not for a terminal: name a file with --output")
    asked = filters.query(
        kind=kind,
        status=status,
        form=form,
        sector=sector,
        party=party,
        country=country,
        pair=pair,
        person=person,
        language=language,
        date_from=date_from,
        date_to=date_to,
        q=text,
        updated_since=updated_since,
        titles=titles,
    )

    async def copy(platform: Client) -> None:
        file: BinaryIO = sys.stdout.buffer if output is None else _opened(output)
        try:
            async for piece in platform.records.download(name, asked):
                file.write(piece)
            file.flush()
        finally:
            if output is not None:
                file.close()

    with_platform(copy)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("wb")
    except OSError as error:
        raise CommandFailed(f"{path}: {error.strerror}") from error


def told_date(date: Any) -> str:
    """As precise as it is known."""
    if date is None:
        return ""
    start = date.start[: {"year": 4, "month": 7}.get(date.precision, 10)]
    return f"{start} – {date.end}" if date.end and date.end != date.start else start


def _table(records: Iterable[FoundRecord], language: str) -> None:
    rows = [
        (
            told_date(one.date),
            one.kind,
            one.status,
            " ".join(one.parties),
            " ".join(one.sectors),
            one.titles.get(language) or next(iter(one.titles.values()), ""),
            one.independent_sources,
            one.id,
        )
        for one in records
    ]
    write_table(("date", "kind", "status", "parties", "sectors", "title", "sources", "id"), rows)


def _print_streamed(streamed: Streamed, json: bool) -> None:
    alert = streamed.alert
    if alert is None:
        say("communique: what was missed is not to be had any more; this goes on from now")
    elif json:
        write_json({"id": streamed.id, **alert.model_dump(mode="json")})
    else:
        record = alert.data.record
        when = f"{alert.timestamp:%Y-%m-%d %H:%M:%S}"
        write(plain(f"{when}  {alert.type}  {record.id} v{record.version}  {told_date(record.date)}  {record.title}"))
