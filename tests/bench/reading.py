"""How many articles one core reads a second."""

from __future__ import annotations

import time

from services.classify.reading.reader import read_article
from tests.flow.articles import ENGLISH, RUSSIAN

GERMAN = {
    "published_at": "2026-11-20",
    "title": "Kasachstan und Deutschland sprechen über Wasserstoff",
    "text": (
        "Kasachstans Energieminister Yerlan Bekov und die deutsche Staatssekretärin Anna Lindner haben am Donnerstag "
        "in Berlin Gespräche geführt. Im Mittelpunkt standen grüner Wasserstoff und Stromnetze. Beide Seiten "
        "vereinbarten, im Frühjahr ein Memorandum zu unterzeichnen."
    ),
}
SECONDS = 8.0


def reading_rate() -> float:
    """Articles a second over the three languages in turn, models loaded before."""
    articles = [ENGLISH, RUSSIAN, GERMAN]
    for article in articles:
        read_article(article)
    count, started = 0, time.perf_counter()
    while time.perf_counter() - started < SECONDS:
        read_article(articles[count % len(articles)])
        count += 1
    return count / (time.perf_counter() - started)
