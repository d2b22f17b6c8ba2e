"""Exit statuses, and one line on standard error for whatever goes wrong."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from services.cli import main
from services.commands import frame


class Stub:
    """Something that listens and answers everything alike."""

    def __init__(self) -> None:
        self.status = 200
        self.body: Any = {}
        self.keys: list[str | None] = []
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                stub.keys.append(self.headers.get("Authorization"))
                content = stub.body if isinstance(stub.body, bytes) else json.dumps(stub.body).encode()
                self.send_response(stub.status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_POST = do_GET

            def log_message(self, *_: Any) -> None:
                """Silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Stub]:
    made = Stub()
    monkeypatch.setenv("COMMUNIQUE_SERVER", f"http://127.0.0.1:{made.server.server_port}")
    monkeypatch.delenv("COMMUNIQUE_KEY", raising=False)
    monkeypatch.chdir(tmp_path)
    yield made
    made.server.shutdown()
    made.server.server_close()


def problem(status: int) -> dict[str, Any]:
    return {"type": "/problems/some-kind", "title": "It is\nso\x1b[31m", "status": status}


@pytest.mark.parametrize(("status", "expected"), [(401, 2), (403, 2), (404, 2), (422, 2), (500, 1), (502, 1)])
def test_what_the_caller_did_wrong_is_2_and_what_the_platform_did_is_1(
    stub: Stub, capsys: pytest.CaptureFixture[str], status: int, expected: int
) -> None:
    stub.status, stub.body = status, problem(status)
    assert main(["events"]) == expected
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("communique: It is so")
    assert err.count("\n") == 1
    assert "\x1b" not in err


def test_an_answer_of_something_else_is_1(stub: Stub, capsys: pytest.CaptureFixture[str]) -> None:
    stub.body = b"<h1>It works</h1>"
    assert main(["events"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_platform_that_is_not_there_is_1(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COMMUNIQUE_SERVER", "http://127.0.0.1:1")
    assert main(["events"]) == 1
    assert "no answer from http://127.0.0.1:1" in capsys.readouterr().err


@pytest.mark.parametrize("server", ["localhost:8000", "ftp://x", "http://"])
def test_an_impossible_address_is_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], server: str
) -> None:
    monkeypatch.setenv("COMMUNIQUE_SERVER", server)
    assert main(["events"]) == 2
    assert "is no address" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["frob"],
        ["events", "--frob"],
        ["events", "--limit", "0"],
        ["events", "--limit", "many"],
        ["submit"],
        ["submit", "nowhere.json"],
        ["trace"],
        ["run", "--port", "70000"],
        ["keys", "create", "--scope", "read"],
        ["keys", "bootstrap", "--data", "nowhere"],
        ["dead", "list", "frob"],
        ["dead", "purge", "store", "--reason", "why"],
        ["deliveries", "--since", "yesterday"],
        ["demo", "nowhere.json"],
    ],
    ids=" ".join,
)
def test_bad_input_is_one_line_and_2(stub: Stub, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("communique: ")
    assert err.count("\n") == 1
    assert stub.keys == []


def test_the_version_and_the_help_are_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("communique 0")
    for arguments in ([], ["--help"], ["submit", "--help"]):
        assert main(arguments) == 0
        assert "Usage: communique" in capsys.readouterr().out


def test_the_key_of_a_platform_in_this_folder_is_used(
    stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub.body = {"items": [], "next": None}
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "operator.key").write_text("cq_found\n")
    assert main(["events"]) == 0
    monkeypatch.setenv("COMMUNIQUE_KEY", "cq_named")
    assert main(["events"]) == 0
    assert stub.keys == ["Bearer cq_found", "Bearer cq_named"]


def test_the_key_of_this_folder_goes_to_no_other_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "operator.key").write_text("cq_found\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COMMUNIQUE_KEY", raising=False)
    monkeypatch.setenv("COMMUNIQUE_SERVER", "https://communique.example.org")
    assert frame.key() == ""


def test_what_feeds_write_moves_no_cursor() -> None:
    assert frame.plain("a\x1b[2Jb\r\nc\u202ed\tПереговоры") == "a [2Jb c d Переговоры"
