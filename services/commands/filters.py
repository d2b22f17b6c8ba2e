"""The filters of records as options, the same for every command that has them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

Kinds = Annotated[list[str] | None, typer.Option("--kind", help="meeting or agreement.")]
Statuses = Annotated[list[str] | None, typer.Option("--status", help="Like planned, held, cancelled, signed.")]
Forms = Annotated[list[str] | None, typer.Option("--form", help="Like talks, visit, memorandum.")]
Sectors = Annotated[list[str] | None, typer.Option("--sector", help="Like transport; several mean any of them.")]
Parties = Annotated[list[str] | None, typer.Option("--party", help="Takes part: KZ, EU.")]
Countries = Annotated[list[str] | None, typer.Option("--country", help="Party, place or a participant's country.")]
Pairs = Annotated[list[str] | None, typer.Option("--pair", help="Both take part: KZ-UZ.")]
People = Annotated[list[str] | None, typer.Option("--person", help="A participant's name, in any alphabet.")]
Languages = Annotated[list[str] | None, typer.Option("--language", help="Language of a source.")]
Words = Annotated[list[str] | None, typer.Option("--word", help="Words that stand in it.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON, one a line.")]
Limit = Annotated[int, typer.Option(min=1, help="How many at most.")]


def query(**values: Any) -> dict[str, Any]:
    """The parameters that were given."""
    return {name: value for name, value in values.items() if value not in (None, [], (), "")}
