"""A language pack: the data files of one language and its small hooks, loaded once and only when needed.

A pack is a folder `languages/<code>/` with TOML tables, one or more per stage, and `hooks.py` for what data cannot
say. Code outside the packs holds no word of any language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

T = TypeVar("T")

FOLDER = Path(__file__).parent
SUPPORTED_LANGUAGES = tuple(sorted(path.parent.name for path in FOLDER.glob("*/hooks.py")))


class UnknownLanguage(LookupError):
    """There is no pack for this language."""


class Pack:
    """The tables and hooks of one language. Tables are read on first use and kept; treat them as read-only."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._tables: dict[str, Mapping[str, Any]] = {}
        self._prepared: dict[Callable[[Pack], Any], Any] = {}
        self._hooks: ModuleType | None = None

    def table(self, name: str) -> Mapping[str, Any]:
        """The contents of `<name>.toml`; empty where the pack has no such file."""
        if name not in self._tables:
            path = FOLDER / self.language / f"{name}.toml"
            self._tables[name] = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
        return self._tables[name]

    def prepared(self, build: Callable[[Pack], T]) -> T:
        """What `build` (a module-level function) makes of this pack, such as compiled patterns; built once."""
        if build not in self._prepared:
            self._prepared[build] = build(self)
        result: T = self._prepared[build]
        return result

    @property
    def hooks(self) -> ModuleType:
        """The pack's `hooks.py`, imported on first use."""
        if self._hooks is None:
            self._hooks = import_module(f"{__package__}.{self.language}.hooks")
        return self._hooks


@cache
def load_pack(language: str) -> Pack:
    """The pack of a language code such as "en". Raises `UnknownLanguage` where there is none."""
    if language not in SUPPORTED_LANGUAGES:
        raise UnknownLanguage(language)
    return Pack(language)
