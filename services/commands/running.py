"""`communique run` and `extract`: the platform on this machine, and its reader alone."""

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

    raise typer.Exit(embedded.run(data.resolve(), port))


def extract() -> None:
    """Read articles: NDJSON on standard input, one reading a line on standard output. Needs no platform."""
    from services.classify import extract as reading

    raise typer.Exit(reading.main())
