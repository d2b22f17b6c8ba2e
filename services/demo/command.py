"""`communique demo`: start everything, post, wait, show, check, and leave nothing behind."""

from __future__ import annotations

import asyncio
import signal
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from services.commands import documents
from services.commands.frame import CommandFailed, WrongInput, say, write

if TYPE_CHECKING:
    from libs.client import Client
    from services.demo.receiver import Receiver
    from services.demo.story import Told

READING_SECONDS = 120.0
JOURNEY_SECONDS = 60.0
ALERT_SECONDS = 30.0
LOOK_EVERY = 0.1
PATIENCE = 60.0

Json = dict[str, Any]


def demo(
    files: Annotated[list[str] | None, typer.Argument(help="Articles of your own to be read as well.")] = None,
) -> None:
    """Start a platform, post sample articles, show what was found and delivered; nothing is left behind."""
    raise typer.Exit(run_demo(own_articles(files or [])))


def own_articles(files: list[str]) -> list[Json]:
    """The articles of the files; raises `WrongInput` where one cannot be read."""
    documents.check(files)
    found = []
    for entry in documents.entries(files, {}):
        if entry.article is None:
            raise WrongInput(f"{entry.where}: {entry.fault}")
        found.append(entry.article)
    return found


def run_demo(own: list[Json]) -> int:
    """The exit status; raises `CommandFailed` where something did not happen."""
    from libs.client import ClientError
    from services.demo.platform import NotStarted

    with tempfile.TemporaryDirectory(prefix="communique-demo-") as folder:
        try:
            asyncio.run(_interruptible(Path(folder), own))
        except NotStarted as error:
            reason, _, log = str(error).partition("\n")
            write(log)
            raise CommandFailed(reason) from error
        except ClientError as error:
            raise CommandFailed(str(error)) from error
        except asyncio.CancelledError:
            return 128 + signal.SIGTERM
    write("The platform has stopped, its folder is gone.")
    return 0


async def _interruptible(folder: Path, own: list[Json]) -> None:
    """SIGTERM and a lost terminal clean up as Ctrl-C does."""
    task = asyncio.current_task()
    assert task is not None
    for number in (signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    await _play(folder, own)


async def _play(folder: Path, own: list[Json]) -> None:
    from libs.client import Client
    from services.demo import report, story
    from services.demo.platform import running_platform
    from services.demo.receiver import Receiver

    say("starting the platform …")
    with Receiver() as receiver:
        async with running_platform(folder / "data") as platform:
            write(f"A platform runs on {platform.url}, ready after {platform.seconds:.1f} s.")
            async with Client(platform.url, platform.key) as operator:
                feed_key = await _key(operator, "demo feed", ["ingest", "read"])
                subscriber_key = await _key(operator, "demo subscriber", ["subscribe", "read"])
            async with (
                Client(platform.url, feed_key, READING_SECONDS, patience=PATIENCE) as feed,
                Client(platform.url, subscriber_key, patience=PATIENCE) as subscriber,
            ):
                for listener in story.LISTENERS:
                    channel = {"type": "webhook", "url": receiver.url(listener.name)}
                    made = await subscriber.subscriptions.create(listener.title, channel, listener.filter)
                    receiver.trust(listener.name, made["channel"]["secret"])
                    write(f"Subscribed: “{listener.title}”, {listener.field} {listener.value}, by webhook.")
                write(f"The reader has loaded its languages after {await _warm(feed):.1f} s.")
                write("")
                told = await _post_all(feed, own)
                await _until_alerted(subscriber, told, receiver)
        arrivals = receiver.arrivals()
    for number, article in enumerate(told, 1):
        for line in report.article_lines(number, article, arrivals, told):
            write(_printable(line))
    for line in report.summary_lines(told, arrivals):
        write(line)
    found = story.faults(told, arrivals)
    for line in found:
        say(f"communique demo: {line}")
    if found:
        raise CommandFailed(f"{len(found)} things did not happen as they must")


async def _key(operator: Client, name: str, scopes: list[str]) -> str:
    client = await operator.clients.create(name)
    return str((await operator.clients.create_key(client["id"], scopes))["key"])


async def _warm(feed: Client) -> float:
    """Read the samples without storing anything, so that what is measured later is not the loading of models."""
    from libs.client import PlatformFailed
    from services.demo import story

    async def read(article: Json) -> None:
        try:
            await feed.extract(article)
        except PlatformFailed as failed:  # the article itself, posted later, decides whether that matters
            say(f"communique demo: {article['id']}: {failed}")

    started = time.monotonic()
    await asyncio.gather(*(read(article) for article in story.samples()))
    return time.monotonic() - started


async def _post_all(feed: Client, own: list[Json]) -> list[Told]:
    """Post everything and wait for the end of every journey."""
    from services.demo import story

    samples = story.samples()
    posted: dict[str, tuple[float, bool]] = {}
    for number, article in enumerate([*samples, *own]):
        at = time.monotonic()
        receipt = await feed.articles.post(article)
        posted.setdefault(receipt["id"], (at, number < len(samples)))
    receipts = await _ended(feed, list(posted))
    told = []
    for article_id, (at, sample) in posted.items():
        receipt = receipts[article_id]
        records = [await feed.records.get(record_id) for record_id in _record_ids(receipt)]
        told.append(story.Told(at, sample, receipt, tuple({one.id: one for one in records}.values())))
    return told


async def _ended(feed: Client, article_ids: list[str]) -> dict[str, Json]:
    """The receipts; raises `CommandFailed` where for a minute no journey came to its end."""
    receipts: dict[str, Json] = {}
    ending = feed.articles.finished(article_ids)
    try:
        while len(receipts) < len(article_ids):
            receipt = await asyncio.wait_for(anext(ending), JOURNEY_SECONDS)
            receipts[receipt["id"]] = receipt
    except TimeoutError:
        left = len(article_ids) - len(receipts)
        raise CommandFailed(f"{left} journeys have not ended, and none did within {JOURNEY_SECONDS:g} s") from None
    return receipts


async def _until_alerted(subscriber: Client, told: list[Told], receiver: Receiver) -> None:
    """Wait until every alert that must come has come and none is on its way; what has not come is told later."""
    from services.demo import story

    until = time.monotonic() + ALERT_SECONDS
    while time.monotonic() < until:
        pending = [one async for one in subscriber.deliveries.list(state="pending", most=1)]
        if not pending and not story.missing_alerts(told, receiver.arrivals()):
            return
        await asyncio.sleep(LOOK_EVERY)


def _record_ids(receipt: Json) -> list[str]:
    steps = [step for step in receipt["journey"] if step["step"] == "recorded"]
    return [record["id"] for step in steps[-1:] for record in step["records"]]


def _printable(line: str) -> str:
    return "".join(one if one.isprintable() else " " for one in line)
