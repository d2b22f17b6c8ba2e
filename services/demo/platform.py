"""The embedded platform as a child process that is gone when it is left, however it is left."""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from libs.client import Client, ClientError

START_SECONDS = 60.0
STOP_SECONDS = 45.0
LOOK_EVERY = 0.1
LOG_LINES = 15
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


class NotStarted(Exception):
    """The platform did not become ready; the reason, with the end of its log."""


@dataclass(frozen=True, slots=True)
class Platform:
    """Where it listens, an operator's key, and what it took to become ready, in seconds."""

    url: str
    key: str
    seconds: float


@asynccontextmanager
async def running_platform(data: Path) -> AsyncIterator[Platform]:
    """A new platform in this folder, on a free port of this machine."""
    started = time.monotonic()
    port = free_port()
    log = data.with_suffix(".log")
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "services.cli", "run", "--data", str(data), "--port", str(port)),
            cwd=data.parent,
            env=_environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C is ours; we stop it in order
            preexec_fn=_end_with_parent,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        await _until_ready(process, url, log)
        key = (data / "operator.key").read_text(encoding="utf-8").strip()
        yield Platform(url, key, time.monotonic() - started)
    finally:
        await _stop(process)


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


async def _until_ready(process: asyncio.subprocess.Process, url: str, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    async with Client(url, timeout=5) as client:
        while time.monotonic() < until:
            if process.returncode is not None:
                raise NotStarted(f"the platform ended with status {process.returncode}\n{_end_of(log)}")
            with suppress(ClientError):
                if (await client.readiness())["ready"]:
                    return
            await asyncio.sleep(LOOK_EVERY)
    raise NotStarted(f"the platform was not ready within {START_SECONDS:g} s\n{_end_of(log)}")


async def _stop(process: asyncio.subprocess.Process) -> None:
    """Ask, wait, and end what is left of its process group."""
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


def _environment() -> dict[str, str]:
    """Ours without what speaks of another platform: a database or bus of somebody's must not be touched."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    root = str(Path(__file__).resolve().parents[2])
    return {**kept, "PYTHONPATH": os.pathsep.join([root, *filter(None, [kept.get("PYTHONPATH")])])}


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


def _end_of(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-LOG_LINES:])
