"""Writes the JSON Schemas from the typed classes: `python -m schemas.generate`; with `--check` it only compares.

The classes say what is true; the files are what others read. `README.md` says how they may change.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

import libs.messages  # noqa: F401 - fills TYPES
from libs.messages.alerts import Alert, Notice
from libs.messages.envelope import SCHEMA_ROOT, TYPES

FOLDER = Path(__file__).parent
DIALECT = "https://json-schema.org/draft/2020-12/schema"
SURFACE: dict[str, type[BaseModel]] = {"alert.v1": Alert, "notice.v1": Notice}
IDS = {"messages": SCHEMA_ROOT, "surface": SCHEMA_ROOT.replace("/messages/", "/surface/")}


def main(arguments: Sequence[str]) -> int:
    """0 when all is written, or with `--check` when nothing differs."""
    if list(arguments) == ["--check"]:
        different = differences(FOLDER)
        for line in different:
            sys.stderr.write(f"{line}\n")
        return 1 if different else 0
    if arguments:
        sys.stderr.write("usage: python -m schemas.generate [--check]\n")
        return 2
    for path, text in schema_files().items():
        (FOLDER / path).parent.mkdir(exist_ok=True)
        (FOLDER / path).write_text(text, encoding="utf-8")
    return 0


def schema_files() -> dict[str, str]:
    """The text of every schema file by its path below this folder."""
    rooms: dict[str, Mapping[str, type[BaseModel]]] = {"messages": TYPES, "surface": SURFACE}
    return {
        f"{room}/{name}.json": json.dumps(schema(cls, f"{IDS[room]}{name}.json"), indent=2, ensure_ascii=False) + "\n"
        for room, classes in rooms.items()
        for name, cls in sorted(classes.items())
    }


def schema(cls: type[BaseModel], identity: str) -> dict[str, Any]:
    """What a reader of `cls` accepts: a field with a default may be absent, unknown fields are let through."""
    made = cls.model_json_schema(mode="validation", schema_generator=_Untitled)
    head = {
        "$schema": DIALECT,
        "$id": identity,
        "title": cls.__name__,
        "description": inspect.getdoc(cls) or "",
    }
    definitions = made.pop("$defs", {})
    body = {name: value for name, value in made.items() if name not in head}
    return head | body | ({"$defs": definitions} if definitions else {})


def differences(folder: Path) -> list[str]:
    """One line a file that is missing, differs from the classes, or has no class."""
    expected = schema_files()
    found = {str(path.relative_to(folder)) for room in IDS for path in (folder / room).glob("*.json")}
    lines = [f"{path}: no class makes this schema" for path in sorted(found - expected.keys())]
    for path, text in expected.items():
        if path not in found:
            lines.append(f"{path}: missing")
        elif (folder / path).read_text(encoding="utf-8") != text:
            lines.append(f"{path}: differs from its class")
    return lines


class _Untitled(GenerateJsonSchema):
    """Fields carry no titles of their own: those would only repeat the names."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
