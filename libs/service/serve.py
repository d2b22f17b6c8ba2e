"""Run an application on uvicorn, and stop it so that nothing is lost.

On SIGTERM or SIGINT: streams are told, no new connection is taken, requests finish, then the application's loops stop.
A second signal cuts the requests short. Exit status 0 after a stop, 1 for a failure, 2 for wrong settings.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager

import uvicorn
from fastapi import FastAPI

from libs.service.dispatcher import Dispatcher
from libs.service.settings import ServiceSettings

logger = logging.getLogger(__name__)

KEEP_ALIVE_SECONDS = 75
BACKLOG = 1024
SIGNALS = (signal.SIGTERM, signal.SIGINT)

Application = FastAPI | Dispatcher


class CannotStart(Exception):
    """The reason in one line."""


class Server:
    """One application on one port. `port` 0 takes a free one, which `port` then tells.

    Raises `CannotStart` when the address cannot be had.
    """

    def __init__(self, app: Application, settings: ServiceSettings) -> None:
        self._app = app
        self._socket = _bind(settings.host, settings.port)
        self.port: int = self._socket.getsockname()[1]
        self.listening = asyncio.Event()
        self._stopped = False
        config = uvicorn.Config(
            app,
            lifespan="off",
            log_config=None,
            access_log=False,  # it would write queries, and with them tokens of feeds
            server_header=False,
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=settings.trusted_proxies or None,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=max(1, round(settings.shutdown_seconds)),
            ws="none",
        )
        self._uvicorn = _Uvicorn(config, self._on_listening)

    async def run(self) -> None:
        """Start the application, serve until `stop`, then stop it. Raises what the application's start raises."""
        try:
            async with lifespan_of(self._app):
                if not self._stopped:
                    await self._uvicorn.serve([self._socket])
        finally:
            self._socket.close()

    def stop(self) -> None:
        """Ask for the end; asked twice, running requests are not waited for."""
        self._uvicorn.force_exit = self._stopped
        self._stopped = self._uvicorn.should_exit = True
        for app in _applications(self._app):
            app.state.stopping.set()

    def _on_listening(self) -> None:
        logger.info("listening", extra={"port": self.port})
        self.listening.set()


def serve(app: Application, settings: ServiceSettings) -> int:
    """Run until a signal. The exit status; a failure is told in one line on standard error."""
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    try:
        with asyncio.Runner(loop_factory=uvicorn.Config(app, log_config=None).get_loop_factory()) as runner:
            runner.run(_until_signal(app, settings))
    except Exception as error:
        logger.debug("cannot_go_on", exc_info=error)
        reason = " ".join(str(error).split()) or type(error).__name__
        sys.stderr.write(f"communique {settings.service}: {reason}\n")
        return 1
    return 0


def lifespan_of(app: Application) -> AbstractAsyncContextManager[object]:
    """What starts and stops the application's loops."""
    return app.lifespan() if isinstance(app, Dispatcher) else app.router.lifespan_context(app)


async def _until_signal(app: Application, settings: ServiceSettings) -> None:
    server = Server(app, settings)
    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        loop.add_signal_handler(number, server.stop)
    try:
        await server.run()
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)


def _applications(app: Application) -> list[FastAPI]:
    return list(app.apps.values()) if isinstance(app, Dispatcher) else [app]


def _bind(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family, kind, protocol)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
    except OSError as error:
        raise CannotStart(f"cannot listen on {host}:{port}: {error.strerror}") from error
    bound.set_inheritable(False)
    return bound


class _Uvicorn(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, on_listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_listening = on_listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_listening()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are ours: uvicorn raises them again at the end, and the exit status would tell of a death."""
        yield
