"""`communique submit`: articles from files, posted in batches, and waited for where that is wanted."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

import typer

from services.commands import documents
from services.commands.frame import FAILED, WRONG, console, plain, say, with_platform, write

if TYPE_CHECKING:
    from libs.client import Client

PER_REQUEST = 100
PATIENCE = 600.0


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be posted, and how. `within` seconds are waited for outcomes."""

    files: list[str]
    given: dict[str, str | None]
    backfill: bool
    wait: bool
    within: float | None


@dataclass(slots=True)
class Posted:
    """What became of the articles so far. `places` tells by article id where each stood."""

    results: Counter[str] = field(default_factory=Counter)
    places: dict[str, str] = field(default_factory=dict)


def submit(
    files: Annotated[list[str], typer.Argument(help="JSON, NDJSON, HTML or plain text; - is standard input.")],
    wait: Annotated[bool, typer.Option("--wait", help="Wait for the outcome of each, and print it.")] = False,
    within: Annotated[float | None, typer.Option(min=0, help="Seconds to wait at most.")] = None,
    source: Annotated[str | None, typer.Option(help="Source of articles that name none.")] = None,
    language: Annotated[str | None, typer.Option(help="Language of articles that name none.")] = None,
    published_at: Annotated[str | None, typer.Option(help="Publication time of articles that name none.")] = None,
    backfill: Annotated[bool, typer.Option("--backfill", help="Make records and send no alerts.")] = False,
) -> None:
    """Post articles. One line of output each: what became of it, its id, where it stood."""
    documents.check(files)
    given = {"source": source, "language": language, "published_at": published_at}
    wish = Wish(files, given, backfill, wait, within)
    with_platform(lambda platform: _submit(platform, wish), patience=PATIENCE)


async def _submit(platform: Client, wish: Wish) -> int:
    from libs.client import NotDone

    posted = Posted()
    with _progress("posting", documents.count(wish.files)) as advance:
        await _post(platform, wish, posted, advance)
    say(_told(posted.results))
    failed = False
    if wish.wait:
        with _progress("reading", len(posted.places)) as advance:
            try:
                failed = await _wait(platform, wish, posted, advance)
            except NotDone as late:
                say(f"communique: {late}")
                failed = True
    if posted.results["refused"]:
        return WRONG
    return FAILED if failed else 0


async def _post(platform: Client, wish: Wish, posted: Posted, advance: Any) -> None:
    places: list[str] = []

    def articles() -> Iterator[dict[str, Any]]:
        for entry in documents.entries(wish.files, wish.given):
            if entry.article is None:
                refuse(entry.where, entry.fault)
            else:
                places.append(entry.where)
                yield entry.article

    def refuse(where: str, reason: str) -> None:
        posted.results["refused"] += 1
        say(f"communique: {where}: {reason}")
        advance()

    async for answer in platform.articles.post_many(articles(), backfill=wish.backfill, per_request=PER_REQUEST):
        where = places[answer.number]
        if answer.receipt is None:
            refuse(where, str(answer.refused))
            continue
        receipt = answer.receipt
        posted.results[receipt["result"]] += 1
        posted.places[receipt["id"]] = where
        for warning in receipt["warnings"]:
            say(f"communique: {where}: {warning}")
        if not wish.wait:
            write(f"{receipt['result']}\t{receipt['id']}\t{plain(where)}")
        advance()


async def _wait(platform: Client, wish: Wish, posted: Posted, advance: Any) -> bool:
    """Print each outcome; whether any failed."""
    failed = False
    async for receipt in platform.articles.finished(posted.places, within=wish.within):
        failed = failed or receipt["outcome"] == "failed"
        problem = receipt.get("problem") or {}
        told = [receipt["outcome"], receipt["id"], plain(posted.places[receipt["id"]]), _records(receipt)]
        write("\t".join([*told, plain(problem.get("detail", ""))]).rstrip())
        advance()
    return failed


def _records(receipt: dict[str, Any]) -> str:
    """The records that the current version had to do with."""
    steps = [step for step in receipt["journey"] if step["version"] == receipt["version"]]
    records = [record for step in steps if step["step"] == "recorded" for record in step["records"]]
    return " ".join(f"{record['id']}:{record['change']}" for record in records)


def _told(results: Counter[str]) -> str:
    words = {"created": "created", "new_version": "new versions", "unchanged": "known already", "refused": "refused"}
    parts = [f"{results[name]} {word}" for name, word in words.items() if results[name]]
    return ", ".join(parts) or "no articles"


@contextmanager
def _progress(title: str, total: int | None) -> Iterator[Any]:
    """A bar on standard error while somebody looks; gives what is to be called for each article."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    screen = console(error=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # Lines go around the bar where both are on the screen; what is piped elsewhere must not be led to it.
    around, off = sys.stdout.isatty(), not screen.is_terminal
    with Progress(*columns, console=screen, redirect_stdout=around, transient=True, disable=off) as progress:
        task = progress.add_task(title, total=total)
        yield lambda: progress.advance(task)
