"""The embedded platform: four services in one process on one port, SQLite files in one folder, no broker."""

from __future__ import annotations

import asyncio
import fcntl
import os
import secrets
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from opentelemetry.sdk.trace import SpanProcessor

from libs.bus import Bus, open_bus
from libs.bus.sqlite import SqliteBus
from libs.db import migrate
from libs.messages import ClientChanged
from libs.messages.envelope import TYPES
from libs.pipeline import MIGRATIONS as PIPELINE_MIGRATIONS
from libs.service import Dispatcher, load_settings, serve
from libs.service.service import Service
from libs.service.settings import ServiceSettings
from libs.telemetry import Telemetry, log_to, start_telemetry
from services.classify import app as classify
from services.classify.settings import Settings as ClassifySettings
from services.ingest import app as ingest
from services.ingest.clients import bootstrap_operator
from services.ingest.settings import Settings as IngestSettings
from services.notify import app as notify
from services.notify.settings import Settings as NotifySettings
from services.store import app as store
from services.store.settings import Settings as StoreSettings

INSTANCE = "embedded"
KEEP_MESSAGES = timedelta(days=7)
FORGET_EVERY = timedelta(hours=1)
KEY_FILE = "operator.key"


class AlreadyRunning(Exception):
    """Another process works on this folder."""


def run(data: Path, port: int, host: str = "127.0.0.1") -> int:
    """Run until a signal; the exit status. The first start writes an operator's key to `operator.key`."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = _lock(data)
    except (OSError, AlreadyRunning) as error:
        sys.stderr.write(f"communique run: {error}\n")
        return 2
    with lock:
        log_to(service="communique", level=os.environ.get("COMMUNIQUE_LOG_LEVEL", "WARNING"))
        given = _settings(data, port, host)
        asyncio.run(_write_operator_key(data, given))
        _say(data, port, host)
        return serve(compose(given), load_settings(IngestSettings, **given))


def compose(given: Mapping[str, Any], processors: Mapping[str, Sequence[SpanProcessor]] | None = None) -> Dispatcher:
    """The four applications, each with a telemetry of its own. `processors` get each service's spans."""

    def telemetry(settings: ServiceSettings) -> Telemetry:
        return start_telemetry(
            settings.service,
            instance=settings.instance,
            otlp_endpoint=settings.otlp_endpoint,
            processors=(processors or {}).get(settings.service, ()),
        )

    def built(kind: Any, module: Any, **more: Any) -> Service:
        settings = load_settings(kind, **given)
        bus = open_bus(settings.bus, instance=f"{settings.service}@{INSTANCE}")
        service: Service = module.build(settings, telemetry=telemetry(settings), bus=bus, **more)
        return service

    reading, storing = built(ClassifySettings, classify), built(StoreSettings, store)
    notifying = built(NotifySettings, notify)
    others = {"classify": reading, "store": storing, "notify": notifying}
    checks = {name: service.database.check for name, service in others.items()}
    accepting = built(IngestSettings, ingest, others=checks)
    accepting.pipeline.run_beside("forgetting", partial(_forget_old_messages, accepting.pipeline.bus))
    return Dispatcher({"ingest": accepting.app, **{name: service.app for name, service in others.items()}})


async def _forget_old_messages(bus: Bus) -> None:
    """What a broker does by its retention; the messages about clients stay for ever."""
    topics = [data.topic for data in TYPES.values() if data.topic != ClientChanged.topic]
    while isinstance(bus, SqliteBus):
        await bus.prune(KEEP_MESSAGES, *dict.fromkeys(topics))
        await asyncio.sleep(FORGET_EVERY.total_seconds())


def _settings(data: Path, port: int, host: str) -> dict[str, Any]:
    """What the environment cannot know; what it says of anything else holds."""
    given: dict[str, Any] = {"embedded": True, "data": data, "port": port, "host": host, "instance": INSTANCE}
    given["secret"] = _secret(data / "secret")
    if "COMMUNIQUE_PUBLIC_URL" not in os.environ:
        given["public_url"] = f"http://localhost:{port}"
    return given


def _secret(path: Path) -> str:
    """The secret that signs sessions, made at the first start."""
    if not path.exists():
        _write_private(path, secrets.token_urlsafe(48))
    return path.read_text().strip()


async def _write_operator_key(data: Path, given: Mapping[str, Any]) -> None:
    path = data / KEY_FILE
    if path.exists():
        return
    settings = load_settings(IngestSettings, **given)
    bus = open_bus(settings.bus, instance="bootstrap")
    telemetry = start_telemetry("ingest")
    pipeline = ingest.make_pipeline(settings, telemetry=telemetry, bus=bus)
    try:
        await migrate(pipeline.database, {"pipeline": PIPELINE_MIGRATIONS, **ingest.HISTORIES})
        key = await pipeline.transaction(lambda unit: bootstrap_operator(unit, secrets.token_bytes))
        _write_private(path, key)
    finally:
        await bus.close()
        await pipeline.database.close()
        telemetry.close()


def _write_private(path: Path, text: str) -> None:
    """Readable by the owner alone, whole or not at all."""
    unfinished = path.with_suffix(".new")
    with suppress(FileNotFoundError):
        unfinished.unlink()
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)


def _lock(data: Path) -> BinaryIO:
    """Held as long as the process lives, however it ends."""
    file = (data / "lock").open("wb")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise AlreadyRunning(f"another process works on {data}") from None
    return file


def _say(data: Path, port: int, host: str) -> None:
    sys.stderr.write(
        f"Communiqué runs on http://{host}:{port}\n"
        f"  records       http://{host}:{port}/\n"
        f"  try a text    http://{host}:{port}/try\n"
        f"  operator key  {data / KEY_FILE}\n"
        "  stop          Ctrl-C\n"
    )
