"""Read articles from a stream: `python -m services.classify.extract`, and what `communique extract` runs.

Reads as the service with the same settings does.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TextIO

from services.classify.reading.reader import READER_VERSION, UnreadableArticle, read_article

CONFIGURED = re.compile(r"COMMUNIQUE_(CLASSIFY_)?(BACKEND|GLINER_FOLDER)(_FILE)?")

Read = Callable[[Mapping[str, object]], Mapping[str, Any]]


def run(stdin: TextIO, stdout: TextIO, read: Read = read_article) -> int:
    """Read NDJSON articles, write one reading a line; a line that cannot be read is answered with its error.

    Returns 0, or 1 where any line could not be read.
    """
    failed = False
    for number, line in enumerate(stdin, start=1):
        if not line.strip():
            continue
        answer = answer_line(line, number, read)
        failed = failed or "error" in answer
        stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        stdout.flush()
    return 1 if failed else 0


def answer_line(line: str, number: int, read: Read = read_article) -> dict[str, Any]:
    try:
        article = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as fault:
        return {"id": None, "error": f"line {number} is no JSON: {fault}"}
    if not isinstance(article, dict):
        return {"id": None, "error": f"line {number} is no JSON object"}
    if article.get("withdrawn") is True:
        return withdrawn(article)
    try:
        return dict(read(article))
    except UnreadableArticle as fault:
        return {"id": article.get("id"), "error": str(fault)}


def withdrawn(article: Mapping[str, Any]) -> dict[str, Any]:
    """A story that its feed took back, as an export tells it, is a reading in which nothing stands."""
    empty: dict[str, Any] = {"text": "", "body": "", "boilerplate": [], "events": [], "figures": [], "withdrawn": True}
    return {"id": article.get("id"), "language": article.get("language"), "reader": READER_VERSION, **empty}


def main() -> int:
    for stream in (sys.stdin, sys.stdout):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    with configured() as read:
        return run(sys.stdin, sys.stdout, read)


@contextmanager
def configured() -> Iterator[Read]:
    """The reader with what the environment adds to the rules; where it adds nothing, nothing more is loaded."""
    if not any(CONFIGURED.fullmatch(name) for name in os.environ):
        yield read_article
        return
    from opentelemetry.metrics import NoOpMeter

    from libs.service.settings import load_settings
    from services.classify.app import make_backend
    from services.classify.reading.people import gliner
    from services.classify.reading.reader import Reading, read_closely
    from services.classify.readings import Readings
    from services.classify.settings import Settings

    settings = load_settings(Settings, embedded=True)
    gliner.use_folder(settings.gliner_folder)

    async def read_here(*given: Any) -> Reading:
        return read_closely(*given)

    readings = Readings(read_here, NoOpMeter("extract"), mode=settings.backend, backend=make_backend(settings))
    with asyncio.Runner() as runner:
        yield lambda article: runner.run(readings.read(article))
        runner.run(readings.close())


if __name__ == "__main__":
    sys.exit(main())
