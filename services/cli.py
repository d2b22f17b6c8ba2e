"""The `communique` command. What it can do stands in `services.commands`, a module for each group."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from services.commands.correcting import corrections
from services.commands.evaluating import evaluate
from services.commands.frame import run_command
from services.commands.looking import events, export, tail
from services.commands.operating import dead, keys
from services.commands.replaying import replay
from services.commands.running import extract, run
from services.commands.submitting import submit
from services.commands.subscribing import deliveries, subscriptions
from services.commands.tracing import trace
from services.demo.command import demo

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status."""
    return run_command(app, sys.argv[1:] if arguments is None else arguments)


def say_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"communique {version('communique')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def communique(
    context: typer.Context,
    _: Annotated[bool, typer.Option("--version", is_eager=True, callback=say_version, help="Say it.")] = False,
) -> None:
    """Turns news articles into records of official meetings and agreements, and alerts whoever subscribed.

    COMMUNIQUE_SERVER says where the platform is (http://localhost:8000), COMMUNIQUE_KEY holds the key.
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


for command in (run, demo, submit, extract, evaluate, events, tail, trace, export):
    app.command()(command)
app.add_typer(subscriptions, name="subscriptions")
app.add_typer(deliveries, name="deliveries")
app.add_typer(corrections, name="corrections")
app.add_typer(replay, name="replay")
app.add_typer(keys, name="keys")
app.add_typer(dead, name="dead")

if __name__ == "__main__":
    sys.exit(main())
