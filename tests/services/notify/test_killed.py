"""A real process, killed without warning again and again: everything arrives, under the same ids, as the same bytes."""

from __future__ import annotations

import asyncio
import os
import random
import secrets
import signal
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

import httpx

from libs.bus import open_bus
from libs.db import Database
from libs.messages import ClientChanged, Envelope
from libs.service import keep_client, new_key
from services.notify.app import FOLDER
from tests.services.notify.conftest import SECRET, settings_of, until
from tests.services.notify.receiver import Receiver
from tests.services.notify.stories import recorded

RECORDS = 40


async def started(folder: Path, port: int) -> asyncio.subprocess.Process:
    environment = {
        **os.environ,
        "COMMUNIQUE_SECRET": SECRET,
        "COMMUNIQUE_DATA": str(folder),
        "COMMUNIQUE_NOTIFY_PORT": str(port),
        "COMMUNIQUE_INSTANCE": "one",
        "COMMUNIQUE_WEBHOOK_ALLOW": "127.0.0.0/8",
        "COMMUNIQUE_WEBHOOK_SCHEDULE": "[0, 0.1, 0.1, 0.1]",
        "COMMUNIQUE_LOG_LEVEL": "ERROR",
    }
    arguments = (sys.executable, "-m", "services.notify")
    return await asyncio.create_subprocess_exec(*arguments, cwd=FOLDER.parents[1], env=environment)


async def ready(port: int) -> bool:
    async with httpx.AsyncClient(trust_env=False, timeout=2) as client:
        try:
            return (await client.get(f"http://127.0.0.1:{port}/readyz")).status_code == 200
        except httpx.TransportError:
            return False


async def subscribed(folder: Path, port: int, url: str) -> None:
    text, key = new_key(secrets.token_bytes, ("subscribe",))
    database = Database(settings_of(folder).database)
    told = ClientChanged(client_id="cli_one", name="One", revision=1, keys=(key,))
    await database.transaction(lambda session: keep_client(session, told))
    await database.close()
    async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
        given = {"name": "Test", "channel": {"type": "webhook", "url": url}}
        headers = {"Authorization": f"Bearer {text}"}
        made = await client.post(f"http://127.0.0.1:{port}/v1/subscriptions", json=given, headers=headers)
    assert made.status_code == 201, made.text


async def test_nothing_is_lost_when_the_process_is_killed(tmp_path: Path, receiver: Receiver) -> None:
    dice = random.Random(9)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = await started(tmp_path, port)
    await until(lambda: ready(port), within=40)
    await subscribed(tmp_path, port, receiver.url())
    bus = open_bus(settings_of(tmp_path).bus, instance="teller")
    for round_ in range(4):
        numbers = range(round_ * RECORDS // 4, (round_ + 1) * RECORDS // 4)
        told = [Envelope.wrap(recorded(f"evt_{number}"), source="store", now=datetime.now(UTC)) for number in numbers]
        await bus.publish(*(one.to_message() for one in told))
        before = len(receiver.requests)
        await until(lambda: len(receiver.requests) > before or None, within=40)  # noqa: B023 - awaited here
        await asyncio.sleep(dice.uniform(0, 0.05))
        process.send_signal(signal.SIGKILL)
        await process.wait()
        process = await started(tmp_path, port)
    try:
        await until(lambda: len({one.id for one in receiver.requests}) == RECORDS or None, within=60)
    finally:
        process.terminate()
        status = await asyncio.wait_for(process.wait(), 40)
        await bus.close()
    assert status == 0
    bodies = {(one.id, one.body) for one in receiver.requests}
    assert len(bodies) == RECORDS
    assert {one.json["data"]["record"]["id"] for one in receiver.requests} == {f"evt_{n}" for n in range(RECORDS)}
