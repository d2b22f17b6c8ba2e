"""`communique corrections`: what a person says of records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from services.commands import filters
from services.commands.frame import WrongInput, plain, with_platform, write, write_json, write_table

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from libs.client import Client

corrections = typer.Typer(help="Merge, split, retract and fix records by hand.")

Record = Annotated[str, typer.Argument(help="The record's id: evt_…")]
Reason = Annotated[str, typer.Option(help="Why; it is kept.")]
By = Annotated[str | None, typer.Option(help="Who says so, if it is not the key's client.")]


@corrections.command()
def merge(
    records: Annotated[list[str], typer.Argument(help="Ids of the records that are one.")],
    reason: Reason,
    by: By = None,
) -> None:
    """These records are one; the oldest stays."""
    _make(lambda platform: platform.corrections.merge(records, reason, by))


@corrections.command()
def split(
    record: Record,
    articles: Annotated[list[str], typer.Argument(help="Ids of the articles that tell another event.")],
    reason: Reason,
    by: By = None,
) -> None:
    """These articles tell another event than the rest of the record."""
    _make(lambda platform: platform.corrections.split(record, articles, reason, by))


@corrections.command()
def retract(record: Record, reason: Reason, by: By = None) -> None:
    """There is no such event."""
    _make(lambda platform: platform.corrections.retract(record, reason, by))


@corrections.command()
def fix(
    record: Record,
    field: Annotated[str, typer.Argument(help="Like status, date, place, parties.")],
    value: Annotated[str, typer.Argument(help='As the record shows it, in JSON: "cancelled", ["KZ", "UZ"], null.')],
    reason: Reason,
    by: By = None,
) -> None:
    """The field has this value, whatever the sources say."""
    import json

    try:
        told = json.loads(value)
    except ValueError:
        raise WrongInput(f"{value} is no JSON; words go in double quotes") from None
    _make(lambda platform: platform.corrections.fix(record, field, told, reason, by))


@corrections.command("list")
def list_corrections(
    record: Annotated[str | None, typer.Argument(help="About this record; without it all.")] = None,
    limit: filters.Limit = 50,
    json: filters.AsJson = False,
) -> None:
    """Corrections, the latest first."""

    async def show(platform: Client) -> None:
        found = [one async for one in platform.corrections.list(record, most=limit)]
        if json:
            for one in found:
                write_json(one)
            return
        rows = [
            (
                one["id"],
                one["at"],
                one["action"],
                " ".join(one.get("records") or [one["record"]]),
                one.get("field", ""),
                one["by"],
                one["reason"],
                one["undone_at"],
            )
            for one in found
        ]
        write_table(("id", "at", "action", "records", "field", "by", "reason", "taken back"), rows)

    with_platform(show)


@corrections.command("undo")
def take_back(correction: Annotated[str, typer.Argument(help="The correction's id: cor_…")]) -> None:
    """Take a correction back."""
    _make(lambda platform: platform.corrections.take_back(correction))


def _make(act: Callable[[Client], Awaitable[dict[str, Any]]]) -> None:
    async def made(platform: Client) -> None:
        answer = await act(platform)
        write(plain(answer["id"]))
        for change in answer["changes"]:
            write(plain(f"  {change['record']} v{change['version']}  {change['change']}"))

    with_platform(made)
