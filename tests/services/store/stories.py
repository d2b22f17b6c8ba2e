"""Invented readings of invented articles, as classify would hand them on."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from libs.messages.articles import ArticleClassified, FigureTold, Report
from libs.messages.ids import make_id
from libs.messages.values import Quote
from services.store.merging.sketches import sketch_of
from services.store.merging.told import Told, instant_of

RECEIVED = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)

ASTANA = {"name": "Astana", "country": "KZ", "geonames_id": 1526273, "lat": 51.18, "lon": 71.45}
SHYMKENT = {"name": "Shymkent", "country": "KZ", "geonames_id": 1518980, "lat": 42.3, "lon": 69.6}
TASHKENT = {"name": "Tashkent", "country": "UZ", "geonames_id": 1512569, "lat": 41.26, "lon": 69.22}

SERIKBAYEV = {"name": "Daulet Serikbayev", "role": "Minister of Agriculture", "organization": None, "country": "KZ"}
YULDOSHEV = {"name": "Rustam Yuldoshev", "role": "Deputy Prime Minister", "organization": None, "country": "UZ"}
SERIKBAYEV_RU = {
    "name": "Даулет Серикбаев",
    "role": "министр сельского хозяйства",
    "organization": None,
    "country": "KZ",
}
YULDOSHEV_RU = {
    "name": "Рустам Юлдошев",
    "role": "заместитель премьер-министра",
    "organization": None,
    "country": "UZ",
}


def report(article: str = "a", number: int = 1, **fields: Any) -> Report:
    """A meeting of two ministers on one day, but for what is said otherwise. `day` is a date in short."""
    day = fields.pop("day", "2026-11-19")
    told: dict[str, Any] = {
        "id": make_id("rep", article, number),
        "kind": "meeting",
        "status": "held",
        "form": "talks",
        "date": {"start": day, "end": None, "precision": "day"} if day else None,
        "parties": ["KZ", "UZ"],
        "participants": [SERIKBAYEV, YULDOSHEV],
        "sectors": ["agriculture"],
        "confidence": 0.8,
        **fields,
    }
    return Report.model_validate(told)


def agreement(article: str = "a", number: int = 1, **fields: Any) -> Report:
    return report(article, number, **{"kind": "agreement", "status": "signed", "form": "memorandum", **fields})


def reading(article: str = "a", *reports: Report, version: int = 1, **fields: Any) -> ArticleClassified:
    """What was read in an article; without words of its own its text is made of its name."""
    text = fields.pop("text", None) or f"Article {article} in version {version}.\n\nWords of {article} alone."
    told: dict[str, Any] = {
        "article_id": make_id("art", article),
        "client_id": "cli_feed",
        "external_id": article,
        "version": version,
        "content_hash": hashlib.sha256(text.encode()).hexdigest(),
        "source": f"Source {article}",
        "url": f"https://example.org/{article}",
        "published_at": "2026-11-20",
        "received_at": RECEIVED + timedelta(minutes=version),
        "language": "en",
        "title": f"Title of {article}",
        "reader": "1.0.0+en.1",
        "text": text,
        "reports": reports,
        **fields,
    }
    return ArticleClassified.model_validate(told)


def told(article: str = "a", number: int = 1, **fields: Any) -> Told:
    """A report as merging sees it. `published`, `language`, `body` and `figures` are the article's."""
    published = fields.pop("published", "2026-11-20")
    language = fields.pop("language", "en")
    body = fields.pop("body", "")
    figures: tuple[FigureTold, ...] = fields.pop("figures", ())
    return Told(
        report=report(article, number, **fields),
        article_id=make_id("art", article),
        version=1,
        instant=instant_of(published, RECEIVED),
        reader="1.0.0+en.1",
        source=f"Source {article}",
        url=f"https://example.org/{article}",
        language=language,
        published_at=published,
        title=f"Title of {article}",
        sketch=frozenset(sketch_of(body)),
        figures=figures,
    )


def quote(text: str, words: str, resolved_by: str | None = None) -> Quote:
    """The first place where the words stand in the text."""
    at = text.index(words)
    return Quote(start=at, end=at + len(words), quote=words, resolved_by=resolved_by)
