"""Files as articles: JSON, lines of JSON, HTML and plain text, told apart by name and then by content."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from services.commands.frame import WrongInput

STDIN = "-"
LINES = (".ndjson", ".jsonl")
PAGES = (".html", ".htm", ".xhtml")
LARGEST = 64 * 1024 * 1024
CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.IGNORECASE)

Article = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of a file, or why there is none. `where` is the file, with the line where there are several."""

    where: str
    article: Article | None = None
    fault: str = ""


def check(names: Iterable[str]) -> None:
    """Raises `WrongInput` for a file that cannot be read, before anything is sent."""
    seen_stdin = False
    for name in names:
        if name == STDIN:
            if seen_stdin:
                raise WrongInput("standard input can be read once only")
            seen_stdin = True
            continue
        try:
            if Path(name).is_dir():
                raise WrongInput(f"{name} is a folder")
            Path(name).open("rb").close()
        except OSError as error:
            raise WrongInput(f"{name}: {error.strerror}") from error


def count(names: Iterable[str]) -> int | None:
    """How many articles to expect; None where only reading will tell."""
    total = 0
    for name in names:
        suffix = Path(name).suffix.lower()
        if name == STDIN or suffix == ".json" or Path(name).is_fifo():
            return None
        if suffix in LINES:
            with Path(name).open("rb") as file:
                total += sum(1 for line in file if line.strip())
        else:
            total += 1
    return total


def entries(names: Iterable[str], given: Mapping[str, str | None]) -> Iterator[Entry]:
    """The articles of the files, one after the other. `given` fills the fields that an article leaves out."""
    filled = {field: value for field, value in given.items() if value is not None}
    for name in names:
        for entry in _of_file(name):
            if entry.article is None:
                yield entry
            else:
                told = {field: value for field, value in entry.article.items() if value is not None}
                yield Entry(entry.where, {**filled, **told})


def _of_file(name: str) -> Iterator[Entry]:
    if name == STDIN:
        yield from _of_stream(sys.stdin.buffer, "standard input", "", None)
        return
    try:
        with Path(name).open("rb") as file:
            yield from _of_stream(file, name, Path(name).suffix.lower(), Path(name).name)
    except OSError as error:
        yield Entry(name, fault=error.strerror or str(error))


def _of_stream(file: BinaryIO, where: str, suffix: str, own_id: str | None) -> Iterator[Entry]:
    if suffix in LINES:
        yield from _of_lines(file, where)
        return
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        yield Entry(where, fault=f"has more than {LARGEST >> 20} MiB; only lines of JSON (.ndjson) may be longer")
    elif suffix == ".json" or (suffix == "" and content.lstrip()[:1] in (b"{", b"[")):
        yield from _of_json(content, where)
    else:
        yield _of_text(content, where, suffix, own_id)


def _of_json(content: bytes, where: str) -> Iterator[Entry]:
    """One article, a list of them, or lines that are one each."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        several = [line for line in content.splitlines() if line.strip()]
        if len(several) > 1 and all(line.lstrip()[:1] == b"{" for line in several):
            yield from _of_lines(several, where)
        else:
            yield Entry(where, fault=f"is not JSON: {error}")
        return
    if not isinstance(value, list):
        yield _of_value(value, where)
        return
    for number, one in enumerate(value, 1):
        yield _of_value(one, f"{where}, article {number}")


def _of_lines(file: Iterable[bytes], where: str) -> Iterator[Entry]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        place = f"{where}, line {number}"
        try:
            yield _of_value(json.loads(line), place)
        except (ValueError, RecursionError) as error:
            yield Entry(place, fault=f"is not JSON: {error}")


def _of_value(value: object, where: str) -> Entry:
    return Entry(where, value) if isinstance(value, dict) else Entry(where, fault="is not a JSON object")


def _of_text(content: bytes, where: str, suffix: str, own_id: str | None) -> Entry:
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    is_page = suffix in PAGES or start.startswith((b"<!doctype html", b"<html", b"<?xml"))
    text = _decoded(content, is_page)
    if text is None:
        return Entry(where, fault="is not text in UTF-8")
    article: Article = {"html" if is_page else "text": text}
    return Entry(where, {"id": own_id, **article} if own_id else article)


def _decoded(content: bytes, is_page: bool) -> str | None:
    """UTF-8, or what a page says of itself."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        named = CHARSET.search(content[:2000]) if is_page else None
    try:
        return content.decode(named[1].decode()) if named else None
    except (LookupError, UnicodeDecodeError):
        return None
