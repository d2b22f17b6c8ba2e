"""What all commands share: where the platform is, what goes wrong, and what is shown how.

Exit status 0 for success, 1 for a failure of the platform, 2 for what the caller gave, 130 for Ctrl-C.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from libs.client import Client

SERVER = "COMMUNIQUE_SERVER"
KEY = "COMMUNIQUE_KEY"
DEFAULT_SERVER = "http://localhost:8000"
KEY_FILE = Path("data/operator.key")
HERE = ("localhost", "127.0.0.1", "::1")

PATIENCE = 30.0
PIPED_WIDTH = 1000

FAILED, WRONG, INTERRUPTED, PIPE_CLOSED = 1, 2, 130, 141

Work = Callable[["Client"], Awaitable[int | None]]


class CommandFailed(Exception):
    """The reason in one line."""

    status = FAILED


class WrongInput(CommandFailed):
    """What the caller gave cannot be taken."""

    status = WRONG


def run_command(app: typer.Typer, arguments: Sequence[str]) -> int:
    """Run one command line; the exit status. Whatever is expected to go wrong is one line on standard error."""
    command = typer.main.get_command(app)
    try:
        with command.make_context("communique", list(arguments)) as context:
            command.invoke(context)
        sys.stdout.flush()
    except typer.Exit as end:
        return end.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        return _pipe_closed()
    except typer.TyperException as wrong:
        return _refuse(_usage(wrong), WRONG)
    except CommandFailed as failed:
        return _refuse(str(failed), failed.status)
    return 0


def with_platform(work: Work, *, patience: float = PATIENCE) -> None:
    """Do the work with a client of the platform that the environment names; what it returns is the exit status."""
    from libs.client import Busy, Client, ClientError, PlatformFailed, Refused

    async def working() -> int | None:
        try:
            client = Client(server(), key(), patience=patience)
        except ValueError as error:
            raise WrongInput(str(error)) from error
        async with client:
            return await work(client)

    try:
        status = asyncio.run(working())
    except Refused as refused:
        ours = isinstance(refused, (Busy, PlatformFailed))
        raise (CommandFailed if ours else WrongInput)(f"{refused}{_advice(refused.status)}") from refused
    except ClientError as error:
        raise CommandFailed(str(error)) from error
    if status:
        raise typer.Exit(status)


def server() -> str:
    return os.environ.get(SERVER) or DEFAULT_SERVER


def key() -> str:
    """The key in the environment; beside an embedded platform on this machine, the operator's."""
    named = os.environ.get(KEY, "").strip()
    if named or urlsplit(server()).hostname not in HERE:
        return named
    try:
        return KEY_FILE.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def say(line: str) -> None:
    """A line for people, on standard error."""
    sys.stderr.write(plain(line) + "\n")


def write(line: str) -> None:
    """A line of output."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def write_json(value: Any) -> None:
    import json

    write(json.dumps(value, ensure_ascii=False))


def write_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    from rich.table import Table

    table = Table(*headings, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(plain("" if cell is None else cell) for cell in row))
    console().print(table)


def plain(text: object) -> str:
    """One line that moves no cursor: what feeds write must not speak to a terminal."""
    return " ".join("".join(one if one.isprintable() else " " for one in str(text)).split())


def console(*, error: bool = False) -> Console:
    """Where tables are drawn; as wide as need be where nobody looks."""
    from rich.console import Console

    class Piped(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    made = Piped(stderr=error, markup=False, highlight=False, emoji=False, soft_wrap=False)
    if not made.is_terminal and "COLUMNS" not in os.environ:
        made.width = PIPED_WIDTH
    return made


def _usage(wrong: Any) -> str:
    context = getattr(wrong, "ctx", None)
    asked = f" (see {context.command_path} --help)" if context is not None else ""
    return f"{wrong.format_message()}{asked}"


def _advice(status: int) -> str:
    if status == 401:
        return f" (set {KEY})"
    return " (is it your article, and your key?)" if status == 404 and not key() else ""


def _refuse(reason: str, status: int) -> int:
    say(f"communique: {reason}")
    return status


def _pipe_closed() -> int:
    """Whoever read our output has seen enough; what is still buffered goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    return PIPE_CLOSED
