"""The examples, read from their files: one invented story, from two articles to the alert."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from schemas.generate import FOLDER

EXAMPLES = FOLDER / "examples"
MESSAGES = sorted((EXAMPLES / "messages").glob("*.json"))
SURFACE = sorted((EXAMPLES / "surface").glob("*.json"))
NOW = datetime(2026, 11, 20, 4, 31, 7, 790_000, UTC)
TRACE = "00-7c1f0a5be2d94c3e8f6a9b1d24e07f53-3f8e21c07ad4b965-01"


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def message(name: str) -> Any:
    return load(EXAMPLES / "messages" / f"{name}.json")


def surface(name: str) -> Any:
    return load(EXAMPLES / "surface" / f"{name}.json")


def type_of(path: Path) -> str:
    """An example is named by its message type, and what it shows after a hyphen where there are several."""
    return path.stem.partition("-")[0]


def texts() -> dict[tuple[str, int], str]:
    """The text of each article version that classify made."""
    read = [load(path) for path in MESSAGES if ".classified." in path.name]
    return {(data["article_id"], data["version"]): data["text"] for data in read}


def quotes(value: Any, article: tuple[str, int] | None = None) -> list[tuple[tuple[str, int], int, int, str]]:
    """Every quote anywhere in a body, with the article version that it names or that the body is about."""
    if isinstance(value, list):
        return [found for item in value for found in quotes(item, article)]
    if not isinstance(value, dict):
        return []
    if "article_id" in value and "version" in value:
        article = (value["article_id"], value["version"])
    if {"start", "end", "quote"} <= value.keys():
        assert article is not None
        return [(article, value["start"], value["end"], value["quote"])]
    return [found for item in value.values() for found in quotes(item, article)]


def within(value: Any, name: str) -> list[Any]:
    """Every value of a field of this name, anywhere in a body."""
    if isinstance(value, list):
        return [found for item in value for found in within(item, name)]
    if not isinstance(value, dict):
        return []
    here = [value[name]] if name in value else []
    return here + [found for item in value.values() for found in within(item, name)]
