"""`communique keys` and `communique dead`: what operators do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from services.commands import filters
from services.commands.frame import FAILED, WrongInput, plain, say, with_platform, write, write_json, write_table

if TYPE_CHECKING:
    from libs.client import Client

keys = typer.Typer(help="Keys of clients; bootstrap works beside the database.", no_args_is_help=False)
dead = typer.Typer(help="Messages that could not be handled.")

Service = Annotated[str, typer.Argument(help="ingest, classify, store or notify.")]
RowId = Annotated[int | None, typer.Argument(min=1, help="One of them; without it all that fit.")]
Topic = Annotated[str | None, typer.Option(help="Of this topic.")]
Error = Annotated[str | None, typer.Option(help="With this error.")]

SERVICES = ("ingest", "classify", "store", "notify")


@keys.command()
def bootstrap(
    data: Annotated[Path | None, typer.Option(help="The data folder of an embedded platform.")] = None,
    name: Annotated[str, typer.Option(help="What the new operator is called.")] = "operator",
) -> None:
    """Make a new operator beside the database, and print its key, which is shown this once."""
    from services.commands.bootstrapping import bootstrap_key

    write(bootstrap_key(data, name))


@keys.command()
def create(
    scope: Annotated[list[str], typer.Option("--scope", help="ingest, read, subscribe, export, admin.")],
    client: Annotated[str | None, typer.Option(help="Id of the client that gets it.")] = None,
    name: Annotated[str | None, typer.Option(help="Make a new client with this name.")] = None,
    expires_at: Annotated[str | None, typer.Option(help="Until when it is good: 2027-01-01T00:00:00Z.")] = None,
) -> None:
    """Make a key, and print it; it is shown this once."""
    if (client is None) == (name is None):
        raise WrongInput("name the client of the key: --client with its id, or --name for a new one")
    from datetime import datetime

    try:
        expires = datetime.fromisoformat(expires_at) if expires_at else None
    except ValueError:
        raise WrongInput(f"{expires_at} is no time like 2027-01-01T00:00:00Z") from None

    async def make(platform: Client) -> None:
        owner = client or (await platform.clients.create(name or ""))["id"]
        made = await platform.clients.create_key(owner, scope, expires)
        say(f"{made['id']} of {made['client_id']}: {' '.join(made['scopes'])}")
        write(made["key"])

    with_platform(make)


@keys.command()
def revoke(key: Annotated[str, typer.Argument(help="The key's id: key_…")]) -> None:
    """End a key."""

    async def act(platform: Client) -> None:
        revoked = await platform.clients.revoke_key(key)
        write(f"{revoked['id']} revoked at {revoked['revoked_at']}")

    with_platform(act)


@keys.command("list")
def list_keys(json: filters.AsJson = False) -> None:
    """Clients with their keys."""

    async def show(platform: Client) -> None:
        found = [one async for one in platform.clients.list()]
        if json:
            for one in found:
                write_json(one)
            return
        rows = [
            (one["id"], one["name"], key.get("id", ""), " ".join(key.get("scopes", ())), _state(one, key))
            for one in found
            for key in one["keys"] or [{}]
        ]
        write_table(("client", "name", "key", "scopes", "state"), rows)

    with_platform(show)


@dead.command("list")
def list_dead(
    service: Annotated[str | None, typer.Argument(help="One service; without it all.")] = None,
    topic: Topic = None,
    error: Error = None,
    json: filters.AsJson = False,
) -> None:
    """What is buried, the oldest first."""
    services = SERVICES if service is None else (_known(service),)

    async def show(platform: Client) -> None:
        rows: list[tuple[Any, ...]] = []
        for one in services:
            async for row in platform.dead.list(one, topic=topic, error=error):
                if json:
                    write_json({"service": one, **row})
                rows.append((one, row["id"], row["buried_at"], row["topic"], row["key"], row["error"], row["reason"]))
        if not json:
            write_table(("service", "id", "buried", "topic", "key", "error", "reason"), rows)

    with_platform(show)


@dead.command("show")
def show_dead(service: Service, row: Annotated[int, typer.Argument(min=1)]) -> None:
    """One with its headers and its body, as JSON."""

    async def show(platform: Client) -> None:
        write_json(await platform.dead.show(_known(service), row))

    with_platform(show)


@dead.command()
def replay(service: Service, row: RowId = None, topic: Topic = None, error: Error = None) -> None:
    """Handle again, in place; status 1 where any failed again."""

    async def act(platform: Client) -> int:
        which = filters.query(topic=topic, error=error)
        if row is None:
            items = (await platform.dead.replay_many(_known(service), **which))["items"]
        else:
            items = [await platform.dead.replay(_known(service), row)]
        for item in items:
            write(plain(f"{item['id']}  {'handled' if item['replayed'] else 'failed again: ' + str(item['reason'])}"))
        return 0 if all(item["replayed"] for item in items) else FAILED

    with_platform(act)


@dead.command()
def purge(
    service: Service,
    reason: Annotated[str, typer.Option(help="Why; the log keeps it.")],
    row: RowId = None,
    topic: Topic = None,
    error: Error = None,
    all_of_them: Annotated[bool, typer.Option("--all", help="All that fit, where no one is named.")] = False,
) -> None:
    """Give up for good."""
    if row is None and not all_of_them:
        raise WrongInput("name one of them, or say --all")

    async def act(platform: Client) -> None:
        if row is None:
            which = filters.query(topic=topic, error=error)
            answer = await platform.dead.purge_many(_known(service), reason, **which)
        else:
            answer = await platform.dead.purge(_known(service), row, reason)
        write(f"{answer['purged']} purged")

    with_platform(act)


def _known(service: str) -> str:
    if service not in SERVICES:
        raise WrongInput(f"{service} is none of {', '.join(SERVICES)}")
    return service


def _state(client: dict[str, Any], key: dict[str, Any]) -> str:
    if not client["active"]:
        return "client stopped"
    if key.get("revoked_at"):
        return f"revoked {key['revoked_at']}"
    return f"until {key['expires_at']}" if key.get("expires_at") else "good" if key else "no key"
