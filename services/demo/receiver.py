"""A webhook receiver as a subscriber would write it: takes alerts, and believes only those that are signed."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class Arrival:
    """One request that came: to which of the receiver's addresses, and when by the monotonic clock."""

    name: str
    webhook_id: str
    verified: bool
    at: float
    body: dict[str, Any]

    @property
    def record(self) -> dict[str, Any]:
        """The record that an alert is about; empty for anything else that may come."""
        record = self.body.get("data", {}).get("record")
        return record if isinstance(record, dict) else {}


class Receiver:
    """Listens on a free port of this machine while it is entered. `url(name)` is an address of its own."""

    def __init__(self) -> None:
        self._arrivals: list[Arrival] = []
        self._secrets: dict[str, str] = {}
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/{name}"

    def trust(self, name: str, secret: str) -> None:
        """From now on, what comes to this address must be signed with this secret."""
        with self._lock:
            self._secrets[name] = secret

    def arrivals(self) -> list[Arrival]:
        with self._lock:
            return list(self._arrivals)

    def take(self, name: str, headers: dict[str, str], content: bytes) -> bool:
        """Keep what came; whether it is signed as it should be."""
        at = time.monotonic()
        with self._lock:
            secret = self._secrets.get(name)
        body = _verified(secret, headers, content)
        arrival = Arrival(name, headers.get("webhook-id", ""), body is not None, at, body or {})
        with self._lock:
            self._arrivals.append(arrival)
        return arrival.verified

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = self.headers.get("content-length", "")
                content = self.rfile.read(min(int(length), LARGEST)) if length.isdecimal() else b""
                headers = {name.lower(): value for name, value in self.headers.items()}
                verified = receiver.take(self.path.strip("/"), headers, content)
                self.send_response(204 if verified else 401)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Nobody reads it."""

        return Handler


def _verified(secret: str | None, headers: dict[str, str], content: bytes) -> dict[str, Any] | None:
    if secret is None:
        return None
    try:
        body = Webhook(secret).verify(content, headers)
    except (WebhookVerificationError, UnicodeDecodeError, json.JSONDecodeError):
        return None
    return body if isinstance(body, dict) else None
