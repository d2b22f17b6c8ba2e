"""A language model on loopback that answers every question alike: an honest way to have articles read otherwise."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Model:
    """Serves from construction on. `events` are what it proposes; the reader takes what an article's words bear out."""

    events: list[dict[str, Any]] = field(default_factory=list)
    asked: int = 0

    def __post_init__(self) -> None:
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["content-length"]))
                model.asked += 1
                message = {"role": "assistant", "content": json.dumps({"events": model.events})}
                body = json.dumps({"choices": [{"message": message}]}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def environment(self) -> dict[str, str]:
        """What has classify ask it of every article."""
        return {
            "COMMUNIQUE_CLASSIFY_BACKEND": "llm",
            "COMMUNIQUE_CLASSIFY_LLM_URL": f"http://127.0.0.1:{self._server.server_port}/v1",
            "COMMUNIQUE_CLASSIFY_LLM_MODEL": "test",
        }

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
