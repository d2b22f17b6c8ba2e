"""Read articles from a stream: `python -m services.classify.extract`, and what `communique extract` runs."""

from __future__ import annotations

import json
import sys
from typing import Any, TextIO

from services.classify.reading.reader import UnreadableArticle, read_article


def run(stdin: TextIO, stdout: TextIO) -> int:
    """Read NDJSON articles, write one reading a line; a line that cannot be read is answered with its error.

    Returns 0, or 1 where any line could not be read.
    """
    failed = False
    for number, line in enumerate(stdin, start=1):
        if not line.strip():
            continue
        answer = answer_line(line, number)
        failed = failed or "error" in answer
        stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        stdout.flush()
    return 1 if failed else 0


def answer_line(line: str, number: int) -> dict[str, Any]:
    try:
        article = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as fault:
        return {"id": None, "error": f"line {number} is no JSON: {fault}"}
    if not isinstance(article, dict):
        return {"id": None, "error": f"line {number} is no JSON object"}
    try:
        return dict(read_article(article))
    except UnreadableArticle as fault:
        return {"id": article.get("id"), "error": str(fault)}


def main() -> int:
    for stream in (sys.stdin, sys.stdout):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    return run(sys.stdin, sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
