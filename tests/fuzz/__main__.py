"""Reads mutated gold articles for as long as it is told, by default ten minutes: `python -m tests.fuzz [seconds]`.

Nothing may fail but with the error for unreadable articles; every quote is cut from the text; the same article reads
the same. Ends with 1 and the smallest article that breaks this.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from services.classify.reading.errors import UnreadableArticle
from services.classify.reading.reader import read_article
from tests.fuzz.mutations import articles

SECONDS = 600.0
AT_ONCE = 40
told: Counter[str] = Counter()
slowest = 0.0


@settings(
    max_examples=AT_ONCE,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@given(articles())
def read_broken(article: dict[str, Any]) -> None:
    global slowest
    begun = time.process_time()
    result = read(article)
    slowest = max(slowest, time.process_time() - begun)
    told["articles"] += 1
    if result is None:
        told["refused"] += 1
        return
    text = result["text"]
    evidence = [item for event in result["events"] for items in event["evidence"].values() for item in items]
    evidence += [item for figure in result["figures"] for item in figure["evidence"]]
    for item in evidence:
        assert text[item["start"] : item["end"]] == item["quote"] != "", item
    told["events"] += len(result["events"])
    told["quotes"] += len(evidence)
    assert read(article) == result


def read(article: dict[str, Any]) -> dict[str, Any] | None:
    try:
        return read_article(article)
    except UnreadableArticle:
        return None


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        read_broken()
        shown = ", ".join(f"{count} {what}" for what, count in told.items())
        print(f"{time.monotonic() - begun:.0f} s: {shown}; the slowest took {slowest:.2f} s", flush=True)


if __name__ == "__main__":
    main()
