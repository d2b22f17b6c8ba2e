"""Reading the gold articles, in several processes."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from services.classify.evaluation.goldset import GoldArticle, as_page
from services.classify.reading.reader import read_article

CHUNK = 4  # articles that a process takes at a time


def read_gold(articles: Sequence[GoldArticle], *, html: bool = False, workers: int | None = None) -> dict[str, Any]:
    """The readings by the articles' names; the reader sees no name. `workers` 1 reads in this process."""
    given = [as_page(one) if html else dict(one.article) for one in articles]
    processes = min(workers or os.cpu_count() or 1, -(-len(given) // CHUNK))
    if processes <= 1:
        readings = list(map(_read, given))
    else:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(processes, mp_context=context) as pool:
            readings = list(pool.map(_read, given, chunksize=CHUNK))
    return {one.name: reading for one, reading in zip(articles, readings, strict=True)}


def _read(article: Mapping[str, Any]) -> dict[str, object]:
    return read_article({"id": "article", **article})
