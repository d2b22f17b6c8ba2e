"""A webhook receiver on loopback that checks every signature and keeps what came."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError


@dataclass(frozen=True)
class Received:
    """One verified request: when it came, its `webhook-id`, its traceparent and its body."""

    at: float
    webhook_id: str
    traceparent: str | None
    body: dict[str, Any]


@dataclass
class Receiver:
    """Serves from construction on. Set `secret` before anything is sent; what does not verify is counted."""

    secret: str = ""
    received: list[Received] = field(default_factory=list)
    refused: int = 0

    def __post_init__(self) -> None:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["content-length"])
                body = self.rfile.read(length)
                if len(body) < length:  # the sender was killed in the middle of its request
                    self.close_connection = True
                    return
                status = receiver._take(body, {name.lower(): value for name, value in self.headers.items()})
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/hook"

    def ids(self) -> list[str]:
        return [one.webhook_id for one in self.received]

    def records(self) -> list[dict[str, Any]]:
        return [one.body["data"]["record"] for one in self.received if one.body["type"] != "test.ping"]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def _take(self, body: bytes, headers: dict[str, str]) -> int:
        try:
            Webhook(self.secret).verify(body, headers)
        except WebhookVerificationError:
            self.refused += 1
            return 400
        told = Received(time.time(), headers["webhook-id"], headers.get("traceparent"), json.loads(body))
        self.received.append(told)
        return 204
