"""`communique replay`: stored articles read again, what that changes, and whether it is taken."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Any

import typer

from services.commands import filters
from services.commands.frame import (
    WrongInput,
    plain,
    say,
    with_platform,
    write,
    write_json,
    write_table,
)

if TYPE_CHECKING:
    from libs.client import Client

Json = dict[str, Any]

LOOK_AGAIN = 0.5  # seconds
ENDED = ("applying", "applied", "discarded")
UNDER_WAY = ("reading", "comparing", "applying")

replay = typer.Typer(help="Read stored articles again with the present reader.", no_args_is_help=False)

Run = Annotated[str, typer.Argument(help="The replay's id: run_…")]
Wait = Annotated[bool, typer.Option("--wait", help="Until it is done.")]


@replay.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    since: Annotated[
        str | None, typer.Option(help="Articles received from then on: 2026-11-01 or 2026-11-01T06:00:00Z.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="And before then; now where it is not given.")] = None,
    alert: Annotated[bool, typer.Option("--alert", help="Alert subscribers of what it changes.")] = False,
    reason: Annotated[str | None, typer.Option(help="Why; it is kept.")] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Until all is read, and tell what would change.")] = False,
) -> None:
    """Have stored articles read again, and print the replay's id. Nothing changes before `replay apply`."""
    if context.invoked_subcommand is not None:
        if since or until or alert or reason or wait:
            raise WrongInput(f"--since and the like start a replay; `replay {context.invoked_subcommand}` takes none")
        return
    if since is None:
        raise WrongInput("say since when: --since 2026-11-01 (see communique replay --help)")

    async def begin(platform: Client) -> None:
        made = await platform.replays.start(since, until, alert=alert, reason=reason)
        say(f"{made['articles']} articles are read again; look at it with: communique replay show {made['id']}")
        write(plain(made["id"]))
        if wait:
            _tell(await _settled(platform, made["id"]))

    with_platform(begin)


@replay.command("list")
def list_replays(limit: filters.Limit = 50, json: filters.AsJson = False) -> None:
    """Replays, the latest first."""

    async def show(platform: Client) -> None:
        found = [one async for one in platform.replays.list(limit)]
        if json:
            for one in found:
                write_json(one)
            return
        rows = [
            (
                one["id"],
                one["started_at"],
                one["state"],
                f"{one['progress']['read']}/{one['progress']['of']}",
                *(one["changes"][name] for name in ("created", "changed", "gone")),
                "yes" if one["alert"] else "no",
                one["by"],
                one["reason"],
            )
            for one in found
        ]
        write_table(("id", "started", "state", "read", "created", "changed", "gone", "alerts", "by", "reason"), rows)

    with_platform(show)


@replay.command("show")
def show_replay(run: Run, limit: filters.Limit = 50, json: filters.AsJson = False, wait: Wait = False) -> None:
    """How far it is, and what it would change or has changed."""

    async def show(platform: Client) -> None:
        found = await (_settled(platform, run) if wait else platform.replays.get(run))
        changes = [one async for one in platform.replays.changes(run, most=limit)]
        if json:
            write_json({**found, "items": changes, "next": None})
            return
        _tell(found)
        for change in changes:
            _tell_change(change)

    with_platform(show)


@replay.command()
def apply(run: Run) -> None:
    """Take what it changes, and wait until that is done."""

    async def act(platform: Client) -> None:
        found = await platform.replays.apply(run)
        _tell(found if found["state"] == "applied" else await _settled(platform, run))

    with_platform(act)


@replay.command()
def compare(run: Run) -> None:
    """Find out again what it would change: some of the records have changed since."""

    async def act(platform: Client) -> None:
        await platform.replays.compare(run)
        _tell(await _settled(platform, run))

    with_platform(act)


@replay.command()
def again(run: Run, wait: Wait = False) -> None:
    """Read the same articles again in a new replay, and print its id; the old one is discarded."""

    async def act(platform: Client) -> None:
        made = await platform.replays.again(run)
        old = await platform.replays.get(run)
        if old["state"] not in ENDED:
            await platform.replays.discard(run)
        write(plain(made["id"]))
        if wait:
            _tell(await _settled(platform, made["id"]))

    with_platform(act)


@replay.command()
def discard(run: Run) -> None:
    """Forget what it read; nothing changes."""

    async def act(platform: Client) -> None:
        _tell(await platform.replays.discard(run))

    with_platform(act)


async def _settled(platform: Client, run: str) -> Json:
    """The replay once nothing goes on."""
    from libs.client import NotThere

    missing = 0
    while True:
        try:
            found = await platform.replays.get(run)
        except NotThere:
            missing += 1  # the news of it may wait behind many articles
            if missing > 10:
                raise
        else:
            if found["state"] not in UNDER_WAY:
                return found
        await asyncio.sleep(LOOK_AGAIN)


def _tell(found: Json) -> None:
    progress, changes = found["progress"], found["changes"]
    read = f"{progress['read']} of {progress['of']} articles read"
    failed = f", {progress['failed']} failed" if progress["failed"] else ""
    counted = ", ".join(f"{changes[name]} {name}" for name in ("created", "changed", "gone"))
    outdated = f"; {found['outdated']} of them have changed since: compare again" if found["outdated"] else ""
    write(plain(f"{found['id']} {found['state']}: {read}{failed}; records: {counted}{outdated}"))


def _tell_change(change: Json) -> None:
    title = change["record"]["titles"].get("en", "")
    write("  " + plain(f"{change['record_id']} v{change['version']} {change['effect']} {title}"))
    if change["effect"] == "changed":
        for field in change["fields"]:
            write("    " + plain(f"{field['field']}: {_short(field['before'])} -> {_short(field['after'])}"))


def _short(value: Any) -> str:
    import json

    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else f"{text[:117]}..."
