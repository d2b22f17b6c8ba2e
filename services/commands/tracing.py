"""`communique trace`: one article's journey, readable."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from services.commands import filters
from services.commands.frame import WrongInput, plain, with_platform, write, write_json

if TYPE_CHECKING:
    from libs.client import Client

PREFIX = "art_"

Json = dict[str, Any]


def trace(
    article: Annotated[str, typer.Argument(help="An article's id, or the id that the feed gave it.")],
    json: filters.AsJson = False,
) -> None:
    """One article's journey: accepted, classified, recorded, alerted, with the time between."""

    async def show(platform: Client) -> None:
        receipt = await _receipt(platform, article)
        if json:
            write_json(receipt)
            return
        titles = await _titles(platform, receipt)
        for line in journey(receipt, titles):
            write(line)

    with_platform(show)


def journey(receipt: Json, titles: dict[str, str]) -> Iterator[str]:
    """The lines; `titles` of records by their ids."""
    head = [receipt["id"], receipt["external_id"], receipt["source"], receipt["published_at"]]
    yield plain("  ".join(one for one in head if one))
    if receipt["title"]:
        yield plain(receipt["title"])
    state = "ended" if receipt["done"] else "under way"
    yield f"outcome: {receipt['outcome'] or 'not known yet'}, version {receipt['version']}, {state}"
    before: datetime | None = None
    for step in receipt["journey"]:
        at = datetime.fromisoformat(step["at"])
        since = at.strftime("%H:%M:%S.%f")[:-3] if before is None else f"+{(at - before).total_seconds():.3f} s"
        before = at
        first, *rest = _told(step, titles)
        yield f"  {since:>12}  {step['step']:<10}  {plain(first)}".rstrip()
        yield from (f"{'':>28}{plain(line)}" for line in rest)
    if receipt.get("problem"):
        yield plain(f"problem: {receipt['problem'].get('detail') or receipt['problem'].get('title')}")
    if receipt["trace_id"]:
        yield f"trace: {receipt['trace_id']}"


def _told(step: Json, titles: dict[str, str]) -> list[str]:
    """The first line stands beside the step, the others below it."""
    if step["step"] == "classified":
        reports = [f"{one['prominence']} {one['kind']}, {one['status']}" for one in step["reports"]]
        found = f"{len(reports)} reports, {step['figures']} figures"
        return [f"{step['language'] or 'unknown language'}, {step['reader']}: {found}", *reports]
    if step["step"] == "recorded":
        records = [
            f"{one['id']} version {one['version']} {one['change']}  {titles.get(one['id'], '')}"
            for one in step["records"]
        ]
        return [f"{len(records)} records", *records]
    if step["step"] == "alerted":
        alerts = step["alerts"]
        return [", ".join(f"{alerts[name]} {name}" for name in ("matched", "delivered", "pending", "failed"))]
    if step["step"] == "failed":
        return [f"{step['service']}: {step['reason']}"]
    return [f"version {step['version']}"]


async def _receipt(platform: Client, name: str) -> Json:
    if name.startswith(PREFIX):
        return await platform.articles.get(name)
    async for receipt in platform.articles.list(external_id=name, most=1):
        return receipt
    raise WrongInput(f"no article of yours has the id {name}")


async def _titles(platform: Client, receipt: Json) -> dict[str, str]:
    """The records' titles in English, as far as the key may read them."""
    from libs.client import NotAllowed, NotThere

    ids = {record["id"] for step in receipt["journey"] for record in step.get("records", ())}
    titles: dict[str, str] = {}
    for record_id in ids:
        try:
            record = await platform.records.get(record_id)
        except (NotAllowed, NotThere):
            continue
        titles[record_id] = record.titles.get("en", "")
    return titles
