"""Every Python file of the tree keeps the rules that a linter does not know, and imports go one way."""

from __future__ import annotations

import ast
import io
import logging
import os
import re
import subprocess
import sys
import tokenize
from pathlib import Path

import pytest

from schemas.generate import FOLDER

ROOT = FOLDER.parent
ROOMS = ("libs", "services", "schemas", "tests", "deploy")
LONGEST = 400
VAGUE = re.compile(r"manager|helper|util|misc", re.IGNORECASE)
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b")

CLEAN = {
    "libs/telemetry/setup.py": "",
    "libs/messages/values.py": "",
    "libs/db/engine.py": "",
    "libs/bus/kafka.py": "import aiokafka",
    "libs/bus/base.py": "",
    "libs/pages/words.py": "",
    "libs/pipeline/relay.py": "import libs.bus.kafka, libs.messages.values",
    "libs/service/app.py": "import libs.pipeline.relay, libs.pages.words",
    "schemas/generate.py": "import libs.messages.values",
    "services/cli.py": "import services.store.app, services.embedded",
    "services/embedded.py": "import services.ingest.app, services.store.app",
    "services/ingest/app.py": "import services.ingest.api, schemas",
    "services/ingest/api.py": "import services.ingest.handlers",
    "services/ingest/handlers.py": "import services.ingest.rules, services.ingest.tables",
    "services/ingest/rules.py": "import services.ingest.settings",
    "services/ingest/tables.py": "import sqlalchemy, services.ingest.settings",
    "services/ingest/settings.py": "",
    "services/store/app.py": "",
}
"""A small tree that keeps every rule of the imports."""

FORBIDDEN = {
    "libs knows a service": ("libs/db/engine.py", "import services.store.app", "whole"),
    "schemas know a service": ("schemas/generate.py", "import services.store.app", "whole"),
    "a service knows another": ("services/store/app.py", "import services.ingest.rules", "services"),
    "a service knows the command": ("services/store/app.py", "import services.cli", "services"),
    "a rule knows a handler": ("services/ingest/rules.py", "import services.ingest.handlers", "rooms"),
    "a handler knows the door": ("services/ingest/handlers.py", "import services.ingest.api", "rooms"),
    "settings know the tables": ("services/ingest/settings.py", "import services.ingest.tables", "rooms"),
    "the pipeline knows the frame": ("libs/pipeline/relay.py", "import libs.service.app", "libs"),
    "telemetry knows messages": ("libs/telemetry/setup.py", "import libs.messages.values", "libs"),
    "the bus knows messages": ("libs/bus/base.py", "import libs.messages.values", "bytes"),
    "pages know the frame": ("libs/pages/words.py", "import libs.service.app", "alone"),
    "another module knows the Kafka client": ("libs/pipeline/relay.py", "import aiokafka", "kafka"),
    "rules know the database": ("services/ingest/rules.py", "import sqlalchemy", "pure"),
}


def python_files() -> list[Path]:
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def test_there_are_files_to_look_at() -> None:
    assert Path(__file__) in python_files()


def test_no_file_is_too_long() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert {str(path.relative_to(ROOT)): length for path, length in lengths.items() if length > LONGEST} == {}


def test_no_file_has_a_vague_name() -> None:
    names = [path.relative_to(ROOT) for path in python_files()]
    assert [str(name) for name in names if any(VAGUE.search(part) for part in name.parts)] == []


def test_no_comment_promises_later_work() -> None:
    found = []
    for path in python_files():
        text = path.read_text(encoding="utf-8")
        if not UNFINISHED.search(text):
            continue
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        comments = [token for token in tokens if token.type == tokenize.COMMENT]
        found += [f"{path.relative_to(ROOT)}:{token.start[0]}" for token in comments if UNFINISHED.search(token.string)]
    assert found == []


def test_no_log_field_is_one_that_logging_keeps_for_itself() -> None:
    """`extra={"message": …}` raises where it is meant to tell."""
    reserved = {*vars(logging.makeLogRecord({})), "message", "asctime"}
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno} {key.value}"
        for path in python_files()
        for call in ast.walk(parse(path))
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg == "extra" and isinstance(keyword.value, ast.Dict)
        for key in keyword.value.keys
        if isinstance(key, ast.Constant) and key.value in reserved
    ]
    assert found == []


def test_no_error_is_passed_over_unseen() -> None:
    found = []
    for path in python_files():
        handlers = [node for node in ast.walk(parse(path)) if isinstance(node, ast.ExceptHandler)]
        found += [f"{path.relative_to(ROOT)}:{node.lineno}" for node in handlers if swallows_all(node)]
    assert found == []


@pytest.mark.parametrize(
    ("code", "swallows"),
    [
        ("try: f()\nexcept Exception: pass", True),
        ("try: f()\nexcept: ...", True),
        ("try: f()\nexcept (ValueError, BaseException): pass", True),
        ("try: f()\nexcept ValueError: pass", False),
        ("try: f()\nexcept Exception: log()", False),
    ],
)
def test_swallowing_is_recognised(code: str, swallows: bool) -> None:
    (handler,) = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.ExceptHandler))
    assert swallows_all(handler) is swallows


def test_imports_of_the_tree_go_one_way() -> None:
    checked = lint(ROOT)
    assert checked.returncode == 0, checked.stdout


def test_a_tree_that_keeps_the_rules_passes(tmp_path: Path) -> None:
    checked = lint(a_tree(tmp_path, CLEAN))
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(("path", "line", "contract"), FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_a_forbidden_import_is_found(tmp_path: Path, path: str, line: str, contract: str) -> None:
    checked = lint(a_tree(tmp_path, CLEAN | {path: f"{CLEAN[path]}\n{line}\n"}), "--contract", contract)
    assert checked.returncode == 1, checked.stdout
    assert "1 broken" in checked.stdout


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def swallows_all(handler: ast.ExceptHandler) -> bool:
    """Whether it catches anything at all and does nothing about it."""
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    broad = any(kind is None or ast.unparse(kind) in ("Exception", "BaseException") for kind in caught)
    return broad and all(does_nothing(statement) for statement in handler.body)


def does_nothing(statement: ast.stmt) -> bool:
    constant = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return constant or isinstance(statement, ast.Pass)


def a_tree(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        for package in path.relative_to(folder).parents[:-1]:
            (folder / package / "__init__.py").touch()
    (folder / ".importlinter").write_text((ROOT / ".importlinter").read_text(encoding="utf-8"))
    return folder


def lint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", *arguments]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=100)
