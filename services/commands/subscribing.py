"""`communique subscriptions` and `communique deliveries`: what one gets, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from services.commands import filters
from services.commands.frame import WrongInput, with_platform, write, write_json, write_table

if TYPE_CHECKING:
    from libs.client import Client

subscriptions = typer.Typer(help="Subscriptions: list, add, show, pause, resume, ping, delete.")
deliveries = typer.Typer(help="What was delivered, with its attempts.")

Id = Annotated[str, typer.Argument(help="The subscription's id.")]


@subscriptions.callback(invoke_without_command=True)
def list_subscriptions(context: typer.Context, json: filters.AsJson = False) -> None:
    """Your subscriptions, where nothing else is asked for."""
    if context.invoked_subcommand is not None:
        return

    async def show(platform: Client) -> None:
        found = [one async for one in platform.subscriptions.list()]
        if json:
            for one in found:
                write_json(one)
            return
        rows = [
            (one["id"], one["name"], one["state"], _filter(one["filter"]), _channel(one["channel"]), _when(one))
            for one in found
        ]
        write_table(("id", "name", "state", "filter", "channel", "last alert"), rows)

    with_platform(show)


@subscriptions.command()
def add(
    name: Annotated[str, typer.Argument(help="What you call it.")],
    url: Annotated[str | None, typer.Option(help="Webhook that alerts are posted to; without it none are.")] = None,
    kind: filters.Kinds = None,
    status: filters.Statuses = None,
    form: filters.Forms = None,
    sector: filters.Sectors = None,
    party: filters.Parties = None,
    country: filters.Countries = None,
    pair: filters.Pairs = None,
    person: filters.People = None,
    word: filters.Words = None,
    titles: Annotated[str, typer.Option(help="Language of the titles: en, ru, de.")] = "en",
    updates: Annotated[str, typer.Option(help="all, or first for the first alert of a record alone.")] = "all",
) -> None:
    """Subscribe. Prints the subscription with its secret and feeds, which are shown this once."""
    fields = {
        "kinds": kind,
        "statuses": status,
        "forms": form,
        "sectors": sector,
        "parties": party,
        "countries": country,
        "pairs": pair,
        "people": person,
        "words": word,
    }
    wanted = {field: {"any": values} for field, values in fields.items() if values}
    channel = {"type": "webhook", "url": url} if url else {"type": "none"}

    async def create(platform: Client) -> None:
        made = await platform.subscriptions.create(name, channel, wanted, language=titles, updates=updates)
        write_json(made)

    with_platform(create)


@subscriptions.command()
def show(subscription: Id) -> None:
    """One subscription."""

    async def get(platform: Client) -> None:
        write_json(await platform.subscriptions.get(subscription))

    with_platform(get)


@subscriptions.command()
def pause(subscription: Id) -> None:
    """Send nothing until it is resumed."""

    async def act(platform: Client) -> None:
        write((await platform.subscriptions.pause(subscription))["state"])

    with_platform(act)


@subscriptions.command()
def resume(subscription: Id) -> None:
    """Go on, also after the platform disabled it."""

    async def act(platform: Client) -> None:
        write((await platform.subscriptions.resume(subscription))["state"])

    with_platform(act)


@subscriptions.command()
def ping(subscription: Id) -> None:
    """Send test.ping to the webhook; prints the delivery's id."""

    async def act(platform: Client) -> None:
        write((await platform.subscriptions.ping(subscription))["id"])

    with_platform(act)


@subscriptions.command()
def delete(subscription: Id) -> None:
    """End it."""

    async def act(platform: Client) -> None:
        await platform.subscriptions.delete(subscription)

    with_platform(act)


@deliveries.callback(invoke_without_command=True)
def list_deliveries(
    context: typer.Context,
    subscription: Annotated[str | None, typer.Option(help="Of this subscription alone.")] = None,
    state: Annotated[str | None, typer.Option(help="pending, delivered or failed.")] = None,
    since: Annotated[str | None, typer.Option(help="Made at this time or later: 2026-11-20T00:00:00Z.")] = None,
    limit: filters.Limit = 50,
    json: filters.AsJson = False,
) -> None:
    """Deliveries, the newest first, where nothing else is asked for."""
    if context.invoked_subcommand is not None:
        return
    from datetime import datetime

    try:
        after = datetime.fromisoformat(since) if since else None
    except ValueError:
        raise WrongInput(f"{since} is no time like 2026-11-20T00:00:00Z") from None

    async def show(platform: Client) -> None:
        found = platform.deliveries.list(subscription=subscription, state=state, since=after, most=limit)
        listed = [one async for one in found]
        if json:
            for one in listed:
                write_json(one)
            return
        rows = [
            (
                one["created_at"],
                one["id"],
                one["type"],
                one["state"],
                str(one["tries"]),
                _attempt(one),
                one["record_id"],
            )
            for one in listed
        ]
        write_table(("made", "id", "type", "state", "tries", "last attempt", "record"), rows)

    with_platform(show)


@deliveries.command()
def resend(delivery: Annotated[str, typer.Argument(help="The delivery's id.")]) -> None:
    """Send the same bytes under the same id again."""

    async def act(platform: Client) -> None:
        write((await platform.deliveries.resend(delivery))["state"])

    with_platform(act)


def _filter(filter: dict[str, Any]) -> str:
    """Like `sectors: transport; parties: all of KZ UZ`."""
    words = {"any": "", "all": "all of ", "none": "none of "}
    parts = [
        f"{field}: {words.get(how, how)}{' '.join(values)}"
        for field, choice in filter.items()
        for how, values in choice.items()
    ]
    return "; ".join(parts) or "everything"


def _channel(channel: dict[str, Any]) -> str:
    return str(channel.get("url") or channel["type"])


def _when(subscription: dict[str, Any]) -> str:
    return str(subscription["last_alert_at"] or "never")


def _attempt(delivery: dict[str, Any]) -> str:
    attempts = delivery.get("attempts") or []
    if not attempts:
        return ""
    last = attempts[-1]
    return f"{last['error'] or last['status']}, {last['milliseconds']} ms"
