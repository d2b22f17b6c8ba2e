"""`communique run`, `demo`, `extract`: the platform on this machine, shown, and its reader alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def run(
    data: Annotated[Path, typer.Option(envvar="COMMUNIQUE_DATA", help="Where everything is kept.")] = Path("data"),
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where it listens, on this machine alone.")] = 8000,
) -> None:
    """The embedded platform: everything in one process, until Ctrl-C."""
    from services import embedded

    raise typer.Exit(embedded.run(data, port))


def demo(
    files: Annotated[list[str] | None, typer.Argument(help="Articles of your own to be read as well.")] = None,
) -> None:
    """Start a platform, post sample articles, show what was found and what was delivered; nothing is left behind."""
    from services.commands.documents import check
    from services.demo.run import run_demo

    check(files or [])
    raise typer.Exit(run_demo(files or []))


def extract() -> None:
    """Read articles: NDJSON on standard input, one reading a line on standard output. Needs no platform."""
    from services.classify import extract as reading

    raise typer.Exit(reading.main())
