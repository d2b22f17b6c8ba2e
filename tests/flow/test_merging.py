"""One happening, one record: invented articles in three languages, posted as a feed would, and in any order."""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from libs.db import Database, migrate
from libs.messages import ArticleClassified, ArticleReceived
from libs.messages.ids import make_id
from libs.telemetry import Telemetry, start_telemetry
from services.classify import rules as classifying
from services.classify.reading.reader import SUPPORTED_LANGUAGES, read_article
from tests.flow.test_flow import journey, post
from tests.services.store.conftest import HISTORIES, Store
from tests.support.platforms import Platform

SHARED = Path(__file__).parent.parent.parent.parent / "shared"
GOLD = SHARED / "gold" / "merging.json"
SCORE = SHARED / "score_merging.py"
OF_ITS_BECOMING = ("id", "version", "previous_ids", "history", "created_at", "updated_at", "url", "page")
SHUFFLES = 20

pytestmark = pytest.mark.skipif(not GOLD.is_file(), reason="the articles are not beside the project")


@pytest.fixture(scope="module")
def readings() -> list[ArticleClassified]:
    """Each article as classify hands it on, read once."""
    return [_read(article) for article in _articles()]


@pytest.fixture(scope="module")
def in_order(readings: list[ArticleClassified], tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the records say when the articles come as they were published."""
    telemetry = start_telemetry("test")
    found = asyncio.run(_recorded(tmp_path_factory.mktemp("in order"), telemetry, readings))
    telemetry.close()
    assert len(readings) / 3 < len(found) < len(readings)
    return found


@pytest.mark.timeout(400)  # four services start, and read as many articles as a feed brings in a day
def test_articles_of_one_happening_make_one_record(platform: Platform, tmp_path: Path) -> None:
    receipts = [post(platform, article) for article in _articles()]
    for receipt in receipts:
        journey(platform, receipt["id"], seconds=120)

    found = _score(tmp_path, platform.http.get("/v1/export/records.ndjson").text)

    assert found["all"]["f1"] >= 0.92, found
    assert found["across_languages"]["f1"] >= 0.90, found
    assert found["happenings_found_whole"] >= 0.75, found
    assert found["hard_pairs_wrongly_merged"] <= 1, found


@pytest.mark.parametrize("seed", range(SHUFFLES))
async def test_the_order_of_articles_does_not_matter(
    seed: int, readings: list[ArticleClassified], in_order: list[str], tmp_path: Path, telemetry: Telemetry
) -> None:
    shuffled = random.Random(seed).sample(readings, len(readings))
    assert await _recorded(tmp_path, telemetry, shuffled) == in_order


@pytest.mark.postgres
async def test_two_instances_on_one_database_make_the_same_records(
    readings: list[ArticleClassified], in_order: list[str], postgres_url: str, telemetry: Telemetry
) -> None:
    databases = [Database(postgres_url), Database(postgres_url)]
    await migrate(databases[0], HISTORIES)
    stores = [Store(database, telemetry) for database in databases]

    async def take(store: Store, mine: list[ArticleClassified]) -> None:
        for at in range(0, len(mine), 3):
            await store.take_at_once(mine[at : at + 3])

    await asyncio.gather(*(take(store, readings[at::2]) for at, store in enumerate(stores)))

    found = _told(await stores[0].records())
    for database in databases:
        await database.close()
    assert found == in_order


def _articles() -> list[dict[str, Any]]:
    articles: list[dict[str, Any]] = json.loads(GOLD.read_text("utf-8"))["articles"]
    return articles


def _read(article: dict[str, Any]) -> ArticleClassified:
    received = ArticleReceived(
        article_id=make_id("art", "feed", article["id"]),
        client_id="cli_feed",
        external_id=article["id"],
        version=1,
        content_hash=hashlib.sha256(article["text"].encode()).hexdigest(),
        received_at=datetime(2025, 7, 1, tzinfo=UTC),
        **{name: article[name] for name in ("source", "url", "published_at", "language", "title", "text")},
    )
    return classifying.classified(received, read_article(classifying.article_of(received)), SUPPORTED_LANGUAGES)


def _score(folder: Path, records: str) -> dict[str, Any]:
    exported = folder / "records.ndjson"
    exported.write_text(records, "utf-8")
    command = [sys.executable, str(SCORE), "--gold", str(GOLD), "--records", str(exported), "--json"]
    found: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return found


async def _recorded(folder: Path, telemetry: Telemetry, readings: list[ArticleClassified]) -> list[str]:
    database = Database(f"sqlite:///{folder / 'store.sqlite'}")
    await migrate(database, HISTORIES)
    store = Store(database, telemetry)
    await store.take_at_once(readings)
    found = _told(await store.records())
    await database.close()
    return found


def _told(records: list[dict[str, Any]]) -> list[str]:
    """What the records say of their events, without how they came to say it."""
    values = [{name: value for name, value in one.items() if name not in OF_ITS_BECOMING} for one in records]
    return sorted(json.dumps(one, ensure_ascii=False, sort_keys=True) for one in values)
